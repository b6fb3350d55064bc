"""Resources and metrics of nearly the same name: skos:closeMatch, with the reason and a score. Linear in their number.

Names are compared by their core, what is left without the words on which names of one thing differ
(lexicon/near_words.tsv); of those that share a core each is matched with one of them, not with all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cache
from hashlib import sha256
from typing import NamedTuple

from pyoxigraph import NamedNode, Triple

from kg.graph.provenance import generated
from kg.graph.terms import decimal, node_of, plain, term
from kg.model import Label
from kg.naming import Resource, normal
from kg.ontology import alternation, words

_YEARS = re.compile(r"(?:19|20)\d\d(?:年度?)?(?:-(?:20)?\d\d(?:年度?)?)?")
_LEAST = Decimal("0.5")
"""The least share of two names that must agree."""
_SHORTEST = 3
"""Characters that must be left of a name, else its general words stay."""


class _Named(NamedTuple):
    """Something with a name. `sort`: only what is of one sort is compared."""

    iri: str
    name: str
    sort: str


@cache
def _set_aside() -> tuple[re.Pattern[str], ...]:
    """Words at the beginning, anywhere and at the end, in the order in which they are taken off."""
    front, anywhere, end = (alternation(words("near_words", part=p)) for p in ("front", "any", "end"))
    return re.compile(f"^(?:{front})"), re.compile(anywhere), re.compile(f"(?:{end})$")


@cache
def _edition_words() -> re.Pattern[str]:
    """A word for an edition at the end of a title."""
    return re.compile(f"(?:{alternation(words('near_words', part='edition'))})$")


@cache
def core(name: str) -> str:
    """What is left of a name without years, editions, words of level and general words, while enough is left."""
    left = _edition_words().sub("", _YEARS.sub("", normal(name)))
    for pattern in _set_aside():
        shorter = pattern.sub("", left)
        left = shorter if len(shorter) >= _SHORTEST else left
    return left


def _reason(one: str, other: str) -> str:
    """The rule by which two names are alike."""
    a, b = normal(one), normal(other)
    if a == b:
        return "same-name-other-owner"
    if _YEARS.sub("", a) == _YEARS.sub("", b):
        return "other-year"
    if _edition_words().sub("", a) == _edition_words().sub("", b):
        return "other-edition"
    return "same-core"


def _compared(resources: Iterable[Resource], metrics: Mapping[str, list[str]]) -> Iterator[_Named]:
    for resource in resources:
        if resource.label in {Label.MECHANISM, Label.PROGRAM, Label.INSTRUMENT}:
            yield _Named(resource.iri, resource.name, f"{resource.label.value} {resource.kind or ''}")
    for iri, names in metrics.items():
        yield _Named(iri, names[0], "Metric")


def alike(resources: Iterable[Resource], metrics: Mapping[str, list[str]]) -> Iterator[Triple]:
    """Matches between resources, and between metrics, each with a node that tells why and how far."""
    groups: defaultdict[tuple[str, str], list[_Named]] = defaultdict(list)
    for row in _compared(resources, metrics):
        key = "".join(sorted(core(row.name))) if row.sort == "Metric" else core(row.name)
        groups[row.sort, key].append(row)
    for rows in groups.values():
        first, *rest = sorted(rows, key=lambda row: (len(row.name), row.name, row.iri))
        for row in rest:
            ratio = SequenceMatcher(None, first.name, row.name, autojunk=False).ratio()
            score = Decimal(f"{ratio:.2f}")
            if score >= _LEAST:
                yield from _match(first, row, score)


def _match(one: _Named, other: _Named, score: Decimal) -> Iterator[Triple]:
    ends = NamedNode(one.iri), NamedNode(other.iri)
    rule = _reason(one.name, other.name)
    node = node_of("likeness", sha256(f"{one.iri}|{other.iri}".encode()).hexdigest()[:16])
    yield Triple(ends[0], term("skos:closeMatch"), ends[1])
    yield Triple(node, term("rdf:type"), term("fz:Likeness"))
    yield Triple(node, term("fz:alike"), ends[0])
    yield Triple(node, term("fz:alike"), ends[1])
    yield Triple(node, term("fz:rule"), plain(rule))
    yield Triple(node, term("fz:score"), decimal(score))
    yield from generated(node, "derived", "Likeness", rule)
