"""Stub: to be replaced."""

from __future__ import annotations

from kg.model import Extraction, Observation


def find(found: Extraction) -> tuple[Observation, ...]:
    """Values of this kind."""
    return ()
