"""The wheel carries all that it needs: unpacked away from the checkout, it builds a report (`make wheel` does more)."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = """
import sys
sys.path.insert(0, sys.argv[1])
import kg, kg.ontology
from kg.cli.app import main
assert kg.__file__.startswith(sys.argv[1]), kg.__file__
assert str(kg.ontology.folder()).startswith(sys.argv[1]), kg.ontology.folder()
sys.argv = ["kg", "-q", "build", sys.argv[2], "-o", "out"]
main()
"""


def test_the_wheel_builds_a_report_away_from_the_checkout(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="hatchling builds the wheel; it is in requirements-build.lock")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "site")
    assert "kg/_ontology/kg.ttl" in names
    assert "kg/view/assets/page.html" in names
    assert not [name for name in names if name.startswith(("tests/", "seeds/"))]
    report = str(ROOT / "seeds" / "rongchang-2021.txt")
    command = [sys.executable, "-I", "-c", CODE, str(tmp_path / "site"), report]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "graph.ttl").stat().st_size > 100_000


def test_an_editable_install_finds_the_ontology_of_the_checkout() -> None:
    from kg.ontology import folder

    assert folder() == ROOT / "ontology"
