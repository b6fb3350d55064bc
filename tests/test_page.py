"""The explorer page as a reader uses it: the real page of the seeds in a browser, from its file, with no request."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import networkx as nx
import pytest
import rdflib

import kg
from kg.graph.query import run
from kg.ontology import RESOURCES
from tests.browser import CHROMIUM, WHY_NOT, Watched, chromium

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=WHY_NOT)

SEEDS = Path(__file__).parents[1] / "seeds"
REPORT = RESOURCES + "report/500153-公安局-2021"
BUREAU, OTHER = "bureau/500153-公安局", "bureau/500112-公安局"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page") / "output"
    kg.build([SEEDS], folder)
    return folder


@pytest.fixture(scope="module")
def network(folder: Path) -> nx.MultiDiGraph[str]:
    return kg.load(folder).network


@pytest.fixture(scope="module")
def browser() -> Iterator[Watched]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def see(browser: Watched, folder: Path) -> Iterator[Any]:
    """Opens the page at a state; afterwards nothing but the file itself was asked for, and nothing went wrong."""
    browser.requests.clear()
    browser.errors.clear()
    pages: list[Any] = []

    def opened(state: str = "", **context: Any) -> Any:
        pages.append(browser.open(folder / "graph.html", state, **context))
        return pages[-1]

    yield opened
    for page in pages:
        page.context.close()
    assert set(browser.requests) == {(folder / "graph.html").resolve().as_uri()}
    assert browser.errors == []


def searched(page: Any, text: str) -> list[str]:
    page.fill("#search", text)
    return [hit.inner_text() for hit in page.query_selector_all("#hits li .name")]


def hits_of(page: Any, selector: str) -> list[str]:
    return [element.inner_text() for element in page.query_selector_all(selector)]


# ------------------------------------------------------------------ landing and search


def test_the_landing_tells_what_is_in_the_graph(see: Any, network: nx.MultiDiGraph[str]) -> None:
    page = see()
    counts = [int(text.replace(",", "")) for text in hits_of(page, ".counts b")]
    groups = [row["group"] for _, row in network.nodes(data=True)]
    assert counts[0] == groups.count("Report") == 3
    assert sum(counts[:-1]) == len(groups)
    assert len(hits_of(page, ".questions li")) == 5
    assert len(hits_of(page, ".accounts li")) == 3
    assert "重庆市荣昌区公安局" in hits_of(page, ".entries .link")


@pytest.mark.parametrize("n", range(5))
def test_every_worked_question_leads_to_an_answer(see: Any, n: int) -> None:
    page = see()
    page.click(f".questions li:nth-child({n + 1}) button")
    assert page.evaluate("state.view") != "landing"
    assert page.locator("#facts .card, #figures tbody tr, #compare tbody tr, #evidence .card").count() > 0


@pytest.mark.parametrize("typed", ["反诈中心", "fzzx", "FZZX", "反诈中"])
def test_search_by_name_and_by_initials(see: Any, typed: str) -> None:
    page = see()
    assert searched(page, typed)[0] == "反诈中心"
    page.press("#search", "Enter")
    assert page.inner_text("#evidence h2").endswith("反诈中心")
    assert unquote(page.evaluate("location.hash")).startswith("#view=focus&node=mechanism/")


def test_search_with_arrows_and_with_an_input_method(see: Any) -> None:
    page = see()
    page.keyboard.press("/")
    page.keyboard.type("gaj")
    names = hits_of(page, "#hits li .name")
    assert len(names) > 2
    composing = '{ key: "Enter", isComposing: true }'
    page.evaluate(f'() => $("search").dispatchEvent(new KeyboardEvent("keydown", {composing}))')
    assert page.evaluate("state.view") == "landing", "Enter that ends a composition chooses nothing"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.evaluate("DATA.byId.get(state.node).name") == names[1]
    assert searched(page, "此名无处可寻") == []
    assert page.inner_text("#hits") != ""


# ------------------------------------------------------------------ focus


def test_focus_shows_at_most_eighty_and_opens_the_rest(see: Any, network: nx.MultiDiGraph[str]) -> None:
    page = see("view=focus&node=" + quote(BUREAU))
    near = set(nx.all_neighbors(network, RESOURCES + BUREAU)) - {RESOURCES + BUREAU}
    shown, all_near, whole = (int(n) for n in re.findall(r"\d+", page.inner_text("#showing")))
    assert (all_near, whole) == (len(near | {REPORT}) + 1, len(network))
    drawn = "drawn.placed.filter((item) => item.node).map((item) => item.node.id)"
    first = page.evaluate(drawn)
    assert shown == len(first) == len(set(first)) <= 80
    assert set(first[1:]) <= {iri.removeprefix(RESOURCES) for iri in near | {REPORT}}
    mechanisms = {iri for iri in near if network.nodes[iri]["group"] == "Mechanism"}
    reached: set[str] = set()
    for _ in range(20):
        ids = page.evaluate(drawn)
        assert len(ids) <= 80
        reached |= set(ids)
        stub = page.evaluate("drawn.placed.find((item) => item.stub?.name === 'Mechanism' && !item.back)?.to")
        if stub is None:
            break
        page.evaluate("(to) => go({ open: { Mechanism: to } })", stub)
    assert {iri.removeprefix(RESOURCES) for iri in mechanisms} <= reached


def test_the_canvas_stands_as_a_list_too(see: Any) -> None:
    page = see("view=focus&node=" + quote(BUREAU))
    page.click("#listing summary")
    listed = hits_of(page, "#listing .link.name")
    drawn = page.evaluate("drawn.placed.filter((item) => item.node && !item.centre).map((item) => item.node.name)")
    assert listed == drawn
    page.click("#listing .link.name >> nth=3")
    assert page.evaluate("DATA.byId.get(state.node).name") == listed[3]


def test_history_goes_back(see: Any) -> None:
    page = see("view=focus&node=" + quote(BUREAU))
    page.evaluate("(id) => go({ node: id, open: {}, pick: '' })", OTHER)
    assert page.inner_text("#evidence h2").endswith("渝北区分局")
    page.go_back()
    page.wait_for_function("() => state.node === 'bureau/500153-公安局'")
    assert page.inner_text("#evidence h2").endswith("荣昌区公安局")


def test_the_shortest_path_is_one_of_the_graph(see: Any, network: nx.MultiDiGraph[str]) -> None:
    page = see("view=focus&node=" + quote(BUREAU))
    page.fill("#path", "渝北区分局")
    page.press("#path", "Enter")
    path = [RESOURCES + node for node in page.evaluate("drawn.placed.map((item) => item.node.id)")]
    assert path[0] == RESOURCES + BUREAU
    assert path[-1] != path[0]
    undirected = network.to_undirected(as_view=True)
    assert all(undirected.has_edge(a, b) for a, b in pairwise(path))
    between = undirected.subgraph(n for n in network if network.nodes[n]["group"] != "Report" or n in path)
    assert len(path) <= len(nx.shortest_path(between, path[0], path[-1]))
    assert page.locator("#evidence .card").count() >= len(path) - 1


def test_choosing_leaves_the_picture_where_the_reader_moved_it(see: Any) -> None:
    page = see("view=focus&node=" + quote(BUREAU))
    page.evaluate("drawing.moveTo({ position: { x: 55, y: 44 }, scale: 1.3, animation: false })")
    page.evaluate("go({ pick: 'node:' + drawn.placed[5].node?.id }, true)")
    assert page.evaluate("[drawing.getScale(), Math.round(drawing.getViewPosition().x)]") == [1.3, 55]
    page.evaluate("toggle('class', 'Metric')")
    assert page.evaluate("drawing.getScale()") != 1.3


# ------------------------------------------------------------------ evidence


def told(text: str) -> str:
    """Text as the page shows it: without the line breaks of the page's width."""
    return re.sub(r"\s*\n\s*", "", text)


def test_every_figure_of_a_report_has_its_own_characters_marked(
    see: Any, folder: Path, network: nx.MultiDiGraph[str]
) -> None:
    text = (folder / "text" / "500153-公安局-2021.txt").read_bytes().decode()
    figures = {
        (row["figure"].begin, row["figure"].end): row["evidence"][0]
        for _, _, row in network.edges(data=True)
        if row["predicate"] == "metric" and row["report"] == REPORT
    }
    page = see("view=figures&f.bureau=" + quote(BUREAU))
    rows = page.locator("#figures tbody tr")
    assert rows.count() == len(figures) > 20
    seen = []
    for n in range(rows.count()):
        rows.nth(n).click()
        quoted = page.locator("#evidence blockquote").first
        start, end = int(quoted.get_attribute("data-start")), int(quoted.get_attribute("data-end"))
        assert "".join(quoted.locator("mark.evidence").all_inner_texts()) == told(text[start:end])
        number = "".join(quoted.locator("mark.number").all_inner_texts())
        seen.append((number, start, end))
    assert sorted(seen) == sorted((told(text[slice(*n)]), p[1], p[2]) for n, p in figures.items())


def test_subject_and_object_are_marked_and_the_place_is_told(see: Any, network: nx.MultiDiGraph[str]) -> None:
    page = see("view=focus&node=" + quote(BUREAU) + "&f.predicate=operates")
    card = page.locator("#evidence .card", has=page.locator("mark.object", has_text="反诈中心")).first
    assert card.locator("mark.object").first.inner_text() == "反诈中心"
    source = card.locator(".source").inner_text()
    assert "重庆市荣昌区公安局" in source
    assert "2021" in source
    assert "known-name" in source
    short = len(card.locator("blockquote").inner_text())
    card.locator("text=看整段").click()
    assert len(card.locator("blockquote").inner_text()) > short
    assert card.locator("mark.object").first.inner_text() == "反诈中心"


def test_a_fact_is_copied_as_a_citation(see: Any, folder: Path) -> None:
    page = see("view=figures&f.bureau=" + quote(BUREAU) + "&words=" + quote("513"))
    page.evaluate("navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }")
    page.click("#figures tbody tr >> nth=0")
    page.click("#evidence .card >> text=复制引文")
    page.wait_for_function("() => window.copied")
    cited = page.evaluate("window.copied")
    place = re.search(r"［500153-公安局-2021，第(\d+)–(\d+)字］$", cited)
    assert place is not None
    text = (folder / "text" / "500153-公安局-2021.txt").read_bytes().decode()
    assert "513" in text[int(place[1]) : int(place[2])]
    assert told(text[int(place[1]) : int(place[2])]) in cited
    assert re.match(r"重庆市荣昌区公安局：《[^》]*2021年法治政府建设工作情况报告》（2021年度），", cited)


# ------------------------------------------------------------------ filters


def test_filter_by_status_in_the_legend(see: Any, network: nx.MultiDiGraph[str]) -> None:
    planned = sum(r["status"] == "planned" and r["predicate"] != "about" for _, _, r in network.edges(data=True))
    page = see("view=facts")
    page.click(".filter:has(#filter-status-planned) .only")
    assert page.inner_text("#facts h2") == f"{planned} 条依据"
    assert set(hits_of(page, "#facts .tag.planned")) == {"拟做"}
    assert page.locator("#facts .card").count() == page.locator("#facts .card .tag.planned").count()
    page.click("label[for=filter-status-done]")
    assert int(page.inner_text("#facts h2").split()[0].replace(",", "")) > planned
    page.click("text=清除筛选")
    assert page.evaluate("Object.keys(state.filters).length") == 0


def test_filters_by_class_and_kind_take_nodes_out_of_the_picture(see: Any) -> None:
    page = see("view=focus&node=" + quote(BUREAU))
    page.click("label[for=filter-class-Metric]")
    groups = page.evaluate("drawn.placed.filter((item) => item.node).map((item) => item.node.group)")
    assert "Metric" not in groups
    page.click(".filter:has(#filter-kind-body) .only")
    kinds = page.evaluate("drawn.placed.filter((i) => i.node?.group === 'Mechanism').map((i) => i.node.kind.en)")
    assert set(kinds) == {"body"}


# ------------------------------------------------------------------ figures, compare


def test_figures_are_sorted_and_narrowed(see: Any) -> None:
    page = see("view=figures")
    page.click("[data-sort=value]")
    values = page.evaluate(
        "figuresShown().map((fact) => fact.figure.value).filter((value) => value !== null).map(Number)"
    )
    assert values == sorted(values)
    assert page.get_attribute("th:has([data-sort=value])", "aria-sort") == "ascending"
    page.click("[data-sort=value]")
    assert page.evaluate("document.activeElement.dataset.sort") == "value", "the focus stays where it was"
    assert page.evaluate("Number(figuresShown()[0].figure.value)") == max(values)
    page.fill("#figures-words", "诈骗")
    page.wait_for_function("() => state.words === '诈骗'")
    assert 0 < page.locator("#figures tbody tr").count() < len(values)
    assert page.evaluate("document.activeElement.id") == "figures-words"


def test_the_csv_opens_and_runs_no_formula(see: Any, network: nx.MultiDiGraph[str]) -> None:
    page = see("view=figures")
    with page.expect_download() as download:
        page.click("#csv")
    data = Path(download.value.path()).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    figures = [row for _, _, row in network.edges(data=True) if row["predicate"] == "metric"]
    assert len(rows) == len(figures)
    assert sorted(row["数值"] for row in rows) == sorted(row["figure"].value or "" for row in figures)
    text = page.evaluate("""csvOf([{...DATA.figures[0], to: {name: '=HYPERLINK("x")'}, from: {name: "\\t@cmd"},
      figure: {...DATA.figures[0].figure, unit: "+1", value: "-5"}}])""")
    _, row = csv.reader(io.StringIO(text, newline=""))
    assert (row[0], row[1], row[3], row[6]) == ("'\t@cmd", '\'=HYPERLINK("x")', "-5", "'+1")


def test_two_bureaus_compared(see: Any, network: nx.MultiDiGraph[str]) -> None:
    def run_by(bureau: str) -> set[str]:
        edges = network.out_edges(RESOURCES + bureau, data=True)
        return {network.nodes[end]["label"] for _, end, row in edges if row["predicate"] == "operates"}

    page = see("view=compare")
    page.evaluate("go({ bureaus: [] })")
    for name in ("荣昌区公安局", "渝北区分局"):
        page.fill("#add-bureau", name)
        page.press("#add-bureau", "Enter")
    assert page.evaluate("state.bureaus") == [BUREAU, OTHER]
    shared = hits_of(page, "#compare .scroll >> nth=0 >> tbody th")
    assert set(shared) == run_by(BUREAU) & run_by(OTHER)
    alone = hits_of(page, "#compare .columns >> nth=0 >> h4")
    sizes = [int(text.rpartition("(")[2].rstrip(")")) for text in alone]
    assert sizes == [len(run_by(BUREAU) - run_by(OTHER)), len(run_by(OTHER) - run_by(BUREAU))]
    page.click("#compare tbody td button >> nth=0")
    assert page.locator("#evidence mark.object").count() > 0


# ------------------------------------------------------------------ state, export


STATES = {
    "focus": "go({ view: 'focus', node: 'bureau/500153-公安局', open: { Mechanism: 20 } })",
    "filter": "(go({ view: 'focus', node: 'bureau/500153-公安局' }), toggle('status', 'planned'))",
    "pick": "go({ view: 'focus', node: 'bureau/500153-公安局', pick: 'node:bureau/公安部' })",
    "figures": "go({ view: 'figures', sort: '-value', words: '案件', pick: 'fact:' + factKey(DATA.figures[3]) })",
    "compare": "go({ view: 'compare', bureaus: ['bureau/500153-公安局', 'bureau/500112-公安局'] })",
    "english": "$('language').click()",
}


@pytest.mark.parametrize("state", STATES)
def test_the_address_brings_the_view_back(see: Any, state: str) -> None:
    page = see()
    page.evaluate(STATES[state])
    again = see(page.evaluate("location.hash.slice(1)"))
    for part in ("#tabs", "#filters", "#stage", "#evidence"):
        assert again.inner_text(part) == page.inner_text(part), part
    assert again.evaluate("drawn.placed.length") == page.evaluate("drawn.placed.length")


def test_an_address_that_names_nothing_shows_the_landing(see: Any) -> None:
    page = see("view=focus&node=bureau/nobody&f.status=&open.x=y&%E0%A4%A=1&=")
    assert page.is_visible("#landing")


def test_pictures_are_exported(see: Any, tmp_path: Path) -> None:
    page = see("view=focus&node=" + quote(BUREAU))
    files = {}
    for ending, text in (("svg", "保存 SVG 图片"), ("png", "保存 PNG 图片")):
        page.click("#tools .menu summary")
        with page.expect_download() as download:
            page.click(f"#tools >> text={text}")
        assert download.value.suggested_filename == f"重庆市荣昌区公安局.{ending}"
        files[ending] = Path(download.value.path()).read_bytes()
    assert files["png"].startswith(b"\x89PNG")
    tree = ET.fromstring(files["svg"])
    texts = [element.text for element in tree.iter("{http://www.w3.org/2000/svg}title")]
    assert texts[1:] == page.evaluate("drawn.placed.filter((item) => item.node).map((item) => item.node.name)")


def test_the_view_is_copied_as_turtle_and_sparql(see: Any, folder: Path) -> None:
    page = see("view=focus&node=" + quote(BUREAU))
    page.evaluate("navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }")
    copied = {}
    for text in ("复制为 Turtle", "复制为 SPARQL"):
        page.evaluate("window.copied = ''")
        page.click("#tools .menu summary")
        page.click(f"#tools >> text={text}")
        page.wait_for_function("() => window.copied")
        copied[text[-6:]] = page.evaluate("window.copied")
    graph, whole = rdflib.Graph().parse(data=copied["Turtle"], format="turtle"), kg.load(folder).graph
    plain = [t for t in graph if isinstance(t[0], rdflib.URIRef)]
    assert len(plain) > 50
    assert [t for t in plain if t not in whole] == []
    answer = run(folder, copied["SPARQL"])
    assert len(answer.rows) > 100
    assert {row[0] for row in answer.rows} == {RESOURCES + BUREAU}


# ------------------------------------------------------------------ everyone


def test_both_languages(see: Any) -> None:
    page = see(locale="en-GB")
    assert page.get_attribute("html", "lang") == "en"
    assert page.inner_text("#tabs") == "Overview\nGraph\nFacts\nFigures\nCompare"
    page.click("#language")
    assert page.get_attribute("html", "lang") == "zh-CN"
    assert "mechanism" not in page.inner_text("#legend")


def test_by_night_on_paper_and_on_a_phone(see: Any) -> None:
    day, night = see(), see(color_scheme="dark")
    colour = "getComputedStyle(document.body).backgroundColor"
    assert day.evaluate(colour) != night.evaluate(colour)
    for view in ("landing", "focus", "facts", "figures", "compare"):
        phone = see(f"view={view}&node={quote(BUREAU)}", viewport={"width": 375, "height": 800})
        assert phone.evaluate("document.documentElement.scrollWidth") <= 375, view
    page = see("view=focus&node=" + quote(BUREAU))
    page.emulate_media(media="print")
    assert page.is_hidden("#filters")
    assert page.is_visible("#evidence .card")


def test_all_of_it_by_keyboard(see: Any) -> None:
    page = see()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "home"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    unnamed = page.evaluate("""[...document.querySelectorAll("button, input, a, summary")]
      .filter((element) => element.checkVisibility() && !element.textContent.trim())
      .filter((element) => !element.getAttribute("aria-label") && !element.labels?.length)
      .map((element) => element.outerHTML)""")
    assert unnamed == []
    page.evaluate("(id) => go({ view: 'focus', node: id })", BUREAU)
    page.focus("#listing summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("state.pick").startswith("node:")
    page.keyboard.press("Escape")
    assert page.evaluate("state.pick") == ""
