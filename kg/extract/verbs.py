"""Verbs of official work: where they stand in a text, and where the predicate ends that it begins with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from kg.extract.openers import opened
from kg.ontology import words


@cache
def _verbs() -> tuple[frozenset[str], Mapping[str, tuple[int, ...]]]:
    """Verbs, and by the first character of verbs how long they are, the longest first."""
    verbs = frozenset(words("work_verbs"))
    sizes: defaultdict[str, set[int]] = defaultdict(set)
    for verb in verbs:
        sizes[verb[0]].add(len(verb))
    return verbs, {first: tuple(sorted(found, reverse=True)) for first, found in sizes.items()}


@cache
def word_ends(makes: str) -> frozenset[str]:
    """Signs that make another word of a verb before them: things, or organs."""
    return frozenset(words("word_ends", makes=makes))


def verb_at(text: str, at: int = 0) -> int:
    """End of the verbs that begin at a position (组织开展 is two), or the position itself."""
    verbs, sizes = _verbs()
    begin, end = at, len(text)
    while True:
        for size in sizes.get(text[at : at + 1], ()):
            if at + size <= end and text[at : at + size] in verbs and (size > 1 or at == begin):
                at += size
                break
        else:
            return at


def predicate_end(text: str) -> int:
    """End of the verbs that a text begins with, an adverb before them included (成功处置); 0 without one (督办函)."""
    adverb = 0
    for rule in opened("observations", "adverb")[text[:1]]:
        if m := rule.pattern.match(text):
            adverb = m.end()
            break
    end = verb_at(text, adverb)
    if len(text) == end + 1 and text[end] in word_ends("thing"):
        return 0
    return end if end > adverb else 0
