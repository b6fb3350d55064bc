"""Arguments and options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Paths = Annotated[
    list[Path], typer.Argument(metavar="PATH...", help="Reports, or folders of them.", show_default=False)
]
SomePaths = Annotated[
    list[Path] | None, typer.Argument(metavar="PATH...", help="Reports, or folders of them.", show_default=False)
]
Dir = Annotated[Path, typer.Option("--dir", "-d", help="Folder that `kg build` wrote.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, and nothing else.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and how much; write nothing.")]
Unmasked = Annotated[
    bool, typer.Option("--unmasked", help="Keep what identifies private persons. Think before you pass it on.")
]
Workers = Annotated[int | None, typer.Option(min=0, help="Local processes; 0 for none. Default: one a core.")]
