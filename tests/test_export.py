"""Every export says what the graph says; tables are safe in spreadsheets; a part holds what is said of one thing."""

from __future__ import annotations

import csv
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from typer.testing import CliRunner

from kg.cli.app import app
from kg.errors import FazhiError, GraphError, QueryError, UsageError
from kg.graph.explain import Explanation, explain
from kg.graph.format_names import ALIASES
from kg.graph.formats import FORMATS, TABLES, export, known, write_tables
from kg.graph.formats.tables import excel_safe
from kg.graph.network import network
from kg.graph.query import run
from kg.graph.store import Store
from kg.interchange import from_json
from kg.text import document_from_text
from kg.view import explorer
from tests.test_graph import ODD, SELF, SHARED_NAME, annotated, build, pair

HOSTILE = "甲\"乙\\丙'丁\t戊\u2028己\x85<庚>&{辛}]]>`^|%20\ufeff壬\U0001f600"
CONTROL = HOSTILE + "\x01\x1f\x7f"


def hostile(folder: Path, odd: str) -> Store:
    """A graph whose names and quotes hold odd characters, and its title the given ones."""
    text = f"青川县公安局2021年报告\r\n一、做法\r\n推行{ODD}制度，办理12件。\r\n"
    data: dict[str, Any] = {
        "report": {"bureau": "青川县公安局", "year": 2021, "title": f"关于{odd}的报告"},
        "entities": [{"type": "Mechanism", "kind": "regime", "name": f"{ODD}制度", "actor": SELF, "status": "done"}],
    }
    return build(folder, [from_json(data, document_from_text(text))])


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return build(tmp_path_factory.mktemp("two"), [annotated("rongchang-2021"), *pair()])


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return hostile(tmp_path_factory.mktemp("odd"), HOSTILE)


def text(store: Store, form: str, about: str | None = None) -> str:
    return "".join(export(store, form, about=about))


def union(store: Store) -> set[ox.Triple]:
    return {quad.triple for quad in store.inner}


SYNTAX = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}


@pytest.mark.parametrize("form", SYNTAX)
@pytest.mark.parametrize("which", ["two", "odd"])
def test_every_syntax_holds_the_graph(form: str, which: str, request: pytest.FixtureRequest) -> None:
    store: Store = request.getfixturevalue(which)
    quads = list(ox.parse(text(store, form), format=SYNTAX[form]))
    assert {quad.triple for quad in quads} == union(store)
    if form in {"trig", "nquads", "jsonld"}:
        assert set(quads) == set(store.inner)


def test_control_characters_come_through_or_are_refused(tmp_path: Path) -> None:
    store = hostile(tmp_path, CONTROL)
    for form in ("turtle", "trig", "ntriples", "nquads", "jsonld"):
        assert {q.triple for q in ox.parse(text(store, form), format=SYNTAX[form])} == union(store)
    with pytest.raises(GraphError, match=r"RDF/XML cannot hold the character U\+0001"):
        text(store, "rdfxml")


def test_the_context_by_itself_is_that_of_the_document(odd: Store) -> None:
    document, context = json.loads(text(odd, "jsonld")), json.loads(text(odd, "context"))
    assert document["@context"] == context["@context"]
    first = next(n for g in document["@graph"] for n in g["@graph"] if n.get("@type") == ["fz:Report"])
    assert isinstance(first["fz:text"], str)
    assert first["fz:year"] == "2021"


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_graph_gives_the_same_bytes(two: Store, form: str) -> None:
    assert text(two, form) == text(two, form)


# ------------------------------------------------------------------ networks


@pytest.mark.parametrize(("form", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
@pytest.mark.parametrize("which", ["two", "odd"])
def test_networkx_reads_the_network_back(
    form: str, read: Any, which: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    store: Store = request.getfixturevalue(which)
    (tmp_path / "x").write_text(text(store, form), encoding="utf-8", newline="")
    more = {"force_multigraph": True} if form == "graphml" else {}
    found, wanted = read(tmp_path / "x", **more), network(store)
    assert set(found.nodes) == set(wanted.nodes)
    assert sorted((a, b) for a, b, *_ in found.edges) == sorted((a, b) for a, b, *_ in wanted.edges)
    assert {n: d["label"] for n, d in found.nodes(data=True)} == {n: d["label"] for n, d in wanted.nodes(data=True)}
    keys = (
        {k for *_, k in found.edges(keys=True)} if form == "graphml" else {d["id"] for *_, d in found.edges(data=True)}
    )
    assert keys == {k for *_, k in wanted.edges(keys=True)}


def test_neo4j_tables_hold_the_network(two: Store, tmp_path: Path) -> None:
    nodes, edges = (
        list(csv.DictReader(p.open(encoding="utf-8", newline=""))) for p in write_tables(two, "neo4j", tmp_path)
    )
    wanted = network(two)
    assert {n["iri:ID"] for n in nodes} == set(wanted.nodes)
    assert len(edges) == wanted.number_of_edges()
    assert {e[":START_ID"] for e in edges} | {e[":END_ID"] for e in edges} <= set(wanted.nodes)
    assert "SUPERIOR_OF" in {e[":TYPE"] for e in edges}


def test_neo4j_tables_are_what_its_importer_takes(two: Store, tmp_path: Path) -> None:
    """`neo4j-admin database import` wants typed headers, ids that are no other's, types and labels as words."""
    nodes, edges = (
        list(csv.reader(p.open(encoding="utf-8", newline=""))) for p in write_tables(two, "neo4j", tmp_path)
    )
    for head, *rows in (nodes, edges):
        assert {len(row) for row in rows} == {len(head)}
        assert all(re.fullmatch(r"\w*(:(ID|LABEL|START_ID|END_ID|TYPE|int|string\[\]))?", name) for name in head)
    at = {name: n for n, name in enumerate(nodes[0])}
    ids = [row[at["iri:ID"]] for row in nodes[1:]]
    assert len(ids) == len(set(ids))
    assert {row[at["year:int"]] for row in nodes[1:]} == {"", "2021"}
    words = {row[at[":LABEL"]] for row in nodes[1:]} | {row[edges[0].index(":TYPE")] for row in edges[1:]}
    assert all(re.fullmatch("[A-Za-z_]+", word) for word in words)


# ------------------------------------------------------------------ tables


def test_csv_opens_in_a_spreadsheet_with_chinese_intact(two: Store, tmp_path: Path) -> None:
    paths = write_tables(two, "csv", tmp_path)
    assert [path.name for path in paths] == ["observations.csv", "entities.csv", "relations.csv"]
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in paths)
    rows = {p.stem: list(csv.DictReader(p.open(encoding="utf-8-sig", newline=""))) for p in paths}
    total = run(two, "SELECT (COUNT(?o) AS ?n) (SUM(?v) AS ?s) { ?o a fz:Observation OPTIONAL { ?o fz:value ?v } }")
    assert total.rows == ((len(rows["observations"]), sum(Decimal(r["value"] or 0) for r in rows["observations"])),)
    assert {(r["type"], r["name"]) for r in rows["entities"]} >= {("Mechanism", SHARED_NAME)}
    assert {r["status"] for r in rows["relations"] if r["object_name"] == SHARED_NAME} == {"done", "planned"}
    for r in rows["observations"]:
        assert (two.folder / r["text"]).read_bytes().decode()[int(r["begin"]) : int(r["end"])] == r["quote"]
    days = {(r["first_day"], r["last_day"]) for r in rows["observations"] if not r["period"]}
    assert days == {("2021-01-01", "2021-12-31")}


def test_what_no_report_says_is_no_name_anywhere(tmp_path: Path) -> None:
    report = "青川县公安局2021年法治政府建设年度报告\n一、做法\n全县常住人口21万人，推行民生警务恳谈制度。\n"
    figure = {"surface": "常住人口21万人", "indicator": "常住人口", "value": 210000, "high": None, "unit": "人"}
    data: dict[str, Any] = {
        "report": {"bureau": "青川县公安局", "year": 2021},
        "observations": [figure | {"bound": "exact", "actor": None, "about": None, "status": "done"}],
    }
    store = build(tmp_path, [from_json(data, document_from_text(report))])
    assert run(store, "ASK { ?o fz:actor fz:unknownActor ; fz:about fz:unknownAbout }").boolean
    (edge,) = (d for *_, d in network(store).edges(data=True) if d["predicate"] == "metric")
    assert edge["figure"].value == "210000"
    files = [*write_tables(store, "csv", tmp_path / "csv"), *write_tables(store, "neo4j", tmp_path / "neo4j")]
    told = [*(p.read_text(encoding="utf-8") for p in files), text(store, "gexf"), text(store, "graphml")]
    (row,) = csv.DictReader(files[0].open(encoding="utf-8-sig", newline=""))
    assert (row["actor"], row["actor_name"], row["about"], row["about_name"]) == ("", "", "", "")
    told.append(str(run(store, "compare-metric", metric="人口").rows))
    for shown in (*told, explorer(tmp_path)):
        assert not re.search("unknownA|主体未明|事项未明|unknown actor|of no named thing", shown)
    found = explain(store, "常住人口")
    assert isinstance(found, Explanation)
    assert found.facts[0].says == ("", "常住人口", "210000人")


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("＝1", "'＝1"),
        ("1+1=2", "1+1=2"),
        ("执法", "执法"),
        (-5, -5),
        (Decimal("-5.50"), "-5.50"),
        (None, None),
    ],
)
def test_no_cell_is_run_as_a_formula(cell: object, safe: object) -> None:
    assert excel_safe(cell) == safe


def test_parquet_has_typed_columns(two: Store, tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow.parquet", reason="pyarrow is the extra fazhi-kg[parquet]")
    paths = write_tables(two, "parquet", tmp_path)
    table = pyarrow.read_table(paths[0])
    assert str(table.schema.field("value").type).startswith("decimal128")
    assert str(table.schema.field("begin").type) == "int64"
    assert table.num_rows == len(run(two, "SELECT ?o { ?o a fz:Observation }").rows)
    total = run(two, "SELECT (SUM(?v) AS ?s) { ?o fz:value ?v }").rows[0][0]
    assert sum(value for value in table.column("value").to_pylist() if value is not None) == total
    names = {row["name"] for path in paths[1:2] for row in pyarrow.read_table(path).to_pylist()}
    assert SHARED_NAME in names


def test_without_pyarrow_it_says_what_to_install(two: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pip install 'fazhi-kg\[parquet\]'"):
        write_tables(two, "parquet", tmp_path / "tables")
    assert list(tmp_path.iterdir()) == [], "no folder is left that holds nothing"


# ------------------------------------------------------------------ fact by fact


def test_a_nanopublication_for_each_fact(odd: Store) -> None:
    data = rdflib.Dataset().parse(data=text(odd, "nanopub"), format="trig")
    np = rdflib.Namespace("http://www.nanopub.org/nschema#")
    heads = list(data.quads((None, rdflib.RDF.type, np.Nanopublication, None)))
    assert len(heads) == len(run(odd, "SELECT ?f { ?f fz:evidence ?e }").rows)
    for subject, _, _, head in heads:
        assert str(head) == f"{subject}/head"
        for part in ("hasAssertion", "hasProvenance", "hasPublicationInfo"):
            (name,) = (o for *_, o, _ in data.quads((subject, np[part], None, head)))
            assert len(data.graph(name)) > 0
    operates = rdflib.URIRef("https://w3id.org/fazhi-kg/ontology#operates")
    assert {str(g) for *_, g in data.quads((None, operates, None, None))}.pop().endswith("/nanopub/assertion")


def test_selectors_find_the_words_again(odd: Store) -> None:
    graph = rdflib.Graph().parse(data=text(odd, "oa"), format="turtle")
    oa = rdflib.Namespace("http://www.w3.org/ns/oa#")
    (file,) = (odd.folder / "text").iterdir()
    there = file.read_bytes().decode()
    places = set(graph.objects(None, oa.hasTarget))
    assert places
    for place in places:
        position, quote = sorted(graph.objects(place, oa.hasSelector), key=str)
        start, end = (int(str(graph.value(position, oa[name]))) for name in ("start", "end"))
        exact, prefix, suffix = (str(graph.value(quote, oa[name])) for name in ("exact", "prefix", "suffix"))
        assert there[start:end] == exact
        assert f"{prefix}{exact}{suffix}" in there


# ------------------------------------------------------------------ a part


def test_a_part_holds_what_is_said_of_one_thing(two: Store) -> None:
    quads = set(ox.parse(text(two, "nquads", SHARED_NAME), format=ox.RdfFormat.N_QUADS))
    assert quads < set(two.inner)
    said = "\n".join(sorted(str(q.subject) for q in quads))
    assert "participation/510822" in said
    assert "participation/510727" in said
    assert "observation/500153" not in said
    named = {q.object.value for q in quads if q.predicate.value.endswith("#anchorOf")}
    assert named == {SHARED_NAME}


def test_what_cannot_be_exported_is_told(two: Store, tmp_path: Path) -> None:
    for wrong, error in (
        (("docx", None), UsageError),
        (("turtle", "局"), QueryError),
        (("turtle", "无此名"), FazhiError),
    ):
        with pytest.raises(error) as told:
            text(two, *wrong)
        assert "\n" not in str(told.value)


# ------------------------------------------------------------------ the command


def test_the_command_writes_files_folders_and_stdout(two: Store, tmp_path: Path) -> None:
    def kg(*arguments: object) -> Any:
        return CliRunner().invoke(app, ["export", "-d", str(two.folder), *map(str, arguments)])

    assert kg("-f", "nquads").stdout == (two.folder / "graph.nq").read_text(encoding="utf-8")
    assert kg("-f", "jsonld", "-o", tmp_path / "g.jsonld").exit_code == 0
    assert json.loads((tmp_path / "g.jsonld").read_text(encoding="utf-8"))["@graph"]
    assert kg("-f", "csv", "-o", tmp_path / "tables").exit_code == 0
    assert len(list((tmp_path / "tables").iterdir())) == 3
    for form in TABLES:
        assert kg("-f", form).exit_code == 2
    assert kg("-f", "nothing").exit_code == 2


def test_what_is_about_a_report_is_all_that_it_says(two: Store) -> None:
    (report, *_) = run(two, "SELECT ?r { ?r a fz:Report } ORDER BY ?r").rows[0]
    told = {q.subject.value for q in ox.parse(text(two, "nquads", str(report)), format=ox.RdfFormat.N_QUADS)}
    facts = run(two, f"SELECT ?f {{ ?f fz:report <{report}> ; prov:wasGeneratedBy ?w }}").rows
    assert {fact for (fact,) in facts} <= told
    assert len(facts) > 50


SPELT = {
    "turtle": ["ttl", ".ttl", "TTL", "Turtle"],
    "ntriples": ["nt", "N-Triples", "n_triples"],
    "nquads": ["nq", "N-Quads", "NQuads"],
    "jsonld": ["json-ld", "JSON-LD", "json"],
    "rdfxml": ["rdf", "xml", "RDF/XML", "rdf+xml", "owl"],
    "trig": ["TriG"],
    "graphml": ["GraphML"],
    "nanopub": ["nanopubs"],
    "oa": ["annotations"],
    "csv": ["CSV"],
    "neo4j": ["Neo4j"],
}


@pytest.mark.parametrize(("form", "given"), [(form, given) for form, names in SPELT.items() for given in names])
def test_a_format_is_known_by_what_people_type(form: str, given: str) -> None:
    assert known(given) == form


@pytest.mark.parametrize("given", ["", "pdf", "xlsx", "ttlx", "n", "table", "txt"])
def test_what_is_no_format_stays_unknown(given: str) -> None:
    with pytest.raises(UsageError, match="choose one of turtle, trig"):
        known(given)


def test_another_name_gives_the_same_file_and_help_tells_it(two: Store) -> None:
    done = CliRunner().invoke(app, ["export", "-d", str(two.folder), "-f", "nt"])
    assert done.stdout == text(two, "ntriples")
    told = CliRunner().invoke(app, ["export", "-h"]).stdout
    names = [other for form in ("turtle", "ntriples", "nquads", "jsonld", "rdfxml") for other in ALIASES[form]]
    assert [name for name in names if not re.search(rf"\b{name}\b", told)] == []


def test_no_name_means_two_formats() -> None:
    names = [name for others in ALIASES.values() for name in others]
    assert len({*names, *ALIASES}) == len(names) + len(ALIASES)
