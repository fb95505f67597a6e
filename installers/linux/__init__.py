"""The Debian package and the portable archive."""
