"""The explorer page's budgets: `python -m tests.bench.page [FOLDER]` prints what they are and what was measured.

Exit code 1 if one does not hold. With FOLDER the pages are kept there, to be looked at.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from kg.view import page
from kg.view.page import _library
from tests.bench.generated import generated
from tests.browser import CHROMIUM, WHY_NOT, Watched, chromium

MB = 1_000_000
SIZES = {"600 nodes": (10, 1_300, 130), "60 reports": (60, 6_000, 150), "5,000 reports": (5_000, 24_600, 14)}
"""Reports, things, facts a report."""

_QUERIES = ("反诈", "纠纷", "fhjz", "公安局", "专项行动", "zzz", "a", "信访化解联席会议机制")
_SEARCH = """queries => queries.map((query) => {
  const start = performance.now(); find(query); return performance.now() - start; })"""


def measured(name: str, folder: Path, browser: Watched) -> list[tuple[str, float, float, str]]:
    """Rows of what, measured, budget and unit of one size."""
    network, texts = generated(*SIZES[name])
    start = time.perf_counter()
    file = folder / f"{name.replace(' ', '-').replace(',', '')}.html"
    file.write_text(page(network, texts), encoding="utf-8", newline="")
    written = time.perf_counter() - start
    size = (file.stat().st_size - len(_library().encode())) / MB
    first, focus, search = _times(browser, file)
    title = f"{name} ({len(network):,} nodes, {network.number_of_edges():,} facts)"
    return [
        (f"{title}: page without the library", size, 0.8 if name == "600 nodes" else 12, "MB"),
        (f"{title}: written", written, 60, "s"),
        (f"{title}: first picture", first, 2, "s"),
        (f"{title}: focus of the node with most facts", focus, 1, "s"),
        (f"{title}: slowest search", search, 50, "ms"),
    ]


def _times(browser: Watched, file: Path) -> tuple[float, float, float]:
    """Seconds to the first picture, seconds to a focus, milliseconds of the slowest search."""
    shown = browser.open(file)
    first = float(shown.evaluate("document.documentElement.dataset.ready"))
    focus: Any = shown.evaluate("""() => new Promise((done) => {
      const busiest = [...DATA.nodes].sort(byDegree)[0]; const start = performance.now();
      go({ view: "focus", node: busiest.id });
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - start))); })""")
    searches = shown.evaluate(_SEARCH, list(_QUERIES))
    shown.context.close()
    return first / 1000, focus / 1000, max(searches)


def main() -> int:
    """Measure all sizes and print the table."""
    if CHROMIUM is None:
        print(WHY_NOT, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as temporary, chromium() as browser:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        rows = [row for name in SIZES for row in measured(name, folder, browser)]
    for what, value, budget, unit in rows:
        print(f"{'ok  ' if value <= budget else 'OVER'} {value:8.2f} {unit:2}  of {budget:g} {unit:2}  {what}")
    return int(any(value > budget for _, value, budget, _ in rows))


if __name__ == "__main__":
    sys.exit(main())
