"""A folder of reports to a folder of results: read, extract, resolve, write aside, then replace what was there."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from kg.corrections import apply, load
from kg.engine import mapped
from kg.errors import ReadError, UsageError
from kg.extract import extract
from kg.model import Extraction
from kg.resolve import Resolved, resolve
from kg.text import manifest, read

OUTPUTS = ("graph.ttl", "graph.nq", "graph.html", "observations.csv", "ledger.csv", "report.md", "store", "text")
"""What a build writes; whatever else stands in the output folder is the user's and stays."""

_NOT_REPORTS = ("manifest.tsv", "readme.md", "readme.txt", "readme.zh.md")


class Failure(NamedTuple):
    """A file that is in no graph, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Built:
    """What a build read and made.

    `twice`: files whose text another file of the build has too, with that file. `unused`: corrections of other reports.
    """

    folder: Path | None
    reports: tuple[Resolved, ...]
    failures: tuple[Failure, ...] = ()
    twice: tuple[tuple[str, str], ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """Distinct things by kind over all reports, and figures, collective names and relations."""
        things = {thing.iri: thing.label.value for report in self.reports for thing in report.every()}
        found = Counter(things.values())
        for report in self.reports:
            found["Observation"] += len(report.found.observations)
            found["Component"] += len(report.found.components)
            found["Relation"] += len(report.found.relations)
        return {"Report": len(self.reports), **dict(sorted(found.items()))}


def build(
    paths: Iterable[str | Path],
    out: str | Path,
    *,
    corrections: str | Path | None = None,
    unmasked: bool = False,
    executor: Executor | None = None,
    workers: int | None = None,
    progress: Callable[[str], None] = lambda path: None,
) -> Built:
    """Build the graph of reports (files, or folders of them) into a folder; bad files are told in `Built.failures`.

    `corrections`: a file of them (kg.corrections). Raises UsageError for a path that is not there, a correction that
    fits nothing, or an output folder that is not ours, ReadError if no report could be read at all. The output folder
    changes only once everything new is written beside it.
    """
    out = Path(out)
    files = reports_in(paths)
    _may_write(out)
    changes = load(corrections) if corrections else ()
    found, failures = read_all(files, unmasked=unmasked, executor=executor, workers=workers, progress=progress)
    if not found:
        raise ReadError("; ".join(f.reason for f in failures[:3]) or "no report in the given paths")
    kept, twice = _distinct(found)
    kept = [apply(extraction, changes) for extraction in kept]
    known = {extraction.document.id for extraction in kept}
    unused = tuple(change.where for change in changes if change.report not in known)
    built = Built(out, resolve(kept), tuple(failures), tuple(twice), unused)
    with _replacing(out) as folder:
        write(built, folder)
    return built


def write(built: Built, folder: Path) -> None:
    """Every output of a build, into a folder that exists."""
    from kg.audit.accounts import ledger_csv
    from kg.audit.summary import summary
    from kg.graph import export, rdf, store
    from kg.view import explorer

    store.write(rdf.quads(built.reports), folder)
    (folder / "text").mkdir()
    for report in built.reports:
        (folder / "text" / f"{report.id}.txt").write_bytes(report.found.document.text.encode())
    (folder / "observations.csv").write_text(export.observations_csv(built.reports), encoding="utf-8-sig", newline="")
    (folder / "ledger.csv").write_text(ledger_csv(built.reports), encoding="utf-8-sig", newline="")
    (folder / "graph.html").write_text(explorer(folder), encoding="utf-8", newline="")
    (folder / "report.md").write_text(
        summary(built.reports, built.failures, built.twice, built.unused), encoding="utf-8"
    )


# ------------------------------------------------------------------ what goes in


def reports_in(paths: Iterable[str | Path]) -> tuple[Path, ...]:
    """The files that are given, and every file in the folders that are given, but for manifests and read-me files."""
    files: dict[Path, None] = {}
    for path in map(Path, paths):
        if path.is_dir():
            inside = (p for p in sorted(path.rglob("*")) if p.is_file() and not _set_aside(p.relative_to(path)))
            files |= dict.fromkeys(inside)
        elif path.exists():
            files[path] = None
        else:
            raise UsageError(f"{path}: no such file or folder")
    if not files:
        raise UsageError(f"{', '.join(map(str, paths)) or 'no path'}: no reports there")
    return tuple(files)


def _set_aside(path: Path) -> bool:
    return path.name.lower() in _NOT_REPORTS or any(part.startswith(".") for part in path.parts)


def read_all(
    files: Sequence[Path],
    *,
    unmasked: bool = False,
    executor: Executor | None = None,
    workers: int | None = None,
    progress: Callable[[str], None] = lambda path: None,
) -> tuple[list[Extraction], list[Failure]]:
    """Extractions of the files that are reports, and the files that are none."""
    manifests = {folder: manifest(folder) for folder in {file.parent for file in files}}
    rows = [(file, manifests[file.parent].get(file.name)) for file in files]
    work = partial(_extracted, unmasked=unmasked)
    found: list[Extraction] = []
    failures: list[Failure] = []
    for file, value in zip(files, mapped(work, rows, executor=executor, workers=workers), strict=True):
        progress(str(file))
        if isinstance(value, Failure):
            failures.append(value)
        else:
            found.append(value)
    return found, failures


def _extracted(report: tuple[Path, Mapping[str, str] | None], unmasked: bool) -> Extraction | Failure:
    """One report (file, row of the manifest); whatever goes wrong with it is told and costs the others nothing."""
    file, row = report
    try:
        return extract(read(file, manifest=row, unmasked=unmasked))
    except ReadError as error:
        return Failure(str(file), str(error))
    except Exception as error:  # a fault of ours: the other reports are still built, and the exit code says so
        return Failure(str(file), f"{file}: internal fault, please report it: {type(error).__name__}: {error}")


def _distinct(found: Iterable[Extraction]) -> tuple[list[Extraction], list[tuple[str, str]]]:
    """Of files with one and the same text, the one whose name comes first."""
    first: dict[str, Extraction] = {}
    twice: list[tuple[str, str]] = []
    for extraction in sorted(found, key=lambda f: f.document.path):
        kept = first.setdefault(extraction.document.text, extraction)
        if kept is not extraction:
            twice.append((extraction.document.path, kept.document.path))
    return list(first.values()), twice


# ------------------------------------------------------------------ what comes out


def _may_write(out: Path) -> None:
    """Refuse a folder that holds other things and no earlier build: a slip of the hand must not cost files."""
    if out.is_file():
        raise UsageError(f"{out}: is a file; give a folder for the results")
    if out.is_dir():
        names = {entry.name for entry in out.iterdir() if not entry.name.startswith(".")}
        if names and not names & set(OUTPUTS):
            raise UsageError(f"{out}: holds other files and no earlier build; give a new or empty folder")


@contextlib.contextmanager
def _replacing(out: Path) -> Iterator[Path]:
    """A new folder beside `out` that takes its place once it is complete, with what was not ours in the old one."""
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        fresh.chmod(0o777 & ~_umask())
        yield fresh
        if out.is_dir():
            for entry in out.iterdir():
                if entry.name not in OUTPUTS:
                    _copy(entry, fresh / entry.name)
        _swap(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir() and not source.is_symlink():
        shutil.copytree(source, target, symlinks=True)
    else:
        shutil.copy2(source, target, follow_symlinks=False)


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
