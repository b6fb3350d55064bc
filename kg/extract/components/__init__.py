"""Collective names that the text spells out: “四率” = 见警率 + 知情率 + 管事率 + 满意率.

A name is found first; then its members are looked for behind it (in parentheses, after a colon or 即), before it in
its clause, and around it, as parts that all hold the name's noun (五个亲自). The number must agree.

`collectives` finds the names; `formulas` those with a form of their own, members included; `groups` several names in
one. `glosses` (behind), `before` and `echoes` (around) are the ways of _WAYS; all cut their lists with `lists`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kg.extract.components import before, echoes, formulas, glosses, groups
from kg.extract.components.collectives import Collective, Hit, called, made, names_in, numbers_in
from kg.model import Component, Extraction, Span
from kg.numerals import small_number

_WAYS: tuple[tuple[str, Callable[[str, Collective], list[Span] | None]], ...] = (
    ("in-parentheses", glosses.in_parentheses),
    ("named-after-it", glosses.behind),
    ("run-by-its-levels", echoes.levels),
    ("by-its-characters", echoes.by_characters),
    ("told-in-the-next-clause", echoes.next_clause),
    ("counted-off-behind-it", echoes.points),
    ("before-the-name", before.before),
    ("rise-and-fall", before.rise_and_fall),
    ("trend-of-its-members", before.trend),
    ("around-the-name", echoes.around),
    ("noun-behind-the-list", echoes.shared_noun),
    ("told-aspect-by-aspect", echoes.facets),
    ("told-with-its-kind", echoes.next_of_kind),
    ("in-a-later-gloss", glosses.later_gloss),
)
"""The ways to spell a name out, the surest first."""
_FIGURES = re.compile(r"\d+")
_MANY = 4
"""Members of a name of digits from which on one may lack its digit."""


def find(found: Extraction) -> tuple[Component, ...]:
    """Every collective name whose members stand next to it, each once, in order of the text."""
    reading = found.document.reading
    names = list(names_in(reading))
    flat = list(formulas.find(reading, names))
    told = [hit.component.span for hit in flat if hit.passage]
    flat += [hit for n in names if not any(t.covers(n.whole) for t in told) for hit in _spelled(reading, n)]
    nested = list(groups.nested(reading, names, flat))
    kept: dict[str, Component] = {}
    for hit in sorted([*flat, *nested], key=lambda f: f.whole):
        longer = any(k.parts == hit.component.parts and hit.component.whole.startswith(k.whole) for k in kept.values())
        if not longer:
            kept.setdefault(hit.component.whole, hit.component)
    return tuple(kept.values())


def _spelled(reading: str, name: Collective) -> Iterator[Hit]:
    """What the text gives as the members of a name, by the first way that yields as many as it counts."""
    if several := groups.grouped(reading, name):
        yield from several
        return
    for rule, way in _WAYS:
        if (parts := way(reading, name)) and _numbered(reading, name, parts):
            yield made(reading, rule, called(name, parts), parts)
            return


def _numbered(reading: str, name: Collective, parts: list[Span]) -> bool:
    """Whether the members of a name of digits hold them, one each: 135 = 1分钟响应 + 3分钟到场 + 5分钟处置.

    Of four or more one need not: “党建引领、一警多能、两员协同、三治融合”的“1123”工作法. A number may take several
    digits: 1510 = 15分钟处置 + 10分钟支援.
    """
    if not name.text.isdigit():
        return True
    if len(parts) < len(name.text):
        return "".join(m[0] for p in parts if (m := _FIGURES.search(reading, *p))) == name.text
    told = [
        reading[p.start] == digit or small_number(digit) in numbers_in(reading[p.start : p.end])
        for digit, p in zip(name.text, parts, strict=True)
    ]
    return told.count(False) <= (len(told) >= _MANY)
