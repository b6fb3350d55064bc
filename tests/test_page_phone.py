"""The explorer page on a phone, 390 pixels wide: what matters is in sight, and nothing stands below all of a list."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from tests.browser import CHROMIUM, WHY_NOT, texts

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=WHY_NOT)

BUREAU = "bureau/500153-公安局"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_metric_value_and_unit_of_a_figure_are_in_sight(see: Any) -> None:
    page = see("view=figures", **PHONE)
    rows = page.locator("#figures tbody tr").all()[:20]
    assert rows
    for row in rows:
        for part in ("th", ".value", ".unit"):
            box = row.locator(part).bounding_box()
            if part != "th" and not row.locator(part).inner_text():
                continue
            assert box is not None
            assert box["x"] >= 0, part
            assert box["x"] + box["width"] <= 390, part
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wide = page.evaluate("[...document.querySelectorAll('.figures thead th')].map((th) => th.offsetWidth)")
    assert max(wide) < 100, "a column's name is as wide as its words"
    page.click("[data-sort=value]")
    assert page.get_attribute("th:has([data-sort=value])", "aria-sort") == "ascending"


@pytest.mark.parametrize("view", ["figures", f"compare&bureaus={quote(BUREAU)},{quote('bureau/500112-公安局')}"])
def test_chosen_evidence_stands_before_the_page(see: Any, view: str) -> None:
    page = see(f"view={view}", **PHONE)
    page.tap("#stage tbody tr button >> nth=2")
    box = page.locator("#evidence .card").first.bounding_box()
    assert box is not None
    assert 0 < box["y"] < 844
    page.click("#evidence .close")
    assert page.evaluate("state.pick") == ""
    assert page.is_hidden("#evidence")


def test_closing_the_evidence_leads_back_to_its_row(see: Any) -> None:
    page = see("view=figures")
    page.locator("#figures tbody button").nth(3).focus()
    page.keyboard.press("Enter")
    row = page.evaluate("document.activeElement.dataset.pick")
    assert page.locator("#figures [aria-current]").count() == 1
    page.focus("#evidence .close")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.pick") == row
    assert page.locator("#figures [aria-current]").count() == 0


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [390, 360])
def test_every_view_is_in_sight(see: Any, language: str, width: int) -> None:
    page = see(f"language={language}", **{**PHONE, "viewport": {"width": width, "height": 844}})
    for tab in page.locator("#tabs button").all():
        box = tab.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= width, tab.inner_text()


def test_a_year_is_one_line(see: Any) -> None:
    page = see(**PHONE)
    heights = page.evaluate("[...document.querySelectorAll('table.years tbody tr')].map((row) => row.clientHeight)")
    assert heights
    assert max(heights) < 40


def test_relations_are_named_above_the_nodes(see: Any) -> None:
    few = "DATA.nodes.find((n) => n.facts.some((f) => f.predicate === 'partOf') && around(n).size < 7).id"
    page = see(**PHONE)
    page.evaluate(f"go({{ view: 'focus', node: {few} }})")
    ties = page.evaluate("drawn.placed.filter((item) => item.tie).map((item) => item.words)")
    assert any("隶属" in words for words in ties)
    assert (
        page.evaluate("drawing.body.data.nodes.get().filter((n) => n.id.startsWith('tie:')).map((n) => n.label)")
        == ties
    )
    boxes = page.evaluate("""() => drawn.placed.map((item) => drawing.getBoundingBox(rowId(item)))
      .map(({ top, bottom, left, right }) => [top, bottom, left, right])""")
    apart = [
        a[1] <= b[0] or b[1] <= a[0] or a[3] <= b[2] or b[3] <= a[2] for n, a in enumerate(boxes) for b in boxes[:n]
    ]
    assert apart
    assert all(apart), "no name lies over another"


def test_all_of_the_picture_is_in_the_page(see: Any) -> None:
    page = see("view=focus&node=" + quote(BUREAU), **PHONE)
    page.wait_for_timeout(100)
    assert page.evaluate("""() => { const low = Math.max(...drawn.placed.map((item) => item.y));
      return drawing.canvasToDOM({ x: 0, y: low }).y < $("picture").clientHeight; }""")
    assert page.evaluate("getComputedStyle($('picture').querySelector('canvas')).touchAction") == "pan-y"


def test_english_counts_have_their_plurals(see: Any) -> None:
    page = see(locale="en-GB")
    counts = [(text.split()[0], text.split()[-1]) for text in texts(page, ".counts li")]
    assert counts
    assert {what: what.endswith("s") for _, what in counts} == {what: n != "1" for n, what in counts}
    said = page.evaluate(
        "[word('figuresTitle', { n: '1' }), word('figuresTitle', { n: '2' }), word('nReports', { n: '1' })]"
    )
    assert said == ["1 figure", "2 figures", "1 report"]
    assert page.evaluate("[1, 2].map((n) => several(DATA.classOf.get('Honour'), n))") == ["honour", "honours"]


def test_no_line_runs_below_the_boxes_of_a_phones_picture(see: Any) -> None:
    page = see(f"view=focus&node={quote(BUREAU)}", **PHONE)
    assert page.evaluate("drawing.body.data.edges.get().every((edge) => edge.hidden)")
    ink = """() => {
      const rows = drawn.placed.filter((item) => item.node).map((item) => item.y);
      const [from, to] = [0, Math.max(...rows) + 20].map((y) => drawing.canvasToDOM({ x: 0, y }));
      const ratio = drawing.canvas.pixelRatio;
      const height = Math.round((to.y - from.y) * ratio);
      const pixels = document.querySelector("#picture canvas").getContext("2d");
      const { data } = pixels.getImageData(Math.round(from.x * ratio) - 2, Math.round(from.y * ratio), 5, height);
      const row = (y) => [...data.subarray(20 * y, 20 * y + 20)];
      return Array.from({ length: height }, (_, y) => row(y).some((part, i) => i % 4 === 3 && part));
    }"""
    inked = page.evaluate(ink)
    assert all(inked[: -len(inked) // 10]), "one trunk"
    assert not inked[-1], "no longer than the columns"
    page.click("#tools button:text-is('力导向布局')")
    assert not page.evaluate("drawing.body.data.edges.get().some((edge) => edge.hidden)")
