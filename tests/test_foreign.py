"""Programs that are not ours read the same graph out of every export, and give the same verdict on the shapes.

`make foreign` installs the ones from npm by their lockfile; rapper is Debian's raptor2-utils.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.graph.formats import export
from kg.graph.rdf import quads
from kg.graph.shapes import check_graph
from kg.graph.store import Store
from kg.ontology import folder
from kg.resolve import resolve
from tests.test_export import CONTROL, HOSTILE, hostile
from tests.test_graph import annotated, build, pair
from tests.test_shapes import BROKEN

HERE = Path(__file__).parent / "foreign"
needs_node = pytest.mark.skipif(
    not shutil.which("node") or not (HERE / "node_modules").is_dir(),
    reason="node or its packages are missing: make foreign",
)
needs_rapper = pytest.mark.skipif(not shutil.which("rapper"), reason="rapper is missing: apt-get install raptor2-utils")

_ESCAPES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def canonical(found: Iterable[ox.Quad]) -> tuple[int, str]:
    """Number of statements, and SHA-256 of the canonical N-Quads (RDFC-1.0; a graph without blank nodes is its own)."""
    lines = sorted({f"{' '.join(map(_term, quad))} .\n".replace("  ", " ") for quad in found})
    return len(lines), hashlib.sha256("".join(lines).encode()).hexdigest()


def _term(term: Any) -> str:
    if isinstance(term, ox.Literal):
        text = "".join(_ESCAPES.get(c) or (f"\\u{ord(c):04X}" if c < " " or c == "\x7f" else c) for c in term.value)
        if term.language:
            return f'"{text}"@{term.language}'
        kind = term.datatype.value
        return f'"{text}"' if kind.endswith("#string") else f'"{text}"^^<{kind}>'
    return "" if isinstance(term, ox.DefaultGraph) else str(term)


@pytest.fixture(scope="module", params=["a report", "odd characters", "control characters"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Store:
    place = tmp_path_factory.mktemp("foreign")
    if request.param == "a report":
        return build(place, [annotated("rongchang-2021")])
    return hostile(place, CONTROL if request.param.startswith("control") else HOSTILE)


@pytest.fixture(scope="module")
def files(store: Store, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    place = tmp_path_factory.mktemp("exports")
    found = {}
    for form in ("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml"):
        if form == "rdfxml" and "\x01" in (store.folder / "graph.nq").read_text(encoding="utf-8").replace(
            "\\u0001", "\x01"
        ):
            continue  # XML has no control characters: the export refuses them (test_export)
        found[form] = place / form
        found[form].write_text("".join(export(store, form)), encoding="utf-8", newline="")
    return found


def expected(store: Store, form: str) -> tuple[int, str]:
    named = form in {"nquads", "trig", "jsonld"}
    return canonical(store.inner if named else (ox.Quad(*quad.triple) for quad in store.inner))


@needs_node
def test_n3_and_jsonld_read_the_same_graph(store: Store, files: dict[str, Path]) -> None:
    forms = [form for form in files if form != "rdfxml"]
    jobs = json.dumps([{"format": form, "path": str(files[form])} for form in forms])
    done = subprocess.run(["node", "read.mjs"], cwd=HERE, input=jobs, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = {form: (r["triples"], r["hash"]) for form, r in zip(forms, json.loads(done.stdout), strict=True)}
    assert found == {form: expected(store, form) for form in forms}


@needs_rapper
@pytest.mark.parametrize("form", ["turtle", "ntriples", "nquads", "trig", "rdfxml"])
def test_rapper_reads_the_same_graph(store: Store, files: dict[str, Path], form: str) -> None:
    if form not in files:
        pytest.skip("XML has no control characters: the export refuses them")
    out = "nquads" if form in {"nquads", "trig"} else "ntriples"
    command = ["rapper", "-q", "-i", form, "-o", out, str(files[form]), "https://example.org/base/"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    syntax = ox.RdfFormat.N_QUADS if out == "nquads" else ox.RdfFormat.N_TRIPLES
    assert canonical(ox.parse(done.stdout, format=syntax)) == expected(store, form)


# ------------------------------------------------------------------ shapes


@needs_node
@pytest.mark.parametrize("shapes", ["report", "shared"])
def test_two_engines_give_the_same_verdict(shapes: str, tmp_path: Path) -> None:
    sound = [q.triple for q in quads(resolve(pair())) if str(q.graph_name) != "<https://w3id.org/fazhi-kg/ontology>"]
    cases = {"sound": sound, **{name: breaks(sound) for name, breaks, _ in BROKEN}}
    assert len(cases) > 10
    paths = []
    for n, rows in enumerate(cases.values()):
        paths.append(tmp_path / f"{n}.nt")
        paths[-1].write_text("".join(f"{triple} .\n" for triple in rows), encoding="utf-8")
    job = json.dumps({"shapes": str(folder() / "shapes" / f"{shapes}.ttl"), "data": [str(path) for path in paths]})
    done = subprocess.run(["node", "shacl.mjs"], cwd=HERE, input=job, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for (name, rows), told in zip(cases.items(), json.loads(done.stdout), strict=True):
        ours = {(r.focus, r.component) for r in check_graph(rows, shapes)}
        assert {tuple(row) for row in told["results"]} == ours, name
        assert told["conforms"] == (not ours), name
