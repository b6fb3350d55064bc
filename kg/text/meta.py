"""What a report says of itself: title, publisher, year reported on, date of publication, source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

import kg.places as places
from kg.model import Meta
from kg.ontology import rules_of

_HEAD_LINES, _TAIL_LINES, _TITLE_LINES = 40, 8, 15
"""Lines at the beginning in which labels, at the end in which the signature, and in which the title is looked for."""
_LONGEST_LABEL, _LONGEST_TITLE, _LONGEST_HEADING, _LONGEST_DATE, _LONGEST_PLACE = 240, 90, 60, 20, 12
"""Characters of a line with a label, of a title, of a heading, of a line with a date, of a place before an organ."""
_MOST_PIECES = 6
"""Blanks in a title and behind it, where a text runs on."""
_HALF_YEAR = 6
"""A report that is published up to this month is on the year before."""
_DIGITS = str.maketrans("〇○零OoＯ一二三四五六七八九", "000000123456789")
_YEAR = re.compile(r"20\d\d(?=年)")
_DATE_LINE = re.compile(r"\(?[\d二〇○零OoＯ一三四五六七八九]{4}年.{1,3}月.{1,3}日\)?")


def meta_of(lines: Sequence[str], own: Sequence[bool]) -> Meta:
    """Metadata from the paragraphs of a text (width folded, blanks kept); `own`: not furniture of a web page."""
    head = list(lines[:_HEAD_LINES])
    words = [line.replace(" ", "") for line in lines]
    title = _title(words[:_TITLE_LINES]) or _run_in(lines[:_TITLE_LINES])
    body = [line for line, mine in zip(words, own, strict=True) if mine]
    organ, signed = _signature(body[-_TAIL_LINES:])
    published = _labelled("published", head) or _iso(signed)
    source = _labelled("source", head)
    publisher = _organ_of_title(title) or organ or _publisher(head, body, source)
    return Meta(publisher, _year(title, body, published), title, published, source)


def _matches(role: str, lines: Sequence[str]) -> Iterator[re.Match[str]]:
    return (m for rule in rules_of("text_meta", role) for line in lines for m in [rule.pattern.search(line)] if m)


def _labelled(role: str, lines: Sequence[str]) -> str | None:
    """The value of the first label of a kind, in the order of the rules."""
    for match in _matches(role, [line for line in lines if len(line) < _LONGEST_LABEL]):
        value = match["value"].strip()
        found = _iso(value) if role == "published" else value
        if found:
            return found
    return None


# ------------------------------------------------------------------ dates and years


def _number(words: str) -> int:
    """A number of a date: 12, 十二, 二十一."""
    if words.isdecimal() and words.isascii():
        return int(words)
    tens, ten, ones = words.rpartition("十")
    ones = ones.translate(_DIGITS)
    return (int(tens.translate(_DIGITS) or 1) * 10 if ten else 0) + int(ones or 0)


def _year_number(words: str) -> int:
    return int(words.translate(_DIGITS))


def _iso(words: str | None) -> str | None:
    """A date in any of the usual forms as ISO; None for no date or an impossible one."""
    parts = re.findall(r"[\d〇○零OoＯ一二三四五六七八九十]+", words or "")
    if len(parts) < 3:
        return None
    try:
        return date(_year_number(parts[0]), _number(parts[1]), _number(parts[2])).isoformat()
    except ValueError:
        return None


def _year(title: str | None, body: Sequence[str], published: str | None) -> int | None:
    """The year reported on: by title, 现将…报告如下, head, headings, the year before publication, most named."""
    places_to_look: tuple[tuple[str, Sequence[str]], ...] = (
        ("title", [title or ""]),
        ("leads", body[:_HEAD_LINES]),
        ("head", body[:4]),
        ("heading", [line for line in body if len(line) < _LONGEST_HEADING]),
    )
    latest = int(published[:4]) if published else 2100
    for where, lines in places_to_look:
        wanted = [
            r
            for r in (*rules_of("text_meta", "year"), *rules_of("text_meta", "leads"))
            if r.gives.get("where", r.gives["role"]) == where
        ]
        for rule in wanted:
            found = (m for line in lines for m in [rule.pattern.search(line)] if m and "year" in m.groupdict())
            for match in found:
                if (year := _year_number(match["year"])) <= latest:
                    return year
    if published:
        return int(published[:4]) - (int(published[5:7]) <= _HALF_YEAR)
    named = Counter(_YEAR.findall("\n".join(body)[:20_000]))
    return int(named.most_common(1)[0][0]) if named else None


# ------------------------------------------------------------------ title and publisher


def _title(lines: Sequence[str]) -> str | None:
    """The first line, or two lines together, that are a title; the organ's name on a line before it belongs to it."""
    (rule,) = rules_of("text_meta", "title")
    for n, line in enumerate(lines):
        for words in (line, line + (lines[n + 1] if n + 1 < len(lines) else "")):
            match = rule.pattern.fullmatch(words)
            if match and len(match["value"]) <= _LONGEST_TITLE and ">" not in words:
                title = match["value"]
                before = lines[n - 1] if n else ""
                named = _organ_of_title(title) is None and _office(before)
                return before + title if named and words.startswith(title) else title
    return None


def _run_in(lines: Sequence[str]) -> str | None:
    """The title that a line begins with, where text follows it on the line: behind a colon or stop, or a blank."""
    (whole,), (before,) = rules_of("text_meta", "title"), rules_of("text_meta", "run-in")
    for line in lines:
        pieces = line.split()
        begun = ("".join(pieces[:n]) for n in range(1, min(len(pieces), _MOST_PIECES)))
        found = (m for words in begun if len(words) <= _LONGEST_TITLE and (m := whole.pattern.fullmatch(words)))
        match = next(found, None) or before.pattern.match("".join(pieces))
        if match and len(match["value"]) <= _LONGEST_TITLE:
            return match["value"]
    return None


def _office(line: str) -> str | None:
    """The organ that a whole line names."""
    found = (m for rule in rules_of("text_meta", "office") for m in [rule.pattern.fullmatch(line)] if m)
    return next((m["organ"] for m in found), None)


def _organ_of_title(title: str | None) -> str | None:
    found = (m for rule in rules_of("text_meta", "organ") for m in [rule.pattern.match(title or "")] if m)
    return next((m["organ"] for m in found), None)


def _begins_with_place(name: str) -> bool:
    return any(places.is_full_name(name[:n]) for n in range(2, min(len(name), _LONGEST_PLACE)))


def _signature(lines: Sequence[str]) -> tuple[str | None, str | None]:
    """Organ and date under the report: a line that is a date with the organ's name beside it, or the name alone."""
    for n in range(len(lines) - 1, -1, -1):
        line = lines[n]
        if len(line) <= _LONGEST_DATE and _DATE_LINE.fullmatch(line):
            beside = (*lines[max(n - 1, 0) : n], *lines[n + 1 : n + 2])
            return next((organ for words in beside if (organ := _office(words))), None), line
    organ = _office(lines[-1]) if lines else None
    return (organ if organ and _begins_with_place(organ) else None), None


def _publisher(head: Sequence[str], body: Sequence[str], source: str | None) -> str | None:
    """Who publishes by label, by 现将X…报告如下, by source or the first words: names that begin with a place."""
    leads = (m["organ"] for m in _matches("leads", body[:_HEAD_LINES]) if m.groupdict().get("organ"))
    begins = (m["organ"] for m in _matches("begins", body[:3]))
    (unit,) = rules_of("text_meta", "unit")
    named = [_labelled("publisher", head), *leads, unit.pattern.sub("", source or ""), *begins]
    return next((n for n in named if n and _office(n) and _begins_with_place(n)), None)
