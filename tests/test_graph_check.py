"""The verifier finds nothing in a sound graph, and whatever is done to one."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import GraphError
from kg.extract import extract
from kg.graph.check import check
from kg.text import read
from tests.test_graph import annotated, build, pair
from tests.test_interchange import HERE, SEEDS

NQ, TTL = "graph.nq", "graph.ttl"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    build(folder, pair())
    return folder


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    shutil.copytree(sound, tmp_path / "copy")
    return tmp_path / "copy"


def test_annotation_of_real_reports_is_proved(tmp_path: Path) -> None:
    build(tmp_path, [annotated("rongchang-2021"), annotated("yubei-2021")])
    verdict = check(tmp_path)
    assert verdict.findings == ()
    assert verdict.counts["quotes"] > 500
    assert verdict.counts["texts"] == 2
    assert verdict.counts["Observation"] == 212


def test_what_is_extracted_from_real_reports_is_proved(tmp_path: Path) -> None:
    seeds = [HERE.parent / "seeds" / f"{name}.txt" for name in SEEDS]
    build(tmp_path, [extract(read(path)) for path in seeds])
    verdict = check(tmp_path)
    assert verdict.findings == ()
    assert verdict.counts["quotes"] > 500


def change(pattern: str, new: str, name: str = NQ) -> Callable[[Path], None]:
    """Alters the first match in a file."""

    def apply(folder: Path) -> None:
        path = folder / name
        text, count = re.subn(pattern, new, path.read_text(encoding="utf-8"), count=1)
        assert count == 1, pattern
        path.write_text(text, encoding="utf-8")

    return apply


def both(pattern: str, new: str) -> Callable[[Path], None]:
    """Leaves graph.ttl out of it: it is written anew from the altered quads."""

    def apply(folder: Path) -> None:
        change(pattern, new)(folder)
        lines = (folder / NQ).read_text(encoding="utf-8").splitlines()
        (folder / TTL).write_text("\n".join(f"{line.rsplit(' ', 2)[0]} ." for line in lines), encoding="utf-8")

    return apply


def remove(pattern: str) -> Callable[[Path], None]:
    return both(rf"(?m)^{pattern}\n", "")


def text(folder: Path) -> Path:
    return min((folder / "text").iterdir())


def edit(folder: Path) -> None:
    text(folder).write_text(text(folder).read_text(encoding="utf-8").replace("恳谈", "座谈"), encoding="utf-8")


FACT = r"<https://w3id.org/fazhi-kg/id/{}/[^>]*>"
EVIDENCE = r"<https://w3id.org/fazhi-kg/ontology#evidence>"
PLACE = r"(<[^>]*510727[^>]*#char=\d+,\d+>)"


@pytest.mark.parametrize(
    ("tamper", "what"),
    [
        (both('民生警务恳谈制度(" <[^>]*report/510727)', r"民生警务恳谈机制\1"), "the quote is not in the text"),
        (both(r"(#char=[^>]*> <[^>]*#beginIndex> \")\d+", r"\g<1>3"), "the place is not where its name says"),
        (both(r"(#char=[^>]*> <[^>]*#endIndex> \")\d+", r"\g<1>99999"), "the quote is not in the text"),
        (both(r"(section/[^>]*> <[^>]*#endIndex> \")\d+", r"\g<1>99999"), "a section is no part of the text"),
        (lambda folder: text(folder).unlink(), "the text is missing"),
        (edit, "the text was changed"),
        (edit, "the quote is not in the text"),
        (remove(rf"{FACT.format('observation')} {EVIDENCE}.*"), "a fact without evidence"),
        (remove(rf"{FACT.format('participation')} {EVIDENCE}.*"), "a fact without evidence"),
        (remove(rf"{FACT.format('mention')} {EVIDENCE}.*"), "a fact without evidence"),
        (remove(r".*#anchorOf>.*"), "the evidence proves nothing"),
        (remove(r"(?:<[^>]*statement/derived[^>]*> <[^>]*#input> .*\n?)+"), "a derived statement without input"),
        (remove(r"<[^>]*statement/derived[^>]*> <[^>]*#wasGeneratedBy> .*"), "a fact that no rule made"),
        (remove(r"<[^>]*activity/510822[^>]*/Observation/[^>]*> <[^>]*#used> .*"), "a fact that no rule made"),
        (remove(r"<[^>]*statement/derived[^>]*> <[^>]*#object> .*"), "fz:superiorOf is stated by no report"),
        (
            both(r"(<[^>]*participation/510822[^>]*> <[^>]*#status> <[^>]*#)done", r"\1planned"),
            "fz:operates is stated by no report",
        ),
        (
            both(rf"(<[^>]*observation/510822[^>]*> {EVIDENCE} )<[^>]*>(?s:(?=.*?{PLACE}))", r"\1\2"),
            "the evidence is in another report",
        ),
        (both(r"(#numberAt> <[^>]*#char=)\d+", r"\g<1>1"), "the number is not in the evidence"),
        (
            both(r"(?m)^(.*fz?.*#unit> \"件\") <[^>]*> \.$", r"\1 <https://w3id.org/fazhi-kg/id/shared> .\n\g<0>"),
            "the triple stands twice",
        ),
        (
            both(r"(#reportsTo> <[^>]*bureau/)[^>]*", r"\1nobody"),
            "http://www.w3.org/ns/org#reportsTo repeats no fz:superiorOf",
        ),
        (change(r"#unit> \"件\"", '#unit> "起"'), "graph.ttl differs from graph.nq"),
        (change(r'fz:unit "件"', 'fz:unit "起"', TTL), "graph.ttl differs from graph.nq"),
        (both(r"(?m)^<[^>]*observation[^>]*> (.*#unit>.*)$", r"_:x \1"), "a node has no name"),
    ],
)
def test_what_is_done_to_a_graph_is_found(folder: Path, tamper: Callable[[Path], None], what: str) -> None:
    tamper(folder)
    assert what in {finding.what for finding in check(folder).findings}


def test_no_order_of_lines_hides_a_triple_that_stands_twice(folder: Path) -> None:
    lines = (folder / NQ).read_text(encoding="utf-8").splitlines(keepends=True)
    unit = next(line for line in lines if "#unit>" in line and "observation" in line)
    again = unit.replace(unit.rsplit(" ", 2)[1], "<https://w3id.org/fazhi-kg/id/shared>")
    for altered in ([*lines, again], [again, *reversed(lines)]):
        (folder / NQ).write_text("".join(altered), encoding="utf-8")
        (finding,) = check(folder).findings
        assert finding.what == "the triple stands twice"
    (folder / NQ).write_text("".join(reversed(lines)), encoding="utf-8")
    with (folder / TTL).open("a", encoding="utf-8") as out:
        out.write(unit.rsplit(" ", 2)[0] + " .\n")
    assert check(folder).ok, "the same statements, in another order, one of them said again in Turtle"


def test_graphs_are_looked_at_one_by_one_however_many_lines_are_held(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = check(folder)
    monkeypatch.setattr("kg.graph.check._HELD", 7)
    assert check(folder) == whole


def test_what_is_missing_or_broken_is_told(folder: Path) -> None:
    (folder / TTL).unlink()
    with pytest.raises(GraphError, match=r"holds no graph\.ttl"):
        check(folder)
    (folder / NQ).write_text("<a", encoding="utf-8")
    with pytest.raises(GraphError, match=NQ):
        check(folder)
