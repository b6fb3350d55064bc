"""The command line: what it prints where, exit codes, one line for a user's mistake; the same as the library says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import kg
from kg.cli.app import app

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
ONE = SEEDS / "rongchang-2021.txt"
COMMANDS = ("build", "extract", "query", "explain", "check", "export", "evaluate", "ledger", "view", "doctor")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "output"
    done = run("build", ONE, "-o", folder)
    assert done.exit_code == 0, done.output
    return folder


def test_help_names_every_command_and_each_has_an_example() -> None:
    told = run("--help")
    assert told.exit_code == 0
    for command in COMMANDS:
        assert command in told.stdout
        assert run(command, "-h").exit_code == 0
    for command in ("build", "extract", "query", "explain", "check", "export", "evaluate", "ledger", "view"):
        assert "Example: kg " in run(command, "-h").stdout, command


def test_version() -> None:
    assert run("--version").stdout.startswith("kg 0.")


def test_build_prints_counts_on_stdout_and_what_to_do_next_on_stderr(tmp_path: Path) -> None:
    done = run("build", ONE, "-o", tmp_path / "out")
    assert "Mechanism" in done.stdout
    assert done.stderr.count("kg query") + done.stderr.count("kg explain") == 3
    assert "kg query" not in done.stdout


def test_verbose_names_each_report(tmp_path: Path) -> None:
    for told, options in ((1, ["-v"]), (0, [])):
        done = run("extract", ONE, "-o", tmp_path / "facts", *options)
        assert done.stderr.count(f"reading {ONE}\n") == told


def test_quiet_and_json(tmp_path: Path) -> None:
    assert run("-q", "build", ONE, "-o", tmp_path / "a").stderr == ""
    assert run("build", ONE, "-q", "-o", tmp_path / "a").stderr == ""
    assert run("build", "-o", tmp_path / "a", "--", "-q").exit_code == 2, "behind -- it is a path"
    done = run("build", ONE, "-o", tmp_path / "a", "--json")
    assert done.stderr == ""
    told = json.loads(done.stdout)
    assert told["counts"] == dict(kg.build([ONE], tmp_path / "b").counts)


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    done = run("build", ONE, "-o", tmp_path / "out", "--dry-run")
    assert done.exit_code == 0
    assert "graph.ttl" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_every_writer_says_what_it_would_write(output: Path, tmp_path: Path) -> None:
    def told(*arguments: object) -> list[str]:
        before = sorted(output.rglob("*"))
        done = run(*arguments, "--dry-run")
        assert done.exit_code == 0, done.stderr
        assert list(tmp_path.iterdir()) == []
        assert sorted(output.rglob("*")) == before
        return list(done.stdout.splitlines())

    figures = len(kg.load(output).observations)
    tables = told("export", "-d", output, "-f", "csv", "-o", tmp_path / "t")
    assert tables[0] == f"write  {tmp_path / 't' / 'observations.csv'}  {figures:,} rows"
    assert len(tables) == 3
    size = (output / "graph.nq").stat().st_size
    assert told("export", "-d", output, "-f", "nquads") == [f"write  -  {size:,} bytes"]
    (line,) = told("export", "-d", output, "-f", "gexf", "-o", tmp_path / "g.gexf")
    assert line.startswith(f"write  {tmp_path / 'g.gexf'}  ")
    assert told("view", "-d", output, "-o", tmp_path / "v.html")[0].startswith(f"write  {tmp_path / 'v.html'}  ")
    assert told("extract", ONE, "-o", tmp_path / "x")[-1] == f"write  {tmp_path / 'x' / ONE.stem}.json"


def test_no_rows_for_a_name_that_nobody_has_is_told(output: Path) -> None:
    done = run("query", "litigation", "-p", "bureau=无此机关", "-d", output)
    assert "no bureau has 无此机关 in its name" in done.stderr
    assert "no bureau" not in run("query", "litigation", "-d", output).stderr


def test_some_failed_is_exit_code_3(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01")
    done = run("build", ONE, tmp_path / "bad.txt", "-o", tmp_path / "out")
    assert done.exit_code == 3
    assert "bad.txt" in done.stderr
    assert (tmp_path / "out" / "graph.ttl").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("build", "nowhere"), "nowhere: no such file or folder"),
        (("extract", SEEDS), "-o"),
        (("query", "x { y", "-d", "nowhere"), "nowhere holds no graph"),
        (("query",), "say what to ask"),
        (("check", "nowhere"), "nowhere holds no graph.nq"),
        (("evaluate", "nowhere", "--texts", "x"), "no JSON files"),
        (("explain", "什么", "-d", "nowhere"), "nowhere holds no graph"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(arguments: tuple[object, ...], says: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_extract_prints_what_the_library_finds(tmp_path: Path) -> None:
    printed = json.loads(run("extract", ONE).stdout)
    assert printed == json.loads(json.dumps(kg.to_json(kg.extract(kg.read(ONE, manifest=MANIFEST)))))
    done = run("extract", SEEDS, "-o", tmp_path)
    assert done.exit_code == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["cixi-2022.json", "rongchang-2021.json", "yubei-2021.json"]
    assert json.loads((tmp_path / "rongchang-2021.json").read_text(encoding="utf-8")) == printed


MANIFEST = {
    "file": "rongchang-2021.txt",
    "publisher": "重庆市荣昌区公安局",
    "title": "2021年法治政府建设工作情况报告",
    "published": "",
}


def test_extract_explains_every_find() -> None:
    told = run("extract", ONE, "--explain").stdout
    found = kg.extract(kg.read(ONE, manifest=MANIFEST))
    assert len(told.splitlines()) >= len(found.observations) + len(found.entities)
    assert all(o.rule in told for o in found.observations)


def test_query_by_text_by_file_and_by_name(output: Path, tmp_path: Path) -> None:
    question = "SELECT (COUNT(*) AS ?n) WHERE { ?o a fz:Observation }"
    (tmp_path / "q.rq").write_text(question, encoding="utf-8")
    by_text, by_file = (run("query", q, "-d", output, "-f", "csv") for q in (question, tmp_path / "q.rq"))
    assert by_text.stdout == by_file.stdout == f"n\n{len(kg.load(output).observations)}\n"
    listed = run("query", "--list").stdout
    for name in kg.ontology.queries():
        assert name in listed
    assert run("query", "ASK { ?s ?p ?o }", "-d", output).stdout == "yes\n"
    assert "@prefix" in run("query", "CONSTRUCT WHERE { ?s a fz:Report }", "-d", output).stdout
    assert run("query", "SELECT", "-d", output).exit_code == 2


def test_explain_shows_sentence_and_rule(output: Path) -> None:
    graph = kg.load(output)
    question = """SELECT ?name ?rule WHERE {
      ?p a fz:Participation ; fz:thing/rdfs:label ?name ; prov:wasGeneratedBy/prov:used/rdfs:label ?rule }"""
    row = min(graph.query(question), key=lambda r: str(r["name"]))
    told = run("explain", row["name"], "-d", output)
    assert told.exit_code == 0
    assert f"rule {row['rule']}" in told.stdout
    assert "【" in told.stdout
    assert json.loads(run("explain", row["name"], "-d", output, "--json").stdout)


def test_explain_of_a_report_tells_what_it_is(output: Path) -> None:
    told = run("explain", ONE.stem, "-d", output)
    assert told.exit_code == 0
    assert told.stdout.startswith("Report 重庆市荣昌区公安局")
    assert "【" not in told.stdout, "its facts are for --json"
    rows = dict(line.split("  ", 1) for line in told.stdout.splitlines()[3:])
    assert {"reporter", "year", "read from", "read by", "sections", "facts", "rules"} <= set(rows)
    found = json.loads(run("explain", ONE.stem, "-d", output, "--json").stdout)
    assert len(found["facts"]) > 100
    assert dict(found["profile"])["read from"] == ONE.name


def test_explain_tells_how_often_the_rules_of_a_bureau_s_things_are_right(output: Path) -> None:
    told = run("explain", "重庆市荣昌区公安局", "-d", output).stdout.splitlines()
    assert any(re.search(r" operates .*, its names \d+% right", line) for line in told)
    assert any(re.search(r", number and unit alone \d+% right", line) for line in told)
    assert told[-1].startswith("Rates are of what a rule found"), "nobody takes the rate of a number for the whole fact"


def test_explain_is_told_in_one_language(output: Path) -> None:
    told = {
        language: run("explain", "重庆市荣昌区公安局", "-d", output, "--lang", language) for language in ("en", "zh")
    }
    for verb, other in ((" operates ", " 运行 "), ("Bureau", "机关单位"), (" rule ", "规则 "), ("[done", "[已做")):
        assert verb in told["en"].stdout
        assert other not in told["en"].stdout
        assert other in told["zh"].stdout
        assert verb not in told["zh"].stdout
    assert run("explain", "重庆市荣昌区公安局", "-d", output, "--lang", "fr").exit_code == 2


def test_bodies_of_one_name_are_explained_one_after_the_other(tmp_path: Path) -> None:
    for bureau in ("平武县公安局", "青川县公安局"):
        text = f"{bureau}2021年法治政府建设年度报告\n一、主要做法\n建成执法办案管理中心，开展法治宣传活动。\n"
        (tmp_path / f"{bureau}.txt").write_text(text, encoding="utf-8")
    assert run("build", tmp_path, "-o", tmp_path / "out", "--workers", 0).exit_code == 0
    told = run("explain", "执法办案管理中心", "-d", tmp_path / "out")
    assert told.exit_code == 0
    assert told.stdout.count("Mechanism 执法办案管理中心") == 2
    assert len(json.loads(run("explain", "执法办案管理中心", "-d", tmp_path / "out", "--json").stdout)) == 2
    several = run("explain", "中心", "-d", tmp_path / "out")
    one = run("explain", "公安局", "-d", tmp_path / "out")
    assert (several.exit_code, one.exit_code) == (0, 1)
    assert "with its bureau before it" in one.stderr
    shared = run("query", "shared", "-d", tmp_path / "out")
    assert "平武县公安局、青川县公安局" in shared.stdout
    assert "kg query near-same" in shared.stderr
    assert kg.ontology.queries()["shared"].notes["en"] in shared.stderr
    assert "near-same" not in run("query", "laws", "-d", tmp_path / "out").stderr


def test_a_report_whose_reporter_is_not_known_is_told(tmp_path: Path) -> None:
    text = "2021年法治政府建设工作情况报告\n一、主要做法\n{}办理行政复议案件5件，开展法治宣传活动。\n"
    (tmp_path / "two.txt").write_text(text.format("全年共"), encoding="utf-8")
    (tmp_path / "three.txt").write_text(text.format("市司法局"), encoding="utf-8")
    done = run("build", tmp_path, "-o", tmp_path / "out", "--workers", 0)
    assert done.exit_code == 0
    lines = [line for line in done.stderr.splitlines() if "MANIFEST.tsv" in line]
    assert [line.partition(": give it")[0] for line in lines] == [
        "kg: no reporter found in two.txt",
        "kg: of which place the reporter of three.txt is, 市司法局, is not said",
    ]
    report = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    for line in lines:
        assert f"- {line.removeprefix('kg: ')}\n" in report
    built = json.loads(run("build", tmp_path / "two.txt", "-o", tmp_path / "json", "--json").stdout)
    assert built["doubts"] == [lines[0].removeprefix("kg: ")]
    (tmp_path / "MANIFEST.tsv").write_text(
        "file\tpublisher\ttitle\tpublished\tform\ntwo.txt\t青川县公安局\t\t\t\nthree.txt\t青川县司法局\t\t\t\n",
        encoding="utf-8",
    )
    assert "MANIFEST.tsv" not in run("build", tmp_path, "-o", tmp_path / "out", "--workers", 0).stderr


def test_check_finds_a_changed_text(output: Path) -> None:
    assert run("check", output).exit_code == 0
    (text,) = (output / "text").iterdir()
    kept = text.read_bytes()
    try:
        text.write_bytes(kept[3:])
        done = run("check", output, "--json")
        assert done.exit_code == 1
        assert json.loads(done.stdout)["findings"]
    finally:
        text.write_bytes(kept)


def test_check_tells_what_breaks_a_shape_in_the_terms_of_shacl(output: Path) -> None:
    done = run("check", output, "--format", "turtle")
    assert done.exit_code == 0
    assert "sh:conforms true" in done.stdout
    assert kg.validate(output) == ()
    assert run("check", output, "--format", "xml").exit_code == 2
    assert json.loads(run("check", output, "--format", "json").stdout)["shapes"] == []


def test_export_is_what_the_library_gives(output: Path) -> None:
    graph = kg.load(output)
    for form in ("turtle", "jsonld", "graphml"):
        assert run("export", "-d", output, "-f", form).stdout == graph.export(form)


def test_evaluate_prints_the_scorers_rows_and_the_errors() -> None:
    done = run("evaluate", ROOT / "tests" / "gold", "--texts", SEEDS, "--json")
    assert json.loads(done.stdout) == json.loads(json.dumps(kg.evaluate(ROOT / "tests" / "gold", SEEDS).to_json()))
    errors = run("evaluate", ROOT / "tests" / "gold", "--texts", SEEDS, "--errors", "bureau")
    assert errors.exit_code == 0
    assert "annotated" in errors.stdout


def test_doctor_is_content_here() -> None:
    done = run("doctor")
    assert done.exit_code == 0, done.stdout
    assert "broken" not in done.stdout


def test_settings_come_from_flag_then_environment_then_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kg.toml").write_text('[build]\nout = "from-file"\n', encoding="utf-8")
    assert "from-file" in run("build", ONE, "--dry-run").stdout
    monkeypatch.setenv("KG_BUILD_OUT", "from-environment")
    assert "from-environment" in run("build", ONE, "--dry-run").stdout
    assert "from-flag" in run("build", ONE, "--dry-run", "-o", "from-flag").stdout
    (tmp_path / "kg.toml").write_text("[build", encoding="utf-8")
    assert run("build", ONE, "--dry-run").exit_code == 2


def test_help_imports_nothing_heavy() -> None:
    heavy = ("jieba", "pyvis", "pypinyin", "networkx", "rdflib", "pyshacl", "IPython")
    code = f"import sys, kg.cli.app; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "[]\n"
