"""Tear-offs: from a finished note the list of orders, and candidates for codes (docs/tear-offs.md)."""

from plainspoken.clinic.tearoffs.codes import Candidate, Coded, Title, candidates
from plainspoken.clinic.tearoffs.order_words import OrderKind
from plainspoken.clinic.tearoffs.orders import kinds_of

__all__ = ["Candidate", "Coded", "OrderKind", "Title", "candidates", "kinds_of"]
