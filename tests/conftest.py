"""What the tests of the explorer page share: a browser, the page of the seeds, and a watch over both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import kg
from tests.browser import Watched, chromium

SEEDS = Path(__file__).parents[1] / "seeds"


@pytest.fixture(scope="session")
def seeds_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the seeds are built into."""
    folder = tmp_path_factory.mktemp("page") / "output"
    kg.build([SEEDS], folder)
    return folder


@pytest.fixture(scope="session")
def seeds_network(seeds_output: Path) -> nx.MultiDiGraph[str]:
    """Their graph for networkx."""
    return kg.load(seeds_output).network


@pytest.fixture(scope="module")
def browser() -> Iterator[Watched]:
    """A browser; not for the whole session, for its event loop would be in the way of others."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def see(browser: Watched, seeds_output: Path) -> Iterator[Any]:
    """Opens the page at a state; afterwards nothing but the file itself was asked for, and nothing went wrong."""
    browser.requests.clear()
    browser.errors.clear()
    file = seeds_output / "graph.html"
    pages: list[Any] = []

    def opened(state: str = "", **context: Any) -> Any:
        pages.append(browser.open(file, state, **context))
        return pages[-1]

    yield opened
    for page in pages:
        page.context.close()
    assert set(browser.requests) == {file.resolve().as_uri()}
    assert browser.errors == []
