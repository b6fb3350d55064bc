"""Mechanisms and programs: known by name, by a class word with words of its own before it, or by a quoted name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeAlias

import ahocorasick_rs

from kg.extract.gather import unquoted
from kg.extract.names import OPENING, Head, Left, Lines, left_of
from kg.extract.stances import Stances
from kg.model import Entity, Extraction, Label, Mention, Span, Status
from kg.ontology import Rule, lexicon, rules, words

_SCOPES = frozenset({"全国", "全省", "全市", "全区", "全县", "全州"})
_QUOTES = '“”"「」『』‘’'
_SPECIFIC = 2
_LONGEST = 46
_NEAR_QUOTE = 9
_CLASS_WORD = 4
_SHORTEST = 4
_LONGEST_MODE = 14
_MOST_ALIASES = 6


@cache
def _role(role: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules("things") if rule.gives["role"] == role)


@dataclass(frozen=True, slots=True)
class Name:
    """A place where a thing is named, before it is known who carries it out and what else names it.

    `same`: the term that the text stands for, `forms`: other wordings that the place shows, `core`: words in it
    that name the thing by themselves.
    """

    span: Span
    label: str
    kind: str
    rule: str
    text: str
    same: str = ""
    forms: tuple[str, ...] = ()
    core: tuple[str, ...] = ()
    verb: str = ""
    shared: bool = False


Placed: TypeAlias = tuple[Name, tuple[str | None, Status]]


def find(found: Extraction) -> tuple[Entity, ...]:
    """Every mechanism and program of a report, each once, under its fullest name."""
    lines = Lines.of(found.document.reading)
    known = list(_known(lines))
    names = _settled(lines, known, list(_headed(found, lines, known)), [*_quoted(lines), *_shaped(lines)])
    names = [n for n in names if not _in_honour(found, n)]
    stances = Stances(found, lines)
    placed = [(name, stances.of(name.span, name.text, name.verb, name.shared, name.kind)) for name in names]
    return tuple(_entities(placed))


# ------------------------------------------------------------------ names in general use


@cache
def _known_words() -> tuple[ahocorasick_rs.AhoCorasick, tuple[dict[str, str], ...]]:
    rows = tuple(dict(r) for r in lexicon("things"))
    terms = [r["term"] for r in rows]
    return (
        ahocorasick_rs.AhoCorasick(terms, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest, store_patterns=False),
        rows,
    )


def _known(lines: Lines) -> Iterator[Name]:
    reading = lines.reading
    places = [i for i, char in enumerate(reading) if char not in _QUOTES]
    automaton, rows = _known_words()
    for n, start, end in automaton.find_matches_as_indexes("".join(reading[i] for i in places)):
        row = rows[n]
        span = Span(places[start], places[end - 1] + 1)
        if _stands(lines, span, row):
            shared = row["actor"] == "shared"
            yield Name(span, row["label"], row["kind"], "known-name", row["term"], row["same"], shared=shared)


def _stands(lines: Lines, span: Span, row: dict[str, str]) -> bool:
    """Whether a term in general use names a thing here: some only after a verb, none that only begins a title."""
    if row["needs"] == "verb" or lines.title_at(span.start) is not None:
        return any(e.role in {"set", "run"} and e.end == span.start for e in lines.before(span.start, span.start - 6))
    return True


# ------------------------------------------------------------------ class words


def _headed(found: Extraction, lines: Lines, known: list[Name]) -> Iterator[Name]:
    ends = frozenset({n.span.end for n in known} | {n.span.end + 1 for n in known})
    bureaus = _bureau_spans(found)
    for place, head in enumerate(lines.heads):
        if not _goes_on(lines, place):
            yield from _named(lines, head, ends, known, bureaus)


def _goes_on(lines: Lines, place: int) -> bool:
    """Whether a class word is only part of a longer name or of another word."""
    head = lines.heads[place]
    if place + 1 < len(lines.heads):
        following = lines.heads[place + 1]
        between = lines.reading[head.end : following.start]
        if following.start <= head.start:
            return True
        if following.use != "quoted" and len(between) <= 6:
            role = "loose-chain" if head.use == "quoted" else "chain"
            if any(rule.pattern.fullmatch(between) for rule in _role(role)):
                return True
    return any(rule.pattern.match(lines.reading, head.end) for rule in _role("goes-on"))


def _named(
    lines: Lines, head: Head, ends: frozenset[int], known: list[Name], bureaus: dict[int, int]
) -> Iterator[Name]:
    """The name that ends with a class word, or, of quotations listed before it, each."""
    reading = lines.reading
    left = left_of(lines, head, ends)
    if left is None:
        return
    start = max(_start(lines, left, head, known, bureaus), reading.rfind("》", left.start, head.start) + 1)
    if start >= head.start or head.end - start > _LONGEST:
        return
    modifier = reading[start : head.start]
    verb = left.verb.role if left.verb else ""
    quoted = "“" in modifier or '"' in modifier
    held = lines.holder(start)
    whole = held is not None and reading[held.start] in OPENING and held == (start - 1, head.end + 1)
    if lines.title_at(head.start) and not (verb or quoted):
        return
    holds = any(start <= n.span.start and n.span.end <= head.end for n in known)
    if not _allowed(head, left, quoted or whole, modifier) or not (whole or holds or _specific(modifier, head)):
        return
    if head.label == "Program" and start > left.start and re.search(r"\d[^\d]{0,3}$", reading[left.start : start]):
        return
    if any(rule.pattern.fullmatch(reading, start, head.end) for rule in _role("drop")):
        return
    if re.search("”[一二三四五六七八九十\\d]+[个大项类种道重方]", modifier):
        return
    items = _items(lines, start, head) if quoted else []
    rule = f"class-word-{verb or 'free'}"
    if len(items) > 1:
        for item in items:
            text = reading[item.start + 1 : item.end - 1]
            yield Name(item, head.label, head.kind, rule, text, "", (text + reading[head.start : head.end],), (), verb)
        return
    forms = _forms(lines, start, head, left, bureaus)
    core = _core(modifier)
    text = unquoted(reading[start : head.end])
    if "(" in modifier:
        forms, text = (*forms, text), re.sub(r"\([^()]*\)", "", text)
    yield Name(Span(start, head.end), head.label, head.kind, rule, text, "", forms, core, verb)


def _start(lines: Lines, left: Left, head: Head, known: list[Name], bureaus: dict[int, int]) -> int:
    """Where the name begins, without words that are none of it, and not inside a known name."""
    reading = lines.reading
    start = left.start
    if left.verb is None:
        start = left.short or left.joint or left.start
        start = max([start, *(b for b in bureaus if start < b < head.start)])
        start = next((i for i in range(start, head.start) if reading[i] in OPENING), start)
    for name in known:
        if name.span.start < start < name.span.end <= head.end:
            start = name.span.start
    held = lines.holder(start)
    if held is not None and held.end <= head.start and reading[held.start] in OPENING:
        start = held.start
    if lines.holder(head.start) is not None and start == left.start and reading[start - 1] in OPENING:
        return start
    return _trimmed(reading, start, head.start)


def _trimmed(reading: str, start: int, end: int) -> int:
    moved = True
    while moved and start < end:
        moved = False
        for rule in _role("trim"):
            if (m := rule.pattern.match(reading, start, end)) and m.end() > start:
                start, moved = m.end(), True
    return start


def _allowed(head: Head, left: Left, quoted: bool, modifier: str) -> bool:
    """Whether a class word makes a name here: common nouns need a verb or a quotation."""
    near = quoted and len(modifier) - modifier.rfind("”") <= _NEAR_QUOTE
    if head.use == "quoted":
        mode = left.verb is not None and any(r.pattern.search(modifier) for r in _role("mode"))
        return (near and "”" in modifier) or (mode and head.kind == "method" and len(modifier) <= _LONGEST_MODE)
    if head.use == "governed":
        verbs = {"set", "run"} if head.kind in {"method", ""} else {"set", "run", "use"}
        return near or (left.verb is not None and left.verb.role in verbs)
    return quoted or left.bound


@cache
def _words_out(*kinds: str) -> re.Pattern[str]:
    plain = {w for kind in kinds for w in words("generic", kind=kind)}
    return re.compile("|".join(map(re.escape, sorted(plain, key=lambda w: (-len(w), w)))) + r"|[“”\"的、和与及]")


def _specific(modifier: str, head: Head) -> bool:
    """Whether the words before a class word name one thing and not a sort of things.

    One word of its own is enough; of the words of the trade (执法, 监督) it takes two.
    """
    if "“" in modifier or '"' in modifier:
        return True
    rest = _words_out("empty").sub("", modifier)
    own = len(_words_out("topic", "empty").sub("", rest))
    least = _SPECIFIC if head.use == "free" and head.kind in {"regime", "body"} else 2 * _SPECIFIC
    return own >= _SPECIFIC or (len(rest) >= least and head.label == "Mechanism")


def _forms(lines: Lines, start: int, head: Head, left: Left, bureaus: dict[int, int]) -> tuple[str, ...]:
    """Other wordings of a name: without the organ before it, without what 的 or 和 joins to its last part."""
    reading = lines.reading
    found = []
    at = start
    while at in bureaus and bureaus[at] < head.start:
        at = bureaus[at]
        found.append(unquoted(reading[at : head.end]))
    if reading[start - 2 : start] in _SCOPES:
        found.append(unquoted(reading[start - 2 : head.end]))
    for place in (left.short, left.joint):
        if place is not None and start < place < head.start:
            at = _trimmed(reading, place, head.start)
            if _specific(reading[at : head.start], head):
                found.append(unquoted(reading[at : head.end]))
    return tuple(dict.fromkeys(f for f in found if f))


def _core(modifier: str) -> tuple[str, ...]:
    """The quotation that a name has before its class word."""
    found = re.findall(r"[“\"]([^“”\"]{2,30})[”\"]", modifier)
    return (found[0],) if len(found) == 1 else ()


def _items(lines: Lines, start: int, head: Head) -> list[Span]:
    """The quotations that a list right before a class word consists of: “A”“B”改革, “A”、“B”等制度."""
    found: list[Span] = []
    at = start
    for quote in lines.quotes:
        if start <= quote.start and quote.end <= head.start:
            if lines.reading[at : quote.start].strip("、和与及"):
                return []
            found.append(quote)
            at = quote.end
    return found if found and not lines.reading[at : head.start].strip("等") else []


def _bureau_spans(found: Extraction) -> dict[int, int]:
    return {m.span.start: m.span.end for e in found.entities if e.label is Label.BUREAU for m in e.mentions}


# ------------------------------------------------------------------ quoted and shaped names


def _quoted(lines: Lines) -> Iterator[Name]:
    """Quotations that name a method by themselves, after a verb of carrying out or after another such quotation."""
    accepted = -1
    for quote in lines.quotes:
        reading = lines.reading
        text = reading[quote.start + 1 : quote.end - 1]
        if not 2 <= len(text) <= 20 or any(rule.pattern.fullmatch(text) for rule in _role("slogan")):
            continue
        if any(rule.pattern.match(reading, quote.end) for rule in _role("no-quotation")):
            continue
        before = reading[max(0, quote.start - 8) : quote.start]
        listed = accepted >= 0 and reading[accepted : quote.start] in {"", "、", "和", "与", "及", "以及"}
        if listed or any(rule.pattern.search(before) for rule in _role("quoted")):
            accepted = quote.end
            yield Name(quote, "Mechanism", "method", "governed-quotation", text, verb="run")


def _shaped(lines: Lines) -> Iterator[Name]:
    for rule in _role("name"):
        for m in rule.matches(lines.reading):
            label, kind = str(rule.gives["label"]), str(rule.gives.get("kind", ""))
            span = Span(*m.span(m.lastgroup or 0))
            yield Name(span, label, kind, rule.name, unquoted(lines.reading[span.start : span.end]), verb="run")


# ------------------------------------------------------------------ one name for one place


def _settled(lines: Lines, known: list[Name], headed: list[Name], others: list[Name]) -> list[Name]:
    """Of names that overlap, the one that says most; what it covers becomes its other form or stands by itself."""
    kept: list[Name] = []
    for name in headed:
        inner = [k for k in known if name.span.covers(k.span)]
        if any(k.span.covers(name.span) for k in known):
            continue
        apart = [k for k in inner if _apart(lines, k, name)]
        own = [k.text for k in inner if k not in apart and k.span.end < name.span.end]
        kept.append(replace(name, core=(*name.core, *own)))
        kept.extend(apart)
    taken = [n.span for n in kept]
    kept.extend(k for k in known if not any(t.covers(k.span) for t in taken))
    kept = [k for k in kept if k.rule != "known-name" or not any(_wider(o, k) for o in others)]
    taken = [n.span for n in kept]
    for other in others:
        if not any(t.overlaps(other.span) for t in taken):
            kept.append(other)
            taken.append(other.span)
    return sorted(kept, key=lambda n: n.span)


def _apart(lines: Lines, known: Name, name: Name) -> bool:
    """Whether a known name inside a longer one is a thing by itself: 认罪认罚从宽制度“三个三工作法”."""
    rest = lines.reading[known.span.end : name.span.end]
    return len(rest) > _CLASS_WORD and any(h.end == known.span.end and h.use != "quoted" for h in lines.heads)


def _wider(other: Name, known: Name) -> bool:
    """Whether a quotation or title says more than the known name inside it."""
    return other.span.covers(known.span) and len(other.text) > len(known.text)


def _in_honour(found: Extraction, name: Name) -> bool:
    return any(m.span.overlaps(name.span) for e in found.entities if e.label is Label.HONOUR for m in e.mentions)


# ------------------------------------------------------------------ one thing under several names


_KIND_WORDS = re.compile(
    r"(?<=..)(?:(?:工作|运行|专项|实战化)?(?:机制|制度|体系|改革|行动|活动|斗争|任务|建设|创建|模式|平台|系统|措施))+$"
)


def _key(text: str, label: str) -> str:
    """What two wordings of one thing have in common: no punctuation, no class word that is left out at will."""
    plain = re.sub(r"[^\w]|的|管理(?=中心|平台|系统)", "", text).replace("考评", "考核")
    return f"{_KIND_WORDS.sub('', plain) or plain} {label}"


def _entities(placed: list[Placed]) -> Iterator[Entity]:
    """Names that share a wording are one thing; a quoted core joins names of one kind, and the core by itself."""
    groups: list[list[Placed]] = []
    home: dict[str, int] = {}
    for name, stance in placed:
        kind = name.kind or name.label
        cores = [_key(c, "") for c in name.core]
        keys = [_key(t, name.label) for t in (name.text, *name.forms, *([name.same] if name.same else []))]
        bare = _key(name.text, "")
        wanted = [*keys, f"{bare}/", *(f"{c}/{kind}" for c in cores), *cores]
        at = next((home[k] for k in wanted if k in home), len(groups))
        if at == len(groups):
            groups.append([])
        groups[at].append((name, stance))
        for k in (*keys, bare, *(f"{c}/{kind}" for c in cores), *(f"{c}/" for c in cores)):
            home.setdefault(k, at)
    for group in _joined(groups):
        yield _entity(group)


def _joined(groups: list[list[Placed]]) -> list[list[Placed]]:
    """Groups without those whose name only shortens, at its beginning, the name of exactly one other."""
    names = [max((n.text for n, _ in group), key=len) for group in groups]
    kept = dict(enumerate(groups))
    for at, short in enumerate(names):
        label = groups[at][0][0].label
        longer = [i for i, n in enumerate(names) if n != short and n.endswith(short) and groups[i][0][0].label == label]
        if len(longer) == 1 and len(short) >= _SHORTEST:
            home = longer[0]
            kept[home] = kept.get(home, groups[home]) + kept.pop(at)
            groups[at] = kept[home]
    return [kept[at] for at in sorted(kept)]


def _entity(group: list[Placed]) -> Entity:
    best = max((n for n, _ in group), key=lambda n: (n.rule != "governed-quotation", len(n.text)))
    every = (t for n, _ in group for t in (n.text, *n.core, *n.forms))
    aliases = tuple(t for t in dict.fromkeys(every) if t != best.text)[:_MOST_ALIASES]
    label = Label(best.label)
    mentions = tuple(
        Mention(n.span, label, n.text, n.rule, n.kind or None, tuple(dict.fromkeys((*n.core, *n.forms))), a, s)
        for n, (a, s) in group
    )
    actor = next((a for _, (a, _) in group if a is not None), None)
    ranks = (Status.DONE, Status.PLANNED, Status.GAP)
    status = min((s for _, (_, s) in group), key=ranks.index)
    return Entity(label, best.text, best.kind or None, aliases, actor, status, mentions)
