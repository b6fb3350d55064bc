"""Honours that the reporter or one of its units received: awards, titles, rankings, pilot status, commendations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.extract.gather import clause_start, entities, section_role, unquoted
from kg.extract.issuers import Organs
from kg.model import SELF, Entity, Extraction, Label, Mention, Span
from kg.ontology import Rule, rules


@cache
def _role(role: str | None) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules("honours") if rule.gives.get("role") == role)


def find(found: Extraction) -> tuple[Entity, ...]:
    """Every honour of a report; of rules that read the same words, the first in the file is right."""
    reading = found.document.reading
    taken = bytearray(len(reading) + 1)
    for rule in _role("not"):
        for m in rule.matches(reading):
            taken[m.start() : m.end()] = b"\x01" * (m.end() - m.start())
    organs = Organs.of(found)
    mentions: list[Mention] = []
    for rule in _role(None):
        for m in rule.matches(reading):
            if any(taken[m.start("name") : m.end("name")]) or not _from_above(found, rule, m):
                continue
            got = list(_mentions(found, organs, rule, m))
            if got:
                taken[m.start("name") : m.end("name")] = b"\x01" * len(m["name"])
            mentions.extend(got)
    return entities(Label.HONOUR, mentions, lambda name: re.sub(r"\W", "", name))


def _from_above(found: Extraction, rule: Rule, m: re.Match[str]) -> bool:
    """Whether the scope that a commendation names lies above the reporter's own: spreading one's own work is none."""
    if rule.gives.get("scope") != "above":
        return True
    own = re.search(r"([省市区县州旗盟])(?:公安[局厅]|[^省市区县州旗盟]{0,8}$)", found.bureau or "")
    return own is None or not m["area"].startswith("全") or m["area"] != f"全{own[1]}"


def _mentions(found: Extraction, organs: Organs, rule: Rule, m: re.Match[str]) -> Iterator[Mention]:
    groups = m.groupdict()
    spans = list(_items(m)) if rule.gives.get("list") else [Span(*m.span("name"))]
    long = groups.get("long") if len(spans) == 1 else None
    for span in spans:
        name, aliases = _name(found, span)
        if any(generic.pattern.search(name) for generic in _role("generic")):
            continue
        also = (*aliases, *([_without_self(found, long)] if long else []), *_graded(groups))
        forms = tuple(dict.fromkeys(unquoted(form) for form in also if unquoted(form) != name))
        status = section_role(found, span.start).status
        yield Mention(span, Label.HONOUR, name, rule.name, aliases=forms, actor=_actor(found, organs, m), status=status)


def _items(m: re.Match[str]) -> Iterator[Span]:
    """The honours of a list: quoted one by one, or each ending with the name of a kind of honour."""
    text, start = m["name"], m.start("name")
    for rule in _role("list"):
        parts = list(rule.pattern.finditer(text))
        rest = rule.pattern.sub("", text)
        if len(parts) > 1 and len(rest.strip("、和及等“”")) <= 4:
            for part in parts:
                yield Span(*(start + at for at in part.span(part.lastgroup or 0)))
            return
    yield Span(start, m.end("name"))


def _name(found: Extraction, span: Span) -> tuple[str, list[str]]:
    full = unquoted(found.document.cut(span))
    for rule in _role("trim"):
        if m := rule.pattern.match(full):
            return m["name"], [full]
    return full, []


def _graded(groups: dict[str, str | None]) -> Iterator[str]:
    """A grade's shorter forms: 2021年执法质量考评优秀 without its year, and the grade by itself."""
    name, short, core = (groups.get(key) for key in ("name", "short", "core"))
    if name and short:
        yield name[name.index(short) :]
    if core and len(core) > len("优秀"):
        yield core


def _without_self(found: Extraction, wording: str) -> str:
    own = sorted({found.bureau or "", *found.self_names} - {""}, key=lambda n: (-len(n), n))
    return next((wording[len(name) :] for name in own if wording.startswith(name)), wording)


def _actor(found: Extraction, organs: Organs, m: re.Match[str]) -> str:
    """Who received it: a unit that the clause names before the honour, else the reporter."""
    reading = found.document.reading
    start = m.start("long") if m.groupdict().get("long") else m.start()
    before = reading[clause_start(reading, m.start("name")) : max(start, m.start())]
    for rule in _role("unit"):
        for unit in rule.pattern.finditer(before):
            if named := organs.known_at_end(before[: unit.end("unit")]):
                return SELF if named in organs.reporter else named
            return SELF if unit["unit"] in organs.reporter else unit["unit"]
    return SELF
