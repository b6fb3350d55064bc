"""A reader's corrections reach every output, name themselves as the rule, and fail loudly where they fit nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import build, load
from kg.corrections import apply
from kg.corrections import load as corrections
from kg.errors import UsageError
from kg.extract import extract
from kg.model import Extraction, Label
from kg.text import document_from_text

TEXT = "2021年,青田县公安局建立案件集中审核制度,与县检察院共同开展净网2021专项行动,查处案件13件。"
AT = {words: (TEXT.index(words), TEXT.index(words) + len(words)) for words in ("案件集中审核制度", "13", "县检察院")}
AT["净网2021专项行动"] = (TEXT.index("净网"), TEXT.index("净网") + len("净网2021专项行动"))


@pytest.fixture
def found() -> Extraction:
    return extract(document_from_text(TEXT, id="qingtian-2021"))


def corrected(found: Extraction, tmp_path: Path, words: str, *lines: str) -> Extraction:
    start, end = AT[words]
    path = tmp_path / "corrections.toml"
    rows = ['report = "qingtian-2021"', f"start = {start}", f"end = {end}", *lines]
    path.write_text("[[correction]]\n" + "\n".join(rows), encoding="utf-8")
    return apply(found, corrections(path))


def test_an_entity_is_renamed_everywhere(found: Extraction, tmp_path: Path) -> None:
    new = corrected(found, tmp_path, "案件集中审核制度", 'name = "集中审核制度"', 'why = "as the bureau calls it"')
    entity = new.named("集中审核制度", Label.MECHANISM)
    assert entity is not None
    assert "案件集中审核制度" in entity.aliases
    assert entity.rule == "correction (name was 案件集中审核制度): as the bureau calls it"


def test_a_mechanism_becomes_a_program(found: Extraction, tmp_path: Path) -> None:
    new = corrected(found, tmp_path, "案件集中审核制度", 'label = "Program"', 'actor = ""', 'status = "planned"')
    entity = new.named("案件集中审核制度")
    assert entity is not None
    assert (entity.label, entity.kind, entity.actor, entity.status) == (Label.PROGRAM, None, None, "planned")


def test_an_entity_is_dropped_with_what_pointed_at_it(found: Extraction, tmp_path: Path) -> None:
    assert any(o.about for o in found.observations)
    new = corrected(found, tmp_path, "净网2021专项行动", "drop = true")
    assert new.named("净网2021专项行动") is None
    assert not any(o.about for o in new.observations)
    new = corrected(found, tmp_path, "县检察院", "drop = true")
    assert [r for r in new.relations if "县检察院" in (r.subject, r.object)] == []


def test_a_figure_is_changed_and_dropped(found: Extraction, tmp_path: Path) -> None:
    new = corrected(found, tmp_path, "13", "value = 31", 'bound = "over"', 'quote = "13"')
    (row,) = new.observations
    assert (row.quantity.value, row.quantity.bound) == (31, "over")
    assert row.rule == "correction (value was 13, bound was exact)"
    assert row.indicator == found.observations[0].indicator
    assert corrected(found, tmp_path, "13", "drop = true").observations == ()


def test_what_was_missed_is_added(tmp_path: Path) -> None:
    bare = Extraction(document_from_text(TEXT, id="qingtian-2021"), "青田县公安局")
    new = corrected(bare, tmp_path, "案件集中审核制度", 'label = "Mechanism"', 'kind = "regime"')
    assert [(e.name, e.kind, e.actor) for e in new.entities] == [("案件集中审核制度", "regime", "self")]
    new = corrected(bare, tmp_path, "13", 'indicator = "查处案件"', "value = 13", 'unit = "件"')
    assert [(o.indicator, o.quantity.value) for o in new.observations] == [("查处案件", 13)]


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (("drop = true", 'name = "x"'), "either drop"),
        (("nme = 1",), "there is no nme"),
        (('quote = "其他"', 'name = "x"'), "not '其他'"),
        (('label = "Person"',), "label cannot be 'Person'; it may be Bureau, Mechanism"),
        (('period = "2020年"',), "no fact stands there"),
    ],
)
def test_what_fits_nothing_is_said_with_file_and_number(
    found: Extraction, tmp_path: Path, lines: tuple[str, ...], says: str
) -> None:
    with pytest.raises(UsageError, match=f"corrections.toml: correction 1: .*{says}"):
        corrected(found, tmp_path, "案件集中审核制度", *lines)


def test_a_build_applies_them_and_explains_them(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "qingtian-2021.txt").write_text(TEXT, encoding="utf-8")
    start, end = AT["案件集中审核制度"]
    rows = f'report = "qingtian-2021"\nstart = {start}\nend = {end}\nname = "集中审核制度"\nwhy = "short"'
    (tmp_path / "corrections.toml").write_text(f"[[correction]]\n{rows}\n", encoding="utf-8")
    build([tmp_path / "in"], tmp_path / "out", corrections=tmp_path / "corrections.toml")
    made_by = "prov:wasGeneratedBy/prov:used/rdfs:label"
    question = f"SELECT ?rule WHERE {{ ?p fz:thing/rdfs:label '集中审核制度'@zh ; {made_by} ?rule }}"
    (row,) = load(tmp_path / "out").query(question)
    assert row["rule"] == "correction (name was 案件集中审核制度): short"
    told = f"331121-公安局-2021: 案件集中审核制度 ({start}-{end}): name = 集中审核制度; short"
    assert told in (tmp_path / "out" / "report.md").read_text(encoding="utf-8")


def test_a_report_goes_by_its_id_too_and_an_unknown_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    start, end = AT["案件集中审核制度"]
    known = build([tmp_path / "in"], tmp_path / "out").reports[0].id
    rows = f'start = {start}\nend = {end}\nname = "集中审核制度"'
    text = f'[[correction]]\nreport = "{known}"\n{rows}\n[[correction]]\nreport = "nowhere"\n{rows}\n'
    (tmp_path / "corrections.toml").write_text(text, encoding="utf-8")
    built = build([tmp_path / "in"], tmp_path / "out", corrections=tmp_path / "corrections.toml")
    assert built.reports[0].found.named("集中审核制度", Label.MECHANISM)
    (told,) = built.unused
    assert told.endswith("correction 2: no report nowhere")
