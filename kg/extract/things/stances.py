"""Who carries a mechanism or program out, and whether it is done, planned or missing, by the words around its name."""

from __future__ import annotations

from kg.extract.bureaus.matcher import OrganMatcher
from kg.extract.gather import section_role
from kg.extract.subjects import Actors
from kg.extract.things.marked_text import MarkedText
from kg.extract.things.name import MADE, Name, begins, says
from kg.marks import JOINTS, OPENING
from kg.model import SELF, Extraction, Label, Sentence, Span, Status
from kg.ontology import rules_of

_LEAD, _BEFORE = 30, 200
"""Characters of a sentence's beginning, and of the clause before a name, in which words tell of a thing's stance."""


class Stances:
    """Reads actor and status of names from their sentence and section."""

    def __init__(self, found: Extraction, marked: MarkedText) -> None:
        self._found = found
        self._marked = marked
        self._actors = Actors(found)
        self._organ_ends = {end: (start, name) for start, (end, name) in self._actors.at.items()}
        self._own = OrganMatcher.of(found).reporter
        instruments = [e for e in found.entities if e.label is Label.INSTRUMENT]
        self._issuers = {m.span.start: e.actor for e in instruments for m in e.mentions}
        honours = [m.span for e in found.entities if e.label is Label.HONOUR for m in e.mentions]
        self._honours = {at for span in honours for at in range(*span)}

    def of(self, name: Name) -> tuple[str | None, Status] | None:
        """Actor and status of a thing at the place that names it; None where the place says that it is no more."""
        clause = self._marked.clause_start(name.span.start)
        before = self._marked.reading[max(clause, name.span.start - _BEFORE) : name.span.start]
        if says("ended", before) or begins("ended-after", self._marked.reading, name.span.end):
            return None
        sentence = self._found.document.sentence_at(name.span.start)
        lead = self._marked.reading[sentence.span.start : name.span.start][:_LEAD] if sentence else ""
        return self._actor(name, before, sentence, clause), self._status(name.span, before, lead, sentence)

    def _actor(self, name: Name, before: str, sentence: Sentence | None, clause: int) -> str | None:
        title = self._marked.title_at(name.span.start)
        if title is not None and title.start in self._issuers:
            return SELF if self._issuers.get(title.start) == SELF else None
        if name.shared or name.span.start in self._honours or name.span.end - 1 in self._honours:
            return None
        owner = self._owner(name)
        if owner is None and self._only_mentioned(name, before):
            return None
        owner = owner or self._neighbour(name.span.start, clause)
        if owner is not None:
            return owner
        actor = self._subject(sentence, clause) if sentence else SELF
        led = actor in self._own and not (name.kind == "regime" and name.verb in MADE)
        return SELF if led else actor

    def _subject(self, sentence: Sentence, clause: int) -> str | None:
        """The organ that the clause or one before it in the sentence speaks of; the reporter if it is among several."""
        reading = self._marked.reading
        actor, span = self._actors.of(sentence, clause)
        if span is None or actor == SELF:
            return SELF
        if ";" in reading[span.end : clause] or begins("leaders", reading, span.end):
            return SELF
        partner = says("partner", reading[max(0, span.start - 2) : span.start])
        if partner or (span.end <= clause and self._spoken(sentence.span.start, span.start)):
            return SELF
        end = span.end
        while reading[end : end + 1] in JOINTS and end + 1 in self._actors.at:
            end, name = self._actors.at[end + 1]
            actor = SELF if name == SELF else actor
        return actor

    def _spoken(self, start: int, end: int) -> bool:
        """Whether a range names the reporter."""
        return any(start <= at < end for at in self._actors.reporter)

    def _owner(self, name: Name) -> str | None:
        """The organ that the name begins with."""
        end, organ = self._actors.at.get(name.span.start, (name.span.end, None))
        owns = end < name.span.end and not begins("person", self._marked.reading, end)
        return self._led(organ) if owns else None

    def _led(self, organ: str | None) -> str | None:
        return SELF if organ in self._own else organ

    def _neighbour(self, start: int, clause: int) -> str | None:
        """The first of the organs right before the name: 城东派出所“和事堂”, 市局组织的法制大讲堂."""
        reading = self._marked.reading
        at = start - (reading[start - 1] in OPENING)
        for rule in rules_of("things", "made-by"):
            if m := rule.pattern.search(reading, max(clause, at - 8), at):
                at = m.start()
        at -= reading[at - 1] == "的"
        organ = None
        while at in self._organ_ends:
            at, organ = self._organ_ends[at]
            if organ == SELF or reading[at - 1] not in JOINTS:
                break
            at -= 1
        return self._led(organ)

    def _only_mentioned(self, name: Name, before: str) -> bool:
        """Whether the text only refers to a thing: a system written into, a day that is an occasion, a contest won."""
        reading, end = self._marked.reading, name.span.end
        if says("mention", before) or (says("contest", name.text) and begins("won", reading, end)):
            return True
        if name.kind == "platform" and not says("own-account", name.text):
            return says("platform-mention", before) or (name.verb == "use" and says("national", name.text))
        if says("day", name.text):
            only = name.verb not in MADE and begins("occasion", reading, end)
            return name.verb == "" or only or says("on-occasion", before)
        return says("event", name.text)

    def _status(self, span: Span, before: str, lead: str, sentence: Sentence | None) -> Status:
        """Status by what is said before and behind a name, else by the section: wanting, there, needed, to come."""
        reading, sections = self._marked.reading, self._found.document.sections
        section = (sections[sentence.section].role if sentence else section_role(self._found, span.start)).status
        if begins("gap-after", reading, span.end):
            return Status.GAP
        if says("gap", before) and not begins("relative", reading, span.end):
            return Status.GAP
        if says("there", before) or begins("there-after", reading, span.end):
            return Status.DONE
        if says("needed", before):
            return Status.PLANNED if section is Status.PLANNED else Status.GAP
        if (says("planned", before) or (lead != before and says("planned", lead))) and not self._happens(span, lead):
            return Status.PLANNED
        return section

    def _happens(self, span: Span, lead: str) -> bool:
        """Whether words for what is to come tell of a rule in force (如…,将…), or of what is done (将…作为)."""
        return says("case", lead) or begins("made-into", self._marked.reading, span.end)
