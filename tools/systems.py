"""
Print docs/reference/systems.md: every system of a rectification report, with its pack, its page, its figures and its tests.

    python tools/systems.py > docs/reference/systems.md
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

# Row of a report's systems → what it is called.
TITLES: Final = {
    "A1": "巡视轮次 · Inspection round",
    "A2": "问题与措施 · Findings and measures",
    "A3": "问题交办销号 · Hand-out and strike-off",
    "A4": "定期研究调度 · Regular scheduling",
    "A5": "跟踪督查检查 · Tracking inspection",
    "A6": "重大问题推进 · Major problems",
    "A7": "四张清单 · The lists",
    "A8": "问责与成果 · Outcomes",
    "A9": "公开 · Public report",
    "A10": "群众监督 · Public feedback",
    "A11": "回头看 · Look-back",
    "A12": "专题民主生活会 · Criticism meeting",
    "B1": "重要指示批示闭环落实 · Closed loop of instructions",
    "B2": "第一议题、中心组学习 · Study",
    "B3": "职责边界 · Boundary of duties",
    "B4": "五张责任清单 · Five responsibility lists",
    "B5": "综合考核、平安考核、从严治党量化考核 · Scorecards",
    "B6": "党工委会议 · Meetings of the secretary",
    "C1": "一键兑 · Policy money in one click",
    "C2": "三会联动 · Three linked meetings",
    "C3": "招商引资全生命周期 · Investment projects, whole life",
    "C4": "专班 · Task forces",
    "C5": "企业诉求 · Enterprise needs",
    "C6": "招投标风险 · Tender risk",
    "C7": "国有资产租金 · State assets and rent",
    "C8": "主要指标 · Key indicators",
    "C9": "展会 · Fairs and promotion",
    "D1": "民生项目 · Public works",
    "D2": "养老 · Care of the old",
    "D3": "强村公司 · Strong-village companies",
    "D4": "工地与涉气检查 · Site inspections",
    "D5": "蓝藻防控 · Blue algae and upkeep",
    "D6": "规范性文件 · Normative documents",
    "D7": "征迁投诉 · Demolition complaints",
    "D8": "风险楼盘 · Estates at risk",
    "D9": "拔钉除患 · Hazards",
    "D10": "平安会商 · Safety meetings",
    "D11": "一支队伍管执法 · One team for enforcement",
    "E1": "政治监督清单 · Political supervision",
    "E2": "问题线索 · Clues",
    "E3": "纪律监察建议 · Discipline advice",
    "E4": "专项整治 · Campaigns",
    "E5": "干部监督 · Cadre matters",
    "E6": "违规发放 · Recovered pay",
    "F1": "发展党员预警 · Member development warning",
    "F2": "干部人才 · Cadre and talent pools",
    "F3": "执纪审查人才库 · Inspection talent pool",
    "F4": "组织生活与荣誉 · Organisation life and honours",
}


@dataclass(frozen=True)
class Line:
    """Where one row is: packs, pages (addresses), what it shows and which tests walk it."""

    packs: tuple[str, ...]
    pages: tuple[str, ...]
    tests: tuple[str, ...]
    shows: tuple[str, ...] = field(default=())


ROUND: Final = "/rounds/rectification/…/"
# The rows of rectification itself stand on pages of their own, which no module of the demonstration names.
OWN: Final = {
    "A1": Line(("rectification",), (ROUND,), ("tests/pages/test_rounds.py", "tests/pages/test_round.py")),
    "A2": Line(("rectification",), ("/ledger/", ROUND), ("tests/browser/test_walk.py", "tests/pages/test_case.py")),
    "A3": Line(("rectification",), ("/cases/…/",), ("tests/browser/test_walk.py", "tests/rooms/loop/lifecycle")),
    "A4": Line(("meetings",), ("/meetings/",), ("tests/rooms/loop/meetings", "tests/pages/test_meetings.py")),
    "A5": Line(("rectification",), ("/checks/",), ("tests/rooms/loop/sampling", "tests/pages/test_checks.py")),
    "A6": Line(("rectification",), (f"{ROUND}major/",), ("tests/rooms/loop/pushes",)),
    "A7": Line(("rectification",), (f"{ROUND}lists/",), ("tests/rooms/loop/lists", "tests/pages/test_round_lists.py")),
    "A8": Line(("rectification",), ("/cases/…/", ROUND), ("tests/rooms/loop/outcomes",)),
    "A9": Line(("rectification",), ("/public/…/",), ("tests/rooms/loop/disclosure", "tests/pages/test_disclosure.py")),
    "A10": Line(("feedback",), ("/feedback/",), ("tests/rooms/loop/feedback", "tests/pages/test_feedback.py")),
    "A11": Line(("rectification",), ("/checks/",), ("tests/rooms/loop/sampling",)),
    "A12": Line(("meetings",), ("/meetings/",), ("tests/rooms/loop/meetings",)),
}


def lines() -> dict[str, Line]:
    """Return where every row is: those of rectification, and what the modules of the demonstration say."""
    from bihuan.cli.demonstration.systems import systems

    found = dict(OWN)
    for system in systems():
        module = getattr(system, "__name__", "").rpartition(".")[2]
        tests = (f"tests/packs/test_worked_cases.py -k {system.PACK}", f"tests/cli/test_demo_systems.py -k {module}")
        for row, shown in system.ROWS.items():
            named = tuple(f"{id_} = {_number(told)}" for id_, told in shown.figures.items())
            before = found.get(row, Line((), (), ()))
            found[row] = Line(
                tuple(dict.fromkeys((*before.packs, system.PACK))),
                tuple(dict.fromkeys((*before.pages, f"/systems/{system.PACK}/"))),
                tuple(dict.fromkeys((*before.tests, *tests))),
                (*before.shows, *named),
            )
    return found


def printed() -> Iterator[str]:
    """Yield the lines of the page."""
    yield "# The systems of a rectification report"
    yield ""
    yield "Every system such a report describes, with the pack that runs it, the page it is seen on, the figures that `make demo` shows there,"
    yield "and the tests that walk it. Printed by `python tools/systems.py`; a test holds the figures against the demonstration."
    yield ""
    yield "| row | system | pack | page | figures of the demonstration | tests |"
    yield "|---|---|---|---|---|---|"
    found = lines()
    for row, title in TITLES.items():
        one = found.get(row)
        if one is None:
            yield f"| {row} | {title} | – | – | – | – |"
            continue
        packs = ", ".join(f"[{pack}](packs/{pack}.md)" for pack in one.packs)
        cells = (
            ", ".join(f"`{page}`" for page in one.pages),
            ", ".join(one.shows),
            ", ".join(f"`{test}`" for test in one.tests),
        )
        yield f"| {row} | {title} | {packs} | " + " | ".join(cells) + " |"


def _number(told: float | tuple[date, float]) -> str:
    value = told[1] if isinstance(told, tuple) else told
    return f"{value:,}"


def main() -> None:
    """Print the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.settings")
    import django

    django.setup()
    sys.stdout.write("\n".join(printed()) + "\n")


if __name__ == "__main__":
    main()
