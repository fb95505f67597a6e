"""What the frozen program `plainspoken-models` runs first."""

from plainspoken_models.own_process import become_part

become_part()

from plainspoken_models.cli import main  # noqa: E402  a part must not pay for the rest

main()
