"""Commands that read reports: build, extract, ledger, evaluate. Heavy libraries are imported inside them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

import kg.cli.terminal as terminal
from kg.cli.options import AsJson, DryRun, Paths, SomePaths, Unmasked, Workers
from kg.cli.terminal import SOME_FAILED, note, put, put_json, put_table, say
from kg.errors import UsageError
from kg.model import Extraction


def build(
    paths: Paths,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder for the results.")] = Path("output"),
    corrections: Annotated[
        Path | None,
        typer.Option("--corrections", metavar="FILE", help="A reader's corrections.", show_default=False),
    ] = None,
    unmasked: Unmasked = False,
    workers: Workers = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be read and written; do nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Build the graph of a folder of reports.

    Writes graph.ttl, graph.nq, graph.html, observations.csv, ledger.csv, report.md, text/ and store/ into DIR.

    Example: kg build seeds -o output
    """
    from kg.build import build as run
    from kg.build import reports_in
    from kg.cli.rows import built_json, next_steps
    from kg.output import OUTPUTS

    terminal.quiet(as_json or terminal.is_quiet())
    files = reports_in(paths)
    if dry_run:
        put(_planned(files, [out / name for name in OUTPUTS]))
        return
    with terminal.progress(len(files), "Reading") as step:
        built = run(files, out, corrections=corrections, unmasked=unmasked, workers=workers, progress=step)
    for failure in built.failures:
        say(f"kg: {failure.reason}")
    for line in built.unused:
        say(f"kg: {line}")
    for line in built.doubts:
        say(f"kg: {line}")
    for path, same in built.twice:
        note(f"{path}: the same text as {same}, taken once")
    if as_json:
        put_json(built_json(built))
    else:
        put_table(("Found", "Count"), list(built.counts.items()))
        note(next_steps(built))
    if built.failures:
        raise typer.Exit(SOME_FAILED)


def _planned(files: Iterable[Path], written: Iterable[Path]) -> str:
    """What --dry-run says, a line a file."""
    return "\n".join([*(f"read   {file}" for file in files), *(f"write  {file}" for file in written)])


def extract(
    paths: SomePaths = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="DIR", help="Write DIR/ID.json for each report.", show_default=False),
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="List every find with its rule and its words.")] = False,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of the facts.")] = False,
    dry_run: DryRun = False,
    unmasked: Unmasked = False,
    workers: Workers = None,
) -> None:
    """Print the facts of a report as JSON, in the shape of the annotation guidelines.

    Example: kg extract seeds/cixi-2022.txt
    Example: kg extract seeds -o facts
    """
    from kg.build import read_all, reports_in
    from kg.ontology import facts_schema

    if schema:
        put(facts_schema())
        return
    files = reports_in(paths or ())
    if len(files) > 1 and out is None and not explain:
        raise UsageError(f"{len(files)} reports: say with -o in which folder to write their facts")
    if out is not None and len({file.stem for file in files}) < len(files):
        raise UsageError("two reports have the same file name without its ending; extract them one by one")
    if dry_run:
        put(_planned(files, [out / f"{file.stem}.json" for file in files] if out else []))
        return
    with terminal.progress(len(files), "Reading") as step:
        found, failures = read_all(files, unmasked=unmasked, workers=workers, progress=step)
    for extraction in found:
        _put_facts(extraction, out, explain)
    for failure in failures:
        say(f"kg: {failure.reason}")
    if failures:
        raise typer.Exit(SOME_FAILED if found else terminal.WRONG)


def _put_facts(found: Extraction, out: Path | None, explain: bool) -> None:
    """The facts of one report: every find with its rule, or JSON, printed or in its file."""
    from kg.cli.rows import finds
    from kg.interchange import to_json

    if explain:
        put_table(("kind", "what", "rule", "right", "words", "at"), finds(found), title=found.document.id)
    elif out is None:
        put_json(to_json(found))
    else:
        terminal.write_whole(out / f"{found.document.id}.json", terminal.as_json(to_json(found)))


def ledger(
    paths: Paths,
    unread: Annotated[bool, typer.Option("--unread", help="Only what no fact and no reason accounts for.")] = False,
    as_json: AsJson = False,
) -> None:
    """Account for every number, 《title》 and quoted term: part of a fact, set aside with a reason, or unread.

    Example: kg ledger seeds/cixi-2022.txt
    Example: kg ledger seeds --unread
    """
    from kg.build import read_all, reports_in
    from kg.cli.rows import ledger_rows

    found, failures = read_all(reports_in(paths))
    columns = ("report", "at", "what", "words", "state", "reason", "by")
    rows = [row for extraction in found for row in ledger_rows(extraction, unread)]
    if as_json:
        put_json([dict(zip(columns, row, strict=True)) for row in rows])
    else:
        put_table(columns, rows)
    for failure in failures:
        say(f"kg: {failure.reason}")
    if failures:
        raise typer.Exit(SOME_FAILED if found else terminal.WRONG)


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD_DIR", help="Annotation, DOC.json each.", show_default=False)],
    texts: Annotated[Path, typer.Option("--texts", metavar="DIR", help="The reports.", show_default=False)],
    errors: Annotated[
        str | None,
        typer.Option("--errors", metavar="KIND", help="List what differs, of a kind or all.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Score extraction against annotation.

    Example: kg evaluate tests/gold --texts seeds
    Example: kg evaluate tests/gold --texts seeds --errors mechanism
    """
    from kg.cli.rows import error_rows, score_rows
    from kg.score import evaluate as run

    result = run(gold, texts)
    if errors is not None:
        put_table(("report", "kind", "what", "fact", "annotated", "found", "rule"), error_rows(result.errors(errors)))
    elif as_json:
        put_json(result.to_json())
    else:
        put_table(("row", "P", "R", "F1 / accuracy", "right", "annotated", "found"), score_rows(result.figures))
