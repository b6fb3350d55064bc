"""The folder that a build writes: replaced whole or not at all, and never at the cost of a file that is not ours."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kg.errors import UsageError

OUTPUTS = ("graph.ttl", "graph.nq", "graph.html", "observations.csv", "ledger.csv", "report.md", "store", "text")
"""What a build writes; whatever else stands in the output folder is the user's and stays."""

MARKER = ".kg-build"
"""File by which a folder is known as a build; it lists the files that the build wrote, but for those of the store."""

_STORE = "store"


def holds_build(folder: Path) -> bool:
    """Whether a build wrote the folder."""
    return (folder / MARKER).is_file()


def may_write(out: Path) -> None:
    """Refuse a folder that holds other things and no earlier build: a slip of the hand must not cost files."""
    if out.is_file():
        raise UsageError(f"{out}: is a file; give a folder for the results")
    if out.resolve() in (Path.cwd(), *Path.cwd().parents):
        raise UsageError(f"{out}: is the folder you are in, or holds it; give another one for the results")
    if out.is_dir() and not holds_build(out) and any(not e.name.startswith(".") for e in out.iterdir()):
        raise UsageError(f"{out}: holds other files and no earlier build; give a new or empty folder")


@contextlib.contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """A new folder beside `out` that takes its place once it is complete, with what was not ours in the old one."""
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        fresh.chmod(0o777 & ~_umask())
        yield fresh
        (fresh / MARKER).write_text("".join(f"{name}\n" for name in _files(fresh)), encoding="utf-8")
        for name in _foreign(out):
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(out / name, fresh / name, follow_symlinks=False)
        _swap(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _files(folder: Path) -> list[str]:
    """Every file below a folder by its relative path, the store's aside."""
    inside = (p.relative_to(folder) for p in folder.rglob("*") if p.is_symlink() or not p.is_dir())
    return sorted(p.as_posix() for p in inside if p.parts[0] != _STORE)


def _foreign(out: Path) -> list[str]:
    """Files of an output folder that no build wrote."""
    if not out.is_dir():
        return []
    ours = {MARKER}
    if holds_build(out):
        ours |= set((out / MARKER).read_text(encoding="utf-8").splitlines())
    return [name for name in _files(out) if name not in ours]


def _swap(fresh: Path, out: Path) -> None:
    """Two renames; if the second fails the first is taken back. Afterwards `fresh` is the old folder, if any."""
    old = fresh.with_name(fresh.name + "-old")
    if out.is_dir():
        os.replace(out, old)
    try:
        os.replace(fresh, out)
    except OSError:
        if old.is_dir():
            os.replace(old, out)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
