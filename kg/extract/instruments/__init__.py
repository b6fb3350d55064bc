"""Laws, rules, plans, agreements: titled 《…》, registered, or named by a class word after a verb of issuing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from kg.extract.bureaus.issuers import Organs
from kg.extract.gather import TITLE, clause_start, entities, free_spans, section_role, unquoted
from kg.extract.instruments.lawbook import edition, named_laws, plain_title, registered
from kg.extract.scan import scan
from kg.model import SELF, Entity, Extraction, Label, Mention, Role, Span, Status
from kg.ontology import any_of, rules_of, words

_BETWEEN = re.compile(r"》(?:\([^()]*\))?[、,和及与]{0,2}(?:以及)?$")
_JOINTS = frozenset("、和与及")
_ISSUERS = 60
"""Characters before 关于 that name those who issued a document jointly."""
_SHORTEST_TITLE = 2
_BEHIND = 70
"""Characters behind a title in which its number and other names stand."""
_BEFORE = 70
"""Characters before a verb of issuing in which it is said who does it."""
_LEAD = 24
"""Characters of a sentence's beginning that say of all of it that it is planned."""
_SPECIFIC = 3
"""Characters that must be left of a name without its general words, so that it names one document."""
_USES = {"use": ("issued", "basis", "cited")}


def _says(role: str, text: str) -> bool:
    """Whether a rule of that role holds somewhere in `text`."""
    return any_of("instruments", role).search(text) is not None


def find(found: Extraction) -> tuple[Entity, ...]:
    """Every legal instrument of a report, with who issued it where the text says so."""
    organs = Organs.of(found)
    plenums = list(_plenums(found))
    titled = [m for m in _titled(found, organs) if not any(p.span.covers(m.span) for p in plenums)]
    outside = _Outside([m.span for m in titled])
    laws = [m for m in _laws(found) if outside.free(m.span)]
    outside = outside.with_spans(m.span for m in laws)
    named = [m for m in _named(found, organs) if outside.free(m.span)]
    mentions = _resolved([*plenums, *titled, *laws, *named])
    return entities(Label.INSTRUMENT, mentions, lambda name: _key(name, organs.reporter), _USES)


class _Outside:
    """Whether a span keeps clear of spans already taken."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._taken = sorted(spans)
        self._covered = {i for span in self._taken for i in range(span.start, span.end)}

    def free(self, span: Span) -> bool:
        """Whether a span neither begins nor ends in one of the spans."""
        return span.start not in self._covered and span.end - 1 not in self._covered

    def with_spans(self, spans: Iterable[Span]) -> _Outside:
        """The same with further spans."""
        return _Outside([*self._taken, *spans])


# ------------------------------------------------------------------ titles in 《》


def _titled(found: Extraction, organs: Organs) -> Iterator[Mention]:
    reading = found.document.reading
    kinds = _kinds(reading)
    outer = [Span(*m.span()) for m in TITLE.finditer(reading)]
    for place, span in enumerate(outer):
        title = reading[span.start + 1 : span.end - 1]
        if len(title) < _SHORTEST_TITLE:
            continue
        if registered(title):
            rule = "titled-register"
        elif (rule := kinds.get(span.start, "")) == "":
            continue
        head = _list_head(reading, outer, place)
        yield _with_context(found, organs, _mention(reading, span, title, rule), head)


def _kinds(reading: str) -> dict[int, str]:
    """For the start of each 《 whose title is an instrument, the rule that says so."""
    dropped = {m.start("title") - 1 for _, m in scan(reading, "instruments", "drop")}
    kinds: dict[int, str] = {}
    for rule, m in scan(reading, "instruments", "title"):
        for title in TITLE.finditer(reading, m.start("title") - 1, m.end()):
            issued = rule.name != "titled-issued-manual" or _says("issued-class", title[0][1:-1])
            if issued and title.start() not in dropped:
                kinds.setdefault(title.start(), rule.name)
    return kinds


def _mention(reading: str, span: Span, title: str, rule: str) -> Mention:
    details = {"register": known} if (known := registered(title)) else {}
    aliases: list[str] = []
    window = reading[span.end : span.end + _BEHIND]
    behind = window[: window.find(")") + 1] if window.startswith("(") else ""
    if known and (wording := edition(title) or edition(behind)):
        details["edition"] = wording
    for extra in (*rules_of("instruments", "number"), *rules_of("instruments", "alias")):
        if m := extra.pattern.match(window):
            if extra.name == "document-number":
                details["number"] = m["number"]
                window = window[m.end() :]
            else:
                aliases.append(unquoted(m["alias"]))
    return Mention(span, Label.INSTRUMENT, unquoted(title), rule, aliases=tuple(aliases), details=details)


def _list_head(reading: str, outer: list[Span], place: int) -> int:
    """Where the list begins that a title stands in: 《A》《B》和《C》 count from A."""
    while place and _BETWEEN.match(reading[outer[place - 1].end - 1 : outer[place].start]):
        place -= 1
    return outer[place].start


def _with_context(found: Extraction, organs: Organs, mention: Mention, head: int) -> Mention:
    """Adds who issued the titled document, how the text uses it, and its status."""
    reading = found.document.reading
    lead = reading[clause_start(reading, head) : head]
    actor = organs.actor(organs.at_start(mention.name) or _by_order(organs, mention))
    issue = None if _says("foreign", lead) else _issue(lead)
    if issue and not any_of("instruments", "continues").match(reading, mention.span.end):
        by = _issuer(organs, lead[: issue.start()], issue["gap"])
        by = None if by == SELF and "register" in mention.details else by
        use, status = "issued", _status(found, mention.span.start, lead[: issue.start()])
    elif any_of("instruments", "made").match(reading, mention.span.end):
        use, by, status = "issued", organs.actor(organs.list_at_end(lead)) or SELF, Status.DONE
    else:
        use = "cited"
        by, status = organs.actor(organs.list_at_end(lead.removesuffix("的").removesuffix("关于"))), Status.DONE
        if "register" not in mention.details and section_role(found, mention.span.start) is Role.PLANNED:
            status = Status.PLANNED
    actor = actor or by
    if actor != SELF and _says("basis", lead):
        use = "basis"
    issuer = {} if actor is None else {"issuer": (found.bureau or SELF) if actor == SELF else actor}
    return replace(mention, actor=actor, status=status, details={**mention.details, **issuer, "use": use})


def _by_order(organs: Organs, mention: Mention) -> tuple[str, ...]:
    """The organ whose order carries a document: (国务院令第752号)."""
    organ, order, _ = mention.details.get("number", "").partition("令")
    return organs.list_at_end(organ) if order else ()


def _issue(lead: str) -> re.Match[str] | None:
    for rule in rules_of("instruments", "issue"):
        m = rule.pattern.search(lead)
        if m and not _says("cite", m["gap"]):
            return m
    return None


def _issuer(organs: Organs, before: str, gap: str) -> str | None:
    """Whose act a verb of issuing is, by the text before and after it: the reporter's if nobody else is named."""
    inner = organs.list_at_end(gap)
    for rule in rules_of("instruments", "moved"):
        if m := rule.pattern.search(before):
            return organs.actor(organs.list_at_end(m["organ"]) or inner)
    before = before[-_BEFORE:]
    if _says("joint", before):
        return SELF
    for rule in rules_of("instruments", "adverb"):
        before = before[: m.start()] if (m := rule.pattern.search(before)) else before
    return organs.actor(organs.list_at_end(before)) or organs.actor(inner) or SELF


def _status(found: Extraction, position: int, before: str) -> Status:
    sentence = found.document.sentence_at(position)
    lead = found.document.reading[sentence.span.start : position] if sentence else ""
    if _says("planned", before) or _says("planned", lead[:_LEAD]):
        return Status.PLANNED
    status = section_role(found, position).status
    return Status.DONE if status is Status.GAP and not _says("wanting", before) else status


# ------------------------------------------------------------------ laws without 《》


def _laws(found: Extraction) -> Iterator[Mention]:
    reading = found.document.reading
    spans = [(span, "registered-law") for span in named_laws(reading) if _stands_free(reading, span)]
    spans += [(Span(*m.span(m.lastgroup or 0)), rule.name) for rule, m in scan(reading, "instruments", "law")]
    spans += [(near, "law-beside-a-law") for span, _ in list(spans) for near in _neighbours(reading, span)]
    rule_of = dict(reversed(spans))
    for span in free_spans(rule_of):
        name = reading[span.start : span.end]
        lead = reading[clause_start(reading, span.start) : span.start]
        use = "basis" if _says("basis", lead) else "cited"
        details = {"use": use} | ({"register": known} if (known := registered(name)) else {})
        yield Mention(span, Label.INSTRUMENT, name, rule_of[span], status=Status.DONE, details=details)


def _stands_free(reading: str, span: Span) -> bool:
    role = "short-law-end" if span.end - span.start <= 3 else "law-end"
    ends = all(rule.pattern.match(reading, span.end) for rule in rules_of("instruments", role))
    before = reading[max(0, span.start - 14) : span.start]
    quoted = before.endswith(("“", '"')) and reading[span.end : span.end + 1] in {"”", '"'}
    return (ends or quoted) and (quoted or not _says("law-start", before))


def _neighbours(reading: str, span: Span) -> Iterator[Span]:
    """Laws that the register lacks, listed right behind one that it has."""
    at = span.end
    for rule in rules_of("instruments", "neighbour"):
        while reading[at : at + 1] in _JOINTS:
            m = rule.pattern.match(reading, at)
            if m is None or m["name"].endswith(words("instrument_classes", titled="never")):
                return
            if len(_generic().sub("", m["name"])) >= _SPECIFIC:
                yield Span(*m.span("name"))
            at = m.end()


# ------------------------------------------------------------------ documents without 《》


def _named(found: Extraction, organs: Organs) -> Iterator[Mention]:
    reading = found.document.reading
    for rule, m in scan(reading, "instruments", "list"):
        before = reading[clause_start(reading, m.start()) : m.start()]
        if _says("moved", before):
            continue
        actor = _issuer(organs, before, "")
        for span in _items(reading, m.start("list"), m.end("list")):
            yield _document(found, span, rule.name, actor, _status(found, span.start, before))
    yield from _missing(found)
    for rule, m in scan(reading, "instruments", "outer"):
        before = reading[clause_start(reading, m.start()) : m.start()]
        issue = _issue(before)
        actor = organs.actor(organs.list_at_end(before[: issue.start()] if issue else before))
        yield _document(found, Span(*m.span("name")), rule.name, actor, Status.DONE)
    for rule, m in scan(reading, "instruments", "name"):
        issued = rule.name == "issued-package"
        actor = SELF if issued else organs.actor(organs.list_at_end(reading[m.start() : m.start("name")]))
        yield _document(found, Span(*m.span("name")), rule.name, actor, None if issued else Status.DONE)


def _missing(found: Extraction) -> Iterator[Mention]:
    """Documents without 《》 that are not there yet: 法制员考核办法尚未出台."""
    reading = found.document.reading
    (item,) = rules_of("instruments", "item")
    for rule, m in scan(reading, "instruments", "missing"):
        span = Span(clause_start(reading, m.start()), m.start())
        name = item.pattern.fullmatch(reading, *span)
        if name and name["bare"] and len(_generic().sub("", name["name"])) >= _SPECIFIC:
            yield _document(found, span, rule.name, SELF, section_role(found, span.start).status)


def _plenums(found: Extraction) -> Iterator[Mention]:
    """Documents that only the meeting names which adopted them: 党的二十届三中全会《决定》."""
    for rule, m in scan(found.document.reading, "instruments", "plenum"):
        yield _document(found, Span(*m.span("name")), rule.name, None, Status.DONE)


def _document(found: Extraction, span: Span, rule: str, actor: str | None, status: Status | None) -> Mention:
    name = unquoted(found.document.cut(span))
    status = status or section_role(found, span.start).status
    issuer = {} if actor is None else {"issuer": (found.bureau or SELF) if actor == SELF else actor}
    use = "cited" if rule in {"followed-document", "plenum-document"} else "issued"
    return Mention(span, Label.INSTRUMENT, name, rule, actor=actor, status=status, details={**issuer, "use": use})


def _items(reading: str, start: int, end: int) -> Iterator[Span]:
    """The documents that the object of a verb of issuing lists; generic ones (工作方案, 相关规定) are left out."""
    (rule,) = rules_of("instruments", "item")
    at = start
    while at < end:
        m = rule.pattern.match(reading, at, end)
        if m is None:
            at = reading.find("、", at, end) + 1
            if not at:
                return
            continue
        inner = 0 if "关于" in m["name"] else m["name"].rfind("的") + 1
        vague = _says("vague", m["name"][inner:])
        if (
            m["bare"]
            and not vague
            and "《" not in m["name"]
            and len(_generic().sub("", m["name"][inner:])) >= _SPECIFIC
        ):
            yield Span(m.start("name") + inner, m.end("name"))
        if reading[m.end() : m.end() + 1] not in _JOINTS:
            return
        at = m.end() + 1


@cache
def _generic() -> re.Pattern[str]:
    plain = (*words("instrument_classes", bare="yes"), *words("generic", kind="document"))
    return re.compile(
        "|".join(re.escape(w) for w in sorted(plain, key=lambda w: (-len(w), w))) + r"|[“”\"的]|\([^()]*\)"
    )


# ------------------------------------------------------------------ one thing under several titles


def _key(name: str, own: frozenset[str]) -> str:
    """The title without its issuer, where that is the reporter or 关于 follows it."""
    title = registered(name) or re.sub(r"\(\d{4}[^()]*\)|[^\w]", "", plain_title(name))
    about = title.find("关于")
    if 0 < about <= _ISSUERS:
        return title[about:]
    issuer = max((form for form in own if title.startswith(form)), key=len, default="")
    return title[len(issuer) :] if len(title) - len(issuer) > _SPECIFIC else title


def _resolved(mentions: list[Mention]) -> list[Mention]:
    """Without mentions that only repeat a class word (《办法》), unless a title before them defines it."""
    classes = frozenset(words("instrument_classes", titled="always"))
    defined = {alias for m in mentions for alias in m.aliases}
    return [m for m in mentions if plain_title(m.name) not in classes or registered(m.name) or m.name in defined]
