"""Figures that are parts of another: 办理案件120件,其中维持80件.

A part has the whole's unit, or is counted as things of a sort are, and what a break-down tells adds up to no more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache

from msgspec import Struct

from kg.extract.observations.figures import Figure
from kg.model import Span
from kg.ontology import words

_CHANGED = frozenset({"trend", "share"})
"""Rules of figures that no figure is a part of."""
_FAR = 60
"""How many figures back a whole is looked for."""


class Counted(Struct, frozen=True):
    """A figure with what it counts. `own` is what its own piece says, `verb` what that begins with.

    `start` is where its piece begins; `alone` is whether it needs a parent that the sentence does not have.
    `whole` is the number of the figure that it is a part of.
    """

    figure: Figure
    span: Span
    indicator: str
    rule: str
    start: int
    support: tuple[Span, ...] = ()
    own: str = ""
    verb: str = ""
    alone: bool = False
    whole: Span | None = None


class Breakdown(Struct):
    """A break-down in progress: parts have the whole's unit, or one unit of their own, and add up to no more."""

    whole: Counted
    total: Decimal = Decimal(0)
    unit: str | None = None

    def takes(self, counted: Counted, opened: bool) -> bool:
        """Whether a figure is a further part."""
        quantity = counted.figure.quantity
        if opened:
            self.unit = unit_of(counted)
        elif unit_of(counted) != self.unit:
            return False
        limit = self.whole.figure.quantity.value
        value = quantity.value or Decimal(0)
        same = limit is not None and unit_of(counted) == unit_of(self.whole)
        if not opened and same and self.total + value > (limit or 0) * Decimal("1.02") + 1:
            return False
        self.total += value
        return True

    def number_of_whole(self, counted: Counted) -> Span | None:
        """The whole's own characters, where it counts what the part counts, and no less of it."""
        more = not _less(self.whole.figure, counted.figure)
        alike = unit_of(counted) == unit_of(self.whole) or sorts_of_things(self.whole, counted)
        return self.whole.figure.number if more and alike and counted.figure.quantity.unit != "%" else None


def whole_of(part: Counted, seen: Sequence[Counted]) -> Counted | None:
    """The last figure in the unit of a part that tells no change, one that is no less if there is one."""
    alike = [s for s in reversed(seen[-_FAR:]) if unit_of(s) == unit_of(part) and s.rule not in _CHANGED]
    return next((s for s in alike if not _less(s.figure, part.figure)), next(iter(alike), None))


def _less(one: Figure, other: Figure) -> bool:
    a, b = one.quantity.value, other.quantity.value
    return a is not None and b is not None and a < b


@cache
def _one_unit() -> Mapping[str, str]:
    """Measure words of persons and of cases, each with what they count."""
    return {unit: group for group in ("persons", "cases") for unit in words("unit_groups", group=group)}


def unit_of(counted: Counted) -> str:
    """A figure's unit, persons and cases under one word each."""
    unit = counted.figure.quantity.unit
    return _one_unit().get(unit, unit)


def sorts_of_things(whole: Counted, part: Counted) -> bool:
    """Whether both are counted as things of whatever sort: 事项76个,其中处罚类40项."""
    return {whole.figure.quantity.unit, part.figure.quantity.unit} <= set(words("unit_groups", group="sorts"))
