"""Two names or more in one (三好两化), and names whose members are collective names themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.components.before import list_before
from kg.extract.components.collectives import Collective, Hit, made
from kg.extract.components.glosses import gloss
from kg.extract.components.lists import COMMAS, bare, cut, without_verb
from kg.marks import SENTENCE_END
from kg.model import Span
from kg.numerals import small_number
from kg.ontology import any_of, rules_of

_NUMBER = "二两三四五六七八九"
_SEVERAL = re.compile(rf"(?:[{_NUMBER}][^{_NUMBER}一\d、]{{1,3}}、?){{2,4}}")
_ONE = re.compile(rf"([{_NUMBER}])([^{_NUMBER}、]+)")
_FAR = 300
"""Characters from what leads to members to the end of their sentence."""


def grouped(reading: str, name: Collective) -> list[Hit]:
    """Several names in one, each with its own members: 班子好、队伍好和制度化、标准化“两好两化”; “两访两评”即…."""
    if not name.quoted or not _SEVERAL.fullmatch(name.text) or len(name.text) != name.whole.end - name.whole.start:
        return []
    names = list(_ONE.finditer(name.text))
    sizes = [small_number(m[1]) for m in names]
    for span in _places_of_members(reading, name):
        parts = _members(reading, span, sizes)
        if len(parts) < sum(sizes) or (len(parts) > sum(sizes) and span.end <= name.whole.start):
            continue
        starts = [sum(sizes[:n]) for n in range(len(sizes))]
        rows = [parts[at : at + size] for at, size in zip(starts, sizes, strict=True)]
        rows = [without_verb(reading, row, m[2]) for row, m in zip(rows, names, strict=True)]
        exact = len(parts) == sum(sizes) and span.start > name.whole.end and "、" in name.text
        if exact or all(_share(reading, row, m[2]) for row, m in zip(rows, names, strict=True)):
            wholes = (Span(name.whole.start + m.start(), name.whole.start + m.end()) for m in names)
            return [made(reading, "grouped", whole, row) for whole, row in zip(wholes, rows, strict=True)]
    return []


def _members(reading: str, span: Span, sizes: list[int]) -> list[Span]:
    """The parts under a span; one short of the number, the last of the first group is cut at its 和."""
    parts = cut(reading, bare(reading, span), COMMAS)
    if len(parts) == sum(sizes) - 1:
        middle = parts[sizes[0] - 1]
        at = reading.find("和", middle.start, middle.end)
        parts[sizes[0] - 1 : sizes[0]] = [Span(middle.start, at), Span(at + 1, middle.end)] if at > 0 else [middle]
    return parts


def _share(reading: str, parts: list[Span], noun: str) -> bool:
    """Whether all parts begin or all end with a noun."""
    texts = [reading[p.start : p.end] for p in parts]
    inside = len(noun) > 1 and all(noun in t for t in texts)
    return inside or all(t.startswith(noun) for t in texts) or all(t.endswith(noun) for t in texts)


def _places_of_members(reading: str, name: Collective) -> Iterator[Span]:
    yield list_before(reading, name)
    inside = gloss(reading, name)
    if inside and not any_of("components", "each-glossed").search(reading, *inside):
        yield inside
    for rule in rules_of("components", "behind"):
        if m := rule.pattern.match(reading, name.outer.end, name.outer.end + 20):
            stop = SENTENCE_END.search(reading, m.end(), m.end() + _FAR)
            yield Span(m.end(), stop.start() if stop else m.end())


def nested(reading: str, names: list[Collective], flat: list[Hit]) -> Iterator[Hit]:
    """A name whose members are collective names themselves, spelled out inside its parentheses."""
    done = {f.whole for f in flat}
    for name in names:
        if name.whole in done or (inside := gloss(reading, name)) is None:
            continue
        inner = sorted({f.whole for f in flat if inside.covers(f.whole)})
        own_words = any(reading[w.start : w.end] in name.text for w in inner)
        if inner and len(inner) in name.counts and not own_words:
            yield made(reading, "nested", name.whole, inner)
