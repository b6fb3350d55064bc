"""Reports of which nobody, or nobody in particular, is known to be the reporter: their facts are nobody's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.naming import text_hash
from kg.ontology import RESOURCES
from kg.resolve import Resolved

__all__ = ["doubtful", "file_of"]

_REMEDY = "give it in MANIFEST.tsv beside the file (columns: file, publisher, title, published, form)"


def doubtful(reports: Iterable[Resolved]) -> Iterator[str]:
    """A line for each report whose text does not tell who reports, or does so by a level without a place (市局)."""
    for report in reports:
        if not report.reporter:
            yield f"no reporter found in {file_of(report)}: {_REMEDY}"
        elif report.reporter.startswith(f"{RESOURCES}bureau/{text_hash(report.found)}/"):
            yield f"of which place the reporter of {file_of(report)} is, {report.found.bureau}, is not said: {_REMEDY}"


def file_of(report: Resolved) -> str:
    """The name of the file that a report was read from."""
    return report.found.document.path.replace("\\", "/").rpartition("/")[2]
