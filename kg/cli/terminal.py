"""What all commands share: results on stdout, messages on stderr, errors as one line, settings from kg.toml."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
import typer.core

from kg.errors import FazhiError, UsageError

FINDINGS, WRONG, SOME_FAILED, INTERRUPTED = 1, 2, 3, 130
"""Exit codes beside 0: findings of a check; wrong use or failure; some reports failed; interrupted."""

_COMMON = ("-q", "--quiet", "-v", "--verbose")
_SETTINGS = "kg.toml"
_PATIENCE = 1.0
"""Seconds of work before a progress bar is worth its space."""


class Command(typer.core.TyperCommand):
    """A command whose help does not repeat the name of an environment variable under every option."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for option in self.params:
            if isinstance(option, typer.core.TyperOption):
                option.show_envvar = False


class Group(typer.core.TyperGroup):
    """Commands whose errors are one line on stderr and an exit code, never a traceback for a user's mistake."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the options that all commands have from where they stand: before the command, or behind it."""
        own = args[: args.index("--")] if "--" in args else args
        common = [arg for arg in own if arg in _COMMON]
        rest = [arg for arg in own if arg not in _COMMON]
        return super().parse_args(ctx, [*common, *rest, *args[len(own) :]])

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was given."""
        try:
            ctx.default_map = settings(Path(_SETTINGS))
            return super().invoke(ctx)
        except (FazhiError, OSError, UnicodeEncodeError) as error:
            if isinstance(error, BrokenPipeError):
                raise
            say(f"kg: {_line(error)}")
            raise typer.Exit(WRONG) from error
        except KeyboardInterrupt as error:
            say("kg: interrupted")
            raise typer.Exit(INTERRUPTED) from error


def _line(error: Exception) -> str:
    if isinstance(error, UnicodeEncodeError):
        letters = error.object[error.start : error.end]
        return f"the locale's encoding ({error.encoding}) cannot hold {letters!r}; set PYTHONUTF8=1"
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return " ".join(str(error).split("\n"))


def settings(path: Path) -> dict[str, Any] | None:
    """Options by command from kg.toml: `[build]` then `out = "graphs"`. Raises UsageError where it is malformed."""
    if not path.is_file():
        return None
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}") from error


class _Told:
    """How much is told on stderr: less than usual (-q, --json), or more (-v)."""

    quiet = False
    verbose = False


def quiet(on: bool = True) -> None:
    """Hold messages back from here on."""
    _Told.quiet = on


def is_quiet() -> bool:
    """Whether messages are held back."""
    return _Told.quiet


def verbose(on: bool) -> None:
    """Tell more from here on."""
    _Told.verbose = on


def say(message: str) -> None:
    """A message for the user, on stderr; errors are never held back."""
    print(message, file=sys.stderr)


def note(message: str) -> None:
    """A message that -q holds back."""
    if not _Told.quiet:
        say(message)


def detail(message: str) -> None:
    """A message that only -v shows."""
    if _Told.verbose:
        say(message)


def put(text: str) -> None:
    """A result, on stdout, with one line break at its end."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def typed(argument: str) -> str:
    """An argument as the user typed it, where the locale's encoding cannot hold its characters."""
    if argument.isascii() or not any("\udc80" <= char <= "\udcff" for char in argument):
        return argument
    return os.fsencode(argument).decode("utf-8", "replace")


def put_bytes(data: bytes) -> None:
    """A result in bytes of its own, whatever the terminal's encoding."""
    sys.stdout.buffer.write(data)
    sys.stdout.flush()


def write_whole(target: Path, text: str) -> None:
    """A file in UTF-8 that appears complete or not at all. Raises UsageError where it cannot be written."""
    write_pieces(target, (text,))


def write_pieces(target: Path, pieces: Iterable[str]) -> None:
    """As `write_whole`, of a text that comes piece by piece."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("wb", dir=target.parent, prefix=f".{target.name}-", delete=False) as aside:
            try:
                aside.writelines(piece.encode() for piece in pieces)
            except BaseException:
                Path(aside.name).unlink()
                raise
        Path(aside.name).chmod(0o644)
        os.replace(aside.name, target)
    except OSError as error:
        raise UsageError(f"{target}: cannot be written: {error.strerror or error}") from error


def as_json(value: object) -> str:
    """JSON for people and programs: Chinese readable, one line break at the end."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def put_json(value: object) -> None:
    """A result as JSON."""
    put(as_json(value))


def put_table(columns: Sequence[str], rows: Sequence[Sequence[object]], title: str | None = None) -> None:
    """A result as a table that fits the terminal; piped, it keeps every cell whole."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(no_color=bool(os.environ.get("NO_COLOR")), highlight=False, soft_wrap=False)
    if not console.is_terminal:
        console = Console(width=10_000, no_color=True, highlight=False)
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if cell is None else " ".join(str(cell).split())) for cell in row))
    with console.capture() as captured:
        console.print(table)
    put("\n".join(line.rstrip() for line in captured.get().splitlines()))


@contextmanager
def progress(total: int, what: str) -> Iterator[Any]:
    """A function to call once an item: a bar on stderr, shown only for work over a second, and never where piped."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=_Told.quiet or not console.is_terminal) as bar:
        task = bar.add_task(what, total=total, visible=False)

        def step(item: object) -> None:
            """One item is done."""
            detail(f"{what.lower()} {item}")
            bar.advance(task)
            elapsed = bar.tasks[0].elapsed
            bar.update(task, visible=elapsed is not None and elapsed > _PATIENCE)

        yield step
