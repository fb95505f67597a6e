"""`python -m plainspoken`: the same as the command `plainspoken`."""

from plainspoken.cli import main

if __name__ == "__main__":
    main()
