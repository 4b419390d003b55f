"""`bihuan read`: tables for people, JSON for programs, sentences for what cannot be read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bihuan.cli.main import main
from bihuan.cli.terminal.columns import columns, shortened, width
from tests.documents.files import makers


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "通报.docx"
    file.write_bytes(makers.word())
    return file


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    file = tmp_path / "扫描.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    return file


def test_a_report_is_shown_as_a_table(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(report)]) == 0
    out, err = capsys.readouterr()
    assert "通报.docx" in out
    assert "市场保供预案更新不及时" in out
    assert "共 2 个问题，4 条措施（其中 4 条有序号）。" in out
    assert err == ""


def test_the_table_speaks_english_on_request(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(report), "--lang", "en"]) == 0
    assert "2 findings, 4 measures (4 of them numbered)." in capsys.readouterr().out


def test_one_file_gives_one_json_object(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(report), "--json"]) == 0
    draft = json.loads(capsys.readouterr().out)
    assert draft["format"] == "bihuan.draft/1"
    assert [finding["title"] for finding in draft["findings"]] == ["市场保供预案更新不及时", "专项资金拨付缓慢"]
    assert "file" not in draft


def test_several_files_and_folders_give_one_json_object_a_line(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "folder"
    (folder / "inner").mkdir(parents=True)
    for name in ("b.txt", "inner/a.md", ".hidden", "~$lock.docx"):
        (folder / name).write_bytes(makers.text())
    assert main(["read", str(report), str(folder), "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["file"] for line in lines] == [str(report), str(folder / "b.txt"), str(folder / "inner/a.md")]
    assert {len(line["findings"]) for line in lines} == {2}


def test_what_cannot_be_read_is_said_and_the_others_go_on(
    report: Path, scan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    missing = tmp_path / "没有.txt"
    assert main(["read", str(scan), str(missing), str(tmp_path / "empty"), str(report)]) == 1
    out, err = capsys.readouterr()
    assert "共 2 个问题" in out
    assert f"{scan}: 这是图片，目前还不能直接读取。" in err
    assert f"{missing}: 没有这个文件" in err
    assert "文件夹里没有文件" in err


def test_an_unreadable_file_alone_prints_nothing_but_its_sentence(
    scan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", str(scan), "--json", "--lang", "en"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "This is a picture, which cannot be read yet." in err


@pytest.mark.parametrize("typed", [["read"], ["read", "--lang", "fr", "x"], ["read", "--nonsense", "x"]])
def test_wrong_usage_exits_with_two(typed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(typed)
    assert stop.value.code == 2
    assert "usage" in capsys.readouterr().err


def bihuan(*words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, *words], input=stdin, capture_output=True, check=False)


def test_a_file_can_come_from_standard_input() -> None:
    done = bihuan("-m", "bihuan", "read", "-", "--json", stdin=makers.text(encoding="gb18030"))
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["findings"]) == 2


def test_reading_a_text_loads_neither_django_nor_any_parser(tmp_path: Path) -> None:
    file = tmp_path / "通报.txt"
    file.write_bytes(makers.text())
    script = (
        "import sys; from bihuan.cli.main import main; main(['read', sys.argv[1]]);"
        "print([name for name in ('django', 'lxml', 'pypdfium2', 'pdfplumber', 'docx') if name in sys.modules])"
    )
    done = bihuan("-c", script, str(file))
    assert done.stdout.decode().splitlines()[-1] == "[]", done.stderr


def test_a_terminal_that_knows_no_chinese_still_gets_the_text(report: Path) -> None:
    script = "import sys; from bihuan.cli.main import main; sys.exit(main(['read', sys.argv[1], '--json']))"
    done = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-c", script, str(report)],
        env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["findings"]) == 2


def test_a_reader_that_has_seen_enough_ends_the_program_quietly(report: Path) -> None:
    command = f"{sys.executable} -m bihuan read {report} {report} {report} --json | true"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False)
    assert done.stderr == b""


def test_several_files_on_a_terminal_show_which_is_being_read(report: Path) -> None:
    terminal, its_end = os.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "bihuan", "read", str(report), str(report)],
        stdout=subprocess.PIPE,
        stderr=its_end,
        check=False,
    )
    os.close(its_end)
    shown = os.read(terminal, 4096).decode()
    os.close(terminal)
    assert done.returncode == 0
    assert "1/2 通报.docx" in shown
    assert "2/2 通报.docx" in shown
    assert shown.endswith("\r\x1b[K")


def test_columns_align_ideographs_and_letters() -> None:
    rows = [("序号", "问题", "数"), ("一", "a" * 30, "1"), ("十二", "会风不实", "12")]
    lines = columns(rows, most=30, stretch=1, right=(2,))
    assert {width(line) for line in lines} == {30}
    assert lines[1] == "一    " + "a" * 19 + "…   1"


def test_long_texts_are_shortened_at_the_width_of_the_column() -> None:
    assert shortened("会风不实问题", 12) == "会风不实问题"
    assert shortened("会风不实问题", 11) == "会风不实问…"
    assert shortened("会风\n不实", 40) == "会风 不实"


def test_facts_that_matter_are_shown_with_their_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "通报.txt"
    file.write_text(
        "云岫县档案局党组关于巡察整改情况的通报\n给予党纪处分3人（严重警告1人，警告2人），追缴资金7.132万元，制定《档案利用办法》。\n"
        "一、关于“借阅登记不全”问题的整改。整改率由72%提高到100%。2025年底前由县财政局负责核销，并长期坚持。\n",
        encoding="utf-8",
    )
    assert main(["read", str(file)]) == 0
    out = " ".join(capsys.readouterr().out.split())
    for shown in (
        "第 2 段 3 人 党纪处分 (严重警告 1 人, 警告 2 人)", "第 2 段 7.132 万元 追缴资金", "第 2 段 制定 《档案利用办法》",
        "第 3 段 100 % 整改率", "第 3 段 2025-12-31 2025年底前", "第 3 段 县财政局 由…负责",
    ):  # fmt: skip
        assert shown in out
