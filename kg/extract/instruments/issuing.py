"""Who issued a document, and whether it is done, by the words before its title or name."""

from __future__ import annotations

import re

from kg.extract.asks import Asks
from kg.extract.bureaus.matcher import OrganMatcher
from kg.extract.gather import section_role
from kg.model import SELF, Extraction, Span, Status
from kg.ontology import rules_of

_BEFORE = 70
"""Characters before a verb of issuing in which it is said who does it."""
_LEAD = 24
"""Characters of a sentence's beginning that say of all of it that it is planned."""

_ASKS = Asks("instruments")
says, begins = _ASKS.says, _ASKS.begins


def issuing(lead: str) -> re.Match[str] | None:
    """Where the words before a document say that it was issued, with its `gap`; None where they do not."""
    for rule in rules_of("instruments", "issue"):
        m = rule.pattern.search(lead)
        if m and not says("cite", m["gap"]):
            return m
    return None


def issuer_of(organs: OrganMatcher, before: str, gap: str) -> str | None:
    """Whose act a verb of issuing is, by the text before and after it: the reporter's if nobody else is named."""
    inner = organs.list_at_end(gap)
    for rule in rules_of("instruments", "moved"):
        if m := rule.pattern.search(before):
            return organs.actor(organs.list_at_end(m["organ"]) or inner)
    before = before[-_BEFORE:]
    if says("joint", before):
        return SELF
    for rule in rules_of("instruments", "adverb"):
        before = before[: m.start()] if (m := rule.pattern.search(before)) else before
    return organs.actor(organs.list_at_end(before)) or organs.actor(inner) or SELF


def status_at(found: Extraction, span: Span, before: str) -> Status:
    """Status of a document by the words before the verb of issuing and behind its name, else by its section."""
    reading = found.document.reading
    if says("absent", before) or begins("absent-behind", reading, span.end):
        return Status.GAP
    sentence = found.document.sentence_at(span.start)
    lead = reading[sentence.span.start : span.start] if sentence else ""
    if says("planned", before) or says("planned", lead[:_LEAD]) or begins("drafted-behind", reading, span.end):
        return Status.PLANNED
    status = section_role(found, span.start).status
    return Status.DONE if status is Status.GAP and not says("wanting", before) else status


def use_of(status: Status) -> str:
    """How the text uses a document that it says somebody issues: one that is wanting is only spoken of."""
    return "cited" if status is Status.GAP else "issued"


def issuer_detail(found: Extraction, actor: str | None, status: Status) -> dict[str, str]:
    """The organ that issued a document, for its details; nobody has issued one that is wanting."""
    if actor is None or status is Status.GAP:
        return {}
    return {"issuer": (found.bureau or SELF) if actor == SELF else actor}
