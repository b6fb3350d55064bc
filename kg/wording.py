"""The normal form of an indicator: wordings that differ in synonyms, particles or order meet in it.

侦破电诈案 and 破获电信网络诈骗案件数 are one metric; 矛盾纠纷化解 is 化解矛盾纠纷.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kg.ontology import lexicon, words
from kg.text.tokens import tokens


@cache
def _uses() -> Mapping[str, tuple[str, str]]:
    return {row["term"]: (row["use"], row["as"]) for row in lexicon("metric_words")}


@cache
def _whole() -> tuple[str, ...]:
    """Words that jieba must not cut: those that the lexicon speaks of, and the verbs of official work."""
    rows = lexicon("metric_words")
    own = {text for row in rows for text in (row["term"], row["as"]) if len(text) > 1}
    return tuple(sorted(own | {term for term in words("work_verbs") if len(term) > 1}))


@cache
def _verbs() -> frozenset[str]:
    return frozenset(words("work_verbs"))


@cache
def normal_indicator(indicator: str) -> str:
    """The normal form of one part of an indicator; the part itself where nothing would be left of it."""
    uses = _uses()
    found = list(tokens(indicator, _whole()))
    while len(found) > 1 and uses.get(found[-1], ("", ""))[0] == "end":
        found.pop()
    kept = [uses[w][1] if uses.get(w, ("", ""))[0] == "same" else w for w in found]
    kept = [w for w in kept if uses.get(w, ("", ""))[0] != "drop"]
    if len(kept) > 1 and kept[-1] in _verbs() and not _verbs().intersection(kept[:-1]):
        kept = [kept[-1], *kept[:-1]]
    return "".join(kept) or indicator
