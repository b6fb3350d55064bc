"""Masking of what identifies private persons, before anything is written.

Characters are replaced one for one by █ (U+2588), so that every position stays. That character stands in no official
prose, folds to itself, and is neither an asterisk nor ×, with which reports themselves take out figures and places.
Masked are names of the form surname + 某 (张某, 李某某), with the age, address, origin and numbers given with them;
citizen numbers, mobile numbers, bank cards and licence plates anywhere; land lines only beside such a name.
Organs' hotlines and officials named in office stay.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator

from kg.model import Span
from kg.ontology import rules_of

MASK = "█"
_REACH = 300
"""Characters behind a name in which what is given with it is looked for."""


def private_spans(reading: str) -> tuple[Span, ...]:
    """Spans of the reading text that identify a private person, in order; they may touch, none is empty."""
    people = list(_people(reading))
    spans = [*people, *_alone(reading)]
    for person in people:
        spans += _attached(reading, person.end)
    return tuple(sorted(set(spans)))


def _people(reading: str) -> Iterator[Span]:
    """Names that the report itself makes anonymous."""
    for rule in rules_of("text_mask", "name"):
        if rule.gives["needs"] in reading:
            yield from (Span(*m.span("hide")) for m in rule.matches(reading))


def _alone(reading: str) -> Iterator[Span]:
    """What identifies a person wherever it stands."""
    for rule in rules_of("text_mask", "alone"):
        yield from (Span(*m.span("hide")) for m in rule.matches(reading))


def _attached(reading: str, at: int) -> Iterator[Span]:
    """What follows a name, link by link: sex, age, people, origin, address, numbers."""
    links = rules_of("text_mask", "attached")
    end = min(len(reading), at + _REACH)
    while match := next((m for rule in links if (m := rule.pattern.match(reading, at, end))), None):
        if match["hide"]:
            yield Span(*match.span("hide"))
        at = match.end()


def masked(text: str, reading: str, offsets: array[int]) -> tuple[str, str]:
    """Text and reading text with every private character replaced; both keep their length and their map."""
    hidden = sorted({at for span in private_spans(reading) for at in range(*span)})
    if not hidden:
        return text, reading
    letters, seen = list(text), list(reading)
    for at in hidden:
        letters[offsets[at]] = seen[at] = MASK
    return "".join(letters), "".join(seen)
