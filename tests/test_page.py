"""The explorer page as a reader uses it: the page of the seeds, from its file, with no request; to find and believe."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import networkx as nx
import pytest

from kg import load
from kg.ontology import RESOURCES
from tests.browser import CHROMIUM, WHY_NOT, texts

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=WHY_NOT)

REPORT = RESOURCES + "report/500153-公安局-2021"
BUREAU, OTHER = "bureau/500153-公安局", "bureau/500112-公安局"


def searched(page: Any, text: str) -> list[str]:
    page.fill("#search", text)
    return [hit.inner_text() for hit in page.query_selector_all("#hits li .name")]


# ------------------------------------------------------------------ landing and search


def test_the_landing_tells_what_is_in_the_graph(see: Any, seeds_network: nx.MultiDiGraph[str]) -> None:
    page = see()
    counts = [int(text.replace(",", "")) for text in texts(page, ".counts b")]
    groups = [row["group"] for _, row in seeds_network.nodes(data=True)]
    assert counts[0] == groups.count("Report") == 3
    assert sum(counts[:-1]) == len(groups)
    assert len(texts(page, ".questions li")) == 5
    assert len(texts(page, ".accounts li")) == 3
    assert "重庆市荣昌区公安局" in texts(page, ".entries .link")


def test_the_landing_lists_what_several_bureaus_have_as_the_saved_query_does(see: Any, seeds_output: Path) -> None:
    page = see()
    listed = texts(page, "h2:text-is('多个机关共有的机制与行动') + .entries .link")
    assert sorted(listed) == sorted(row["thing"] for row in load(seeds_output).query("shared"))


@pytest.mark.parametrize("n", range(5))
def test_every_worked_question_leads_to_an_answer(see: Any, n: int) -> None:
    page = see()
    page.click(f".questions li:nth-child({n + 1}) button")
    assert page.evaluate("state.view") != "landing"
    assert page.locator("#facts .card, #figures tbody tr, #gaps .card, #compare tbody tr, #evidence .card").count() > 0


def squeezed(told: Iterable[object]) -> list[str]:
    return sorted("".join(str(text).split()) for text in told)


def test_the_question_on_shortcomings_shows_the_sentences_of_the_saved_query(see: Any, seeds_output: Path) -> None:
    page = see()
    page.click(".questions button:text-is('报告自己承认了哪些不足？')")
    rows = list(load(seeds_output).query("shortcomings"))
    assert {row["bureau_name"] for row in rows} == set(texts(page, "#gaps h3 .link"))
    assert squeezed(texts(page, "#gaps blockquote")) == squeezed(row["sentence"] for row in rows)
    places = page.evaluate("[...document.querySelectorAll('#gaps blockquote')].map((q) => q.dataset.start)")
    assert sorted(map(int, places)) == sorted(int(re.split("[:-]", str(row["place"]))[-2]) for row in rows)
    named = {name for row in rows for name in str(row["things"] or "").split("；") if name}
    assert set(texts(page, "#gaps .chip .link")) == named
    page.fill("#gaps-words", "监管")
    page.wait_for_function("() => state.words === '监管'")
    assert squeezed(texts(page, "#gaps blockquote")) == squeezed(
        row["sentence"] for row in rows if "监管" in f"{row['sentence']}{row['heading']}"
    )
    page.click("#gaps .card button[aria-expanded] >> nth=0")
    assert len(texts(page, "#gaps blockquote")[0]) > len(min((str(r["sentence"]) for r in rows), key=len))


def test_sentences_of_shortcomings_are_filtered_by_report(see: Any) -> None:
    page = see("view=gaps&f.year=2022")
    assert texts(page, "#gaps h3 .link") == ["慈溪市公安局"]
    assert page.locator("#legend fieldset").count() == 2, "years and bureaus: nothing else narrows sentences"


def test_the_question_on_litigation_shows_the_figures_of_the_saved_query(see: Any, seeds_output: Path) -> None:
    page = see()
    page.click(".questions button:text-is('各机关的行政诉讼和行政复议数据是多少？')")
    shown = page.evaluate("figuresShown().map((fact) => fact.figure.words)")
    rows = [row["quote"] for row in load(seeds_output).query("litigation")]
    assert squeezed(shown) == squeezed(rows)
    assert page.locator("#figures tbody tr").count() == len(rows) > 2
    only = see("view=figures&f.topic=review").evaluate("figuresShown().map((fact) => fact.figure.words)")
    assert squeezed(only) == squeezed(row["quote"] for row in load(seeds_output).query("litigation", topic="review"))


def test_a_rule_is_named_with_how_often_it_is_right(see: Any, seeds_network: nx.MultiDiGraph[str]) -> None:
    page = see("view=facts")
    told = texts(page, "#facts .rule")
    assert told
    rates = {(d["rule"], d["strength"]) for *_, d in seeds_network.edges(data=True) if d["rule"]}
    whats = ("名称", "数字", "")
    known = {f"{rule}（{what}准确率 {100 * float(rate):.0f}%）" for rule, rate in rates if rate for what in whats}
    known |= {rule for rule, rate in rates if not rate}
    assert {text.removeprefix("· ").removeprefix("规则 ") for text in map(str.strip, told)} <= known
    assert any("名称准确率" in text for text in told)
    english = see("view=figures&language=en")
    assert english.evaluate("rightOf({ ...DATA.figures[0], right: 98 })") == ", its numbers 98% right"


@pytest.mark.parametrize("typed", ["反诈中心", "fzzx", "FZZX", "反诈中"])
def test_search_by_name_and_by_initials(see: Any, typed: str) -> None:
    page = see()
    assert searched(page, typed)[0] == "反诈中心"
    page.press("#search", "Enter")
    assert page.inner_text("#evidence h2").endswith("反诈中心")
    assert unquote(page.evaluate("location.hash")).startswith("#view=focus&node=mechanism/")


def test_search_by_characters_with_others_between(see: Any) -> None:
    page = see()
    found = searched(page, "电信诈骗")
    assert found
    assert any("电信网络诈骗" in name for name in found)
    assert searched(page, "骗诈信电") == [], "in their order"


def test_search_with_arrows_and_with_an_input_method(see: Any) -> None:
    page = see()
    page.keyboard.press("/")
    page.keyboard.type("gaj")
    names = texts(page, "#hits li .name")
    assert len(names) > 2
    composing = '{ key: "Enter", isComposing: true }'
    page.evaluate(f'() => $("search").dispatchEvent(new KeyboardEvent("keydown", {composing}))')
    assert page.evaluate("state.view") == "landing", "Enter that ends a composition chooses nothing"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.evaluate("DATA.byId.get(state.node).name") == names[1]
    assert searched(page, "此名无处可寻") == []
    assert page.inner_text("#hits") != ""


SHORT = {
    "重庆市荣昌区公安局": ["荣昌区公安局", "荣昌公安局", "荣昌公安", "荣昌", "rcqgaj", "RCQ"],
    "重庆市公安局渝北区分局": ["渝北公安", "渝北区公安局", "渝北区分局", "渝北分局", "渝北", "ybqfj"],
    "慈溪市公安局": ["慈溪公安局", "慈溪市公安", "慈溪", "cxsgaj"],
}


@pytest.mark.parametrize(("bureau", "typed"), [(bureau, typed) for bureau in SHORT for typed in SHORT[bureau]])
def test_a_bureau_is_found_by_its_short_names_before_its_report(see: Any, bureau: str, typed: str) -> None:
    page = see()
    assert searched(page, typed)[0] == bureau
    page.press("#search", "Enter")
    assert page.evaluate("[DATA.byId.get(state.node).group, DATA.byId.get(state.node).name]") == ["Bureau", bureau]


def test_a_report_is_still_found_by_its_title(see: Any) -> None:
    page = see()
    assert searched(page, "慈溪市公安局2022年法治")[0] == "慈溪市公安局2022年法治政府建设工作情况"


def test_the_overview_forgets_filters_and_words(see: Any) -> None:
    page = see("view=facts&f.status=planned&words=" + quote("案件") + "&sort=-value")
    page.fill("#search", "反诈")
    page.click("[data-view=landing]")
    assert unquote(page.evaluate("location.hash")) in {"", "#"}
    assert page.input_value("#search") == ""
    assert page.is_hidden("#filters"), "filters narrow nothing there"
    page.click("[data-view=facts]")
    assert page.input_value("#facts-words") == ""
    assert page.evaluate("Object.keys(state.filters).length") == 0
    page.go_back()
    page.wait_for_function("() => state.view === 'landing'")
    page.go_back()
    page.wait_for_function("() => state.words === '案件'")
    assert page.evaluate("Object.keys(state.filters)") == ["status"], "Back brings them back"
    old = see("f.status=planned&words=" + quote("案件"))
    assert old.is_visible("#landing")
    assert old.evaluate("[state.words, Object.keys(state.filters).length]") == ["", 0]


# ------------------------------------------------------------------ focus


def test_focus_shows_at_most_eighty_and_opens_the_rest(see: Any, seeds_network: nx.MultiDiGraph[str]) -> None:
    page = see("view=focus&node=" + quote(BUREAU))
    near = set(nx.all_neighbors(seeds_network, RESOURCES + BUREAU)) - {RESOURCES + BUREAU}
    shown, all_near, whole = (int(n) for n in re.findall(r"\d+", page.inner_text("#showing")))
    assert (all_near, whole) == (len(near | {REPORT}) + 1, len(seeds_network))
    drawn = "drawn.placed.filter((item) => item.node).map((item) => item.node.id)"
    first = page.evaluate(drawn)
    assert shown == len(first) == len(set(first)) <= 80
    assert set(first[1:]) <= {iri.removeprefix(RESOURCES) for iri in near | {REPORT}}
    mechanisms = {iri for iri in near if seeds_network.nodes[iri]["group"] == "Mechanism"}
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
    listed = texts(page, "#listing .link.name")
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


def test_the_shortest_path_is_one_of_the_graph(see: Any, seeds_network: nx.MultiDiGraph[str]) -> None:
    page = see("view=focus&node=" + quote(BUREAU))
    page.fill("#path", "渝北区分局")
    page.press("#path", "Enter")
    path = [RESOURCES + node for node in page.evaluate("drawn.placed.map((item) => item.node.id)")]
    assert path[0] == RESOURCES + BUREAU
    assert path[-1] != path[0]
    undirected = seeds_network.to_undirected(as_view=True)
    assert all(undirected.has_edge(a, b) for a, b in pairwise(path))
    between = undirected.subgraph(n for n in seeds_network if seeds_network.nodes[n]["group"] != "Report" or n in path)
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
    see: Any, seeds_output: Path, seeds_network: nx.MultiDiGraph[str]
) -> None:
    text = (seeds_output / "text" / "500153-公安局-2021.txt").read_bytes().decode()
    figures = {
        (row["figure"].begin, row["figure"].end): row["evidence"][0]
        for _, _, row in seeds_network.edges(data=True)
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


def test_subject_and_object_are_marked_and_the_place_is_told(see: Any, seeds_network: nx.MultiDiGraph[str]) -> None:
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


def test_a_fact_is_copied_as_a_citation(see: Any, seeds_output: Path) -> None:
    page = see("view=figures&f.bureau=" + quote(BUREAU) + "&words=" + quote("513"))
    page.evaluate("navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }")
    page.click("#figures tbody tr >> nth=0")
    page.click("#evidence .card >> text=复制引文")
    page.wait_for_function("() => window.copied")
    cited = page.evaluate("window.copied")
    place = re.search(r"［500153-公安局-2021，第(\d+)–(\d+)字］$", cited)
    assert place is not None
    text = (seeds_output / "text" / "500153-公安局-2021.txt").read_bytes().decode()
    assert "513" in text[int(place[1]) : int(place[2])]
    assert told(text[int(place[1]) : int(place[2])]) in cited
    assert re.match(r"重庆市荣昌区公安局：《[^》]*2021年法治政府建设工作情况报告》（2021年度），", cited)


def test_the_paragraph_is_offered_where_it_says_more_than_the_sentence(see: Any) -> None:
    page = see("view=facts")
    offers = page.evaluate("DATA.facts.filter((f) => f.places.length).map((f) => f.places.some(partOfParagraph))")
    assert {True, False} == set(offers)
    for card in page.locator("#facts .card").all()[:20]:
        for offer in card.locator("button[aria-expanded]").all():
            shown = card.locator("> blockquote").all_inner_texts()
            offer.click()
            assert len("".join(card.locator("> blockquote").all_inner_texts())) > len("".join(shown))
    assert not page.evaluate("partOfParagraph([DATA.passages.push([0, 0, '', '办案3件。']) - 1, 0, 4])")


# ------------------------------------------------------------------ filters


def only(page: Any, row: str) -> None:
    """Choose only what one row of the legend stands for."""
    page.hover(f".filter:has(#{row})")
    page.click(f".filter:has(#{row}) .only")


def test_filter_by_status_in_the_legend(see: Any, seeds_network: nx.MultiDiGraph[str]) -> None:
    planned = sum(r["status"] == "planned" and r["predicate"] != "about" for _, _, r in seeds_network.edges(data=True))
    page = see("view=facts")
    only(page, "filter-status-planned")
    assert page.inner_text("#facts h2") == f"{planned} 条依据"
    assert set(texts(page, "#facts .tag.planned")) == {"拟做"}
    assert page.locator("#facts .card").count() == page.locator("#facts .card .tag.planned").count()
    page.click("label[for=filter-status-done]")
    assert int(page.inner_text("#facts h2").split()[0].replace(",", "")) > planned
    page.click("text=清除筛选")
    assert page.evaluate("Object.keys(state.filters).length") == 0


def test_the_legend_counts_what_the_other_filters_let_through(see: Any) -> None:
    page = see("view=figures")
    shown = "document.querySelectorAll('#figures tbody tr').length"
    count = """([kind, value]) => Number(document.querySelector(
        `.filter:has([id="filter-${kind}-${value}"]) .count`).textContent.replace(",", ""))"""
    done = page.evaluate(count, ["status", "done"])
    only(page, "filter-status-planned")
    planned = page.evaluate(count, ["status", "planned"])
    assert planned == page.evaluate(shown)
    assert page.evaluate(count, ["status", "done"]) == done, "what ticking it would show"
    bureaus = page.evaluate("DATA.reporters.map((node) => node.id)")
    by_bureau = {bureau: page.evaluate(count, ["bureau", bureau]) for bureau in bureaus}
    assert sum(by_bureau.values()) == planned
    only(page, f"filter-bureau-{bureaus[0].replace('/', chr(92) + '/')}")
    assert page.evaluate(shown) == by_bureau[bureaus[0]]


def test_filters_by_class_and_kind_take_nodes_out_of_the_picture(see: Any) -> None:
    page = see("view=focus&node=" + quote(BUREAU))
    page.click("label[for=filter-class-Metric]")
    groups = page.evaluate("drawn.placed.filter((item) => item.node).map((item) => item.node.group)")
    assert "Metric" not in groups
    only(page, "filter-kind-body")
    kinds = page.evaluate("drawn.placed.filter((i) => i.node?.group === 'Mechanism').map((i) => i.node.kind.en)")
    assert set(kinds) == {"body"}


def test_the_picture_of_the_readme_can_be_taken(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.screenshot", tmp_path / "explorer.png"],
        cwd=Path(__file__).parents[1],
        check=False,
    )
    assert ran.returncode == 0
    assert (tmp_path / "explorer.png").stat().st_size > 50_000


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_head_of_the_page_stands_in_one_row(see: Any, language: str) -> None:
    page = see(f"language={language}", viewport={"width": 1280, "height": 800})
    tops = page.evaluate(
        "[...document.querySelectorAll('header > *')].map(e => e.getBoundingClientRect()).map(r => [r.top, r.bottom])"
    )
    shown = [(top, bottom) for top, bottom in tops if bottom > top]
    assert len(shown) > 3
    assert max(top for top, _ in shown) < min(bottom for _, bottom in shown)
