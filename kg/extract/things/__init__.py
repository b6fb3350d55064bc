"""Mechanisms and programs: known by name, by a class word with words of its own before it, or by a quoted name.

`names` marks a text: words before names, class words, quotations. On it `terms`, `headed` (with `around`, `starts`,
`judge`, `items`) and `quotations` propose names, each a `named.Name` at a place. `settle` keeps one name for a place,
`stances` reads who carries it out and whether it is done, and `same` makes names of one thing one entity.
"""

from __future__ import annotations

from kg.extract.gather import unquoted
from kg.extract.things.headed import Headed
from kg.extract.things.named import Name, is_whole, says
from kg.extract.things.names import Lines
from kg.extract.things.quotations import promoted, quoted, shaped, spelled
from kg.extract.things.same import entities
from kg.extract.things.settle import settled
from kg.extract.things.stances import Stances
from kg.extract.things.terms import known
from kg.model import Entity, Extraction, Label
from kg.ontology import any_of

_YEAR = 7
"""Characters of the longest year or number (第十一届) before a name."""


def find(found: Extraction) -> tuple[Entity, ...]:
    """Every mechanism and program of a report, each once, under its fullest name."""
    lines = Lines(found.document.reading)
    terms, shapes = list(known(found, lines)), list(shaped(lines))
    headed = list(Headed(found, lines, terms, shapes).names())
    names = settled(lines, terms, headed, [*shapes, *quoted(found, lines), *promoted(lines)])
    spans = (m.span for e in found.entities if e.label is Label.HONOUR for m in e.mentions)
    honours = {at for span in spans for at in range(*span)}
    names = [_dated(lines, n) for n in names if not _only_honour(honours, n) and not _furniture(found, n)]
    names = sorted([*names, *spelled(found, lines)], key=lambda n: n.span)
    stances = Stances(found, lines)
    return entities([(name, *stances.of(name)) for name in names])


def _only_honour(honours: set[int], name: Name) -> bool:
    """Whether a thing is named inside an honour; a contest that the honour was won in is one all the same."""
    inside = name.span.start in honours or name.span.end - 1 in honours
    return inside and not says("contest", name.text)


def _dated(lines: Lines, name: Name) -> Name:
    """A name, and as other wordings it with the year before it and with 工作 behind it."""
    (start, end), reading = name.span, lines.reading
    scope = reading[start - 2 : start] if is_whole("scope", reading[start - 2 : start]) else ""
    begin = start - len(scope)
    year = any_of("things", "year").search(reading, max(0, begin - _YEAR), begin)
    forms = (unquoted(year[0]) + scope + name.text,) if year else ()
    behind = ("work-behind", "act-behind") if name.label == "Program" else ("work-behind",)
    work = any_of("things", *behind).match(reading, end)
    if work and not says("worked", name.text):
        forms = (*forms, name.text + work[0])
    return name._replace(forms=(*name.forms, *forms)) if forms else name


def _furniture(found: Extraction, name: Name) -> bool:
    document = found.document
    return document.has_furniture(name.span) and any(span.covers(name.span) for span in document.furniture)
