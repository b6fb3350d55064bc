"""Commands on a built graph: query, explain, view, export, check. Heavy libraries are imported inside them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import kg.cli.terminal as terminal
from kg.cli.options import AsJson, Dir, DryRun, Workers
from kg.cli.terminal import FINDINGS, note, put, put_json, put_table
from kg.errors import UsageError

_MOST_EXPLAINED = 5
"""Things of one name (bodies that several bureaus have of their own) that are explained one after the other."""


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
    from kg.cli.rows import further, parameter_pairs, query_text, saved_queries
    from kg.graph.format_names import format_named
    from kg.graph.nearest import strangers
    from kg.graph.query import FORMATS, run

    if saved:
        put_table(("name", "title", "标题", "parameters"), saved_queries())
        return
    if not question:
        raise UsageError("say what to ask: SPARQL, a file, or a saved query (kg query --list)")
    form = format_named(form, ("table", *FORMATS))
    given = parameter_pairs(list(map(terminal.typed, parameters or [])))
    answer = run(folder, query_text(terminal.typed(question)), **given)
    if form != "table":
        put(answer.serialize(form))
    elif answer.triples is not None:
        put(answer.serialize("turtle"))
    elif answer.boolean is not None:
        put("yes" if answer.boolean else "no")
    else:
        put_table(answer.variables, answer.rows)
        note(f"{len(answer.rows)} rows")
        for line in further(question, folder):
            note(line)
    if not answer.rows and answer.boolean is None and answer.triples is None:
        for line in strangers(folder, given):
            note(line)


def explain(
    what: Annotated[
        str, typer.Argument(help="A name or a part of one, a report's id or file, or an IRI.", show_default=False)
    ],
    folder: Dir = Path("output"),
    language: Annotated[str, typer.Option("--lang", help="en or zh: the language that it is told in.")] = "en",
    as_json: AsJson = False,
) -> None:
    """Tell what the graph says of a thing or figure: each fact with its sentence, report and rule.

    Of a report it tells who reports, what it was read from and how, and how much was found (--json: the facts too).

    Example: kg explain 枫桥经验
    Example: kg explain 渝北区分局执法办案管理中心
    Example: kg explain 500153-公安局-2021 --lang zh
    """
    from msgspec import to_builtins

    from kg.cli.telling import LANGUAGES, explained
    from kg.graph.explain import Explanation
    from kg.graph.explain import explain as run
    from kg.graph.store import open_store

    if language not in LANGUAGES:
        raise UsageError(f"--lang {language}: choose one of {', '.join(LANGUAGES)}")
    store = open_store(folder)
    found = run(store, terminal.typed(what), language=language)
    alike: list[Explanation] = []
    if isinstance(found, Explanation):
        alike = [found]
    elif len({c.name for c in found}) == 1 and len(found) <= _MOST_EXPLAINED:
        alike = [each for c in found if isinstance(each := run(store, c.iri, language=language), Explanation)]
    if as_json:
        put_json(to_builtins(alike if len(alike) > 1 else found))
    elif alike:
        put("\n\n\n".join(explained(each, language) for each in alike))
    elif not isinstance(found, Explanation):
        put_table(("type", "name", "of", "IRI"), [(c.type, c.name, "、".join(c.owners), c.iri) for c in found])
        note(f"{what} can mean any of these; name one in full, with its bureau before it, or give its IRI")
        raise typer.Exit(FINDINGS)


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
    dry_run: DryRun = False,
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
    if dry_run:
        put(f"write  {target}  {len(text.encode()):,} bytes")
        return
    terminal.write_whole(target, text)
    put(str(target))
    if show:
        webbrowser.open(target.resolve().as_uri())


def _export_tables(folder: Path, form: str, out: Path | None, about: str | None, *, dry_run: bool) -> None:
    from kg.graph.formats import planned_tables, write_tables

    if out is None or str(out) == "-":
        raise UsageError(f"{form} is a folder of tables: say with -o where to write it")
    if dry_run:
        planned = planned_tables(folder, form, out, about=about)
        put("\n".join(f"write  {path}  {rows:,} rows" for path, rows in planned))
    else:
        put("\n".join(map(str, write_tables(folder, form, out, about=about))))


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
    dry_run: DryRun = False,
) -> None:
    """Write a built graph, whole or about one thing, in another format.

    One file, printed if -o names none: turtle, trig, ntriples, nquads, jsonld (context: its context alone), rdfxml,
    graphml, gexf, nanopub (nanopublications in TriG), oa (web annotations). A folder of tables, -o DIR: csv (for
    spreadsheets), parquet (needs the extra "parquet"), neo4j (for neo4j-admin database import). Also understood: ttl,
    nt, nq, json, rdf, xml, owl, and the names as their standards write them (N-Triples, JSON-LD, RDF/XML).

    Example: kg export --format jsonld -o graph.jsonld
    Example: kg export --format csv -o tables
    Example: kg export --about 枫桥经验
    """
    from kg.graph.formats import TABLES, known
    from kg.graph.formats import export as run

    form, about = known(form), about and terminal.typed(about)
    if form in TABLES:
        _export_tables(folder, form, out, about, dry_run=dry_run)
        return
    pieces = run(folder, form, about=about)
    if dry_run:
        put(f"write  {out or '-'}  {sum(len(piece.encode()) for piece in pieces):,} bytes")
    elif out is None or str(out) == "-":
        for piece in pieces:
            terminal.put_bytes(piece.encode())
    else:
        terminal.write_pieces(out, pieces)
        put(str(out))


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
    from kg.graph.format_names import format_named
    from kg.graph.shapes import shacl_report, validate

    given, form = form, format_named(form, ("table", "json", "turtle"))
    if form not in {"table", "json", "turtle"}:
        raise UsageError(f"there is no format {given}; choose one of table, json, turtle")
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
