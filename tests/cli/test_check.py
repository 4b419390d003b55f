"""`bihuan check`: remarks for people and programs, and the status that scripts ask for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bihuan.cli.main import main
from tests.documents.checks import papers

QUESTION = "走访企业100家，其中规上企业50家、高新企业40家。"


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    file = tmp_path / "通报.txt"
    file.write_text("给予党纪处分5人（警告2人，严重警告2人）。\n举报人李建国，手机13812345678。", encoding="utf-8")
    return file


def test_remarks_are_grouped_by_severity_with_line_and_words(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(faulty)]) == 1
    out, err = capsys.readouterr()
    assert out.index("必须处理（2 处）") < out.index("请核对（1 处）")
    assert "第 1 段" in out
    assert "2+2=4，请核对 [parts_and_total]" in out
    assert "138****5678" in out
    assert "13812345678" not in out
    assert err == ""


def test_remarks_speak_english_on_request(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(faulty), "--lang", "en"]) == 1
    assert "A mobile number; mask it before publication" in capsys.readouterr().out


def test_a_sound_document_is_said_to_be_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "通报.docx"
    file.write_bytes(papers.official())
    assert main(["check", str(file)]) == 0
    assert "没有发现需要处理的问题。" in capsys.readouterr().out


def test_questions_alone_do_not_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "情况.txt"
    file.write_text(QUESTION, encoding="utf-8")
    assert main(["check", str(file)]) == 0
    assert "请确认（1 处）" in capsys.readouterr().out


def test_a_file_that_cannot_be_read_is_the_worst(
    faulty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(faulty), str(tmp_path / "没有.txt")]) == 2
    assert "没有这个文件" in capsys.readouterr().err


def test_json_has_every_remark_with_its_place(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(faulty), "--json"]) == 1
    written = json.loads(capsys.readouterr().out)
    assert written["format"] == "bihuan.remarks/1"
    assert [one["check"] for one in written["remarks"]] == ["parts_and_total", "petitioner", "mobile_number"]
    assert written["remarks"][0]["place"] == {"paragraph": 1, "start": 6, "end": 20}


def test_several_files_give_one_object_a_line(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(faulty), str(faulty), "--json"]) == 1
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_the_layout_can_be_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "通报.docx"
    file.write_bytes(papers.official(papers.FAULTS["text in Songti"][1]))
    assert main(["check", str(file)]) == 1
    assert "[layout_body]" in capsys.readouterr().out
    assert main(["check", str(file), "--no-layout"]) == 0
