"""Her own words, and what she wants written for what is heard; docs/vocabulary.md.

A replacement is literal, and safe by how it is let in.
"""

from plainspoken.clinic.vocabulary.entries import NO_VOCABULARY, Entry, LetIn, Replacement, Vocabulary
from plainspoken.clinic.vocabulary.reader import Read, VocabularyError, let_in, parse_vocabulary

__all__ = [
    "NO_VOCABULARY",
    "Entry",
    "LetIn",
    "Read",
    "Replacement",
    "Vocabulary",
    "VocabularyError",
    "let_in",
    "parse_vocabulary",
]
