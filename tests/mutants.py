"""Whether each rule is needed by its own examples: every rule is killed once (its pattern matches nothing) and its
examples are run again, `python -m tests.mutants` for all of them, with a number for every so many-th.

A rule survives if its examples hold without it: nothing would tell if it broke. Those in survivors.txt are known to;
the list may only shrink, and this prints what differs from it. Each rule is killed in a process of its own, forked
before any text was read, for what is made of rules is kept. Needs a system that forks.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from msgspec.structs import force_setattr

from kg.ontology import Rule, folder, rules
from tests.examples import wrong

Named: TypeAlias = tuple[str, str]
"""A rules file and the name of a rule in it."""

LIST = Path(__file__).with_name("survivors.txt")


def known() -> frozenset[Named]:
    """Rules that are known to survive, one a line."""
    rows = (line.split() for line in LIST.read_text(encoding="utf-8").splitlines())
    return frozenset((file, name) for file, name in rows)


def every_rule() -> tuple[Named, ...]:
    """All rules, in order of files and places."""
    files = sorted(path.stem for path in (folder() / "rules").glob("*.toml"))
    return tuple((file, rule.name) for file in files for rule in rules(file))


def survivors(named: Iterable[Named]) -> Iterator[Named]:
    """Those of some rules whose examples all hold without them."""
    return (each for each in named if _survives(*each))


def _survives(file: str, name: str) -> bool:
    child = os.fork()
    if not child:
        held = False
        try:
            held = _holds_without(file, next(rule for rule in rules(file) if rule.name == name))
        finally:
            os._exit(0 if held else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _holds_without(file: str, rule: Rule) -> bool:
    force_setattr(rule, "pattern", re.compile("(?!)"))
    return not any(wrong(file, rule, example) for example in rule.examples)


def main(step: int = 1) -> int:
    """Prints which rules survive, and says whether that is as it is known: 0, else 1."""
    looked_at = every_rule()[::step]
    found, expected = set(survivors(looked_at)), known().intersection(looked_at)
    for file, name in sorted(found ^ expected):
        print(file, name, "survives" if (file, name) in found else "is in survivors.txt and does not survive")
    print(f"{len(looked_at) - len(found)} of {len(looked_at)} rules are needed by their examples")
    return int(found != expected)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
