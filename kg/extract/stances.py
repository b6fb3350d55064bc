"""Who carries a mechanism or program out, and whether it is done, planned or missing, by the words around its name."""

from __future__ import annotations

from kg.extract.gather import section_role
from kg.extract.issuers import Organs
from kg.extract.named import MADE, Name, begins, of_role, says
from kg.extract.names import Lines
from kg.extract.subjects import Actors
from kg.model import SELF, Extraction, Label, Sentence, Span, Status

_NO_OWNER = ("的", "支队长", "大队长", "局长", "所长", "负责人", "领导")


class Stances:
    """Reads actor and status of names from their sentence and section."""

    def __init__(self, found: Extraction, lines: Lines) -> None:
        self._found = found
        self._lines = lines
        self._organs = Organs.of(found)
        self._actors = Actors(found)
        instruments = [e for e in found.entities if e.label is Label.INSTRUMENT]
        self._issuers = {m.span.start: e.actor for e in instruments for m in e.mentions}
        self._honours = [m.span for e in found.entities if e.label is Label.HONOUR for m in e.mentions]

    def of(self, name: Name) -> tuple[str | None, Status]:
        """Actor and status of a thing at the place that names it."""
        before = self._lines.reading[self._lines.clause(name.span.start).start : name.span.start]
        return self._actor(name, before), self._status(name.span, before)

    def _actor(self, name: Name, before: str) -> str | None:
        reading = self._lines.reading
        title = self._lines.title_at(name.span.start)
        if title is not None and title.start in self._issuers:
            return SELF if self._issuers.get(title.start) == SELF else None
        if name.shared or any(span.overlaps(name.span) for span in self._honours):
            return None
        owner = self._owner(name, reading)
        if owner is None and self._only_mentioned(name, before):
            return None
        owner = owner or self._neighbour(before)
        if owner is not None:
            return owner
        sentence = self._found.document.sentence_at(name.span.start)
        clause = self._lines.clause(name.span.start).start
        actor = self._subject(sentence, clause) if sentence else SELF
        led = actor in self._organs.reporter and not (name.kind == "regime" and name.verb in MADE)
        return SELF if led else actor

    def _subject(self, sentence: Sentence, clause: int) -> str | None:
        """The organ that the clause or one before it in the sentence speaks of; the reporter if it is among several."""
        reading = self._lines.reading
        actor, span = self._actors.of(sentence, clause)
        if span is None or actor == SELF:
            return SELF
        if ";" in reading[span.end : clause] or reading.startswith(("成员", "班子", "领导"), span.end):
            return SELF
        end = span.end
        while reading[end : end + 1] in {"、", "和", "与", "及"} and end + 1 in self._actors.at:
            end, name = self._actors.at[end + 1]
            actor = SELF if name == SELF else actor
        return actor

    def _owner(self, name: Name, reading: str) -> str | None:
        """The organ that the name begins with."""
        own = self._organs.at_start(reading[name.span.start : name.span.end])
        person = own and name.text[len(own[0]) :].startswith(_NO_OWNER)
        return self._organs.actor(own) if own and own[0] != name.text and not person else None

    def _neighbour(self, before: str) -> str | None:
        """The organ right before the name: 城东派出所“和事堂”, 市局组织的法制大讲堂."""
        adjacent = before.rstrip('“"')
        for rule in of_role("made-by"):
            adjacent = adjacent[: m.start()] if (m := rule.pattern.search(adjacent)) else adjacent
        return self._organs.actor(self._organs.list_at_end(adjacent.removesuffix("的")))

    def _only_mentioned(self, name: Name, before: str) -> bool:
        """Whether the text only refers to a thing: a system written into, a day that is an occasion, a contest won."""
        reading, end = self._lines.reading, name.span.end
        if says("mention", before) or (says("contest", name.text) and begins("won", reading, end)):
            return True
        if name.kind == "platform" and not says("own-account", name.text):
            return says("platform-mention", before) or (name.verb == "use" and says("national", name.text))
        if says("day", name.text):
            return begins("occasion", reading, end) or says("on-occasion", before)
        return says("event", name.text)

    def _status(self, span: Span, before: str) -> Status:
        after = self._lines.reading[span.end : self._lines.clause(span.end).end]
        if says("gap", before) or begins("gap-after", after):
            return Status.GAP
        if says("planned", before):
            return Status.PLANNED
        return section_role(self._found, span.start).status
