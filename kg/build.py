"""A folder of reports to a folder of results: read, extract, resolve, write aside, then replace what was there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from kg.corrections import apply, load
from kg.engine import mapped
from kg.errors import ReadError, UsageError
from kg.extract import extract
from kg.model import Extraction
from kg.output import OUTPUTS, holds_build, may_write, replacing
from kg.resolve import Resolved, resolve
from kg.text import manifest, read

_NOT_REPORTS = ("manifest.tsv", "readme.md", "readme.txt", "readme.zh.md")


class Failure(NamedTuple):
    """A file that is in no graph, and why."""

    path: str
    reason: str


class Built(Struct, frozen=True):
    """What a build read and made.

    `twice`: files whose text another file of the build has too, with that file. `applied`: the corrections of the
    reader, in words; `unused`: those of other reports.
    """

    folder: Path | None
    reports: tuple[Resolved, ...]
    failures: tuple[Failure, ...] = ()
    twice: tuple[tuple[str, str], ...] = ()
    applied: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def doubts(self) -> tuple[str, ...]:
        """Reports whose reporter is not known, in words: their facts are nobody's."""
        from kg.audit.reporters import doubtful

        return tuple(doubtful(self.reports))

    def __repr__(self) -> str:
        """What it holds in numbers: the reports themselves are long."""
        counts = ", ".join(f"{count} {what}" for what, count in self.counts.items())
        return f"<Built {self.folder}: {counts}; {len(self.failures)} failures>"

    @property
    def counts(self) -> Mapping[str, int]:
        """Distinct resources by kind over all reports, and figures, collective names and relations."""
        resources = {resource.iri: resource.label.value for report in self.reports for resource in report.every()}
        found = Counter(resources.values())
        for report in self.reports:
            found["Observation"] += len(report.found.observations)
            found["Component"] += len(report.found.components)
            found["Relation"] += len(report.found.relations)
        return {"Report": len(self.reports), **dict(sorted(found.items()))}


def build(
    paths: str | Path | Iterable[str | Path],
    out: str | Path,
    *,
    corrections: str | Path | None = None,
    unmasked: bool = False,
    executor: Executor | None = None,
    workers: int | None = None,
    progress: Callable[[str], None] = lambda path: None,
) -> Built:
    """Build the graph of reports (a file, a folder, several of both) into a folder; `Built.failures` tells bad files.

    `corrections`: a file of them (kg.corrections). Raises UsageError for a path that is not there, a correction that
    fits nothing, or an output folder that is not ours, ReadError if no report could be read at all. The output folder
    changes only once everything new is written beside it.
    """
    out = Path(out)
    files = reports_in(paths)
    may_write(out)
    changes = load(corrections) if corrections else ()
    found, failures = read_all(files, unmasked=unmasked, executor=executor, workers=workers, progress=progress)
    if not found:
        raise ReadError("; ".join(f.reason for f in failures[:3]) or "no report in the given paths")
    kept, twice = _distinct(found)
    reports = resolve(kept)
    applied: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    if changes:
        known = {name: report for report in reports for name in (report.found.document.id, report.id)}
        reports = resolve([apply(report.found, changes, also=report.id) for report in reports])
        applied = tuple(
            f"{known[c.report].id}: {c.told(known[c.report].found.document)}" for c in changes if c.report in known
        )
        unused = tuple(f"{c.where}: no report {c.report}" for c in changes if c.report not in known)
    built = Built(out, reports, tuple(failures), tuple(twice), applied, unused)
    with replacing(out) as folder:
        write(built, folder)
    return built


def write(built: Built, folder: Path) -> None:
    """Every output of a build, into a folder that exists."""
    from kg.audit.ledger_csv import ledger_table
    from kg.audit.summary import summary
    from kg.graph import rdf, store
    from kg.graph.formats.tables import as_csv
    from kg.graph.observations_csv import observations_table
    from kg.view import explorer

    store.write(rdf.quads(built.reports), folder)
    (folder / "text").mkdir()
    for report in built.reports:
        (folder / "text" / f"{report.id}.txt").write_bytes(report.found.document.text.encode())
    for table in (observations_table(built.reports), ledger_table(built.reports)):
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as out:
            out.writelines(as_csv(table))
    (folder / "graph.html").write_text(explorer(folder), encoding="utf-8", newline="")
    (folder / "report.md").write_text(
        summary(built.reports, built.failures, built.twice, built.applied, built.unused), encoding="utf-8"
    )


# ------------------------------------------------------------------ what goes in


def reports_in(paths: str | Path | Iterable[str | Path]) -> tuple[Path, ...]:
    """The files that are given, and every file in the folders that are given, save manifests, read-me files, builds.

    `-` is standard input.
    """
    files: dict[Path, None] = {}
    paths = [paths] if isinstance(paths, str | Path) else list(paths)
    for path in (Path("/dev/stdin") if str(path) == "-" else Path(path) for path in paths):
        if path.is_dir():
            files |= dict.fromkeys(_inside(path, path))
        elif path.exists():
            files[path] = None
        else:
            raise UsageError(f"{path}: no such file or folder")
    if not files:
        raise UsageError(f"{', '.join(map(str, paths)) or 'no path'}: no reports there")
    return tuple(files)


def _inside(folder: Path, top: Path) -> Iterator[Path]:
    """Files of a folder and those below it, in order; what an earlier build wrote is no report."""
    if folder is not top and holds_build(folder):
        return
    for path in sorted(folder.iterdir()):
        mine = path.name in OUTPUTS and holds_build(folder)
        if mine or path.name.startswith(".") or path.name.lower() in _NOT_REPORTS:
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _inside(path, top)
        elif path.is_file():
            yield path


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
