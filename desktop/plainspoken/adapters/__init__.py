"""The real parts at the edges of the dictation, each named for what it stands for."""
