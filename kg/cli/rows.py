"""Values as the rows and lines that the commands print."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any

from kg import ontology
from kg.audit.ledger import State, ledger
from kg.build import Built
from kg.errors import OntologyError, UsageError
from kg.model import Extraction, Label, Span
from kg.score import Error, Figures, Found

QUESTIONS = (
    ("Which mechanisms and programs do several bureaus have?", "query shared -d {out}"),
    ("What does each report say on administrative litigation, in figures?", "query litigation -d {out}"),
    ("What do the reports say of one program, and where?", "explain {thing} -d {out}"),
)


def next_steps(built: Built) -> str:
    """What to do with a graph that was just built."""
    out = built.folder or Path()
    lines = [f"\nOpen {out / 'graph.html'} in a browser, read {out / 'report.md'}, or ask:"]
    for question, command in QUESTIONS:
        asked = command.format(out=out, thing=_most_said(built))
        lines += [f"  {question}", f"    {_command()} {asked}"]
    return "\n".join(lines)


def _most_said(built: Built) -> str:
    """The program that the reports speak of most often; of a reporter where they name none."""
    said: Counter[str] = Counter()
    for report in built.reports:
        for entity in report.found.entities:
            if entity.label is Label.PROGRAM:
                said[entity.name] += len(entity.mentions)
    names = said or Counter(report.found.bureau or report.id for report in built.reports)
    return min(names, key=lambda name: (-names[name], name))


def _command() -> str:
    """How this user calls kg: by its name, else by where it stands (an environment that is not active)."""
    called = Path(sys.argv[0])
    if shutil.which("kg") or called.name != "kg":
        return "kg"
    return str(called.relative_to(Path.cwd())) if called.is_relative_to(Path.cwd()) else str(called)


def built_json(built: Built) -> dict[str, Any]:
    """What a build made, as `kg build --json` prints it."""
    return {
        "folder": str(built.folder),
        "counts": dict(built.counts),
        "reports": [{"id": r.id, "path": r.found.document.path, "bureau": r.found.bureau} for r in built.reports],
        "failures": [{"path": f.path, "reason": f.reason} for f in built.failures],
        "doubts": list(built.doubts),
        "twice": [{"path": path, "same_as": same} for path, same in built.twice],
    }


def finds(found: Extraction) -> list[tuple[str, str, str, str, str, int]]:
    """Every find of a report in order of the text: kind, what, rule, its strength, the words, where they begin."""
    document = found.document

    def row(kind: str, what: str, rule: str, span: Span) -> tuple[str, str, str, str, str, int]:
        """One find with its evidence."""
        evidence = document.evidence(span)
        return kind, what, rule, _strength(kind, rule), " ".join(evidence.quote.split()), evidence.start

    def rows() -> Iterator[tuple[str, str, str, str, str, int]]:
        """Finds kind by kind."""
        for entity in found.entities:
            yield from (row(entity.label.value, entity.name, m.rule, m.span) for m in entity.mentions)
        for c in found.components:
            yield row("Component", f"{c.whole} = {' + '.join(c.parts)}", c.rule, c.span)
        for o in found.observations:
            q = o.quantity
            value = "****" if q.value is None else f"{q.value:f}" + (f"–{q.high:f}" if q.high is not None else "")
            yield row("Observation", f"{o.indicator} {q.bound.value} {value} {q.unit}", o.rule, o.span)
        for r in found.relations:
            yield row("Relation", f"{r.subject} {r.predicate} {r.object}", r.rule, r.span)

    return sorted(rows(), key=lambda r: (r[5], r))


def _strength(kind: str, rule: str) -> str:
    """How often a rule is right, as measured on annotated reports."""
    measured = ontology.strength(kind, rule)
    return "" if measured is None else f"{measured:.0%}"


def ledger_rows(found: Extraction, unread: bool) -> Iterator[tuple[str, int, str, str, str, str, str]]:
    """The ledger of a report, row by row, with the words and where they begin."""
    document = found.document
    for row in ledger(found):
        if not unread or row.state is State.UNREAD:
            evidence = document.evidence(row.span)
            words = " ".join(evidence.quote.split())
            yield document.id, evidence.start, row.what.value, words, row.state.value, row.reason, row.by


# ------------------------------------------------------------------ queries


def query_text(question: str) -> str:
    """The text of a file if the question names one that is there."""
    path = Path(question)
    return path.read_text(encoding="utf-8") if path.suffix in {".rq", ".sparql"} and path.is_file() else question


def parameter_pairs(given: Sequence[str]) -> dict[str, str]:
    """NAME=VALUE options as a mapping."""
    pairs = [row.partition("=") for row in given]
    if wrong := [name for name, equals, _ in pairs if not equals]:
        raise UsageError(f"--param {wrong[0]}: write NAME=VALUE")
    return {name: value for name, _, value in pairs}


def saved_queries() -> list[tuple[str, str, str, str]]:
    """Name, titles and parameters of every saved query."""
    found = []
    for q in ontology.queries().values():
        parameters = ", ".join(p.name if p.default is None else f"{p.name}={p.default}" for p in q.parameters)
        found.append((q.name, q.titles["en"], q.titles["zh"], parameters))
    return found


def further(question: str, folder: Path) -> Iterator[str]:
    """What the answer of a saved query holds and leaves out, and the queries that help on, with how they are asked."""
    saved = ontology.queries().get(question)
    if saved and "en" in saved.notes:
        yield saved.notes["en"]
    for name in saved.see if saved else ():
        yield f"{ontology.queries()[name].titles['en']}: {_command()} query {name} -d {folder}"


# ------------------------------------------------------------------ the score


def score_rows(figures: Figures) -> list[tuple[object, ...]]:
    """Rows of the score; rates to three places."""
    rows: list[tuple[object, ...]] = []
    for name, row in figures.items():
        if isinstance(row, Found):
            rates = (f"{rate:.3f}" for rate in (row.precision, row.recall, row.f1))
            rows.append((name, *rates, row.hit, row.gold, row.system))
        elif row.accuracy is not None:
            rows.append((name, "", "", f"{row.accuracy:.3f}", row.hit, row.of, ""))
    return rows


def error_rows(errors: Iterable[Error]) -> list[tuple[str, ...]]:
    """What differs from the annotation, one row each."""
    return [(e.doc, e.kind, e.sort, e.what, e.gold, e.found, e.rule) for e in errors]


# ------------------------------------------------------------------ the installation


def health() -> Iterator[tuple[str, str]]:
    """Every part of the installation, with its state: a version, a count, or `broken: …`."""
    for need in requires("fazhi-kg") or []:
        if "extra ==" not in need:
            yield _library(need)
    yield "ontology", str(ontology.folder())
    yield _loaded("vocabulary", lambda: f"{len(list(ontology.FZ))} terms")
    yield _loaded("saved queries", lambda: f"{len(ontology.queries())}")
    for path in sorted((ontology.folder() / "lexicon").glob("*.tsv")):
        yield _loaded(f"lexicon {path.stem}", partial(_rows, path.stem))
    for path in sorted((ontology.folder() / "rules").glob("*.toml")):
        yield _loaded(f"rules {path.stem}", partial(_rules, path.stem))


def _rows(name: str) -> str:
    return f"{len(ontology.lexicon(name))} rows"


def _rules(name: str) -> str:
    return f"{len(ontology.rules(name))} rules"


def _library(need: str) -> tuple[str, str]:
    name = next(iter(need.replace(">", " ").replace("<", " ").replace("=", " ").replace(";", " ").split()))
    try:
        return name, version(name)
    except PackageNotFoundError:
        return name, "broken: not installed"


def _loaded(part: str, load: Callable[[], str]) -> tuple[str, str]:
    try:
        return part, load()
    except OntologyError as error:
        return part, f"broken: {error}"
