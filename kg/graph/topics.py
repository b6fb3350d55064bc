"""What fields of work metrics belong to: administrative litigation, reconsideration."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from kg.ontology import alternation, concepts, words

__all__ = ["topics"]


def topics(names: Iterable[str]) -> tuple[str, ...]:
    """Concepts of fz:Topics that a metric of these wordings belongs to, in order of their IRIs."""
    told = tuple(names)
    return tuple(sorted(iri for topic, iri in concepts("topic").items() if any(_speaks(topic, n) for n in told)))


def _speaks(topic: str, name: str) -> bool:
    named, other = _patterns(topic)
    return named.search(other.sub("", name)) is not None


@cache
def _patterns(topic: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Words that speak of a topic, and longer words that do not though they hold one of those."""

    def either(use: str) -> re.Pattern[str]:
        """A pattern of the terms of a use."""
        return re.compile(alternation(words("topics", topic=topic, use=use)))

    return either("in"), either("out")
