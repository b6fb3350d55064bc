"""The page of graphs that nobody would wish for: hostile labels, many reports, parts; the same under any locale."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from typer.testing import CliRunner

import kg
from kg.cli.app import app
from kg.errors import QueryError, UsageError
from kg.graph.explain import the_one
from kg.graph.network import Figure, SectionPlace, most_shared, network
from kg.graph.store import open_store
from kg.ontology import RESOURCES
from kg.view import Aside, Unread, explorer, page, part
from kg.view.data import words
from kg.view.initials import initials
from kg.view.page import _library
from kg.view.passages import Passages
from tests.bench.generated import generated
from tests.browser import CHROMIUM, WHY_NOT, Watched

ROOT = Path(__file__).parents[1]
browsing = pytest.mark.skipif(CHROMIUM is None, reason=WHY_NOT)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "output"
    kg.build([ROOT / "seeds" / "rongchang-2021.txt", ROOT / "seeds" / "yubei-2021.txt"], folder)
    return folder


# ------------------------------------------------------------------ hostile labels

HOSTILE = {
    "script": "<script>window.pwned = 1</script>",
    "closing": "</script><img src=x onerror='window.pwned = 2'>",
    "comment": "<!--<script>",
    "attribute": '" autofocus onfocus="window.pwned = 3" x=\'',
    "template": "{{ 7 * 7 }}{% raw %}${window.pwned = 4}",
    "separators": "甲\u2028乙\u2029丙",
    "bidi": "\u202e公安局\u2066\u202d",
    "link": "javascript:window.pwned=5//&lt;b&gt;&amp;",
    "astral": "𠮷野家🚓",
    "long": "长" * 10_000,
    "formula": '=HYPERLINK("https://example.org")',
}


def hostile(label: str) -> tuple[nx.MultiDiGraph[str], dict[str, str], Aside]:
    """A graph that has a label in every field that can hold text."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    report, bureau, thing, metric = (RESOURCES + path for path in ("report/r", "bureau/b", "mechanism/m", "metric/n"))
    text = f"{label}。{label}设立{label}共5件{label}。\n" + label
    base = len(label) + 1
    place = (report, base, base + len(label))
    for node, group in ((bureau, "Bureau"), (thing, "Mechanism"), (metric, "Metric"), (report, "Report")):
        graph.add_node(node, label=label, group=group, kind=None, aliases=(label, label + "别称"), places=(place,))
    graph.nodes[report].update(year=label[:4], bureau=bureau)
    five = base + 2 * len(label) + 3
    figure = Figure("5", None, label, "exact", five, five + 1, label)
    more = {
        "report": report,
        "status": "done",
        "rule": label,
        "period": label,
        "evidence": (place,),
        "support": (place,),
    }
    graph.add_edge(bureau, thing, "f1 operates", predicate="operates", value=None, **more)
    graph.add_edge(bureau, metric, "f2 metric", predicate="metric", value=label, figure=figure, **more)
    graph.add_edge(metric, thing, "f2 about", predicate="about", value=label, figure=figure, **more)
    graph.graph["shortcomings"] = {report: (place,)}
    graph.graph["sections"] = {report: (SectionPlace(0, len(text), label),)}
    return graph, {report: text}, Aside([("number", "unread", 1)], [Unread("number", label, place)], title=label)


@browsing
@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_labels_are_text(browser: Watched, tmp_path: Path, kind: str) -> None:
    label = HOSTILE[kind]
    graph, texts, aside = hostile(label)
    file = tmp_path / "page.html"
    file.write_text(page(graph, texts, aside), encoding="utf-8", newline="")
    browser.requests.clear()
    browser.errors.clear()
    views = ("focus&node=bureau/b", "facts", "figures", "gaps", "compare&bureaus=bureau/b")
    for state in ("", *(f"view={view}" for view in views)):
        shown = browser.open(file, state)
        assert shown.evaluate("window.pwned") is None
        assert shown.evaluate("document.querySelectorAll('img, iframe, script:not([id]):not(:empty)').length") == 2
        assert shown.evaluate("DATA.nodes[0].name") == label
        shown.context.close()
    shown = browser.open(file, "view=focus&node=bureau/b")
    name = shown.evaluate("document.querySelector('#evidence h2').textContent")
    assert name.endswith(label)
    marked = shown.evaluate("document.querySelector('#evidence mark.evidence').textContent")
    assert marked == label
    assert shown.evaluate("document.documentElement.scrollWidth") <= 1400
    for run in ("svgOf()", "turtleOf(drawn)", "sparqlOf(drawn)", "citation(DATA.facts[0])", "csvOf(DATA.figures)"):
        assert shown.evaluate(run)
    shown.context.close()
    assert set(browser.requests) == {file.resolve().as_uri()}
    assert browser.errors == []


# ------------------------------------------------------------------ many reports


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, nx.MultiDiGraph[str]]:
    graph, texts = generated(60, 2_900, 100)
    file = tmp_path_factory.mktemp("many") / "page.html"
    file.write_text(page(graph, texts), encoding="utf-8", newline="")
    return file, graph


def test_a_page_of_six_hundred_nodes_is_light() -> None:
    graph, texts = generated(10, 1_300, 130)
    assert len(graph) >= 600
    assert len(page(graph, texts).encode()) - len(_library().encode()) <= 800_000


def test_large_data_is_compressed_and_the_bytes_are_the_same(many: tuple[Path, nx.MultiDiGraph[str]]) -> None:
    written = many[0].read_bytes()
    assert b'type="application/gzip"' in written
    assert page(*generated(60, 2_900, 100)).encode() == written


@browsing
def test_compressed_data_is_read(browser: Watched, many: tuple[Path, nx.MultiDiGraph[str]]) -> None:
    shown = browser.open(many[0], "view=figures")
    assert shown.evaluate("[DATA.nodes.length, DATA.facts.length]") == [len(many[1]), many[1].number_of_edges()]
    assert shown.locator(".chart").count() == 3
    shown.click(".chart button.link >> nth=0")
    owners = shown.evaluate("new Set(figuresShown().map(ownerOf)).size")
    assert owners > 1
    assert shown.locator(".chart .plot").count() > 1
    shown.context.close()


# ------------------------------------------------------------------ parts


def test_a_part_of_the_graph_is_told_to_be_one(folder: Path) -> None:
    store = open_store(folder)
    chosen = most_shared(store, 40)
    graph = network(store, chosen)
    assert set(graph) <= set(chosen)
    assert [row["group"] for _, row in graph.nodes(data=True)].count("Report") == 2
    every = network(store, most_shared(store, 10_000))
    assert {row["group"] for _, row in every.nodes(data=True)} >= {"Mechanism", "Program"}
    for node, row in every.nodes(data=True):
        bureaus = {a for a, _, found in every.in_edges(node, data=True) if found["predicate"] not in {"thing", "about"}}
        assert row["group"] in {"Report", "Bureau"} or len(bureaus) > 1, "what one bureau has alone is left out"
    whole = network(store)
    written = page(graph, {}, Aside(whole=len(whole)))
    data = json.loads(re.search(r'id="data">(.*?)</script>', written, re.S)[1])  # type: ignore[index]
    assert (data["whole"], len(data["nodes"])) == (len(whole), len(graph))
    kept = graph.edges(keys=True)
    assert set(kept) == {edge for edge in whole.edges(keys=True) if edge[0] in graph and edge[1] in graph}


def test_a_thing_knows_every_place_that_names_it(folder: Path) -> None:
    mentioned: dict[str, set[tuple[str, int, int]]] = {}
    asked = (
        "SELECT ?thing ?report ?place { ?fact fz:thing ?thing ; fz:report ?report ; fz:evidence|fz:mentionedAt ?place }"
    )
    for row in kg.load(folder).query(asked):
        begin, end = str(row["place"]).rpartition("#char=")[2].split(",")
        mentioned.setdefault(str(row["thing"]), set()).add((str(row["report"]), int(begin), int(end)))
    told = {node: set(row["places"]) for node, row in kg.load(folder).network.nodes(data=True) if row["places"]}
    assert told == mentioned
    assert any(len(places) > 2 for places in told.values())


def test_parts_by_name_class_and_year(folder: Path) -> None:
    graph, store = kg.load(folder).network, kg.load(folder).store
    focus = the_one(store, "反诈中心", among=graph)
    assert the_one(store, "500153-公安局-2021", among=graph) == RESOURCES + "report/500153-公安局-2021"
    near = part(graph, about=focus)
    assert focus in near
    assert 2 < len(near) < len(graph)
    programs = part(graph, classes=["Program"])
    assert {row["group"] for _, row in programs.nodes(data=True)} == {"Report", "Bureau", "Program"}
    assert set(part(graph, years=["2021"]).edges(keys=True)) <= set(graph.edges(keys=True))
    assert list(near) == [node for node in graph if node in near], "in the order of the whole"


@pytest.mark.parametrize(
    ("asked", "hint"),
    [({"classes": ["Programme"]}, "Program"), ({"years": ["1999"]}, "no part")],
)
def test_a_part_that_is_none(folder: Path, asked: Any, hint: str) -> None:
    with pytest.raises(UsageError, match=hint):
        part(kg.load(folder).network, **asked)


@pytest.mark.parametrize(("name", "hint"), [("反诈中新", "反诈中心"), ("公安局", "can mean")])
def test_a_name_that_is_none_or_many(folder: Path, name: str, hint: str) -> None:
    with pytest.raises(QueryError, match=hint):
        explorer(folder, about=name)


# ------------------------------------------------------------------ the command, under any locale

LOCALES = {
    "GBK": {"LC_ALL": "zh_CN.GBK", "PYTHONUTF8": "0"},
    "GBK streams": {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "0", "PYTHONIOENCODING": "gbk"},
    "C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}


def made_locale(folder: Path) -> dict[str, str]:
    """The environment of a machine that runs under zh_CN.GBK; few have that locale, so it is made for the test."""
    env = {**os.environ, **LOCALES["GBK"], "LOCPATH": str(folder)}
    try:
        make = ["localedef", "-i", "zh_CN", "-f", "GBK", str(folder / "zh_CN.GBK")]
        subprocess.run(make, check=True, capture_output=True)
        ask = [sys.executable, "-c", "import sys; print(sys.getfilesystemencoding())"]
        found = subprocess.run(ask, check=True, capture_output=True, env=env, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"the locale zh_CN.GBK cannot be made here: {error}")
    if found != "gbk":
        pytest.skip(f"the locale zh_CN.GBK is not taken: the encoding is {found}")
    return env


@pytest.mark.parametrize("locale", LOCALES)
def test_the_command_writes_utf8_under_any_locale(folder: Path, tmp_path: Path, locale: str) -> None:
    env = made_locale(tmp_path) if locale == "GBK" else {**os.environ, **LOCALES[locale]}
    command = [sys.executable, "-m", "kg", "view", "-d", str(folder), "-o", str(tmp_path / "page.html")]
    subprocess.run(command, check=True, cwd=ROOT, env=env, capture_output=True)
    assert (tmp_path / "page.html").read_bytes() == (folder / "graph.html").read_bytes()
    piped = [*command[:-1], "-", "--focus", "反诈中心".encode()]
    told = subprocess.run(piped, check=True, cwd=ROOT, env=env, capture_output=True).stdout
    assert "反诈中心" in told.decode("utf-8")
    assert len(told) < (folder / "graph.html").stat().st_size


def written(file: Path) -> dict[str, Any]:
    """The data that stands readable in a page."""
    found = re.search(r'id="data">(.*?)</script>', file.read_text(encoding="utf-8"), re.S)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_the_command_writes_a_part_and_opens_it(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    file = tmp_path / "部分.html"
    asked = ["view", "-d", str(folder), "-o", str(file), "--open"]
    told = CliRunner().invoke(app, [*asked, "--class", "Program", "--class", "Honour", "--year", "2021"])
    assert (told.exit_code, told.stdout.strip()) == (0, str(file))
    assert opened == [file.as_uri()]
    data = written(file)
    groups = {data["classes"][row[2]]["name"] for row in data["nodes"]}
    assert groups == {"Report", "Bureau", "Program", "Honour"}
    assert {year for _, year, _ in data["reports"]} == {"2021"}
    assert data["whole"] > len(data["nodes"])
    assert CliRunner().invoke(app, [*asked, "--focus", "反诈中心"]).exit_code == 0
    focus = written(file)
    assert focus["focus"] in {row[0] for row in focus["nodes"] if row[1] == "反诈中心"}


def test_beyond_so_many_nodes_a_page_is_of_a_part(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.view.built.MOST_NODES", 30)
    (tmp_path / "page.html").write_text(explorer(folder), encoding="utf-8")
    data = written(tmp_path / "page.html")
    groups = [data["classes"][row[2]]["name"] for row in data["nodes"]]
    assert groups.count("Report") == 2
    assert len(groups) <= 30 < data["whole"]
    assert data["accounts"]


@browsing
def test_a_notebook_shows_a_part(browser: Watched, folder: Path, tmp_path: Path) -> None:
    shown = kg.load(folder).view("反诈中心")._repr_html_()
    assert shown.startswith("<iframe")
    assert "src=" not in shown.partition("srcdoc=")[0]
    (tmp_path / "notebook.html").write_text(f"<!DOCTYPE html><meta charset=utf-8>{shown}", encoding="utf-8")
    browser.errors.clear()
    page = browser.browser.new_page()
    page.on("console", lambda told: browser.errors.append(told.text))
    page.goto((tmp_path / "notebook.html").as_uri())
    frame = page.frames[1]
    frame.wait_for_selector("html[data-ready]")
    assert frame.inner_text("#evidence h2").endswith("反诈中心")
    frame.click("[data-view=landing]")
    assert frame.is_visible("#landing")
    assert browser.errors == []
    page.close()


# ------------------------------------------------------------------ its pieces


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("反诈中心", "fzzx"),
        ("“12·3”行动", "123xd"),
        ("重庆市", "cqs"),
        ("银行", "yh"),
        ("110 接处警", "110jcj"),
        ("ABC平台", "abcpt"),
        ("——", ""),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_the_words_of_both_languages_are_the_same() -> None:
    chinese, english = words()["zh"], words()["en"]
    assert chinese.keys() == english.keys()
    slots = re.compile(r"\{\w+\}")
    assert {k for k in chinese if set(slots.findall(chinese[k])) != set(slots.findall(english[k]))} == set()


def test_passages_are_paragraphs_with_their_headings() -> None:
    text = "一、主要工作\n(一)**队 伍**\n开展培训\n三次。\n建立制度。一是抓培养,选派二人。\n\n附件"
    sections = (
        *(SectionPlace(0, len(text), "一、主要工作"), SectionPlace(7, len(text) - 3, "(一)队伍")),
        SectionPlace(text.index("一是"), len(text) - 3, "一是抓培养"),
    )
    passages = Passages({"r": text}, {"r": sections})
    places = [("r", text.index(word), text.index(word) + 2) for word in ("培训", "三次", "制度", "选派", "附件")]
    found = [passages.place(place) for place in places]
    assert [row[3] for row in passages.rows] == [
        "开展培训\n三次。\n",
        "建立制度。",
        "一是抓培养,选派二人。\n\n",
        "附件",
    ]
    assert passages.rows[0][2] == "一、主要工作 › (一)队伍"
    for place, (number, start, end) in zip(places, filter(None, found), strict=True):
        assert passages.rows[number][3][start:end] == text[place[1] : place[2]]
    assert passages.place(("other", 0, 1)) is None


def test_a_long_report_is_read_once_for_each_paragraph() -> None:
    class Counted(dict[str, str]):
        asked = 0

        def get(self, key: str, default: Any = None) -> Any:
            self.asked += 1
            return super().get(key, default)

        def __getitem__(self, key: str) -> str:
            self.asked += 1
            return super().__getitem__(key)

    lines = 400
    text = "".join(f"第{n:03}条开展培训三次，建立制度两项。\n" for n in range(lines))
    line = len(text) // lines
    sections = [
        SectionPlace(n * line, len(text) if n % 50 == 0 else (n + 1) * line, f"{n}节") for n in range(0, lines, 10)
    ]
    texts = Counted({"r": text})
    passages = Passages(texts, {"r": sections})
    for begin in range(0, len(text) - 4, 3):
        assert passages.place(("r", begin, begin + 2)) is not None
    assert texts.asked <= len(passages.rows) + 1, "a text of some megabytes is slow to read; not once a fact"
    for report, begin, heading, _ in passages.rows:
        around = [s.heading for s in sections if s.begin <= begin < s.end]
        assert (report, heading) == ("r", " › ".join(around))
