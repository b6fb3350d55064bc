"""Stub: to be replaced."""

from __future__ import annotations

from kg.model import Extraction, Relation


def find(found: Extraction) -> tuple[Relation, ...]:
    """Values of this kind."""
    return ()
