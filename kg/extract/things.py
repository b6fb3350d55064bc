"""Stub: to be replaced."""

from __future__ import annotations

from kg.model import Entity, Extraction


def find(found: Extraction) -> tuple[Entity, ...]:
    """Entities of this kind."""
    return ()
