"""Takes docs/explorer.png, the README's picture of the page: `python -m tests.screenshot [FILE]`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

import kg
from kg.graph.explain import the_one
from kg.graph.store import open_store
from tests.browser import CHROMIUM, WHY_NOT, chromium

ROOT = Path(__file__).parents[1]
SHOWN = "全民反诈专项行动"
"""A program that two bureaus have, one with its measures and figures."""


def take(target: Path) -> None:
    """The page of the seeds at a program that shows what the page is for."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        kg.build([ROOT / "seeds"], Path(folder) / "output")
        node = the_one(open_store(Path(folder) / "output"), SHOWN).partition("/id/")[2]
        size = {"width": 1280, "height": 760}
        page = browser.open(Path(folder) / "output" / "graph.html", f"view=focus&node={quote(node)}", viewport=size)
        page.wait_for_timeout(500)
        target.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=target)


def main() -> int:
    """Write the picture and say where."""
    if CHROMIUM is None:
        print(WHY_NOT, file=sys.stderr)
        return 2
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "explorer.png"
    take(target)
    print(f"{target} ({target.stat().st_size:,} bytes)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
