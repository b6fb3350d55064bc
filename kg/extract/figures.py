"""Every number of a report: its quantity and unit, and why it is no figure where it is none. Stub: to be replaced."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Quantity, Span


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in the reading text.

    `number`: the number's own characters, 万/亿 and hedges inside it included (2.8亿余). `span`: with the hedge before
    it and the unit behind it (近2.8亿余元). `reason` is None where the number measures something, else one of a closed
    list (date, ordinal, …) that says why it is no figure; `rule` names the rule that decided.
    """

    number: Span
    span: Span
    quantity: Quantity
    rule: str
    reason: str | None = None


def figures(reading: str) -> tuple[Figure, ...]:
    """All numbers of a reading text in its order, figures and others."""
    return ()
