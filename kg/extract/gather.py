"""What the extractors of single kinds share: names without quotes, clauses, and mentions gathered into entities."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from kg.marks import CLAUSE_END, CLAUSE_ENDS, QUOTE
from kg.model import Entity, Extraction, Label, Mention, Role, Span, Status

TITLE = re.compile(r"《[^《》\n]*(?:《[^《》\n]*》[^《》\n]*)*》")
"""A title in its marks, with titles inside it."""
_STRONGEST_FIRST = tuple(Status)
THINGS = frozenset({Label.MECHANISM, Label.PROGRAM})
"""Labels of what somebody operates or runs: a thing, in all of extraction, is a mechanism or a program."""


def unquoted(name: str) -> str:
    """A name as the reading text has it, without the quotation marks in and around it."""
    return QUOTE.sub("", name)


def with_quotes(reading: str, span: Span) -> Span:
    """A span with the mark that closes a quotation begun in it, or opens one that ends in it, if it stands beside."""
    start, end = span
    text = reading[start:end]
    if "“" not in text and "”" not in text:
        return span
    opened, closed = text.rfind("“"), text.find("”")
    if opened > text.rfind("”") and reading[end : end + 1] == "”":
        end += 1
    if closed >= 0 and not 0 <= text.find("“") < closed and reading[start - 1 : start] == "“":
        start -= 1
    return span if (start, end) == span else Span(start, end)


def clause_start(reading: str, position: int, reach: int = 160) -> int:
    """Where the clause that holds `position` begins; punctuation inside 《》 or () does not end a clause."""
    depth = 0
    for at in range(position - 1, max(position - reach, 0) - 1, -1):
        char = reading[at]
        if char in "》)":
            depth += 1
        elif char in "《(":
            depth = max(depth - 1, 0)
        elif char == "\n" or (depth == 0 and char in CLAUSE_ENDS):
            return at + 1
    return max(position - reach, 0)


@lru_cache(maxsize=1)
def clause_ends(reading: str) -> list[int]:
    """Behind every mark that ends a clause; kept, for several kinds of facts of one report ask for it."""
    return [m.end() for m in CLAUSE_END.finditer(reading)]


def section_role(found: Extraction, position: int) -> Role:
    """Role of the section that a position stands in."""
    document = found.document
    sentence = document.sentence_at(position)
    section = document.sections[sentence.section] if sentence else document.section_at(position)
    return section.role if section else Role.DONE


def free_spans(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, of overlapping ones the first and longest."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def strongest(status: Iterable[Status | None]) -> Status:
    """Of what places say of one thing: done anywhere is done, planned beats gap; done where none says."""
    known = [s for s in status if s is not None]
    return min(known, key=_STRONGEST_FIRST.index) if known else Status.DONE


def _details(mentions: Iterable[Mention], order: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for mention in mentions:
        for key, value in mention.details.items():
            ranks = order.get(key, ())
            if key not in found or (value in ranks and ranks.index(value) < ranks.index(found[key])):
                found[key] = value
    return found


def entities(
    label: Label,
    mentions: Iterable[Mention],
    key: Callable[[str], str],
    order: Mapping[str, tuple[str, ...]] | None = None,
) -> tuple[Entity, ...]:
    """Mentions whose names or aliases share a key become one entity, named by its longest form, in order of the text.

    `order` lists, for a detail, its values from strongest to weakest.
    """
    groups: dict[str, list[Mention]] = {}
    home: dict[str, str] = {}
    for mention in sorted(mentions, key=lambda m: m.span):
        keys = [key(form) for form in (mention.name, *mention.aliases)]
        root = next((home[k] for k in keys if k in home), keys[0])
        groups.setdefault(root, []).append(mention)
        for k in keys:
            home.setdefault(k, root)
    return tuple(_entity(label, group, order or {}) for group in groups.values())


def _entity(label: Label, group: list[Mention], order: Mapping[str, tuple[str, ...]]) -> Entity:
    name = max((m.name for m in group), key=len)
    forms = dict.fromkeys(form for m in group for form in (m.name, *m.aliases) if form != name)
    actor = next((m.actor for m in group if m.actor is not None), None)
    status = strongest(m.status for m in group)
    return Entity(label, name, None, tuple(forms), actor, status, tuple(group), _details(group, order))
