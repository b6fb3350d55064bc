"""Bad data in ontology/ stops loading, with file and row; a misspelt term of the vocabulary fails at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import ontology
from kg.errors import OntologyError

CACHED = tuple(value for value in vars(ontology).values() if hasattr(value, "cache_clear"))
"""Every function of the module that remembers what it read."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty ontology folder in place of the real one."""
    for name in ("lexicon", "rules", "queries"):
        (tmp_path / "ontology" / name).mkdir(parents=True)
    monkeypatch.setattr(ontology, "_HERE", tmp_path / "kg")
    for cached in CACHED:
        cached.cache_clear()
    yield tmp_path / "ontology"
    monkeypatch.undo()
    for cached in CACHED:
        cached.cache_clear()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("# only a comment\n", "no header row"),
        ("term\tkind\n甲\n", "units.tsv:2: 1 cells, the header has 2"),
        ("term\tkind\n\tx\n", r"units.tsv:2: the first cell \(term\) is empty"),
    ],
)
def test_a_bad_lexicon_is_named_by_file_and_row(folder: Path, text: str, says: str) -> None:
    (folder / "lexicon" / "units.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match=says):
        ontology.lexicon("units")


def test_what_is_not_there_is_named(folder: Path) -> None:
    for load in (ontology.lexicon, ontology.rules):
        with pytest.raises(OntologyError, match="nothing"):
            load("nothing")
    with pytest.raises(OntologyError, match=r"kg\.ttl"):
        list(ontology.FZ)
    folder.rename(folder.with_name("elsewhere"))
    ontology.folder.cache_clear()
    with pytest.raises(OntologyError, match="missing"):
        ontology.folder()


RULE = '[[rule]]\nname = "a"\npattern = "甲"\n[[rule.example]]\ntext = "甲"\nfinds = ["甲"]\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[rule", "x.toml"),
        ('[[rule]]\npattern = "甲"\n', "rule 1 has no name"),
        ('[[rule]]\nname = "a"\npattern = "甲"\n', "rule a has no example"),
        (RULE.replace('pattern = "甲"\n', ""), "rule a has no pattern"),
        (RULE.replace('"甲"\n[[', '"(甲"\n[['), "rule a: missing"),
        (RULE.replace('"甲"\n[[', '"(?i)甲"\n[['), "rule a: flags hold for a part only"),
        (RULE + RULE, "two rules are named a"),
        (RULE.replace('"甲"\n[[', '"{verb}甲"\n[['), r"\{verb\} is not defined"),
        ("[define]\nverb = 3\n" + RULE, "define.verb: neither"),
        ('[define]\nverb = { lexicon = "w", kind = "none" }\n' + RULE, "define.verb: no row"),
    ],
)
def test_a_bad_rule_is_named(folder: Path, text: str, says: str) -> None:
    (folder / "lexicon" / "w.tsv").write_text("term\tkind\n开展\tverb\n", encoding="utf-8")
    (folder / "rules" / "x.toml").write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match=says):
        ontology.rules("x")


def test_macros_come_from_lists_patterns_and_lexicons(folder: Path) -> None:
    (folder / "lexicon" / "w.tsv").write_text("term\tkind\n开展\tverb\n开\tverb\n和\tother\n", encoding="utf-8")
    define = '[define]\nverb = { lexicon = "w", kind = "verb" }\nnoun = ["行动"]\nboth = "{verb}(?P<n>{noun})"\n'
    (folder / "rules" / "x.toml").write_text(define + RULE.replace('"甲"\n[[', '"{both}"\n[['), encoding="utf-8")
    (rule,) = ontology.rules("x")
    assert [m["n"] for m in rule.matches("开展行动,开行动,和行动")] == ["行动", "行动"]


def test_rules_are_taken_by_role_and_an_unknown_role_fails(folder: Path) -> None:
    def rule(name: str, role: str) -> str:
        return RULE.replace('"a"\n', f'"{name}"\n{role}')

    text = rule("a", 'role = "cut"\n') + rule("b", "") + rule("c", 'role = "cut"\n')
    (folder / "rules" / "x.toml").write_text(text, encoding="utf-8")
    assert [r.name for r in ontology.rules_of("x", "cut")] == ["a", "c"]
    assert [r.name for r in ontology.rules_of("x", None)] == ["b"]
    with pytest.raises(OntologyError, match=r"x\.toml: no rule has the role cuts"):
        ontology.rules_of("x", "cuts")


def test_any_of_holds_where_one_rule_does_whatever_groups_they_name(folder: Path) -> None:
    rules = ["甲(?P<n>子)?", "乙(?P<n>丑)", "(?<=丁)丙|辛"]
    texts = [RULE.replace('"a"', f'"{p}"\nrole = "r"').replace('"甲"\n[[', f"'{p}'\n[[") for p in rules]
    (folder / "rules" / "x.toml").write_text("".join(texts), encoding="utf-8")
    found = ontology.any_of("x", "r")
    assert [bool(found.search(text)) for text in ("子甲", "乙丑", "乙", "丁丙", "丙", "辛")] == [1, 1, 0, 1, 0, 1]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("# title zh: 甲\nSELECT", "no title in en"),
        ("# titel zh: 甲\n# title zh 甲\n", "x.rq:2: neither"),
        ("# title zh: 甲\n# title en: a\n# parameter name: n\nSELECT ?x", "name does not stand in the query"),
    ],
)
def test_a_bad_saved_query_is_named(folder: Path, text: str, says: str) -> None:
    (folder / "queries" / "x.rq").write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match=says):
        ontology.queries()


def test_a_misspelt_term_fails_and_the_right_one_is_suggested() -> None:
    assert ontology.FZ.Report in ontology.FZ
    assert ontology.NAMESPACE + "Raport" not in ontology.FZ
    with pytest.raises(AttributeError, match="fz:Report"):
        _ = ontology.FZ.Raport
    with pytest.raises(KeyError, match="fz:Report"):
        _ = ontology.FZ["Raport"]
    with pytest.raises(OntologyError, match="no scheme"):
        ontology.concepts("no such scheme")


def test_a_vocabulary_that_does_not_parse_is_named(folder: Path) -> None:
    (folder / "kg.ttl").write_text("fz:Report a", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"kg\.ttl"):
        ontology.labels()
