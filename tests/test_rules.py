"""Every rule's examples run through the real extractor: what a rule says it finds, it finds, and not without it."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.ontology import Example, Rule, folder, rules
from tests.examples import TOLD, wrong
from tests.mutants import every_rule, known

CASES = [
    pytest.param(name, rule, example, id=f"{name}-{rule.name}-{n}")
    for name in (*TOLD, "ledger")
    for rule in rules(name)
    for n, example in enumerate(rule.examples)
]


@pytest.mark.parametrize(("name", "rule", "example"), CASES)
def test_rule_example(name: str, rule: Rule, example: Example) -> None:
    assert wrong(name, rule, example) == []


def test_every_file_of_rules_is_told() -> None:
    assert {name for name, _ in every_rule()} == {*TOLD, "ledger"}


def test_every_example_states_an_outcome() -> None:
    assert [case.id for case in CASES if not (case.values[2].finds or case.values[2].misses)] == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="each rule is killed in a process of its own")
def test_examples_fail_without_their_rule() -> None:
    """Of every so many-th rule: `make mutants` looks at all of them."""
    ran = subprocess.run([sys.executable, "-m", "tests.mutants", "23"], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_rules_that_survive_are_rules() -> None:
    assert known() - {*every_rule()} == frozenset()


@pytest.mark.parametrize("path", sorted((folder() / "rules").glob("*.toml")), ids=lambda path: path.stem)
def test_the_head_of_a_file_tells_every_role_and_key(path: Path) -> None:
    head = "".join(itertools.takewhile(lambda line: line.startswith("#"), path.open(encoding="utf-8")))
    used = {word for rule in rules(path.stem) for word in (*rule.gives, rule.gives.get("role", "role"))}
    assert [word for word in sorted(used - {"role"}) if not re.search(rf"(?<![\w-]){word}(?![\w-])", head)] == []
