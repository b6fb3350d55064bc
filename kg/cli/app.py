"""The commands. Heavy libraries are imported inside them, so that `kg --help` is there at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli import terminal
from kg.cli.terminal import FINDINGS, SOME_FAILED, note, put, put_json, put_table, say
from kg.errors import UsageError

app = typer.Typer(
    name="kg",
    cls=terminal.Group,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "KG"},
    help="A knowledge graph from Chinese yearly reports on law-based government, with proof for every fact.",
    epilog="Exit codes: 0 fine, 1 findings, 2 wrong use or failure, 3 some reports failed, 130 interrupted. "
    "Options may stand in kg.toml ([build] out = …) or the environment (KG_BUILD_OUT).",
)

Paths = Annotated[
    list[Path], typer.Argument(metavar="PATH...", help="Reports, or folders of them.", show_default=False)
]
SomePaths = Annotated[
    list[Path] | None, typer.Argument(metavar="PATH...", help="Reports, or folders of them.", show_default=False)
]
Dir = Annotated[Path, typer.Option("--dir", "-d", help="Folder that `kg build` wrote.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, and nothing else.")]
Unmasked = Annotated[
    bool, typer.Option("--unmasked", help="Keep what identifies private persons. Think before you pass it on.")
]
Workers = Annotated[int | None, typer.Option(min=0, help="Local processes; 0 for none. Default: one a core.")]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        put(f"kg {version('fazhi-kg')}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Results and errors only.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Tell more.")] = False,
) -> None:
    """Options that stand before the command."""
    terminal.quiet(quiet)
    terminal.verbose(verbose)


@app.command()
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
    from kg.build import OUTPUTS, reports_in
    from kg.build import build as run
    from kg.cli.words import built_json, next_steps

    terminal.quiet(as_json or terminal.is_quiet())
    files = reports_in(paths)
    if dry_run:
        put("\n".join([f"read   {file}" for file in files] + [f"write  {out / name}" for name in OUTPUTS]))
        return
    with terminal.progress(len(files), "Reading") as step:
        built = run(files, out, corrections=corrections, unmasked=unmasked, workers=workers, progress=step)
    for failure in built.failures:
        say(f"kg: {failure.reason}")
    for path, same in built.twice:
        note(f"{path}: the same text as {same}, taken once")
    if as_json:
        put_json(built_json(built))
    else:
        put_table(("Found", "Count"), list(built.counts.items()))
        note(next_steps(out))
    if built.failures:
        raise typer.Exit(SOME_FAILED)


@app.command()
def extract(
    paths: SomePaths = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="DIR", help="Write DIR/ID.json for each report.", show_default=False),
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="List every find with its rule and its words.")] = False,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of the facts.")] = False,
    unmasked: Unmasked = False,
    workers: Workers = None,
) -> None:
    """Print the facts of a report as JSON, in the shape of the annotation guidelines.

    Example: kg extract seeds/cixi-2022.txt
    Example: kg extract seeds -o facts
    """
    from kg.build import read_all, reports_in
    from kg.cli.words import finds
    from kg.interchange import to_json
    from kg.ontology import facts_schema

    if schema:
        put(facts_schema())
        return
    files = reports_in(paths or ())
    if len(files) > 1 and out is None and not explain:
        raise UsageError(f"{len(files)} reports: say with -o in which folder to write their facts")
    if out is not None and len({file.stem for file in files}) < len(files):
        raise UsageError("two reports have the same file name without its ending; extract them one by one")
    with terminal.progress(len(files), "Reading") as step:
        found, failures = read_all(files, unmasked=unmasked, workers=workers, progress=step)
    for extraction in found:
        if explain:
            put_table(("kind", "what", "rule", "right", "words", "at"), finds(extraction), title=extraction.document.id)
        elif out is None:
            put_json(to_json(extraction))
        else:
            out.mkdir(parents=True, exist_ok=True)
            target = out / f"{extraction.document.id}.json"
            target.write_text(terminal.as_json(to_json(extraction)), encoding="utf-8")
    for failure in failures:
        say(f"kg: {failure.reason}")
    if failures:
        raise typer.Exit(SOME_FAILED if found else terminal.WRONG)


@app.command()
def query(
    question: Annotated[
        str, typer.Argument(metavar="QUERY", help="SPARQL, a file of it, or a saved query.", show_default=False)
    ] = "",
    folder: Dir = Path("output"),
    form: Annotated[str, typer.Option("--format", "-f", help="table, json, csv, tsv, xml or turtle.")] = "table",
    parameters: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", metavar="NAME=VALUE", help="A parameter of the query.", show_default=False),
    ] = None,
    saved: Annotated[bool, typer.Option("--list", help="List the saved queries.")] = False,
) -> None:
    """Ask the graph in SPARQL. It is asked as one: the union of all its named graphs.

    Example: kg query --list
    Example: kg query shared
    Example: kg query 'SELECT ?name WHERE { ?p a fz:Program ; rdfs:label ?name }' -f csv
    """
    from kg.cli.words import parameter_pairs, query_text, saved_queries
    from kg.graph.query import run

    if saved:
        put_table(("name", "title", "标题", "parameters"), saved_queries())
        return
    if not question:
        raise UsageError("say what to ask: SPARQL, a file, or a saved query (kg query --list)")
    answer = run(folder, query_text(question), **parameter_pairs(parameters or []))
    if form != "table":
        put(answer.serialize(form))
    elif answer.triples is not None:
        put(answer.serialize("turtle"))
    elif answer.boolean is not None:
        put("yes" if answer.boolean else "no")
    else:
        put_table(answer.variables, answer.rows)
        note(f"{len(answer.rows)} rows")


@app.command()
def view(
    folder: Dir = Path("output"),
    focus: Annotated[
        str | None,
        typer.Option("--focus", "--about", metavar="NAME", help="What is around a thing.", show_default=False),
    ] = None,
    classes: Annotated[
        list[str] | None,
        typer.Option("--class", metavar="CLASS", help="Only this class; may be repeated.", show_default=False),
    ] = None,
    years: Annotated[
        list[str] | None,
        typer.Option("--year", metavar="YEAR", help="Only what reports on this year say.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="Where to write it; - prints it.", show_default=False),
    ] = None,
    show: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Write the explorer page of a built graph, whole or in part. Default file: view.html in the graph's folder.

    Example: kg view --focus 反诈中心 --open
    Example: kg view --class Program --year 2021 -o programs.html
    """
    import webbrowser

    from kg.view import explorer

    about = None if focus is None else terminal.typed(focus)
    text = explorer(folder, about=about, classes=classes or (), years=years or ())
    if str(out) == "-":
        terminal.put_bytes(text.encode())
        return
    target = out or folder / "view.html"
    terminal.write_whole(target, text)
    put(str(target))
    if show:
        webbrowser.open(target.resolve().as_uri())


@app.command()
def explain(
    what: Annotated[str, typer.Argument(help="A name or a part of one, or an IRI.", show_default=False)],
    folder: Dir = Path("output"),
    as_json: AsJson = False,
) -> None:
    """Tell what the graph says of a thing or figure: each fact with its sentence, report and rule.

    Example: kg explain 枫桥经验
    """
    from dataclasses import asdict

    from kg.cli.words import explained
    from kg.graph.explain import Explanation
    from kg.graph.explain import explain as run

    found = run(folder, what)
    if as_json:
        put_json(asdict(found) if isinstance(found, Explanation) else [asdict(c) for c in found])
    elif isinstance(found, Explanation):
        put(explained(found))
    else:
        put_table(("type", "name", "IRI"), [(c.type, c.name, c.iri) for c in found])
        note(f"{what} can mean any of these; name one in full, or give its IRI")


@app.command()
def export(
    form: Annotated[str, typer.Option("--format", "-f", help="See below.")] = "turtle",
    folder: Dir = Path("output"),
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE|DIR", help="Where to write it; - prints it.", show_default=False),
    ] = None,
    about: Annotated[
        str | None,
        typer.Option("--about", metavar="NAME", help="Only what is said of one thing: a name, or an IRI."),
    ] = None,
) -> None:
    """Write a built graph, whole or about one thing, in another format.

    One file, printed if -o names none: turtle, trig, ntriples, nquads, jsonld (context: its context alone), rdfxml,
    graphml, gexf, nanopub (nanopublications in TriG), oa (web annotations). A folder of tables, -o DIR: csv (for
    spreadsheets), parquet (needs fazhi-kg[parquet]), neo4j (for neo4j-admin database import).

    Example: kg export --format jsonld -o graph.jsonld
    Example: kg export --format csv -o tables
    Example: kg export --about 枫桥经验
    """
    from kg.graph.formats import TABLES, write_tables
    from kg.graph.formats import export as run

    if form in TABLES:
        if out is None or str(out) == "-":
            raise UsageError(f"{form} is a folder of tables: say with -o where to write it")
        put("\n".join(str(path) for path in write_tables(folder, form, out, about=about)))
        return
    pieces = run(folder, form, about=about)
    if out is None or str(out) == "-":
        for piece in pieces:
            terminal.put_bytes(piece.encode())
    else:
        terminal.write_pieces(out, pieces)
        put(str(out))


@app.command()
def check(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that `kg build` wrote.")] = Path("output"),
    form: Annotated[str, typer.Option("--format", "-f", help="table or json, or turtle: the SHACL report.")] = "table",
    as_json: AsJson = False,
    workers: Workers = None,
) -> None:
    """Prove the graph: every quote stands at its place in the text, every fact has one, all fits the SHACL shapes.

    The proof reads graph.nq, graph.ttl and text/ alone, with no help from what made them. Exit code 1 for findings.

    Example: kg check output
    Example: kg check output --format turtle
    """
    from kg.graph.check import check as run
    from kg.graph.shapes import shacl_report, validate

    if form not in {"table", "json", "turtle"}:
        raise UsageError(f"there is no format {form}; choose one of table, json, turtle")
    proof = run(folder)
    broken = validate(folder, workers=workers)
    if form == "turtle":
        put(shacl_report(broken).rstrip("\n"))
    elif as_json or form == "json":
        findings = [f._asdict() for f in proof.findings]
        shapes = [r._asdict() for r in broken]
        put_json({"ok": proof.ok and not broken, "counts": proof.counts, "findings": findings, "shapes": shapes})
    else:
        put_table(("Checked", "Count"), list(proof.counts.items()))
        if proof.findings:
            put_table(("of", "finding", "expected", "found"), proof.findings)
        if broken:
            put_table(("of", "property", "breaks the shape", "value", "constraint", "shape"), broken)
        if proof.ok and not broken:
            put("Every quote stands at its place; every fact has one; all fits the shapes.")
    if not proof.ok or broken:
        raise typer.Exit(FINDINGS)


@app.command()
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
    from kg.cli.words import error_rows, score_rows
    from kg.score import evaluate as run

    result = run(gold, texts)
    if errors is not None:
        put_table(("report", "kind", "what", "fact", "annotated", "found", "rule"), error_rows(result.errors(errors)))
    elif as_json:
        put_json(result.to_json())
    else:
        put_table(("row", "P", "R", "F1 / accuracy", "right", "annotated", "found"), score_rows(result.figures))


@app.command()
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
    from kg.cli.words import ledger_rows

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


@app.command()
def doctor() -> None:
    """Check the installation: libraries, vocabulary, lexicons, rules, queries. Exit code 1 if something is wrong."""
    from kg.cli.words import health

    rows = list(health())
    put_table(("part", "state"), rows)
    if any(state.startswith("broken") for _, state in rows):
        raise typer.Exit(FINDINGS)


def main() -> None:
    """Entry point of the command `kg`."""
    app()
