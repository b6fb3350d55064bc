"""Stub: to be replaced."""

from __future__ import annotations

from kg.model import Extraction, Component


def find(found: Extraction) -> tuple[Component, ...]:
    """Values of this kind."""
    return ()
