"""Mechanisms and programs: known by name, by a class word with words of its own before it, or by a quoted name.

In the order in which they are best read, and run:

    marked_text   the text with its class words (heads), the words before names (edges), quotations, titles, clauses
    name          a `Name` at a place, and the questions that rules answer of words
    terms         names in general use (lexicon/things.tsv)
    headed        names that end with a class word (lexicon/thing_heads.tsv):
                  `leftwards` reads which verb governs it, `starts` where the name begins, `judge` whether it is one,
                  `items` lists that share one class word; `around` has what they all ask of the text
    quotations    names by quotation alone, and of shapes of their own (1+N)
    settle        of names that overlap, one for each place
    stances       who carries a thing out, and whether it is done, planned or missing
    same          names of one thing become one entity (coreference)
"""

from __future__ import annotations

from msgspec.structs import replace

from kg.extract.gather import unquoted, with_quotes
from kg.extract.things.headed import Headed
from kg.extract.things.marked_text import MarkedText
from kg.extract.things.name import Name, says
from kg.extract.things.quotations import promoted, quoted, shaped, spelled
from kg.extract.things.same import entities
from kg.extract.things.settle import settled
from kg.extract.things.stances import Stances
from kg.extract.things.terms import known
from kg.model import Entity, Extraction, Label
from kg.ontology import any_of

_YEAR = 7
"""Characters of the longest year or number (第十一届) before a name."""


def find(found: Extraction) -> tuple[Entity, ...]:
    """Every mechanism and program of a report, each once, under its fullest name."""
    marked = MarkedText(found.document.reading)
    terms, shapes = list(known(found, marked)), list(shaped(marked))
    headed = list(Headed(found, marked, terms, shapes).names())
    names = settled(marked, terms, headed, [*shapes, *quoted(found, marked), *promoted(marked)])
    spans = (m.span for e in found.entities if e.label is Label.HONOUR for m in e.mentions)
    honours = {at for span in spans for at in range(*span)}
    names = [_dated(marked, n) for n in names if not _only_honour(honours, n) and not _furniture(found, n)]
    names = sorted([*names, *spelled(found, marked)], key=lambda n: n.span)
    stances = Stances(found, marked)
    return entities([(_quoted(marked, n), *stance) for n in names if (stance := stances.of(n)) is not None])


def _quoted(marked: MarkedText, name: Name) -> Name:
    """A name with both marks of a quotation that it holds one of."""
    span = with_quotes(marked.reading, name.span)
    return name if span is name.span else replace(name, span=span)


def _only_honour(honours: set[int], name: Name) -> bool:
    """Whether a thing is named inside an honour; a contest that the honour was won in is one all the same."""
    inside = name.span.start in honours or name.span.end - 1 in honours
    return inside and not says("contest", name.text)


def _dated(marked: MarkedText, name: Name) -> Name:
    """A name, and as other wordings it with the year before it and with 工作 behind it."""
    (start, end), reading = name.span, marked.reading
    scope = marked.scope_before(start)
    begin = start - len(scope)
    year = any_of("things", "year").search(reading, max(0, begin - _YEAR), begin)
    forms = (unquoted(year[0]) + scope + name.text,) if year else ()
    behind = ("work-behind", "act-behind") if name.label == "Program" else ("work-behind",)
    work = any_of("things", *behind).match(reading, end)
    if work and not says("worked", name.text):
        forms = (*forms, name.text + work[0])
    return replace(name, forms=(*name.forms, *forms)) if forms else name


def _furniture(found: Extraction, name: Name) -> bool:
    document = found.document
    return document.has_furniture(name.span) and any(span.covers(name.span) for span in document.furniture)
