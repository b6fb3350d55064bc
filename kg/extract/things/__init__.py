"""Mechanisms and programs: known by name, by a class word with words of its own before it, or by a quoted name.

`names` marks a text: words before names, class words, quotations. On it `terms`, `headed` (with `items`) and
`quotations` propose names, each a `named.Name` at a place. `find` keeps one name for a place, `stances` reads who
carries it out and whether it is done, and names of one thing become one entity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias

from kg.extract.things.headed import Headed
from kg.extract.things.named import COMMON, Name, collective, says, telling
from kg.extract.things.names import OPENING, SCOPES, Lines
from kg.extract.things.quotations import promoted, quoted, shaped, spelled
from kg.extract.things.stances import Stances
from kg.extract.things.terms import known
from kg.model import SELF, Entity, Extraction, Label, Mention, Span, Status

_CLASS_WORD = 4
_SHORTEST = 3
_WORKED = ("工作", "建设")
_MOST_ALIASES = 6
_SOLID = frozenset({"body", "platform"})
"""Kinds of what can be pointed at: such a thing is not the same as the way of working that it is named after."""
_RANKS = (Status.DONE, Status.PLANNED, Status.GAP)

Placed: TypeAlias = tuple[Name, str | None, Status]
"""A name with who carries it out and its status, as the place says."""


def find(found: Extraction) -> tuple[Entity, ...]:
    """Every mechanism and program of a report, each once, under its fullest name."""
    lines = Lines(found.document.reading)
    terms = list(known(found, lines))
    shapes = list(shaped(lines))
    headed = list(Headed(found, lines, terms, shapes).names())
    names = _settled(lines, terms, headed, [*shapes, *quoted(found, lines), *promoted(lines)])
    names = sorted([*names, *spelled(found, lines)], key=lambda n: n.span)
    stances = Stances(found, lines)
    spans = (m.span for e in found.entities if e.label is Label.HONOUR for m in e.mentions)
    honours = {at for span in spans for at in range(*span)}
    names = [_dated(lines, n) for n in names if not _only_honour(honours, n) and not _furniture(found, n)]
    placed = [(name, *stances.of(name)) for name in names]
    return tuple(_entity(group) for group in _joined(_groups(placed)))


# ------------------------------------------------------------------ one name for one place


class _Places:
    """Names by the characters they take."""

    def __init__(self, names: Iterable[Name] = ()) -> None:
        self._at: dict[int, Name] = {}
        for name in names:
            self.add(name)

    def add(self, name: Name) -> None:
        """Give a name its characters, whoever had them before."""
        self._at.update(dict.fromkeys(range(*name.span), name))

    def over(self, span: Span) -> list[Name]:
        """The names that share a character with a span, in order of the text."""
        found: list[Name] = []
        for name in map(self._at.get, range(*span)):
            if name is not None and name not in found:
                found.append(name)
        return found

    def covers(self, span: Span) -> bool:
        """Whether one name covers a span."""
        name = self._at.get(span.start)
        return name is not None and name.span.covers(span)


def _settled(lines: Lines, terms: list[Name], headed: list[Name], others: list[Name]) -> list[Name]:
    """Of names that overlap, the one that says most; what it covers becomes its other form or stands by itself."""
    known_at = _Places(terms)
    kept: list[Name] = []
    longer: dict[Name, tuple[str, ...]] = {}
    longest = {name.span.end: name for name in sorted(headed, key=lambda n: n.span.end - n.span.start)}
    for name in headed:
        around = longest.get(name.span.end + 1)
        if known_at.covers(name.span) or (around is not None and around.span.covers(name.span)):
            continue
        inner = [t for t in known_at.over(name.span) if name.span.covers(t.span)]
        last = next((t for t in inner if t.span.end == name.span.end), None)
        if last is not None and (
            (name.verb == "" and "“" not in lines.cut(name.span))
            or not telling(lines.reading[name.span.start : last.span.start])[1]
        ):
            longer[last] = (*longer.get(last, ()), name.text, *name.forms)
            continue
        whole = next((t for t in inner if _fills(lines, t, name)), None)
        if whole is not None and whole.label != name.label and name.text.endswith(_WORKED):
            longer[whole] = (*longer.get(whole, ()), name.text)
            continue
        if whole is not None and whole.label == name.label and name.kind == "method":
            name = name._replace(kind=whole.kind)
        if (same := collective(name.text) if "、" in name.text else None) is not None:
            tail = Span(name.span.end - len(same[0]), name.span.end)
            name = name._replace(span=tail, text=same[0], same=same[1], forms=(name.text, *name.forms))
        apart = [t for t in inner if (same and t.span.end < name.span.end) or _apart(lines, t, name)]
        own = [t.text for t in inner if t not in apart and t.span.end < name.span.end and t.label == name.label]
        shared = name.shared or any(t.shared for t in inner)
        kept.append(name._replace(core=(*name.core, *own), shared=shared))
        kept.extend(apart)
    taken = _Places(kept)
    wider = _Places(others)
    for term in terms:
        over = [o for o in wider.over(term.span) if o.span.covers(term.span) and len(o.text) > len(term.text)]
        if not over and not taken.covers(term.span):
            kept.append(term._replace(forms=(*term.forms, *longer.get(term, ()))))
            taken.add(kept[-1])
    for other in others:
        if not taken.over(other.span):
            kept.append(other)
            taken.add(other)
    return sorted(kept, key=lambda n: n.span)


def _fills(lines: Lines, term: Name, name: Name) -> bool:
    """Whether a known name is all that stands, quoted or not, before a class word: “两法衔接”|工作."""
    before = lines.reading[name.span.start : term.span.start]
    rest = lines.reading[term.span.end : name.span.end]
    return before in {"", "“"} and len(rest.lstrip("”")) <= _CLASS_WORD and not rest.startswith(("、", "和"))


def _apart(lines: Lines, term: Name, name: Name) -> bool:
    """Whether a known name inside a longer one is a thing by itself: 认罪认罚从宽制度“三个三工作法”."""
    held = lines.holder(term.span.start)
    if held is not None and name.span.covers(held) and lines.reading[held.start] in OPENING:
        return False
    rest = name.span.end - term.span.end
    classed = any(h.use not in COMMON for h in lines.heads_in(term.span.end, term.span.end))
    return rest > _CLASS_WORD and classed


def _only_honour(honours: set[int], name: Name) -> bool:
    """Whether a thing is named inside an honour; a contest that the honour was won in is one all the same."""
    inside = name.span.start in honours or name.span.end - 1 in honours
    return inside and not says("contest", name.text)


def _dated(lines: Lines, name: Name) -> Name:
    """A name, and as other wordings it with the year before it and with 工作 behind it."""
    start, end = name.span
    scope = lines.reading[start - 2 : start] if lines.reading[start - 2 : start] in SCOPES else ""
    year = _YEAR.search(lines.reading, max(0, start - 7 - len(scope)), start - len(scope))
    forms = (year[1] + scope + name.text,) if year else ()
    if lines.reading.startswith(_WORKED[0], end) and not name.text.endswith(_WORKED):
        forms = (*forms, name.text + _WORKED[0])
    return name._replace(forms=(*name.forms, *forms)) if forms else name


def _furniture(found: Extraction, name: Name) -> bool:
    document = found.document
    return document.has_furniture(name.span) and any(span.covers(name.span) for span in document.furniture)


# ------------------------------------------------------------------ one thing under several names

_LAST = ("机制", "制度", "体系", "改革", "行动", "活动", "斗争", "任务", "建设", "创建", "模式", "平台", "系统", "措施")
_CLASS_WORDS = re.compile(rf"(?<=..)(?:(?:工作|运行|专项|实战化|集成)?(?:{'|'.join(_LAST)}))+$")


_YEAR = re.compile(r"(20\d\d年度?|首届|第[一二三四五六七八九十\d]+届)[“\"]?$")

_AT_WILL = re.compile(r"[^\w]|的|管理(?=中心|平台|系统)")


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """A name as it is compared: no punctuation, no word that is put in at will."""
    return _AT_WILL.sub("", text).replace("考评", "考核").replace("会议", "会")


_Key: TypeAlias = tuple[str | bool, ...]


def _keys(name: Name) -> list[_Key]:
    """What names of one thing have in common: a wording, or what is left without class words that change at will."""
    found: list[_Key] = []
    for text in (name.text, *name.forms, name.same) if name.same else (name.text, *name.forms):
        plain = _plain(text)
        core = _CLASS_WORDS.sub("", plain) if plain.endswith(_LAST) else plain
        found += ((plain, name.label), (core, name.label, name.kind))
    return found


def _groups(placed: list[Placed]) -> list[list[Placed]]:
    """Names that share a wording are one thing; a quoted core joins names of one kind, and the core by itself."""
    groups: list[list[Placed]] = []
    home: dict[_Key, int] = {}
    for place in placed:
        name = place[0]
        kind = name.kind or name.label
        solid = kind in _SOLID
        cores = [_plain(core) for core in name.core]
        alone = _plain(name.text)
        own: list[_Key] = [*_keys(name), *[(core, "core of", kind) for core in cores]]
        sorts = (solid,) if name.rule == "known-name" else (False, True)
        wanted = [*own, *[(core, "alone", solid) for core in cores], *[(alone, "core", sort) for sort in sorts]]
        at = next((home[key] for key in wanted if key in home), len(groups))
        if at == len(groups):
            groups.append([])
        groups[at].append(place)
        for key in (*own, *[(alone, "alone", sort) for sort in sorts], *[(core, "core", solid) for core in cores]):
            home.setdefault(key, at)
    return groups


def _joined(groups: list[list[Placed]]) -> list[list[Placed]]:
    """Groups without those whose name only shortens, at its beginning, the name of exactly one other."""
    names = [max((n.text for n, _, _ in group), key=len) for group in groups]
    labels = [group[0][0].label for group in groups]
    longer: dict[tuple[str, str], list[int]] = {}
    known = frozenset(names)
    for i, (name, label) in enumerate(zip(names, labels, strict=True)):
        for cut in range(1, len(name) - _SHORTEST + 1):
            if (end := name[cut:]) in known:
                longer.setdefault((end, label), []).append(i)
    kept = dict(enumerate(groups))
    for at, key in enumerate(zip(names, labels, strict=True)):
        homes = longer.get(key, [])
        own = any(n.verb == "set" for n, _, _ in groups[at])
        if not own and len(homes) == 1 and homes[0] in kept:
            kept[homes[0]] = kept[homes[0]] + kept.pop(at)
    return [kept[at] for at in sorted(kept)]


def _entity(group: list[Placed]) -> Entity:
    best = max([n for n, _, _ in group], key=_says_most)
    every = dict.fromkeys([t for n, _, _ in group for t in (n.text, *n.core, *n.forms)])
    aliases = tuple([t for t in every if t != best.text][:_MOST_ALIASES])
    label = Label(best.label)
    mentions = tuple([_mention(label, *place) for place in sorted(group, key=_by_place)])
    status = min([s for _, _, s in group], key=_RANKS.index)
    return Entity(label, best.text, best.kind or None, aliases, _actor(group, best), status, mentions)


def _says_most(name: Name) -> tuple[bool, int]:
    return name.rule not in {"governed-quotation", "quotation"}, len(name.text)


def _by_place(place: Placed) -> Span:
    return place[0].span


def _mention(label: Label, name: Name, actor: str | None, status: Status) -> Mention:
    forms = tuple(dict.fromkeys((*name.core, *name.forms)))
    return Mention(name.span, label, name.text, name.rule, name.kind or None, forms, actor, status)


def _actor(group: list[Placed], best: Name) -> str | None:
    """Who carries a thing out: an owner that its fullest name tells, unless the reporter does as often; else whoever
    sets it up or runs it where it is first named."""
    owners = [a for n, a, _ in group if n.text == best.text and a not in {None, SELF}]
    if owners:
        return SELF if 2 * len(owners) <= sum([a == SELF for _, a, _ in group]) else owners[0]
    known = [place for place in group if place[1] is not None]
    return min(known, key=lambda p: (p[0].verb not in {"set", "run"}, p[0].span))[1] if known else None
