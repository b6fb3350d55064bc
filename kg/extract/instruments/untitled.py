"""Laws and documents named without 《》: registered titles, class words behind a verb of issuing, plenums."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.extract.bureaus.matcher import OrganMatcher
from kg.extract.gather import clause_start, free_spans, section_role, unquoted
from kg.extract.instruments.issuing import issuer_detail, issuer_of, issuing, says, status_at, use_of
from kg.extract.instruments.lawbook import named_laws, registered
from kg.extract.scan import scan
from kg.marks import JOINTS
from kg.model import SELF, Extraction, Label, Mention, Role, Span, Status
from kg.ontology import Rule, alternation, rules_of, words

_SHORT_LAW = 3
"""Characters of a law's name that must end more clearly than longer ones."""
_START = 14
"""Characters before a law's name that can make it a part of another word."""
SPECIFIC = 3
"""Characters that must be left of a name without its general words, so that it names one document."""


# ------------------------------------------------------------------ laws


def laws(found: Extraction) -> Iterator[Mention]:
    """Laws that the text names, registered, by the words around them, or listed beside a registered one."""
    reading = found.document.reading
    spans = [(span, "registered-law") for span in named_laws(reading) if _stands_free(reading, span)]
    spans += [(Span(*m.span(m.lastgroup or 0)), rule.name) for rule, m in scan(reading, "instruments", "law")]
    spans += [(near, "law-beside-a-law") for span, _ in list(spans) for near in _neighbours(reading, span)]
    rule_of = dict(reversed(spans))
    for span in free_spans(rule_of):
        name = reading[span.start : span.end]
        lead = reading[clause_start(reading, span.start) : span.start]
        use = "basis" if says("basis", lead) else "cited"
        details = {"use": use} | ({"register": known} if (known := registered(name)) else {})
        yield Mention(span, Label.INSTRUMENT, name, rule_of[span], status=Status.DONE, details=details)


def _stands_free(reading: str, span: Span) -> bool:
    """Whether a registered title is a word of its own, or quoted."""
    role = "short-law-end" if span.end - span.start <= _SHORT_LAW else "law-end"
    ends = all(rule.pattern.match(reading, span.end) for rule in rules_of("instruments", role))
    before = reading[max(0, span.start - _START) : span.start]
    quoted = before.endswith(("“", '"')) and reading[span.end : span.end + 1] in {"”", '"'}
    return (ends or quoted) and (quoted or not says("law-start", before))


def _neighbours(reading: str, span: Span) -> Iterator[Span]:
    """Laws that the register lacks, listed right behind one that it has."""
    at = span.end
    for rule in rules_of("instruments", "neighbour"):
        while reading[at : at + 1] in JOINTS:
            m = rule.pattern.match(reading, at)
            if m is None or m["name"].endswith(words("instrument_classes", titled="never")):
                return
            if len(_generic().sub("", m["name"])) >= SPECIFIC:
                yield Span(*m.span("name"))
            at = m.end()


# ------------------------------------------------------------------ other documents


def documents(found: Extraction, organs: OrganMatcher) -> Iterator[Mention]:
    """Documents that the text says were issued, are missing, or are followed."""
    reading = found.document.reading
    for rule, m in scan(reading, "instruments", "list"):
        before = reading[clause_start(reading, m.start()) : m.start()]
        if says("moved", before):
            continue
        actor = issuer_of(organs, before, "")
        for span in _items(reading, m.start("list"), m.end("list")):
            yield _document(found, span, rule, actor, status_at(found, span, before))
    yield from _missing(found)
    for rule, m in scan(reading, "instruments", "outer"):
        before = reading[clause_start(reading, m.start()) : m.start()]
        issue = issuing(before)
        actor = organs.actor(organs.list_at_end(before[: issue.start()] if issue else before))
        yield _document(found, Span(*m.span("name")), rule, actor, Status.DONE)
    for rule, m in scan(reading, "instruments", "name"):
        issued = "use" not in rule.gives
        actor = SELF if issued else organs.actor(organs.list_at_end(reading[m.start() : m.start("name")]))
        yield _document(found, Span(*m.span("name")), rule, actor, None if issued else Status.DONE)


def _missing(found: Extraction) -> Iterator[Mention]:
    """Documents without 《》 that are not there yet: 法制员考核办法尚未出台."""
    reading = found.document.reading
    (item,) = rules_of("instruments", "item")
    for rule, m in scan(reading, "instruments", "missing"):
        span = Span(clause_start(reading, m.start()), m.start())
        name = item.pattern.fullmatch(reading, *span)
        if name and name["bare"] and len(_generic().sub("", name["name"])) >= SPECIFIC:
            yield _document(found, span, rule, SELF, _status_of_missing(found, span))


def _status_of_missing(found: Extraction, span: Span) -> Status:
    """A document that is not there yet is wanting or still to come, as its words say."""
    return status_at(found, span, "") if section_role(found, span.start) is not Role.PLANNED else Status.PLANNED


def plenums(found: Extraction) -> Iterator[Mention]:
    """Documents that only the meeting names which adopted them: 党的二十届三中全会《决定》."""
    for rule, m in scan(found.document.reading, "instruments", "plenum"):
        yield _document(found, Span(*m.span("name")), rule, None, Status.DONE)


def _document(found: Extraction, span: Span, rule: Rule, actor: str | None, status: Status | None) -> Mention:
    name = unquoted(found.document.cut(span))
    status = status or section_role(found, span.start).status
    use = str(rule.gives.get("use") or use_of(status))
    details = {**issuer_detail(found, actor, status), "use": use}
    return Mention(span, Label.INSTRUMENT, name, rule.name, actor=actor, status=status, details=details)


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
        vague = says("vague", m["name"][inner:])
        if m["bare"] and not vague and "《" not in m["name"] and len(_generic().sub("", m["name"][inner:])) >= SPECIFIC:
            yield Span(m.start("name") + inner, m.end("name"))
        if reading[m.end() : m.end() + 1] not in JOINTS:
            return
        at = m.end() + 1


@cache
def _generic() -> re.Pattern[str]:
    plain = (*words("instrument_classes", bare="yes"), *words("generic", kind="document"))
    return re.compile(alternation((*plain, *'“”"的')) + r"|\([^()]*\)")
