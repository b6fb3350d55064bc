"""Files to text: encodings, what is refused and why, the manifest."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.text import manifest, read
from kg.text.decode import decoded

SHORT = ("公安局", "全年破获案件13件。", "现将有关情况报告如下：\r\n一、工作情况")
LONG = (
    "某市公安局2021年度法治政府建设工作报告\n一、工作情况\n（一）加强学习。组织培训3期，参训1200人次，通过率98.5%。\n"
    "“枫桥经验”——化解矛盾纠纷56起；办理行政复议案件2件。\n二、存在的不足\n执法规范化建设还有差距。\n"
)
SIMPLIFIED = ["utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16", "utf-16-le", "utf-16-be"]
TRADITIONAL = "本局全年辦理國家賠償案件三件，處理民眾陳情案件一百二十件，依法行政工作順利推動。"


@pytest.mark.parametrize("encoding", SIMPLIFIED)
@pytest.mark.parametrize("text", [*SHORT, LONG])
def test_encodings(encoding: str, text: str) -> None:
    assert decoded(text.replace("—", "-").encode(encoding)) == text.replace("—", "-")


@pytest.mark.parametrize("encoding", ["big5", "big5hkscs", "utf-8", "gb18030", "utf-16-le"])
def test_traditional_characters(encoding: str) -> None:
    assert decoded(TRADITIONAL.encode(encoding)) == TRADITIONAL


REPORT = "某市公安局依法履职，全年组织执法培训13期，参训民警1200人次。"
REFUSED = [
    (b"", "empty"),
    (b" \r\n\xe3\x80\x80\n", "blanks only"),
    (b"%PDF-1.7 ...", "PDF"),
    (b"PK\x03\x04....", "ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office file"),
    (b"{\\rtf1\\ansi }", "RTF"),
    ("<!DOCTYPE html><html>报告</html>".encode(), "web page"),
    ("\ufeff<html><body>报告".encode(), "web page"),
    (b"\x89PNG\r\n\x1a\n", "PNG picture"),
    (b"abc\x00\x01\x02\x00\x00def", "binary"),
    (bytes(range(128, 256)) * 3, "cannot be decoded"),
    (b"The annual report of the police bureau.", "no Chinese characters"),
    ("Report of 公安局 on its work in the year, in English.".encode(), "3 Chinese characters"),
    ("床前明月光，疑是地上霜。举头望明月，低头思故乡。空山新雨后，天气晚来秋。".encode(), "official prose"),
]


@pytest.mark.parametrize(("data", "reason"), REFUSED, ids=[reason for _, reason in REFUSED])
def test_what_is_no_report_is_refused_in_one_line(data: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=reason) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        read(tmp_path / "missing.txt")
    with pytest.raises(ReadError, match="folder"):
        read(tmp_path)


def test_what_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ReadError, match="permission denied"):
        read(tmp_path / "report.txt")


def test_text_stands_as_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "某局-2021.txt"
    path.write_bytes(REPORT.replace("，", "，\r\n").encode("gb18030"))
    document = read(path)
    assert document.text == REPORT.replace("，", "，\r\n")
    assert document.reading == "某市公安局依法履职,全年组织执法培训13期,参训民警1200人次。"
    assert (document.id, document.path, len(document.sha256)) == ("某局-2021", str(path), 64)


def test_masking_is_the_rule_and_unmasked_a_choice(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT + "抓获张某。", encoding="utf-8")
    assert read(path).text == REPORT + "抓获██。"
    assert read(path, unmasked=True).text == REPORT + "抓获张某。"


# ------------------------------------------------------------------ the manifest

HEADER = "file\tpublisher\ttitle\tpublished\tform\n"


def written(folder: Path, rows: str) -> Path:
    (folder / "a.txt").write_text("宁波市公安局2021年度法治政府建设报告\n" + REPORT, encoding="utf-8")
    (folder / "MANIFEST.tsv").write_text(rows, encoding="utf-8")
    return folder


def test_a_manifest_completes_what_the_text_says(tmp_path: Path) -> None:
    row = "a.txt\t宁波市公安局\t2021年度报告\t2022-01-31\tweb page\n"
    rows = manifest(written(tmp_path, HEADER + row))
    meta = read(tmp_path / "a.txt", manifest=rows["a.txt"]).meta
    assert (meta.publisher, meta.title, meta.published, meta.year) == (
        "宁波市公安局",
        "2021年度报告",
        "2022-01-31",
        2021,
    )
    assert meta.stated == ("title", "published")


def test_empty_cells_change_nothing(tmp_path: Path) -> None:
    rows = manifest(written(tmp_path, HEADER + "a.txt\n"))
    assert read(tmp_path / "a.txt", manifest=rows["a.txt"]).meta == read(tmp_path / "a.txt").meta


def test_no_manifest_is_no_row(tmp_path: Path) -> None:
    assert manifest(tmp_path) == {}


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("file\tpublisher\n", "lacks title, published, form"),
        ("", "lacks file"),
        (HEADER + "b.txt\t\t\t\t\n", "no file b.txt"),
        (HEADER + "a.txt\t\t\t31.1.2022\t\n", "not a date"),
        (HEADER + "a.txt\t\t\t\t\t\t\n", "7 cells"),
        (HEADER + "a.txt\na.txt\n", "twice"),
    ],
)
def test_a_bad_manifest_is_named_with_its_row(rows: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=reason) as caught:
        manifest(written(tmp_path, rows))
    assert "MANIFEST.tsv" in str(caught.value)
    assert "\n" not in str(caught.value)
