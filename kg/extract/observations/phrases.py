"""Phrases around a figure: what says nothing of what is counted, how the rest is worded."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from msgspec import Struct

from kg.extract.asks import Asks
from kg.extract.observations.figures import Figure
from kg.extract.openers import opened
from kg.extract.verbs import predicate_end, verb_at, word_ends
from kg.marks import JOINTS
from kg.ontology import Rule, any_of, rules_of, words

FIGURE = "◆"
_LONG = 28
"""A lead longer than this is cut to the predicate that governs the figure, less what is quoted in it."""
_LONG_BEFORE_OBJECT = 12
"""The same for a lead whose object stands behind the figure."""
_STEM = 3
"""How long a member of a list may be that is no word of its own, as 盗窃 in 盗窃、诈骗立案数."""
_BARE = 6
"""An indicator of verbs alone and no longer than this names no object."""
_EDGE = 16
"""How far before a figure words stand that only bind it."""
_NEGATION = re.compile("[再不未]")
_WITHIN = re.compile("(?<=[件卷户例员象业项题索份])中$")
_TO = frozenset("到至为")
_TOTAL = re.compile(r"共计?|累计|总共")
_QUOTED = re.compile(r"[“《][^”》]*[”》]")
_RATE = re.compile("(?P<bearer>[^“率]{2,}?)(?:“[^”]*”[^率]*|[\u4e00-\u9fff]{2}化?)率(?![先领])(?:、.*率)?[^率]{0,3}$")
_LIST = re.compile(r"(?:[^》”]*[》”])+[^、》”]*(?<![平高均三中])等(?=[^级候额同待距值效闲].)(?!.*等)")
_SHARE = {"占": "占比"}
_SHARES = ("%", "‰")


class Phrase(Struct, frozen=True):
    """What one piece says of its figure: `own` is what it counts, `verb` what that begins with; of trends, `what`."""

    own: str
    verb: str
    rule: str
    kind: str
    what: str = ""


_ASKS = Asks("observations")
says, begins = _ASKS.says, _ASKS.begins


@cache
def _rates() -> frozenset[str]:
    """Units in which a rise or a share is told."""
    return frozenset((*_SHARES, *words("units", kind="percent"), *words("units", kind="ratio")))


# ------------------------------------------------------------------ edges


def skipped(lead: str, start: int, reporter: Mapping[int, int], whole: bool = False) -> int:
    """How much at the start of a piece says nothing of what is counted: time, adverbs, the reporter, the way.

    `whole`: nothing stands behind the figure, so that a verb right before it needs what stands before the verb.
    """
    at, rules = 0, opened("observations", "skip")
    while True:
        before = at
        for rule in rules[lead[at : at + 1]]:
            if m := rule.pattern.match(lead, at):
                at = m.end()
        if start + at in reporter and reporter[start + at] - start <= len(lead):
            at = reporter[start + at] - start
        at = _past_way(lead, at)
        if at == before:
            return at if at else _past_total(lead, whole)


def _past_way(lead: str, at: int) -> int:
    """Behind a phrase that says by what means (to the predicate), or behind the preposition of 对, 为, 在 alone."""
    for rule in opened("observations", "way")[lead[at : at + 1]]:
        m = rule.pattern.match(lead, at)
        if m is None:
            continue
        if rule.gives.get("keep"):
            return m.end("phrase")
        if len(lead) > at + 2 and (_acts(lead, at + 2) or lead.startswith("执法", at + 2)):
            return at
        for i in range(at + 3, len(lead) - 1):
            if _acts(lead, i) and not _quoted(lead, i):
                return i
    return at


def _past_total(lead: str, whole: bool) -> int:
    """Behind a subject or place that a word for the total ends, if an object follows: 民警在平台中共采录纠纷."""
    m = _TOTAL.search(lead)
    return m.end() if m and m.end() < verb_at(lead, m.end()) < len(lead) + (not whole) else 0


def edge(lead: str) -> str:
    """A lead without what binds it to its figure (共, 达到了, 为) or says when that held (今年的)."""
    for rule in rules_of("observations", "edge"):
        if lead[-1:] not in rule.gives["last"]:
            continue
        m = rule.pattern.search(lead, max(len(lead) - _EDGE, 0))
        lead = lead[: m.start()] if m else lead
    return lead


def not_denied(lead: str) -> str:
    """A lead without what says that there is none of what is counted: 未发生 (1起) → 发生 (0起)."""
    found = (rule.pattern.search(lead, max(len(lead) - _EDGE, 0)) for rule in rules_of("observations", "none"))
    m = next((m for m in found if m), None)
    return lead[: m.start()] + (m["verb"] or "") if m else lead


def closed(tail: str) -> str:
    """A tail without the marks and particles at its end, and the 中 behind what is broken down (受理的案件中)."""
    tail = tail.rstrip("、等和及并,;:。!?以的")
    return _WITHIN.sub("", tail) if tail.endswith("中") else tail


def bearer(tail: str) -> str:
    """What a number counts of which a rate is told behind it: (21个) 派出所案管室覆盖率 (100%) → 派出所案管室."""
    m = _RATE.match(tail)
    return m["bearer"] if m else tail


def tidy(text: str) -> str:
    """An indicator without words that say nothing of what is counted."""
    for rule in rules_of("observations", "loose"):
        text = rule.pattern.sub("", text)
    return _in_whole_quotes(text.strip("的、,;: "))


def _in_whole_quotes(text: str) -> str:
    """Without what follows the end of a quotation that began before the text, and without a mark that opens none."""
    opens, ends = text.find("“"), text.find("”")
    if ends >= 0 and not 0 <= opens < ends:
        return text[:ends] or text[1:]
    return text.replace("“", "") if opens >= 0 > ends else text


# ------------------------------------------------------------------ shapes


def phrase(lead: str, tail: str, figure: Figure, subject: int = 0) -> Phrase:
    """What the text before and behind a figure makes of it, by the first shape that fits.

    `subject` is the length of another organ's name that the lead begins with.
    """
    bare = edge(lead)
    if bare.endswith("的") and len(bare) > 1 and predicate_end(bare) == len(bare) - 1:
        bare = bare[:-1]
    # What something rose or fell to is no change: 出庭率提升至96%.
    text, reached = bare + FIGURE + closed(tail), lead[len(bare) : len(bare) + 1] in _TO
    for rule in rules_of("observations", "shape"):
        m = rule.pattern.match(text)
        if m is None:
            continue
        kind = rule.gives["kind"]
        if reached and kind == "trend" and m.end("part") == len(bare) == len(text) - 1 and "比" not in m["part"]:
            return _named(edge(m["what"]), "", "level-reached", "before")
        if not _fits(rule, m, figure):
            continue
        if kind in {"trend", "share"}:
            return Phrase(_SHARE.get(m["part"], tidy(m["part"])), "", rule.name, kind, tidy(edge(m["what"])))
        if kind == "listed" or (kind == "behind" and _counts_list(m["lead"], figure)):
            return _named(m["lead"][: predicate_end(m["lead"])], m["tail"], rule.name, kind)
        if kind == "behind":
            return _named(_short(m["lead"], _LONG_BEFORE_OBJECT, _last_verb), m["tail"], rule.name, kind)
        lead = _summed(m["lead"] if subject else _past_places(m["lead"]), subject)
        return _named(_short(lead, _LONG + subject, _first_verb), "", rule.name, kind, subject)
    return Phrase("", "", rules_of("observations", "shape")[-1].name, "before")


def _fits(rule: Rule, m: re.Match[str], figure: Figure) -> bool:
    """同比下降12起 is a trend, and so is 下降12%; 减少损失12万元 and 清理占道经营12处 are deeds."""
    if rule.gives["kind"] == "trend":
        return "比" in m["part"] or "较" in m["part"] or len(m["part"]) > 4 or figure.quantity.unit in _rates()
    return rule.gives["kind"] != "share" or figure.quantity.unit in _rates()


def _counts_list(lead: str, figure: Figure) -> bool:
    """Whether a figure counts the things listed before it: 建成指挥、研判、侦察3个中心."""
    items = lead.count("、") + 1
    return items > 1 and figure.quantity.value == items


def _summed(lead: str, subject: int) -> str:
    """A lead with the noun that sums up a list in the list's place: 制定《…》《…》等制度."""
    end = subject + predicate_end(lead[subject:])
    m = _LIST.match(lead, end) if end > subject else None
    return lead[:end] + lead[m.end() :] if m else lead


def _past_places(lead: str) -> str:
    """A lead without the places or channels that it lists before its verb: 东门、西门等地设置岗亭."""
    if "、" not in lead:
        return lead
    found = (rule.pattern.match(lead) for rule in rules_of("observations", "places"))
    return lead[next((m.end() for m in found if m), 0) :]


def _short(lead: str, most: int, start: Callable[[str], int]) -> str:
    if len(lead) <= most or lead.endswith(("率", "度", "数")):
        return lead
    return lead[start(lead) :] if len(_QUOTED.sub("", lead)) > most else lead


def _named(lead: str, tail: str, rule: str, kind: str, subject: int = 0) -> Phrase:
    end = predicate_end(lead[subject:])
    end += subject if end else 0
    own = tidy(lead + tail)
    verb = "" if own.endswith("率") else lead[:end]
    return Phrase(own, verb, rule, kind)


def _first_verb(lead: str) -> int:
    """Where the first verb of two characters begins that leaves an object."""
    return next((i for i in range(len(lead) - 4) if _acts(lead, i) and not _quoted(lead, i)), 0)


def _quoted(text: str, at: int) -> bool:
    """Whether a place stands inside quotation marks."""
    return text.rfind("“", 0, at) > text.rfind("”", 0, at)


def _last_verb(lead: str) -> int:
    """Where the verbs begin that stand right before the figure."""
    return next((i for i in range(len(lead) - 1) if verb_at(lead, i) == len(lead)), 0)


def another_degree(base: str, own: str) -> str:
    """The indicator before with another degree, where a figure tells no more: 通过中级考试, 高级 → 通过高级考试."""
    degree = any_of("observations", "degree")
    m = degree.search(base) if degree.fullmatch(own) else None
    return base[: m.start()] + own + base[m.end() :] if m else ""


def rate_of(base: str, own: str) -> str:
    """A short rate with the noun of the rate before it: 建议办复率、见面率 → 建议见面率."""
    noun = base[: _last_verb(base[:-1])] if base.endswith("率") else ""
    return noun + own if noun and own.endswith("率") else ""


def _acts(text: str, at: int) -> bool:
    """Whether a verb of two characters begins here that is not part of an organ's or a person's name (监管局)."""
    end = verb_at(text, at)
    return end - at >= 2 and text[end : end + 1] not in word_ends("organ")


def has_predicate(text: str) -> bool:
    """Whether a verb of two characters stands anywhere in a text."""
    return any(_acts(text, i) for i in range(len(text) - 1))


def acts_from(text: str, start: int) -> int:
    """Where the first verb of two characters begins from a position on; 0 without one."""
    return next((i for i in range(start, len(text) - 1) if _acts(text, i)), 0)


def dependent(own: str) -> bool:
    """Whether an indicator cannot be understood without the one before it: 办结率, 抓获嫌疑人, 同意."""
    adverb = any_of("observations", "result-adverb").match(own)
    if begins("dependent", own) or (adverb and begins("dependent", own[adverb.end() :])):
        return True
    if not 0 < len(own) <= _BARE:
        return False
    plain = _NEGATION.sub("", own)
    return predicate_end(plain) == len(plain) and not begins("activity", own)


# ------------------------------------------------------------------ one wording for several figures or things


def row(lead: str, before: Sequence[str], size: int) -> tuple[str, ...]:
    """Indicators of figures in a row that one lead serves: 盗窃、诈骗发案同比分别下降 (5%和3%).

    Without things of its own the lead speaks of the indicators before it.
    """
    for rule in rules_of("observations", "row"):
        if m := rule.pattern.match(lead):
            things = _things(m["things"]) or before[-size:]
            if len(things) == 1 and len(before) >= size and begins("shared-measure", things[0]):
                return tuple(f"{one} {things[0]}" for one in before[-size:])
            compared, rest = m["against"] or "", edge(m["rest"])
            trend = bool(compared) or begins("rise", rest)
            things = list(things) * size if trend and len(things) == 1 else things
            if len(things) != size:
                continue
            things = _whole(things) if m["things"] else things
            return tuple(f"{tidy(t)} {compared}{rest}" if trend else tidy(t + rest) for t in things)
    return ()


def _whole(things: Sequence[str]) -> list[str]:
    """Things in a row with the noun that they share behind or before: 盗窃、诈骗立案数; 设备配备率、使用率."""
    *earlier, last = things
    sizes = {len(thing) - 2 * thing.startswith("全") for thing in earlier}
    size = last.find(earlier[0][-1]) + 1 or (sizes.pop() if len(sizes) == 1 else 0)
    if 1 < size <= _STEM and len(last) > size + 1:
        return [*(thing + last[size:] for thing in earlier), last]
    whole = earlier[:1]
    for thing in things[1:]:
        named = rate_of(things[0], thing) if len(thing) <= _STEM + 1 else ""
        whole.append(named or thing)
    return whole


def each(lead: str) -> tuple[str, ...]:
    """Indicators of several things that one figure holds for: 办结率、满意率均达 (100%)."""
    if JOINTS.isdisjoint(lead):
        return ()
    for rule in rules_of("observations", "each"):
        things = _things(m["things"]) if (m := rule.pattern.match(lead)) else []
        if len(things) > 1:
            things = _whole(things) if rule.gives.get("shared") else things
            verb = lead[: predicate_end(lead)]
            return tuple(tidy(t if t.startswith(verb) or t[-1] in "率度" else verb + t) for t in things)
    return ()


def _things(text: str) -> list[str]:
    """The members of a list, with the noun that they share at its end kept to the last."""
    return [t for t in re.split(r"、|以及|和(?!谐|解)|(?<!涉|普|危|波|触|顾)及(?!时|格)|与", text) if t]
