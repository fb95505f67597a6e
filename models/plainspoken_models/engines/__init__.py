"""The real parts behind the contracts, each named for its library; `host` runs one in a child process."""
