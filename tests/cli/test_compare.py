"""`bihuan compare`: two files in, what differs out, and a status a script can use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bihuan.cli.main import main
from bihuan.documents.compare import ledger, plan, previous
from tests.architecture.test_manual import page, words_of

FEEDBACK = """中共云岫县委第二巡察组关于巡察县档案局党组的反馈意见
2024年5月20日，现将巡察情况反馈如下。
一、巡察发现的主要问题
（一）理论学习不够深入
（二）档案数字化推进缓慢
"""
PLAN = """云岫县档案局党组关于落实巡察反馈意见的整改方案
一、反馈问题整改措施
（一）关于“理论学习不深入”问题的整改
1.制定年度学习计划，2024年6月底前完成。
（二）关于“档案数字化推进缓慢”问题的整改
1.购置扫描设备，2024年7月底前完成。
"""
REPORT = """云岫县档案局党组关于巡察整改进展情况的通报
2024年5月20日，县委第二巡察组反馈了意见，现将整改进展情况公布如下。给予诫勉{persons}人。
一、反馈问题整改落实情况
（一）关于“理论学习不够深入”问题的整改情况
整改状态：已完成整改
整改情况：1.制定年度学习计划，组织学习{times}次。
"""


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    texts = {"feedback": FEEDBACK, "plan": PLAN, "same": PLAN.replace("不深入", "不够深入")}
    texts |= {"may": REPORT.format(persons=3, times=4), "june": REPORT.format(persons=2, times=6)}
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return {name: str(tmp_path / f"{name}.txt") for name in texts}


def test_what_differs_is_printed_with_both_lines(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", files["feedback"], files["plan"]]) == 1
    out = capsys.readouterr().out
    assert "第 4 段 → 第 3 段  问题的表述与反馈不一致 [problem_reworded]" in out
    assert "- 理论学习不[-够-]深入" in out


def test_documents_that_agree_give_status_zero(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", files["feedback"], files["same"], "--lang", "en"]) == 0
    assert "Problems found in both: 2. Differences: 0." in capsys.readouterr().out


def test_two_reports_are_compared_as_reports(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", files["may"], files["june"], "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["as"] == "previous"
    assert [(one["check"], one["old"], one["new"]) for one in said["differences"]] == [("figure_fell", "3人", "2人")]
    assert main(["compare", files["may"], files["june"], "--as", "plan"]) == 0


def test_a_file_that_is_not_there_is_complained_of(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", files["feedback"], files["plan"] + "x"]) == 2
    assert "没有这个文件" in capsys.readouterr().err


def test_every_check_of_a_comparison_stands_in_the_manual() -> None:
    known = words_of(page("comparing.md"))
    assert {check for module in (plan, previous, ledger) for check in module.SAYS} - known == set()
