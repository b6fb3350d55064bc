"""Mechanisms and programs that reports all over the country name alike (lexicon/things.tsv)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cache

import ahocorasick_rs
from msgspec.structs import replace

from kg.extract.gather import unquoted
from kg.extract.things.marked_text import LEVELS, MarkedText, longest_first
from kg.extract.things.name import COMMON, MADE, Name, begins, says
from kg.marks import CLOSING, HAN, JOINTS, OPENING, is_han
from kg.model import Extraction, Label, Span
from kg.ontology import lexicon

_MARK = re.compile(r"[“”\"「」『』‘’]")
"""Quotation marks that may stand in a term or around it; the straight ' is none, terms have it as an apostrophe."""
_NOUN = re.compile(HAN + "{2,8}")
_FAR = 8
"""Characters before a term in which a verb, a noun or the beginning of its quotation still belongs to it."""
_CLASS_WORD = 4
"""Characters of the longest class word that is looked for behind a term."""
_LONGEST = 24
"""Characters of a quotation that lists members of which a term is the first, its marks included."""
_DATE = re.compile(r"“\d{1,2}[·.]\d{1,2}”")
_OPENS = frozenset(")。;是\n")


@cache
def _terms() -> tuple[ahocorasick_rs.AhoCorasick, tuple[dict[str, str], ...]]:
    rows = tuple(dict(row) for row in lexicon("things"))
    return longest_first(tuple(row["term"] for row in rows)), rows


class Terms:
    """Known names by where they begin."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names = sorted(names, key=lambda n: n.span)
        self._starts = [n.span.start for n in self._names]

    def within(self, start: int, end: int) -> list[Name]:
        """Those that begin in a range."""
        first = bisect_left(self._starts, start)
        if first == len(self._starts) or self._starts[first] >= end:
            return []
        return self._names[first : bisect_left(self._starts, end, first)]


def known(found: Extraction, marked: MarkedText) -> Iterator[Name]:
    """Terms in general use, whatever quotation marks stand in or around them; bodies with whose they are."""
    reading = marked.reading
    owners = {m.span.end: m.span.start for e in found.entities if e.label is Label.BUREAU for m in e.mentions}
    marks = [m.start() - n for n, m in enumerate(_MARK.finditer(reading))]
    automaton, rows = _terms()
    listed = (-1, "")
    for n, start, end in automaton.find_matches_as_indexes(_MARK.sub("", reading)):
        row = rows[n]
        span = Span(start + bisect_right(marks, start), end + bisect_right(marks, end - 1))
        span = _with_quote(marked, span)
        if marked.in_list(span.start) or begins("term-goes-on", reading, span.end):
            continue
        verb = _stands(marked, span, row)
        if verb is None and row["needs"] != "quote" and _continues(reading, span, row, listed):
            verb = "run"
        if verb is not None:
            listed = (span.end, row["kind"])
            yield _name(marked, span, row, owners, verb)


def _continues(reading: str, span: Span, row: dict[str, str], listed: tuple[int, str]) -> bool:
    """Whether a term is the next item of a list whose last one is a thing of its kind: 集成速裁法庭、检察官办公室."""
    return reading[span.start - 1] == "、" and listed == (span.start - 1, row["kind"]) and row["kind"] != ""


def _name(marked: MarkedText, span: Span, row: dict[str, str], owners: dict[int, int], verb: str) -> Name:
    """The name that a term is at its place: with what belongs to it there, and the other wordings that this gives."""
    shared = row["actor"] == "shared"
    name = Name(span, row["label"], row["kind"], "known-name", row["term"], verb=verb, shared=shared)
    name = _with_gloss(marked, _in_quotation(marked, _with_marks(marked, name)))
    core = (row["same"],) if row["same"] and row["same"] in name.text else ()
    if row["kind"] == "body":
        name = _of_owner(marked, name, owners)
    forms = (*name.forms, *_wider(marked, name.span, name.text))
    same = row["same"] if row["term"] in (name.text, *forms) else ""
    return replace(name, same=same, forms=forms, core=core)


def _with_marks(marked: MarkedText, name: Name) -> Name:
    """A name that begins in a quotation, in all its words: “海上枫桥”经验."""
    full = unquoted(marked.cut(name.span)) if marked.reading[name.span.start] in OPENING else ""
    return replace(name, text=full) if len(full) > len(name.text) else name


def _in_quotation(marked: MarkedText, name: Name) -> Name:
    """A name that ends or begins a quotation, with the rest of it if that belongs to the name."""
    span, whole = name.span, marked.holder(name.span.start)
    if whole is not None and whole.end == span.end + 1 and marked.reading[whole.start] in OPENING:
        return _with_beginning(marked, whole, name)
    if whole is not None and whole.start == span.start - 1 and _goes_through(marked, span, whole):
        listed = Span(span.start, whole.end - 1)
        return replace(name, span=listed, text=unquoted(marked.cut(listed)), forms=(name.text,))
    return name


def _with_gloss(marked: MarkedText, name: Name) -> Name:
    """A name with a short parenthesis behind it as another wording: 警务站(室)."""
    end = name.span.end
    if marked.reading[end : end + 1] != "(" or (close := marked.reading.find(")", end, end + 6)) < 0:
        return name
    return replace(name, forms=(name.text + marked.reading[end : close + 1],))


def _of_owner(marked: MarkedText, name: Name, owners: dict[int, int]) -> Name:
    """A body with the organ whose it is; the term alone is another wording."""
    owned = _owned(marked, name.span, owners)
    if owned == name.span:
        return name
    return replace(name, span=owned, text=unquoted(marked.cut(owned)), forms=(name.text,))


def _wider(marked: MarkedText, span: Span, text: str) -> Iterator[str]:
    """Other wordings that the place shows: with the class word behind the term, with the noun between it and a verb."""
    reading = marked.reading
    behind = span.end + (reading[span.end : span.end + 1] in CLOSING)
    for head in marked.heads_in(behind + 1, behind + _CLASS_WORD):
        if head.start == behind:
            yield text + reading[head.start : head.end]
    at = span.start - (reading[span.start - 1 : span.start] in OPENING)
    if scope := marked.scope_before(at):
        yield scope + text
    edge = marked.edge_before(at, max(0, at - _FAR))
    if edge is not None and edge.end < at and _NOUN.fullmatch(reading, edge.end, at):
        yield reading[edge.end : at] + text


def _owned(marked: MarkedText, span: Span, owners: dict[int, int]) -> Span:
    """The span with the organ or the level (县) before it whose body it is: 区局党委|中心组, 县|反诈中心."""
    for end in range(span.start, min(span.start + 4, span.end)):
        if owners.get(end, span.start) < span.start:
            at = owners[end]
            while marked.reading[at - 1] in JOINTS and at - 1 in owners:
                at = owners[at - 1]
            return Span(at, span.end)
    return Span(span.start - 1, span.end) if _has_level(marked, span.start) else span


def _has_level(marked: MarkedText, at: int) -> bool:
    """Whether the character before a point is the level of a body that begins there: 县|反诈中心, not 全县|反诈中心."""
    reading, start = marked.reading, at - 1
    if reading[start] not in LEVELS and reading[start] != "局":
        return False
    if not is_han(reading[start - 1]):
        return True
    edge = marked.edge_before(start, start - _FAR)
    return edge is not None and (edge.end == start or reading[start - 1] not in "全各")


def _with_quote(marked: MarkedText, span: Span) -> Span:
    """The span from the beginning of a quotation that ends inside it: “七五”普法, “海上枫桥”经验."""
    dated = marked.quote_ending(span.start)
    if dated is not None and _DATE.fullmatch(marked.cut(dated)):
        return Span(dated.start, span.end)
    opened = span.start - 1 if marked.reading[span.start - 1 : span.start] in OPENING else span.start
    quote = marked.holder(opened + 1)
    if quote is None or marked.reading[quote.start] not in OPENING or quote.end > span.end:
        return span
    return Span(quote.start, span.end)


def _goes_through(marked: MarkedText, span: Span, whole: Span) -> bool:
    """Whether a term is the first member of a list that a quotation consists of: “一窗受理、并联审批”."""
    listed = marked.reading[span.end] == "、" and marked.reading[whole.start] in OPENING
    return listed and whole.end - whole.start <= _LONGEST


def _with_beginning(marked: MarkedText, whole: Span, name: Name) -> Name:
    """All of a quotation that ends with a term: “青年民警大讲堂”, if nothing in it separates them."""
    before = marked.reading[whole.start + 1 : name.span.start]
    if len(before) > _FAR or any(e.start > whole.start for e in marked.before(name.span.start, whole.start)):
        return name
    return replace(name, span=Span(whole.start + 1, name.span.end), text=before + name.text)


def _stands(marked: MarkedText, span: Span, row: dict[str, str]) -> str | None:
    """The verb's role where a term names a thing (some terms only quoted or after a verb), else None."""
    reading, needs = marked.reading, row["needs"]
    title = marked.title_at(span.start)
    if title is not None:
        return "" if _is_titled(marked, span, row, title) else None
    before, after = reading[span.start - 1 : span.start], reading[span.end : span.end + 1]
    if before in CLOSING and _is_common(marked, span):
        return None
    quoted = before in OPENING or reading[span.start] in OPENING
    verb = _governed(marked, span.start, span.end)
    if needs == "quote":
        closed = after in CLOSING or after.isdigit() or "”" in reading[span.start : span.end]
        return verb if quoted and closed else None
    return verb if not needs or verb or (quoted and needs != "made") else None


def _is_titled(marked: MarkedText, span: Span, row: dict[str, str], title: Span) -> bool:
    """Whether a term in a title is a thing that the title is about, not a word of it."""
    if says("publicity", row["term"]):
        return True
    made = any(e.role in MADE for e in marked.before(span.start, title.start))
    if not made and not says("titled", marked.reading[title.start : span.start]):
        return False
    listed = row["label"] == "Program" or marked.reading[span.start - 1] == "、"
    classed = any(h.use not in COMMON for h in marked.heads_in(span.end, span.end))
    return listed or classed or _governed(marked, span.start, span.end) != ""


def _is_common(marked: MarkedText, span: Span) -> bool:
    """Whether a term is a common noun that may belong to the quotation before it: “X”|调解室."""
    return any(h.start == span.start and h.use in COMMON for h in marked.heads_in(span.end, span.end))


def _governed(marked: MarkedText, start: int, end: int) -> str:
    """The role of the verb right before a term, or before the list that it stands in; 以 and 实现 count as one,
    and so does a verb of which it is the subject: 疫情防控守牢…."""
    begin = marked.list_start(start)
    edge = marked.edge_before(begin, begin - _FAR)
    if edge is not None and edge.role in MADE and edge.end >= begin - 1:
        return edge.role
    if marked.reading[begin - 1 : begin] in _OPENS and marked.starts_verb(end):
        return "run"
    return "run" if says("governs", marked.reading[max(0, begin - 2) : begin]) else ""
