"""The command `kg`: its commands in the order of `kg --help`, and what stands before them."""

from __future__ import annotations

from typing import Annotated

import typer

import kg.cli.terminal as terminal
from kg.cli.asking import check, explain, export, query, view
from kg.cli.reading import build, evaluate, extract, ledger
from kg.cli.terminal import FINDINGS, put, put_table

COMMANDS = (build, extract, query, explain, view, export, check, ledger, evaluate)

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


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        put(f"kg {version('fazhi-kg')}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Results and errors only.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Name each report as it is read.")] = False,
) -> None:
    """Options that every command has, before its name or behind it."""
    terminal.quiet(quiet)
    terminal.verbose(verbose)


@app.command(cls=terminal.Command)
def doctor() -> None:
    """Check the installation: libraries, vocabulary, lexicons, rules, queries. Exit code 1 if something is wrong."""
    from kg.cli.rows import health

    rows = list(health())
    put_table(("part", "state"), rows)
    if any(state.startswith("broken") for _, state in rows):
        raise typer.Exit(FINDINGS)


for command in COMMANDS:
    app.command(cls=terminal.Command)(command)


def main() -> None:
    """Entry point of the command `kg`."""
    app()
