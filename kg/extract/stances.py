"""Who carries a mechanism or program out, and whether it is done, planned or missing, by the words before its name."""

from __future__ import annotations

from functools import cache

from kg.extract.gather import section_role
from kg.extract.issuers import Organs
from kg.extract.names import Lines
from kg.model import SELF, Extraction, Label, Span, Status
from kg.ontology import Rule, rules


@cache
def _role(role: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules("things") if rule.gives["role"] == role)


class Stances:
    """Reads actor and status of a name from its sentence and section."""

    def __init__(self, found: Extraction, lines: Lines) -> None:
        self._found = found
        self._lines = lines
        self._organs = Organs.of(found)
        self._bureaus = sorted((m.span, e.name) for e in found.entities if e.label is Label.BUREAU for m in e.mentions)

    def of(self, span: Span, text: str, verb: str, shared: bool, kind: str) -> tuple[str | None, Status]:
        """Actor and status of the thing named at a span."""
        return self._actor(span, text, verb, shared, kind), self._status(span)

    def _actor(self, span: Span, text: str, verb: str, shared: bool, kind: str) -> str | None:
        reading = self._lines.reading
        clause = self._lines.clause(span.start)
        before = reading[clause.start : span.start]
        if self._lines.title_at(span.start) is not None:
            return None
        if shared or (kind == "platform" and any(r.pattern.search(before) for r in _role("mention"))):
            return None
        return SELF

    def _status(self, span: Span) -> Status:
        sentence = self._found.document.sentence_at(span.start)
        clause = self._lines.clause(span.start)
        before = self._lines.reading[clause.start : span.start]
        if any(r.pattern.search(before) for r in _role("gap")):
            return Status.GAP
        if any(r.pattern.search(before) for r in _role("planned")):
            return Status.PLANNED
        return section_role(self._found, span.start).status if sentence else Status.DONE
