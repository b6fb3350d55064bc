"""The values that flow from a report to the graph: frozen structs, importing nothing from kg.

Values are msgspec's `Struct`, here and everywhere: a report of 10,000 characters makes some 4,000 of them on its way,
and a struct is made in a fifth of the time of a frozen dataclass or a named tuple. Named tuples are left where a value
is compared, sorted or unpacked as a tuple.

    Document ──extract──▶ Mention ──▶ Entity, Component, Observation, Relation = Extraction ──resolve──▶ graph

Two coordinate systems, two types, so that they cannot be mixed up:

`Span`      half-open code points in `Document.reading`, the text as a reader takes it in: width folded, line wraps,
            blanks and bold marks skipped. Everything inside extraction lives here.
`Evidence`  half-open code points in `Document.text`, the text as decoded, with the quote that stands there:
            `document.text[e.start:e.end] == e.quote`. Everything that leaves the program lives here.

`Document.evidence(span)` is the one way from the first to the second.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct, field


class Span(NamedTuple):
    """Half-open range of code points in `Document.reading`."""

    start: int
    end: int

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly within."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


class Evidence(NamedTuple):
    """Half-open range of code points in `Document.text`, and the characters that stand there."""

    start: int
    end: int
    quote: str


class Label(StrEnum):
    """The five kinds of entities that reports are about (tests/gold/GUIDELINES.md)."""

    BUREAU = "Bureau"
    MECHANISM = "Mechanism"
    PROGRAM = "Program"
    INSTRUMENT = "LegalInstrument"
    HONOUR = "Honour"


class Status(StrEnum):
    """Whether the text tells of a thing as existing or going on, as intended, or as a shortcoming; strongest first."""

    DONE = "done"
    PLANNED = "planned"
    GAP = "gap"


class Bound(StrEnum):
    """How a number bounds the true figure: 513 / 200余 / 近千 / 不足10."""

    EXACT = "exact"
    OVER = "over"
    ABOUT = "about"
    UNDER = "under"


class Role(StrEnum):
    """What a section is there for; the default status of what stands in it follows from this."""

    OPENING = "opening"
    DONE = "done"
    GAP = "gap"
    PLANNED = "planned"
    CLOSING = "closing"

    @property
    def status(self) -> Status:
        """Status of a thing whose own sentence does not say."""
        return _STATUS.get(self, Status.DONE)


_STATUS = {Role.GAP: Status.GAP, Role.PLANNED: Status.PLANNED}


SELF = "self"
"""Stands for the reporter in `actor`, as in the annotation guidelines."""


class Section(Struct, frozen=True):
    """A numbered part (一、 (一) 1.), a run-in point (一是), or the unnumbered text before and after them.

    `title` is the heading without its number: the whole heading line, or a run-in point's lead clause;
    empty for unnumbered text. `span` runs over all that belongs to it, subsections included.
    """

    index: int
    parent: int | None
    level: int
    number: str
    title: Span
    span: Span
    role: Role


class Sentence(Struct, frozen=True):
    """One sentence (ended by 。!? or a paragraph's end); `section` is the index of the innermost section."""

    span: Span
    section: int


class Meta(Struct, frozen=True):
    """What a report says of itself, or a manifest states; `stated` names the fields that a manifest gave."""

    publisher: str | None = None
    year: int | None = None
    title: str | None = None
    published: str | None = None
    source: str | None = None
    stated: tuple[str, ...] = ()


class Document(Struct, frozen=True, dict=True):
    """A report as read. `text` is the decoded (and masked) text, never altered after.

    `offsets[i]` is the position in `text` of `reading[i]`; it has `len(reading)` entries and grows strictly.
    `furniture` are spans of the reading text that belong to the web page and not to the report, in order, none over
    another.
    `sha256` is the digest of the bytes as read.
    """

    id: str
    text: str
    reading: str
    offsets: Sequence[int]
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    furniture: tuple[Span, ...] = ()
    meta: Meta = field(default_factory=Meta)
    path: str = ""
    sha256: str = ""

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where the sentences begin."""
        return tuple([s.span.start for s in self.sentences])

    def evidence(self, span: Span) -> Evidence:
        """The source characters under a span of the reading text. Raises ValueError for an empty span."""
        if span.start >= span.end:
            raise ValueError(f"empty span {span} in {self.id}")
        start, end = self.offsets[span.start], self.offsets[span.end - 1] + 1
        return Evidence(start, end, self.text[start:end])

    def cut(self, span: Span) -> str:
        """The reading text under a span."""
        return self.reading[span.start : span.end]

    def has_furniture(self, span: Span) -> bool:
        """Whether a span shares a character with what belongs to the web page."""
        before = bisect_left(self.furniture, (span.end,)) - 1
        return before >= 0 and self.furniture[before].end > span.start

    def sentence_at(self, position: int) -> Sentence | None:
        """The sentence that holds a position of the reading text, or None within furniture and headings' gaps."""
        found = bisect_right(self.starts, position) - 1
        if found >= 0 and position < self.sentences[found].span.end:
            return self.sentences[found]
        return None

    def section_at(self, position: int) -> Section | None:
        """The innermost section that holds a position of the reading text."""
        best = None
        for section in self.sections:
            if section.span.start <= position < section.span.end and (best is None or section.level >= best.level):
                best = section
        return best


class Mention(Struct, frozen=True):
    """One place where the text names a thing. `name` is the reading text without quotes (or a canonical form).

    `aliases` are other forms that this very place shows (quoted core, long wording). `actor` and `status` are None
    where the place itself does not say. `rule` names the rule that made it.
    """

    span: Span
    label: Label
    name: str
    rule: str
    kind: str | None = None
    aliases: tuple[str, ...] = ()
    actor: str | None = None
    status: Status | None = None
    details: Mapping[str, str] = field(default_factory=dict)


class Entity(Struct, frozen=True):
    """One distinct thing of a report, however often it is named: the guidelines' entity.

    `kind`: police|party|government|judiciary|congress|other for bureaus, regime|method|body|platform for mechanisms.
    `actor`: SELF, another name from the text, or None where the text only refers to it.
    `details`: what only some labels have: `number`, `issuer`, `use` (issued|basis|cited), `register` of instruments.
    """

    label: Label
    name: str
    kind: str | None = None
    aliases: tuple[str, ...] = ()
    actor: str | None = None
    status: Status = Status.DONE
    mentions: tuple[Mention, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def forms(self) -> tuple[str, ...]:
        """Name and aliases."""
        return (self.name, *self.aliases)

    @property
    def rule(self) -> str:
        """The rule of the first mention under the entity's own name, else of the first mention."""
        own = [m for m in self.mentions if m.name == self.name] or list(self.mentions)
        return own[0].rule if own else ""


class Component(Struct, frozen=True):
    """A collective name that the text spells out: 两室 = 报案室 + 案管室. `parts` stand in order."""

    whole: str
    parts: tuple[str, ...]
    span: Span
    part_spans: tuple[Span, ...]
    rule: str


class Quantity(Struct, frozen=True):
    """A number as a figure: multiplied out. `value` None: redacted (****). `high`: upper end of a range.

    `unit` is the measure word as written, without 万/亿; "%" for every way to write per cent.
    """

    value: Decimal | None
    unit: str
    bound: Bound = Bound.EXACT
    high: Decimal | None = None


class Observation(Struct, frozen=True):
    """One figure. `span` is the shortest clause that holds it; `number` the figure's own characters in it.

    `support`: further places that a value rests on: an inherited indicator, a period in an earlier clause, a heading.
    `indicator` is understandable on its own. `period` None: the report year. `about`: a mechanism's or program's name.
    `whole`: the characters of the figure that this one is a part of, in the same unit (85件,其中维持62件).
    """

    span: Span
    number: Span
    indicator: str
    quantity: Quantity
    rule: str
    support: tuple[Span, ...] = ()
    period: str | None = None
    actor: str | None = SELF
    about: str | None = None
    status: Status = Status.DONE
    whole: Span | None = None


class Relation(Struct, frozen=True):
    """A link between two entities of the report, by name: superiorOf, partOf, partnersWith, basedOn."""

    subject: str
    predicate: str
    object: str
    span: Span
    rule: str
    support: tuple[Span, ...] = ()


class Extraction(Struct, frozen=True):
    """All that was found in one report: the hinge between reading and graph, and what `kg extract` prints.

    `bureau` is the reporter's name, `self_names` the forms under which the text refers to it (我局, 区局).
    """

    document: Document
    bureau: str | None
    self_names: tuple[str, ...] = ()
    entities: tuple[Entity, ...] = ()
    components: tuple[Component, ...] = ()
    observations: tuple[Observation, ...] = ()
    relations: tuple[Relation, ...] = ()

    def named(self, name: str | None, *labels: Label) -> Entity | None:
        """The entity that a name or alias stands for (SELF is the reporter), among `labels` if any are given."""
        wanted = self.bureau if name == SELF else name
        if wanted is None:
            return None
        for entity in self.entities:
            if (not labels or entity.label in labels) and wanted == entity.name:
                return entity
        for entity in self.entities:
            if (not labels or entity.label in labels) and wanted in entity.aliases:
                return entity
        return None
