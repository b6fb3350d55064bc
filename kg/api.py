"""What a notebook needs of a built folder: ask it, walk it, see it."""

from __future__ import annotations

import csv
import html
from collections.abc import Collection
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from kg.graph.check import Verdict
    from kg.graph.query import Answer
    from kg.graph.shapes import Result
    from kg.graph.store import Store
    from kg.score import Evaluation


def load(folder: str | Path) -> Loaded:
    """What `kg build` wrote into a folder. Raises GraphError where there is no graph."""
    from kg.graph.store import open_store

    return Loaded(Path(folder), open_store(folder))


def check(folder: str | Path) -> Verdict:
    """Whether every fact of a built folder is proved by its texts; shares no code with what made the graph."""
    from kg.graph.check import check as run

    return run(folder)


def validate(folder: str | Path) -> tuple[Result, ...]:
    """What breaks a SHACL shape in a built folder; nothing if all conforms."""
    from kg.graph.shapes import validate as run

    return run(folder)


def evaluate(gold: str | Path, texts: str | Path) -> Evaluation:
    """Extraction from the reports in `texts` against the annotation in `gold` (DOC.json, same stems)."""
    from kg.score import evaluate as run

    return run(gold, texts)


class Loaded:
    """A built graph: to ask (`query`), compute (`observations`), walk (`network`, `graph`), see (`view`)."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder = folder
        self.store = store

    def query(self, query: str, **parameters: object) -> Answer:
        """SPARQL, or the name of a saved query with its parameters, over the union of all graphs."""
        from kg.graph.query import run

        return run(self.store, query, **parameters)

    def export(self, form: str, *, about: str | None = None) -> str:
        """The graph, or what it says about one thing, as text in a format of kg.graph.formats.FORMATS."""
        from kg.graph.formats import export

        return "".join(export(self.store, form, about=about))

    @property
    def graph(self) -> rdflib.Dataset:
        """The graph behind rdflib's interface."""
        return self.store.graph()

    @cached_property
    def network(self) -> nx.MultiDiGraph[str]:
        """The graph for networkx: see kg.graph.network."""
        from kg.graph.network import network

        return network(self.store)

    @cached_property
    def observations(self) -> list[dict[str, str]]:
        """Rows of observations.csv (columns: kg.graph.observations_csv.COLUMNS), values as written there."""
        with (self.folder / "observations.csv").open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.DictReader(lines))

    def view(self, focus: str | None = None, *, classes: Collection[str] = (), years: Collection[str] = ()) -> View:
        """The explorer page, shown in place by a notebook: the built one, or one of a part of the graph."""
        if focus is None and not classes and not years:
            return View((self.folder / "graph.html").read_text(encoding="utf-8"))
        from kg.view import explorer

        return View(explorer(self.folder, about=focus, classes=classes, years=years))


class View(Struct, frozen=True):
    """The explorer page as a notebook shows it: a frame filled from a string, so that nothing is fetched.

    It runs apart from the notebook: the frame has no origin in common with it.
    """

    page: str

    def _repr_html_(self) -> str:
        frame = 'width="100%" height="720" style="border:0" sandbox="allow-scripts allow-downloads"'
        return f'<iframe {frame} srcdoc="{html.escape(self.page)}"></iframe>'
