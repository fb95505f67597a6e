"""Plainspoken: offline dictation for physicians. Her own words, in the right sections of the note, on the clipboard."""

__version__ = "0.1.0"
