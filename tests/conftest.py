"""For all tests: a slow example is no failure, for other programs may have the processor."""

from hypothesis import settings

settings.register_profile("plainspoken", deadline=None)
settings.load_profile("plainspoken")
