"""What a question may have meant by a name that nothing in the graph has."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from math import log
from pathlib import Path

from kg.graph.functions import named
from kg.graph.query import run
from kg.graph.store import Store, open_store

__all__ = ["strangers"]

_MEANT = {
    "bureau": ("bureau", "fz:Bureau"),
    "partner": ("bureau", "fz:Bureau"),
    "metric": ("metric", "fz:Metric"),
    "law": ("legal instrument", "fz:LegalInstrument"),
    "division": ("division", "fz:Division"),
    "name": ("thing", "fz:Bureau fz:Mechanism fz:Program fz:LegalInstrument fz:Honour"),
}
"""Parameters of saved queries that are parts of names, with what they name."""
_NAMES = """SELECT DISTINCT ?name WHERE {
  VALUES ?class { %s } ?x a ?class ; rdfs:label|skos:altLabel|^fz:thing/fz:name|skos:notation ?n .
  BIND(STR(?n) AS ?name) }"""
_MOST = 3
"""Names that are offered."""


def strangers(store: Store | str | Path, parameters: Mapping[str, object]) -> Iterator[str]:
    """A line for each parameter of a saved query that is part of no name: what it does not name, and what is near."""
    store = store if isinstance(store, Store) else open_store(store)
    for key, value in parameters.items():
        if key in _MEANT and str(value):
            what, classes = _MEANT[key]
            names = [str(row["name"]) for row in run(store, _NAMES % classes)]
            fits = named if what == "metric" else _part
            if not any(fits(name, str(value)) for name in names):
                near = _near(str(value), names)
                yield f"no {what} has {value} in its name" + (f"; the nearest: {'、'.join(near)}" if near else "")


def _part(name: str, value: str) -> bool:
    return value.lower() in name.lower()


def _near(value: str, names: list[str]) -> list[str]:
    """Names that share its rarest characters (of 荣昌分局 rather 荣昌 than 分局); of equals the ones most alike."""
    seen = Counter(char for name in names for char in set(name))
    weight = {char: log((len(names) + 1) / seen[char]) for char in set(value) if seen[char]}

    def nearness(name: str) -> tuple[float, float, str]:
        """What a name shares with the value, how alike they are, and the name."""
        shared = sum(weight.get(char, 0.0) for char in set(name))
        return round(shared, 6), SequenceMatcher(None, value, name, autojunk=False).ratio(), name

    least = sum(weight.values()) / 2
    found = heapq.nlargest(_MOST, (nearness(name) for name in names if set(name) & weight.keys()))
    return [name for shared, _, name in found if shared >= least]
