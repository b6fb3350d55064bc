"""The page of a folder that `kg build` wrote: its graph, or the part of it that a page can hold."""

from __future__ import annotations

import csv
import os
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from kg.graph.explain import the_one
from kg.graph.network import facts, most_shared, network, size
from kg.graph.store import open_store
from kg.ontology import RESOURCES
from kg.view.data import Aside, Unread
from kg.view.page import page
from kg.view.part import part

MOST_NODES = 20_000
"""Nodes that a page holds. Of a larger graph it holds reports, bureaus and what several bureaus share, and says so."""
MOST_FACTS = 100_000
"""Facts of the graph that a page holds: many reports about few things are too much as well."""
_MOST_UNREAD = 300
"""Rows of what is unread that a page lists, of every report alike many."""
_RECENT = 16
"""Texts that stay in memory."""


def explorer(
    folder: str | Path, *, about: str | None = None, classes: Collection[str] = (), years: Collection[str] = ()
) -> str:
    """The page of a built folder, whole or in part: around what goes by a name, of classes, of years."""
    folder = Path(folder)
    store = open_store(folder)
    whole = size(store)
    focus = None
    if about is not None or classes or years:
        graph = network(store)
        focus = None if about is None else the_one(store, about, among=graph)
        graph = part(graph, focus, classes, years)
    else:
        fits = whole <= MOST_NODES and facts(store) <= MOST_FACTS
        graph = network(store, None if fits else most_shared(store, MOST_NODES))
    accounts, unread = _ledger(folder)
    return page(
        graph,
        _Texts(folder),
        Aside(accounts, [u for u in unread if u.place[0] in graph], whole if whole > len(graph) else None, focus),
    )


class _Texts(Mapping[str, str]):
    """Texts of a folder's reports by the reports' IRIs, read when asked for; their names may be in any encoding.

    The last few stay: a report's facts come one after another, and a long text is slow to read for each of them.
    """

    def __init__(self, folder: Path) -> None:
        files = sorted((folder / "text").glob("*.txt"))
        names = [(name, p) for p in files for name in (os.fsencode(p.stem).decode("utf-8", "replace"), p.stem)]
        self._files = {f"{RESOURCES}report/{name}": p for name, p in names}
        self._recent: OrderedDict[str, str] = OrderedDict()

    def __getitem__(self, report: str) -> str:
        if report not in self._recent:
            self._recent[report] = self._files[report].read_bytes().decode()
            if len(self._recent) > _RECENT:
                self._recent.popitem(last=False)
        return self._recent[report]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def _ledger(folder: Path) -> tuple[list[tuple[str, str, int]], list[Unread]]:
    """Counts of ledger.csv, and what is unread, of every report alike many; nothing for a folder without one."""
    counts: Counter[tuple[str, str]] = Counter()
    unread: defaultdict[str, list[Unread]] = defaultdict(list)
    if not (folder / "ledger.csv").is_file():
        return [], []
    with (folder / "ledger.csv").open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            counts[row["what"], row["state"]] += 1
            if row["state"] == "unread":
                report = f"{RESOURCES}report/{row['report']}"
                place = (report, int(row["start"]), int(row["end"]))
                unread[row["report"]].append(Unread(row["what"], row["words"], place))
    share = max(1, _MOST_UNREAD // max(1, len(unread)))
    listed = [item for _, rows in sorted(unread.items()) for item in rows[:share]]
    return [(*key, n) for key, n in sorted(counts.items())], listed[:_MOST_UNREAD]
