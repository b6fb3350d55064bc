"""A build: the same bytes under all circumstances, bad files told and left out, an output never half replaced."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest

import kg
from kg.build import reports_in
from kg.engine import mapped
from kg.graph.formats.tables import as_plain_csv
from kg.graph.observations_csv import COLUMNS, observations_table
from kg.output import MARKER, OUTPUTS

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
ONE = SEEDS / "rongchang-2021.txt"
SAME = ("graph.nq", "graph.ttl", "graph.html", "observations.csv", "ledger.csv", "report.md")


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "output"
    kg.build([SEEDS], folder)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in SAME}


def test_a_script_without_its_guard_is_told_what_to_do(tmp_path: Path) -> None:
    here = {**os.environ, "PYTHONPATH": str(ROOT)}
    script = tmp_path / "script.py"
    script.write_text(f"import kg\nkg.build([{str(SEEDS)!r}], 'out', workers=2)\n", encoding="utf-8")
    done = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, env=here)
    assert done.returncode == 1
    assert "UsageError: a worker process ended" in done.stderr
    assert '`if __name__ == "__main__":` or with workers=0' in done.stderr.splitlines()[-1]


def test_everything_promised_is_written(output: Path) -> None:
    assert {entry.name for entry in output.iterdir()} == {*OUTPUTS, MARKER}
    assert len(list((output / "text").glob("*.txt"))) == 3


def test_every_fact_is_proved(output: Path) -> None:
    verdict = kg.check(output)
    assert verdict.ok, verdict.findings[:5]
    assert verdict.counts["quotes"] > 1000


@pytest.mark.parametrize(
    "circumstances",
    [{"PYTHONHASHSEED": "1", "LC_ALL": "C"}, {"PYTHONHASHSEED": "77", "LC_ALL": "C.UTF-8", "TZ": "Asia/Shanghai"}],
)
def test_the_same_bytes_whatever_order_seed_and_locale(
    output: Path, tmp_path: Path, circumstances: dict[str, str]
) -> None:
    files = sorted(SEEDS.glob("*.txt"), reverse=True)
    names = [str(file) for file in files[1:] + files[:1]]
    command = [sys.executable, "-m", "kg", "-q", "build", *names, "-o", str(tmp_path / "out"), "--workers", "2"]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, **circumstances}, capture_output=True)
    assert contents(tmp_path / "out") == contents(output)


def test_any_executor_gives_the_same(output: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        kg.build([SEEDS], tmp_path / "out", executor=pool)
    assert contents(tmp_path / "out") == contents(output)


BAD = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\n", "blank"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "PNG"),
    "english.txt": (b"This is no report at all, not even a Chinese one.", "no report"),
}


def test_a_bad_file_costs_the_others_nothing(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    shutil.copytree(SEEDS, reports)
    for name, (data, _) in BAD.items():
        (reports / name).write_bytes(data)
    built = kg.build([reports], tmp_path / "out")
    assert len(built.reports) == 3
    told = {Path(failure.path).name: failure.reason for failure in built.failures}
    assert set(told) == set(BAD)
    for name, (_, reason) in BAD.items():
        assert name in told[name]
        assert reason in told[name]
        assert "\n" not in told[name]
    told = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert "picture.txt" in told
    assert "| number | modelled |" in told


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_an_unreadable_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("区公安局法治政府建设工作报告。", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(kg.ReadError, match="permission denied"):
        kg.build([path], tmp_path / "out")


def test_an_output_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    kg.build([SEEDS / "rongchang-2021.txt"], out)
    (out / ".gitignore").write_text("*\n")
    (out / "notes.txt").write_text("mine")
    before = contents(out)

    def broken(*_: object) -> str:
        raise OSError(28, "No space left on device", str(out / "report.md"))

    monkeypatch.setattr("kg.audit.summary.summary", broken)
    with pytest.raises(OSError, match="No space"):
        kg.build([SEEDS], out)
    assert contents(out) == before
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    monkeypatch.undo()
    kg.build([SEEDS], out)
    assert contents(out) != before
    assert (out / "notes.txt").read_text() == "mine"
    assert (out / ".gitignore").exists()


def test_a_build_with_nothing_to_build_leaves_the_output_alone(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(kg.ReadError, match="empty"):
        kg.build([tmp_path / "empty.txt"], out)
    assert list(out.iterdir()) == []
    with pytest.raises(kg.UsageError, match="no such file"):
        kg.build([tmp_path / "nowhere"], out)
    with pytest.raises(kg.UsageError, match="no reports"):
        kg.build([out], out)


def test_a_folder_of_other_things_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"years of work")
    with pytest.raises(kg.UsageError, match="other files"):
        kg.build([SEEDS], tmp_path)
    with pytest.raises(kg.UsageError, match="is a file"):
        kg.build([SEEDS], tmp_path / "thesis.docx")
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_file_in_a_folder_of_ours_is_the_users_still(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "text").mkdir(parents=True)
    (out / "text" / "thesis.md").write_text("years of work")
    with pytest.raises(kg.UsageError, match="no earlier build"):
        kg.build([ONE], out)
    shutil.rmtree(out)
    kg.build([ONE], out)
    (out / "text" / "thesis.md").write_text("years of work")
    kg.build([ONE], out)
    assert (out / "text" / "thesis.md").read_text() == "years of work"


def test_a_build_is_not_read_as_reports(tmp_path: Path) -> None:
    shutil.copy(ONE, tmp_path / "a.txt")
    first = kg.build([tmp_path], tmp_path / "out")
    second = kg.build([tmp_path], tmp_path / "out")
    assert len(first.reports) == len(second.reports) == 1
    assert second.failures == ()


def test_the_folder_one_stands_in_is_no_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(kg.UsageError, match="folder you are in"):
        kg.build([ONE], ".")


def test_one_text_under_two_names_counts_once(tmp_path: Path) -> None:
    text = (SEEDS / "rongchang-2021.txt").read_bytes()
    (tmp_path / "a.txt").write_bytes(text)
    (tmp_path / "b.txt").write_bytes(text)
    built = kg.build([tmp_path / "b.txt", tmp_path / "a.txt"], tmp_path / "out")
    assert len(built.reports) == 1
    assert [(Path(a).name, Path(b).name) for a, b in built.twice] == [("b.txt", "a.txt")]


def test_read_me_files_and_hidden_ones_are_no_reports(tmp_path: Path) -> None:
    for name in ("README.md", ".hidden", "MANIFEST.tsv", "a.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.txt").write_text("x", encoding="utf-8")
    assert [p.name for p in reports_in([tmp_path])] == ["a.txt"]


def test_rows_of_the_table_are_the_figures_of_the_graph(output: Path) -> None:
    with (output / "observations.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    graph = kg.load(output)
    question = "SELECT (COUNT(*) AS ?n) (SUM(?v) AS ?sum) WHERE { ?o a fz:Observation OPTIONAL { ?o fz:value ?v } }"
    (row,) = graph.query(question)
    assert row["n"] == len(rows) == len(graph.observations)
    assert row["sum"] == sum(Decimal(r["value"]) for r in rows if r["value"])
    assert tuple(rows[0]) == tuple(COLUMNS)
    for r in rows:
        text = (output / "text" / f"{r['report']}.txt").read_bytes().decode()
        assert text[int(r["start"]) : int(r["end"])] == r["quote"]


def test_a_row_of_the_table_tells_its_days_and_headings(tmp_path: Path) -> None:
    text = "青田县公安局2021年法治政府建设年度报告\n一、主要工作\n(一)强化打击。截至11月底,破获案件13件。\n"
    text += "二、不足\n(一)缺口。2020年抓获5人。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (report,) = kg.build(tmp_path / "a.txt", tmp_path / "out", workers=0).reports
    first, second = csv.DictReader("".join(as_plain_csv(observations_table([report]))).splitlines())
    assert (first["first_day"], first["last_day"]) == ("", "2021-11-30")
    assert first["section"] == "一、主要工作 / (一)强化打击"
    assert (second["first_day"], second["last_day"]) == ("2020-01-01", "2020-12-31")


def test_a_figure_below_zero_is_a_number_in_the_table(tmp_path: Path) -> None:
    text = "青田县公安局2021年法治政府建设年度报告\n一、主要工作\n刑事发案同比增长-3.5%。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    kg.build(tmp_path / "a.txt", tmp_path / "out", workers=0)
    (row,) = kg.load(tmp_path / "out").observations
    assert (row["indicator"], row["value"]) == ("刑事发案 同比增长", "-3.5")


def test_parts_point_at_the_row_of_their_whole_and_plans_have_no_days(tmp_path: Path) -> None:
    text = "青田县公安局2021年法治政府建设年度报告\n一、主要工作\n全年办理行政复议案件85件,其中维持62件、撤销3件。\n"
    text += "二、2022年工作打算\n一是开展执法培训不少于20期。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (report,) = kg.build(tmp_path / "a.txt", tmp_path / "out", workers=0).reports
    whole, *parts, plan = csv.DictReader("".join(as_plain_csv(observations_table([report]))).splitlines())
    assert [row["part_of"] for row in parts] == [whole["number_start"]] * 2
    assert (plan["indicator"], plan["first_day"], plan["last_day"]) == ("开展执法培训", "", "")


def test_a_loaded_graph_is_one_graph_by_every_road(output: Path) -> None:
    graph = kg.load(output)
    (row,) = graph.query("SELECT (COUNT(DISTINCT ?m) AS ?n) WHERE { ?m a fz:Mechanism }")
    groups = [data["group"] for _, data in graph.network.nodes(data=True)]
    assert row["n"] == groups.count("Mechanism") > 0
    assert len(graph.graph) > 1000
    page = graph.view()._repr_html_()
    assert page.startswith("<iframe")
    assert "src=" not in page.partition("srcdoc=")[0]


def test_work_runs_in_processes_or_here() -> None:
    assert list(mapped(abs, [-1, 2, -3], workers=2)) == [1, 2, 3]
    assert list(mapped(abs, [-1, 2, -3])) == [1, 2, 3]
