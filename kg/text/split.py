"""Sections, sentences and roles of a reading text."""

from __future__ import annotations

import re

from kg.model import Role, Section, Sentence, Span

_HEAD = re.compile(
    r"(?m)(?:^(?P<one>[一二三四五六七八九十]+、)|^(?P<two>\([一二三四五六七八九十]+\))|^(?P<three>\d+[.、](?!\d))"
    r"|(?:(?<=[。;:\n])|^)(?P<run>[一二三四五六七八九十]{1,2}是))(?P<title>[^。;\n]*)"
)
_SENTENCE = re.compile(r"[^。!?\n]+[。!?]*[”’)]*")


def _role(title: str, parent: Role | None) -> Role:
    if re.search(r"不足|问题|短板|差距", title):
        return Role.GAP
    if re.search(r"下一步|工作思路|打算|计划|下年|安排", title):
        return Role.PLANNED
    return parent or Role.DONE


def sections_of(reading: str) -> tuple[Section, ...]:
    """Section tree, in order of the text; index 0 is the opening."""
    heads = list(_HEAD.finditer(reading))
    raw = [(0, 0, "", Span(0, 0))]
    for m in heads:
        level = 1 if m["one"] else 2 if m["two"] else 3 if m["three"] else 4
        number = m["one"] or m["two"] or m["three"] or m["run"]
        raw.append((m.start(), level, number, Span(m.start("title"), m.end("title"))))
    found: list[Section] = []
    open_at: list[int] = []
    for i, (start, level, number, title) in enumerate(raw):
        while open_at and found[open_at[-1]].level >= level:
            open_at.pop()
        end = next((r[0] for r in raw[i + 1 :] if r[1] <= level), len(reading))
        parent = open_at[-1] if open_at and level else None
        words = reading[title.start : title.end]
        role = Role.OPENING if i == 0 else _role(words, found[parent].role if parent else None)
        if i == 0:
            end = raw[1][0] if len(raw) > 1 else len(reading)
        found.append(Section(i, parent or None, level, number, title, Span(start, end), role))
        if level:
            open_at.append(i)
    return tuple(found)


def sentences_of(reading: str, sections: tuple[Section, ...]) -> tuple[Sentence, ...]:
    """Sentences, each with its innermost section."""
    found = []
    at = 0
    for m in _SENTENCE.finditer(reading):
        while at + 1 < len(sections) and sections[at + 1].span.start <= m.start():
            at += 1
        found.append(Sentence(Span(*m.span()), at))
    return tuple(found)
