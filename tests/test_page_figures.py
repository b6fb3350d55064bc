"""The explorer page of the seeds: figures, comparison, sending on, and for everyone."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any
from urllib.parse import quote

import networkx as nx
import pytest
import rdflib

import kg
from kg.graph.query import run
from kg.ontology import RESOURCES
from tests.browser import CHROMIUM, WHY_NOT, texts

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=WHY_NOT)

BUREAU, OTHER = "bureau/500153-公安局", "bureau/500112-公安局"


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


def test_a_number_is_shown_with_its_bound_and_its_range(see: Any) -> None:
    page = see("view=figures")
    for figure, shown in (
        ({"value": "22000000", "high": None, "bound": "over"}, "≥ 22,000,000"),
        ({"value": "3", "high": "5", "bound": "exact"}, "3–5"),
        ({"value": "95", "high": None, "bound": "under"}, "≤ 95"),
        ({"value": None, "high": None, "bound": "exact"}, "****"),
    ):
        assert page.evaluate("numberText", figure) == shown
    page.click("[data-sort=value]")
    values = texts(page, "#figures td.value")
    assert any(value.startswith("≥ ") for value in values)
    assert values == page.evaluate("figuresShown().slice(0, MOST_FIGURES).map((fact) => numberText(fact.figure))")


def test_the_csv_opens_and_runs_no_formula(see: Any, seeds_network: nx.MultiDiGraph[str]) -> None:
    page = see("view=figures")
    with page.expect_download() as download:
        page.click("#csv")
    data = Path(download.value.path()).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    figures = [row for _, _, row in seeds_network.edges(data=True) if row["predicate"] == "metric"]
    assert len(rows) == len(figures)
    assert sorted(row["数值"] for row in rows) == sorted(row["figure"].value or "" for row in figures)
    text = page.evaluate("""csvOf([{...DATA.figures[0], to: {name: '=HYPERLINK("x")'}, from: {name: "\\t@cmd"},
      figure: {...DATA.figures[0].figure, unit: "+1", value: "-5"}}])""")
    _, row = csv.reader(io.StringIO(text, newline=""))
    assert (row[0], row[1], row[2], row[5]) == ("'\t@cmd", '\'=HYPERLINK("x")', "-5", "'+1")


CHARTED = """() => [...document.querySelectorAll(".chart")].map((chart) => [
  chart.querySelector("figcaption .name").textContent,
  chart.querySelector("figcaption .faint").textContent.trim(),
  [...chart.querySelectorAll(".value")].map((value) => value.textContent)])"""
MIXED = """() => {
  const [one, two] = DATA.nodes.filter((node) => node.group === "Metric");
  const [here, there] = DATA.reporters;
  const figure = (unit, value) => ({ ...DATA.figures[0].figure, unit, value, bound: "exact", period: "" });
  const rows = [[here, one, "件", "5"], [there, one, "件", "1234567"], [here, one, "人", "9"], [there, two, "件", "7"]];
  DATA.figures = rows.map(([from, to, unit, value]) => ({ ...DATA.figures[0], from, to, figure: figure(unit, value) }));
  go({ view: "figures" });
  return one.name; }"""


def test_charts_set_only_like_beside_like(see: Any) -> None:
    page = see()
    metric = page.evaluate(MIXED)
    assert page.evaluate(CHARTED) == [[metric, "件", ["5件", "1,234,567件"]]], "one metric and one unit a chart"
    page.evaluate("(word) => go({ words: word })", metric[:2])
    assert all(len(set(units)) == 1 for _, _, values in page.evaluate(CHARTED) if (units := [v[-1] for v in values]))


def test_words_that_narrow_put_no_unlike_metrics_together(see: Any) -> None:
    page = see("view=figures&words=" + quote("行政复议"))
    assert page.locator("#figures tbody tr").count() > 2
    for name, unit, _ in page.evaluate(CHARTED):
        assert page.evaluate(
            "([n, u]) => DATA.figures.some((f) => f.to.name === n && f.figure.unit === u)", [name, unit]
        )


def test_two_bureaus_compared(see: Any, seeds_network: nx.MultiDiGraph[str]) -> None:
    def run_by(bureau: str) -> set[str]:
        edges = seeds_network.out_edges(RESOURCES + bureau, data=True)
        return {seeds_network.nodes[end]["label"] for _, end, row in edges if row["predicate"] == "operates"}

    page = see("view=compare")
    page.evaluate("go({ bureaus: [] })")
    for name in ("荣昌区公安局", "渝北区分局"):
        page.fill("#add-bureau", name)
        page.press("#add-bureau", "Enter")
    assert page.evaluate("state.bureaus") == [BUREAU, OTHER]
    shared = texts(page, "#compare .scroll >> nth=0 >> tbody th")
    assert set(shared) == run_by(BUREAU) & run_by(OTHER)
    alone = texts(page, "#compare .columns >> nth=0 >> h4")
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


def test_the_view_is_copied_as_turtle_and_sparql(see: Any, seeds_output: Path) -> None:
    page = see("view=focus&node=" + quote(BUREAU))
    page.evaluate("navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }")
    copied = {}
    for text in ("复制为 Turtle", "复制为 SPARQL"):
        page.evaluate("window.copied = ''")
        page.click("#tools .menu summary")
        page.click(f"#tools >> text={text}")
        page.wait_for_function("() => window.copied")
        copied[text[-6:]] = page.evaluate("window.copied")
    graph, whole = rdflib.Graph().parse(data=copied["Turtle"], format="turtle"), kg.load(seeds_output).graph
    plain = [t for t in graph if isinstance(t[0], rdflib.URIRef)]
    assert len(plain) > 50
    assert [t for t in plain if t not in whole] == []
    answer = run(seeds_output, copied["SPARQL"])
    assert len(answer.rows) > 100
    assert {row[0] for row in answer.rows} == {RESOURCES + BUREAU}


# ------------------------------------------------------------------ everyone


def test_both_languages(see: Any) -> None:
    page = see(locale="en-GB")
    assert page.get_attribute("html", "lang") == "en"
    assert page.inner_text("#tabs") == "Overview\nGraph\nFacts\nFigures\nGaps\nCompare"
    page.click("#language")
    assert page.get_attribute("html", "lang") == "zh-CN"
    assert "mechanism" not in page.inner_text("#legend")


def test_by_night_on_paper_and_on_a_phone(see: Any) -> None:
    day, night = see(), see(color_scheme="dark")
    colour = "getComputedStyle(document.body).backgroundColor"
    assert day.evaluate(colour) != night.evaluate(colour)
    for view in ("landing", "focus", "facts", "figures", "gaps", "compare"):
        phone = see(f"view={view}&node={quote(BUREAU)}", viewport={"width": 375, "height": 800})
        assert phone.evaluate("document.documentElement.scrollWidth") <= 375, view
    page = see("view=focus&node=" + quote(BUREAU))
    page.emulate_media(media="print")
    assert page.is_hidden("#filters")
    assert page.is_visible("#evidence .card")


def test_paper_has_the_colours_of_the_day(see: Any) -> None:
    page = see("view=focus&node=" + quote(BUREAU), color_scheme="dark")
    fill = (
        "drawing.body.data.nodes.get(drawn.placed.find((item) => item.node && !item.centre).node.id).color.background"
    )
    dark = page.evaluate(fill)
    page.emulate_media(media="print")
    page.wait_for_function("(dark) => colours().paper !== dark", arg=dark)
    page.wait_for_function(f"(dark) => {fill} !== dark", arg=dark)
    mark = "getComputedStyle(document.querySelector('#evidence mark.subject'))"
    assert page.evaluate(f"[{mark}.color, {mark}.backgroundColor]") == ["rgb(0, 0, 0)", "rgb(207, 227, 247)"]
    for view, shown in (("figures", "#figures table"), ("compare", "#compare"), ("facts", "#facts .card")):
        other = see("view=" + view)
        other.emulate_media(media="print")
        assert other.locator(shown).first.is_visible(), view
        assert other.locator("input:visible").count() == 0, "nothing to type into stands on paper"


def test_nothing_moves_for_those_who_ask_for_it(see: Any) -> None:
    page = see("view=focus&node=" + quote(BUREAU), reduced_motion="reduce")
    moving = """[...document.querySelectorAll("*")].filter((element) => {
      const { transitionDuration, animationName } = getComputedStyle(element);
      const slow = transitionDuration.split(",").some((time) => parseFloat(time) > 0);
      return animationName !== "none" || slow; }).length"""
    assert page.evaluate(moving) == 0


WRITTEN = """() => [...document.querySelectorAll("main *, header *")].flatMap((element) => {
  const own = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join("").trim();
  if (!own || !element.checkVisibility()) return [];
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  let behind = element;
  while (behind && (rgb(getComputedStyle(behind).backgroundColor)[3] ?? 1) === 0) behind = behind.parentElement;
  const light = (colour) => {
    const [r, g, b] = colour.map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const pair = [element, behind || document.body].map((e, i) =>
    light(rgb(getComputedStyle(e)[i ? "backgroundColor" : "color"]))).sort((a, b) => a - b);
  const contrast = (pair[1] + 0.05) / (pair[0] + 0.05);
  return contrast < 4.5 && !element.closest("[aria-hidden]") ? [`${own.slice(0, 20)} ${contrast.toFixed(2)}`] : [];
})"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", ["landing", "focus", "facts", "figures", "gaps", "compare"])
def test_words_stand_out_from_what_is_behind_them(see: Any, scheme: str, view: str) -> None:
    page = see(f"view={view}&node={quote(BUREAU)}&bureaus={quote(BUREAU)},{quote(OTHER)}", color_scheme=scheme)
    assert page.evaluate(WRITTEN) == []


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
    assert page.evaluate("[...document.querySelectorAll('[tabindex]')].filter((e) => e.tabIndex > 0).length") == 0
    page.focus("#listing summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("state.pick").startswith("node:")
    page.keyboard.press("Escape")
    assert page.evaluate("state.pick") == ""
