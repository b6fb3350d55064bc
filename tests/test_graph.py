"""Annotation goes into the graph whole and comes out of it by SPARQL: none missing, none extra, all of it proved."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from msgspec.structs import replace

from kg.errors import GraphError
from kg.extract import extract
from kg.graph.check import check
from kg.graph.query import run
from kg.graph.rdf import quads
from kg.graph.shapes import validate
from kg.graph.store import Store, open_store, write
from kg.interchange import from_json
from kg.model import Extraction
from kg.resolve import resolve
from kg.text import document_from_text, read
from tests.test_interchange import HERE, SEEDS, fold, gold

SELF = "self"


def annotated(name: str) -> Extraction:
    return from_json(gold(name), read(HERE.parent / "seeds" / f"{name}.txt"))


def build(folder: Path, found: Iterable[Extraction]) -> Store:
    reports = resolve(found)
    folder.mkdir(exist_ok=True)
    write(quads(reports), folder)
    (folder / "text").mkdir(exist_ok=True)
    for report in reports:
        (folder / "text" / f"{report.id}.txt").write_bytes(report.found.document.text.encode())
    return open_store(folder)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Store]:
    return {name: build(tmp_path_factory.mktemp(name), [annotated(name)]) for name in SEEDS}


@pytest.fixture(scope="session")
def together(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return build(tmp_path_factory.mktemp("together"), [annotated(name) for name in SEEDS])


# ------------------------------------------------------------------ whole

NAMES = """SELECT ?thing ?name WHERE {
  ?m fz:thing ?thing . ?thing rdfs:label ?l OPTIONAL { ?m fz:name ?n } BIND(STR(COALESCE(?n, ?l)) AS ?name)
}"""
ENTITIES = """SELECT ?m ?type ?kind ?name ?thing ?actor ?status ?role WHERE {
  ?m fz:thing ?thing ; fz:report ?r ; prov:wasGeneratedBy/prov:used/rdfs:label "annotation" ;
     fz:evidence/nif:anchorOf ?quote .
  ?thing a ?class ; rdfs:label ?label . FILTER(STRSTARTS(STR(?class), STR(fz:)))
  BIND(STRAFTER(STR(?class), "#") AS ?type)
  OPTIONAL { ?thing fz:kind/skos:notation ?kind }
  OPTIONAL { ?m fz:name ?n } BIND(STR(COALESCE(?n, ?label)) AS ?name)
  OPTIONAL { ?m fz:actor ?actor ; fz:role ?role . ?m a fz:Participation }
  OPTIONAL { ?m fz:status/skos:notation ?status }
}"""
FORMS = """SELECT DISTINCT ?name ?form WHERE {
  ?m fz:thing ?thing . ?thing rdfs:label ?label OPTIONAL { ?m fz:name ?n } BIND(STR(COALESCE(?n, ?label)) AS ?name)
  { ?thing rdfs:label|skos:altLabel ?f } UNION { ?m fz:name|fz:localName ?f } BIND(STR(?f) AS ?form)
}"""
OBSERVATIONS = """SELECT ?o ?indicator ?value ?high ?unit ?bound ?period ?actor ?about ?status ?quote WHERE {
  ?o a fz:Observation ; fz:metric/rdfs:label ?label ; fz:unit ?unit ; fz:bound/skos:notation ?bound ;
     fz:status/skos:notation ?status ; fz:evidence/nif:anchorOf ?quote ; fz:report ?r ;
     prov:wasGeneratedBy/prov:used/rdfs:label "annotation" .
  OPTIONAL { ?o fz:indicator ?i } BIND(STR(COALESCE(?i, ?label)) AS ?indicator)
  OPTIONAL { ?o fz:value ?value } OPTIONAL { ?o fz:high ?high } OPTIONAL { ?o fz:period ?period }
  ?o fz:actor ?a ; fz:about ?b .
  BIND(IF(?a = fz:unknownActor, ?none, ?a) AS ?actor) BIND(IF(?b = fz:unknownAbout, ?none, ?b) AS ?about)
}"""
RELATIONS = """SELECT ?s ?p ?o WHERE {
  ?x a fz:Statement ; rdf:subject ?s ; rdf:predicate ?pp ; rdf:object ?o ; fz:report ?r ; fz:evidence/nif:anchorOf ?q .
  ?s ?pp ?o . BIND(STRAFTER(STR(?pp), "#") AS ?p)
}"""
COMPONENTS = """SELECT ?c ?whole ?n ?part ?quote WHERE {
  ?c a fz:CollectiveName ; rdfs:label ?w ; fz:report ?r ; fz:part ?x ; fz:evidence/nif:anchorOf ?q .
  ?x fz:position ?n ; rdfs:label ?p ; fz:evidence/nif:anchorOf ?quote .
  BIND(STR(?w) AS ?whole) BIND(STR(?p) AS ?part)
} ORDER BY ?c ?n"""


class Meant:
    """What the annotation means by a name, and what the graph calls a node."""

    def __init__(self, data: dict[str, Any], store: Store) -> None:
        self.data = data
        self.names = {row["thing"]: row["name"] for row in run(store, NAMES)}
        (publisher,) = run(store, "SELECT ?b WHERE { ?r dcterms:publisher ?b }").rows[0]
        self.publisher = publisher

    def node(self, iri: object) -> str | None:
        if iri is None:
            return None
        label = str(self.names.get(iri, iri))
        return SELF if iri == self.publisher else label

    def name(self, name: str | None, *types: str) -> str | None:
        if name is None or name == SELF:
            return name
        rows = [e for e in self.data["entities"] if not types or e["type"] in types]
        found = [e["name"] for e in rows if e["name"] == name] + [e["name"] for e in rows if name in e["aliases"]]
        own = self.data["report"]["bureau"]
        return SELF if own in {name, *found[:1]} else found[0] if found else name


@pytest.mark.parametrize("name", SEEDS)
def test_every_entity_comes_out_with_kind_actor_and_status(name: str, built: dict[str, Store]) -> None:
    meant = Meant(gold(name), built[name])
    wanted = Counter(
        (
            e["type"],
            e.get("kind"),
            e["name"],
            meant.name(e.get("actor"), "Bureau") or meant.name(e.get("actor")),
            None if e["type"] == "Bureau" else e["status"],
        )
        for e in meant.data["entities"]
    )
    rows = run(built[name], ENTITIES)
    assert Counter((r["type"], r["kind"], r["name"], meant.node(r["actor"]), r["status"]) for r in rows) == wanted
    roles = {"Mechanism": "operates", "Program": "runs", "LegalInstrument": "issued", "Honour": "received"}
    assert {(r["type"], str(r["role"]).rpartition("#")[2]) for r in rows if r["role"]} <= set(roles.items())


@pytest.mark.parametrize("name", SEEDS)
def test_every_form_comes_out(name: str, built: dict[str, Store]) -> None:
    rows = {(r["name"], r["form"]) for r in run(built[name], FORMS)}
    wanted = {(e["name"], form) for e in gold(name)["entities"] for form in (e["name"], *e["aliases"])}
    assert wanted <= rows


@pytest.mark.parametrize("name", SEEDS)
def test_every_figure_comes_out(name: str, built: dict[str, Store]) -> None:
    meant = Meant(gold(name), built[name])

    def number(value: object) -> Decimal | None:
        return None if value is None else Decimal(str(value))

    wanted = Counter(
        (
            *(o["indicator"], number(o["value"]), number(o["high"]), o["unit"], o["bound"], o["period"]),
            *(
                meant.name(o["actor"], "Bureau") or meant.name(o["actor"]),
                meant.name(o["about"], "Mechanism", "Program"),
            ),
            *(o["status"], fold(o["surface"])),
        )
        for o in meant.data["observations"]
    )
    found = Counter(
        (
            *(r["indicator"], number(r["value"]), number(r["high"]), r["unit"], r["bound"], r["period"]),
            *(meant.node(r["actor"]), meant.node(r["about"]), r["status"], fold(str(r["quote"]))),
        )
        for r in run(built[name], OBSERVATIONS)
    )
    assert found == wanted


@pytest.mark.parametrize("name", SEEDS)
def test_every_relation_comes_out(name: str, built: dict[str, Store]) -> None:
    meant = Meant(gold(name), built[name])
    found = {(meant.node(r["s"]), r["p"], meant.node(r["o"])) for r in run(built[name], RELATIONS)}
    assert found == {(meant.name(r["s"]), r["p"], meant.name(r["o"])) for r in meant.data["relations"]}


@pytest.mark.parametrize("name", SEEDS)
def test_every_collective_name_comes_out_in_order(name: str, built: dict[str, Store]) -> None:
    found: dict[object, list[Any]] = {}
    for r in run(built[name], COMPONENTS):
        assert fold(str(r["quote"])) == fold(str(r["part"]))
        found.setdefault(r["c"], [r["whole"]]).append(r["part"])
    wanted = Counter((c["whole"], *c["parts"]) for c in gold(name)["components"])
    assert Counter(map(tuple, found.values())) == wanted


# ------------------------------------------------------------------ what reports share

ONE = "青川县公安局2021年法治政府建设年度报告\n一、主要做法\n推行民生警务恳谈制度，共办理案件12件。\n"
TWO = "平武县公安局2021年法治政府建设年度报告\n二、下一步工作打算\n将推行民生警务恳谈制度。\n"
SHARED_NAME = "民生警务恳谈制度"


def told(text: str, bureau: str, status: str) -> Extraction:
    entity = {"type": "Mechanism", "kind": "regime", "name": SHARED_NAME, "actor": SELF, "status": status}
    rows = [{"type": "Bureau", "kind": "police", "name": bureau}, entity]
    figure = {
        "surface": "办理案件12件",
        "indicator": "办理案件",
        "value": 12,
        "high": None,
        "unit": "件",
        "bound": "exact",
    }
    figures = [figure | {"actor": SELF, "about": None, "status": "done"}] if "12件" in text else []
    data = {"report": {"bureau": bureau, "year": 2021}, "entities": rows, "observations": figures}
    return from_json(data, document_from_text(text, id=bureau))


def pair() -> list[Extraction]:
    return [told(ONE, "青川县公安局", "done"), told(TWO, "平武县公安局", "planned")]


def test_one_mechanism_planned_here_and_done_there(tmp_path: Path) -> None:
    store = build(tmp_path, pair())
    rows = run(
        store,
        """SELECT ?bureau ?status ?shortcut WHERE {
          ?m a fz:Mechanism ; rdfs:label ?l FILTER(STR(?l) = ?name)
          ?p fz:thing ?m ; fz:actor ?b ; fz:status/skos:notation ?status . ?b rdfs:label ?n BIND(STR(?n) AS ?bureau)
          BIND(EXISTS { ?b fz:operates ?m } AS ?shortcut)
        } ORDER BY ?status""",
        name=SHARED_NAME,
    )
    assert rows.rows == (("青川县公安局", "done", True), ("平武县公安局", "planned", False))


def test_a_superior_that_nobody_names_is_marked_as_derived(tmp_path: Path) -> None:
    rows = run(
        build(tmp_path, pair()),
        """SELECT ?upper ?lower ?rule (COUNT(?i) AS ?inputs) WHERE {
          ?s a fz:DerivedStatement, fz:Statement ; rdf:subject/rdfs:label ?u ; rdf:predicate fz:superiorOf ;
             rdf:object/rdfs:label ?l ; prov:wasGeneratedBy/prov:used/rdfs:label ?rule ; fz:input ?i .
          BIND(STR(?u) AS ?upper) BIND(STR(?l) AS ?lower)
        } GROUP BY ?upper ?lower ?rule ORDER BY ?upper""",
    )
    rule = "superior-by-division"
    assert rows.rows == (("广元市公安局", "青川县公安局", rule, 2), ("绵阳市公安局", "平武县公安局", rule, 2))


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("2021年法治政府建设年度报告", "青川县公安局：2021年法治政府建设年度报告"),
        ("青川县公安局2021年报告", "青川县公安局2021年报告"),
        (None, "510822-公安局-2021"),
    ],
)
def test_a_report_is_called_so_that_one_knows_whose_it_is(tmp_path: Path, title: str | None, label: str) -> None:
    found = told(ONE, "青川县公安局", "done")
    document = replace(found.document, meta=replace(found.document.meta, title=title))
    store = build(tmp_path, [replace(found, document=document)])
    assert run(store, "SELECT ?l { ?r a fz:Report ; rdfs:label ?l }").rows == ((label,),)


def test_a_wording_that_a_report_names_is_an_expression_of_the_law(tmp_path: Path) -> None:
    head = "青川县公安局2021年法治政府建设年度报告\n一、主要做法\n"
    texts = (f"{head}学习《中华人民共和国行政处罚法》(2021年修订)。\n", f"{head}学习《行政处罚法》。\n")
    store = build(tmp_path, [extract(document_from_text(text, id=text[-9:])) for text in texts])
    assert len(run(store, "SELECT ?l { ?l a eli:LegalResource }").rows) == 1
    question = """SELECT ?title ?law ?report WHERE {
      ?e a eli:LegalExpression ; eli:realizes ?l ; eli:title ?title . ?l a fz:LegalInstrument ; rdfs:label ?law .
      ?report dcterms:references ?e , ?l }"""
    (row,) = run(store, question).rows
    assert row[:2] == ("行政处罚法(2021年修订)", "中华人民共和国行政处罚法")
    assert check(tmp_path).ok
    assert validate(tmp_path, workers=0) == ()


def test_two_reports_of_one_bureau_and_year_keep_apart(tmp_path: Path) -> None:
    texts = (ONE, ONE.replace("12件", "12件。另办理5件"))
    first, second = resolve(told(text, "青川县公安局", "done") for text in texts)
    assert first.id != second.id
    assert {first.id.rpartition("-")[0], second.id.rpartition("-")[0]} == {"510822-公安局-2021"}
    store = build(tmp_path, [told(text, "青川县公安局", "done") for text in texts])
    assert run(store, "SELECT (COUNT(?o) AS ?n) { ?o a fz:Observation }").rows == ((2,),)
    assert check(tmp_path).ok


# ------------------------------------------------------------------ the same bytes, whatever the order

BUILD = """
import sys
from pathlib import Path
from tests.test_graph import build, pair
found = pair()
build(Path(sys.argv[1]), found[:: int(sys.argv[2])])
"""


@pytest.mark.parametrize(("seed", "step", "locale"), [("1", "-1", "C"), ("7", "1", "C.UTF-8")])
def test_the_bytes_do_not_depend_on_order_hash_seed_or_locale(
    tmp_path: Path, seed: str, step: str, locale: str
) -> None:
    build(tmp_path / "here", pair())
    environment = os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": locale}
    command = [sys.executable, "-c", BUILD, str(tmp_path / "there"), step]
    subprocess.run(command, check=True, env=environment, cwd=HERE.parent)
    for name in ("graph.nq", "graph.ttl"):
        assert (tmp_path / "here" / name).read_bytes() == (tmp_path / "there" / name).read_bytes()


def test_sorted_lines_and_no_blank_nodes(together: Store) -> None:
    lines = (together.folder / "graph.nq").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))
    assert not any(line.startswith("_:") or " _:" in line.split('"')[0] for line in lines)


def test_runs_on_disk_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path / "whole", pair())
    monkeypatch.setattr("kg.graph.store._CHUNK", 50)
    build(tmp_path / "pieces", pair())
    for name in ("graph.nq", "graph.ttl"):
        assert (tmp_path / "whole" / name).read_bytes() == (tmp_path / "pieces" / name).read_bytes()


# ------------------------------------------------------------------ the same graph for everyone


def test_rdflib_counts_as_the_engine_does(together: Store) -> None:
    query = "SELECT (COUNT(*) AS ?n) (SUM(?v) AS ?sum) WHERE { ?o fz:value ?v ; fz:unit ?u FILTER(?u = '件') }"
    prefixed = "PREFIX fz: <https://w3id.org/fazhi-kg/ontology#> " + query
    turtle = rdflib.Graph().parse(together.folder / "graph.ttl")
    dataset = rdflib.Dataset(default_union=True).parse(together.folder / "graph.nq", format="nquads")
    (expected,) = run(together, query).rows
    assert isinstance(expected[0], int)
    assert expected[0] > 40
    for graph in (turtle, dataset, together.graph()):
        ((n, total),) = graph.query(prefixed)
        assert (n.toPython(), total.toPython()) == expected
    assert len(turtle) == len(together)


def test_a_folder_without_store_is_read_from_its_quads(tmp_path: Path) -> None:
    build(tmp_path, pair())
    whole = len(open_store(tmp_path))
    for path in sorted((tmp_path / "store").iterdir()):
        path.unlink()
    (tmp_path / "store").rmdir()
    assert len(open_store(tmp_path)) == whole


def test_a_folder_without_a_graph_is_told_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="holds no graph") as error:
        open_store(tmp_path)
    assert "\n" not in str(error.value)


# ------------------------------------------------------------------ how much it takes

ID = "https://w3id.org/fazhi-kg/id/"
FIGURES = {"observation", "metric"}
THINGS = {"bureau", "mechanism", "program", "instrument", "honour", "mention", "participation"}


def cost(rows: list[ox.Quad], kinds: set[str]) -> int:
    """Triples of nodes of some kinds, with the places that prove them, the activities that made them, their times.

    What several nodes share (a metric, a quoted heading, the work of a rule on the report) is counted once. Not counted
    is what every report shares: measure words, divisions, the vocabulary and the rules.
    """

    def kind(node: object) -> str:
        return str(node).removeprefix(f"<{ID}").partition("/")[0]

    own = [q for q in rows if kind(q.subject) in kinds]
    ends = ("#evidence", "#support", "#wasGeneratedBy", "#interval")
    further = {str(q.object) for q in own if str(q.predicate)[:-1].endswith(ends)}
    return len(own) + sum(str(q.subject) in further for q in rows)


REPORTS = sorted(p for place in ("seeds", "tests/written") for p in (HERE.parent / place).glob("*.txt"))


@pytest.mark.parametrize("path", REPORTS, ids=lambda p: p.stem)
def test_the_graph_of_a_report_is_compact(path: Path) -> None:
    """Each report by itself, as extracted: its figures with their metrics, its things with what is shared of them."""
    (report,) = resolve([extract(read(path))])
    rows = list(quads([report]))
    brought = [q for q in rows if q.graph_name == ox.NamedNode(report.iri)]
    figures, things = len(report.found.observations), len(report.found.entities)
    assert cost(rows, FIGURES) <= 25 * figures
    assert cost(brought, THINGS) <= 15 * things
    assert cost(rows, THINGS) <= 19.5 * things, "what reports share counted with the first of them"


@pytest.mark.parametrize("name", SEEDS)
def test_the_graph_of_annotation_is_compact_too(name: str) -> None:
    (report,) = resolve([annotated(name)])
    rows = list(quads([report]))
    assert cost(rows, FIGURES) <= 25 * len(report.found.observations)
    brought = [q for q in rows if q.graph_name == ox.NamedNode(report.iri)]
    assert cost(brought, THINGS) <= 15 * len(report.found.entities)


# ------------------------------------------------------------------ whatever stands in a text

ODD = '甲"乙\\丙\t丁\u2028戊\x85己<庚>{辛}'


def test_odd_characters_come_back_as_they_are(tmp_path: Path) -> None:
    text = f"青川县公安局2021年报告\r\n一、做法\r\n推行{ODD}制度，办理12件。\r\n"
    data: dict[str, Any] = {
        "report": {"bureau": "青川县公安局", "year": 2021, "title": f"关于{ODD}的报告"},
        "entities": [{"type": "Mechanism", "kind": "regime", "name": f"{ODD}制度", "actor": SELF, "status": "done"}],
    }
    store = build(tmp_path, [from_json(data, document_from_text(text))])
    assert check(tmp_path).findings == ()
    (row,) = run(
        store, "SELECT ?l ?q ?m { ?m a fz:Mechanism ; rdfs:label ?l . ?p fz:thing ?m ; fz:evidence/nif:anchorOf ?q }"
    ).rows
    assert row[:2] == (f"{ODD}制度", f"{ODD}制度")
    assert not set(str(row[2])) & set(' "<>{}|^`\\\t')
    assert rdflib.Graph().parse(tmp_path / "graph.ttl").value(rdflib.URIRef(str(row[2])), rdflib.RDFS.label) is not None


def test_a_report_of_nothing_is_a_graph(tmp_path: Path) -> None:
    store = build(tmp_path, [Extraction(document_from_text("空"), None)])
    assert check(tmp_path).findings == ()
    assert run(store, "SELECT (COUNT(?r) AS ?n) { ?r a fz:Report }").rows == ((1,),)
    build(tmp_path / "none", [])
    assert check(tmp_path / "none").findings == ()


def test_the_data_set_is_described_as_it_is(together: Store) -> None:
    (row,) = run(
        together, "SELECT ?t ?l { ?d a void:Dataset, dcat:Dataset ; void:triples ?t ; dcterms:license ?l }"
    ).rows
    assert row[0] == len(together)
    classes = run(together, "SELECT ?c ?n { ?p void:class ?c ; void:entities ?n }").rows
    assert len(classes) > 10
    for kind, number in classes:
        counted = run(together, f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a <{kind}> }}").rows
        assert counted == ((number,),), kind
