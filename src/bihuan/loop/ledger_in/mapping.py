"""
Which column means what: from our own mark, from what was chosen for this source before, or from the heading.

A mapping is plain JSON, one entry for each sheet:

    {"sheet": name, "use": true, "kind": "measure", "first": 2, "last": 3, "below": 4, "rows": 90, "signature": "…",
     "columns": [{"at": 0, "path": ["责任清单", "责任单位"], "unit": "", "to": "measure.responsible", "why": "title"}]}

`first`, `last` and `below` are 0-based rows; `to` is the id of a target, empty where the column is left out; `why` is template,
remembered, title or chosen.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from bihuan.documents.files.worksheets import Worksheet, text_of
from bihuan.documents.layout.mark import Mark, MarkedSheet
from bihuan.documents.outline.table_header import Heading, TableHead, head_of, plain_title, read_head
from bihuan.loop.ledger_in.targets import ABOVE, CODE, DONE, NUMBER, STANDARD, Target, targets_of
from bihuan.packspec.bilingual import Text
from bihuan.packspec.model import Kind, Pack

Plan = dict[str, Any]
HEAD_ROWS: Final = 24
# What offices write over their columns, by the attribute it means; compared as `plain_title` leaves it. The first that fits wins.
WRITTEN: Final[tuple[tuple[str, str], ...]] = (
    (CODE, r"校验码|checkcode"),
    (NUMBER, r"(?:系统|事项|问题|措施|个案)?编号|case(?:number|no\.?)"),
    (ABOVE, r"(?:所属|对应)(?:问题|个案|事项|反馈问题).*|(?:问题|上级)(?:编号|序号)"),
    ("source_number", r"序号|(?:原文|问题|措施|个案|反馈问题)?(?:序号|原序号)|no\.?"),
    (DONE, r"(?:是否|整改是否)(?:已)?(?:完成|办结|整改到位|完成整改).*|完成与否|整改状态|完成状态"),
    ("undone_reason", r"(?:未|没有)(?:整改到位|完成|整改完成|办结)(?:的)?(?:原因|理由|情况说明).*"),
    ("next_step", r"下(?:一)?步(?:工作)?(?:打算|计划|措施|安排|工作)"),
    (
        "statement",
        r"(?:目前|当前|工作|整改|本期|最新)?(?:工作|整改)?(?:进展|落实|完成)(?:情况|成效)?(?:说明)?|(?:整改|落实)(?:进展)?情况"
        r"|已采取的整改措施|整改结果|情况说明|整改成效",
    ),
    ("nature", r"(?:整改)?(?:性质|类型|整改类型|时限类型|整改方式)"),
    ("due", r"(?:整改|完成|办理|对应的完成|计划完成|整改完成|要求完成)?(?:时限|期限|时间|日期|时限要求|时间节点)"),
    ("lead", r"牵头(?:责任)?(?:单位|部门|地区)"),
    ("assisting", r"(?:配合|协助|协同|协办|参与)(?:责任)?(?:单位|部门)"),
    ("supervisor", r"(?:监督管理|行业|负责监督管理责任的)?主管(?:单位|部门)|监督管理主管部门"),
    ("responsible", r"(?:整改|具体|主要|主体|第一)?(?:责任|承办|主责|整改)(?:单位|部门|主体)"),
    ("leader", r"(?:牵头|责任|分管|包保|包抓|挂牌)(?:县|区|市)?领导|整改第一责任人|第一责任人"),
    ("handler", r"(?:具体)?(?:经办|承办|联系|责任)人(?:员)?"),
    ("sort", r"(?:问题)?(?:类别|分类|类型)"),
    ("aspect", r"(?:问题)?(?:方面|板块|领域)"),
    ("amount", r"(?:问题|涉及|涉案|违规|违纪)?(?:整改)?金额"),
    ("basis", r"(?:法规|政策|定性|法律|制度)?(?:法规|政策)?依据"),
    (STANDARD, r"(?:整改)?完成标准|销号标准|整改标准"),
    ("requirement", r"(?:整改)?(?:要求|目标|目标要求)"),
    ("content", r"(?:措施|具体|工作)?(?:具体)?内容|具体(?:做法|举措)"),
)  # fmt: skip
SUBJECTS: Final[dict[str, str]] = {
    "measure": r"(?:具体|细化的?|主要|下步|拟采取的)?(?:整改)?(?:措施|举措|办法|整改任务措施)(?:内容|表述)?",
    "instance": r"个案(?:表述|情况|内容)?|具体(?:表现|个案|事例)",
    "finding": r"(?:反馈|存在|具体|巡察|巡视|审计|突出|主要)?(?:的)?(?:具体)?(?:反馈)?问题"
    r"(?:表述|描述|内容|清单|摘要|概述|原文|具体内容)?|反馈意见|整改(?:任务|事项)",
}
OWN_TITLES: Final = (Text("原行号", "Row in the file"), Text("退回原因", "Why it was refused"))
"""Columns that a file of refused rows has besides; it is known for the source it came from."""


@dataclass(frozen=True, slots=True)
class Meanings:
    """All that columns can mean in one import: the kinds, parents first, and their targets."""

    pack: Pack
    kinds: tuple[Kind, ...]
    form: str

    def of(self, kind: str) -> tuple[Target, ...]:
        """Return the targets of one kind."""
        return targets_of(self.pack, kind, self.form)

    def by_id(self) -> dict[str, Target]:
        """Return every target by its id."""
        return {target.id: target for kind in self.kinds for target in self.of(kind.id)}


def propose(
    grids: Sequence[Worksheet],
    mark: Mark | None,
    meanings: Meanings,
    remembered: Mapping[str, Mapping[str, Any]],
    kinds_of_mark: Mapping[str, str],
) -> list[Plan]:
    """
    Return the mapping of every sheet as well as it can be told.

    remembered: what was chosen before, by signature. kinds_of_mark: kind by name of sheet, for a template of ours.
    """
    marked = {sheet.name: sheet for sheet in mark.sheets} if mark is not None else {}
    return [
        _of_template(grid, marked[grid.name], kinds_of_mark[grid.name], meanings)
        if grid.name in marked and grid.name in kinds_of_mark
        else _of_sheet(grid, meanings, remembered)
        for grid in grids
    ]


def _of_template(grid: Worksheet, marked: MarkedSheet, kind: str, meanings: Meanings) -> Plan:
    """Ids stand in the hidden sheet; a row that somebody put in above the head, or a column moved, is found by the titles."""
    rows = _texts(grid)
    known = {plain_title(text) for target in meanings.of(kind) for text in (target.title.zh, target.title.en)}
    head = head_of(rows, grid.merged, known=known.__contains__) or read_head(
        rows, grid.merged, marked.header, marked.first - 1
    )
    plan = _plan(grid, head, kind)
    by_id = {target.attr: target for target in meanings.of(kind)}
    in_place = len(head.columns) == len(marked.columns)
    for place, column in enumerate(plan["columns"]):
        attr = marked.columns[place] if in_place else ""
        target = by_id.get(attr)
        if target is None or plain_title(column["path"][-1]) not in _titles(target):
            target = next((one for one in by_id.values() if plain_title(column["path"][-1]) in _titles(one)), None)
        column |= {"to": target.id if target else "", "why": "template"}
    return plan


def _titles(target: Target) -> set[str]:
    return {plain_title(target.title.zh), plain_title(target.title.en or target.title.zh)}


def _of_sheet(grid: Worksheet, meanings: Meanings, remembered: Mapping[str, Mapping[str, Any]]) -> Plan:
    rows = _texts(grid)
    head = head_of(rows, grid.merged, known=lru_cache(lambda title: _meant(title, meanings) is not None))
    if head is None:
        return {
            "sheet": grid.name,
            "use": False,
            "kind": "",
            "first": 0,
            "last": 0,
            "below": 1,
            "rows": 0,
            "signature": "",
            "columns": [],
        }
    kind = _kind_of(grid.name, head, meanings)
    plan = _plan(grid, head, kind)
    return recalled(plan, remembered) or guessed(plan, meanings)


def with_head(grid: Worksheet, first: int, last: int, kind: str, meanings: Meanings) -> Plan:
    """Return the mapping of a sheet whose head a person named. first, last: 0-based rows."""
    last = max(first, min(last, first + 2))
    return guessed(_plan(grid, read_head(_texts(grid), grid.merged, first, last), kind), meanings)


def _texts(grid: Worksheet) -> list[list[str]]:
    return [[text_of(cell) for cell in row] for row in grid.head(HEAD_ROWS)]


def _plan(grid: Worksheet, head: TableHead, kind: str) -> Plan:
    columns = [{"at": one.at, "path": list(one.path), "unit": one.unit, "to": "", "why": ""} for one in head.columns]
    return {
        "sheet": grid.name,
        "use": bool(columns),
        "kind": kind,
        "first": head.first,
        "last": head.last,
        "below": head.below,
        "rows": grid.height,
        "signature": signature_of(head.columns),
        "columns": columns,
    }


def signature_of(headings: Iterable[Heading]) -> str:
    """Return what tells a source by its headings; their order does not matter."""
    own = {plain_title(title) for text in OWN_TITLES for title in (text.zh, text.en)}
    keys = sorted(key for heading in headings if (key := heading_key(heading.path)) not in own)
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:40]


def heading_key(path: Sequence[str]) -> str:
    """Return a heading with its bands as it is remembered."""
    return "/".join(plain_title(part) for part in path)


def recalled(plan: Plan, remembered: Mapping[str, Mapping[str, Any]]) -> Plan | None:
    """Return the mapping with what was chosen for the same headings before, None where nothing was."""
    meaning = remembered.get(plan["signature"])
    if meaning is None:
        return None
    chosen = meaning["columns"]
    columns = [one | {"to": chosen.get(heading_key(one["path"]), ""), "why": "remembered"} for one in plan["columns"]]
    return plan | {"kind": meaning["kind"], "use": meaning.get("use", True), "columns": columns}


def meaning_of(plan: Plan) -> dict[str, Any]:
    """Return what is remembered of a mapping."""
    columns = {heading_key(one["path"]): one["to"] for one in plan["columns"]}
    return {"kind": plan["kind"], "use": plan["use"], "columns": columns}


def guessed(plan: Plan, meanings: Meanings) -> Plan:
    """Return the mapping with every column named by its heading; no target is used twice."""
    kinds = [
        kind.id
        for kind in meanings.kinds
        if kind.id == plan["kind"] or kind.id in meanings.pack.ancestors(plan["kind"])
    ]
    headed = {kind: at for kind in kinds if (at := _subject_column(plan, kind, meanings)) is not None}
    used: set[str] = set()
    columns = []
    for column in plan["columns"]:
        target = _target_for(column, plan["kind"], headed, meanings)
        to = target.id if target is not None and target.id not in used else ""
        used.add(to)
        columns.append(column | {"to": to, "why": "title" if to else ""})
    return plan | {"columns": columns}


def _target_for(column: Mapping[str, Any], kind: str, headed: Mapping[str, int], meanings: Meanings) -> Target | None:
    for one, at in headed.items():
        if at == column["at"]:
            return next((target for target in meanings.of(one) if target.attr == "subject"), None)
    # Measures stand beside their finding in one row: what is common belongs to the measure, what only a finding has to the finding.
    above = [one for one in headed if one != kind]
    title = plain_title(column["path"][-1])
    own = _named(title, meanings.of(kind))
    if own is not None and not (above and own.attr in {"source_number", NUMBER} and column["at"] < headed.get(kind, 0)):
        return None if above and own.attr == ABOVE else own
    return next((found for one in reversed(above) if (found := _named(title, meanings.of(one)))), own)


def _subject_column(plan: Plan, kind: str, meanings: Meanings) -> int | None:
    """Return the column that holds the subject of a kind: its pack title, else what offices call it."""
    own = next((target for target in meanings.of(kind) if target.attr == "subject"), None)
    if own is None:
        return None
    plain: dict[int, str] = {column["at"]: plain_title(column["path"][-1]) for column in plan["columns"]}
    exact = next((at for at, title in plain.items() if title in _titles(own)), None)
    if exact is not None:
        return exact
    pattern = SUBJECTS.get(kind)
    return next((at for at, title in plain.items() if pattern and re.fullmatch(pattern, title)), None)


def _named(title: str, targets: Sequence[Target]) -> Target | None:
    exact = next((target for target in targets if title in _titles(target) or title == target.attr), None)
    if exact is not None:
        return exact
    by_attr = {target.attr: target for target in targets}
    return next((by_attr[attr] for attr, pattern in WRITTEN if attr in by_attr and re.fullmatch(pattern, title)), None)


def _meant(title: str, meanings: Meanings) -> Target | None:
    if any(re.fullmatch(pattern, title) for pattern in SUBJECTS.values()):
        return meanings.of(meanings.kinds[0].id)[0]
    return next((found for kind in meanings.kinds if (found := _named(title, meanings.of(kind.id)))), None)


def _kind_of(name: str, head: TableHead, meanings: Meanings) -> str:
    """Return the deepest kind whose subject has a column of its own, else the one the sheet is named after, else the first."""
    bare = {"columns": [{"at": one.at, "path": list(one.path)} for one in head.columns]}
    found = [kind.id for kind in meanings.kinds if _subject_column(bare, kind.id, meanings) is not None]
    named = [kind.id for kind in meanings.kinds if kind.title.zh in name or kind.title.zh[-2:] in name]
    shared = [kind for kind in found if kind in named]
    return (shared or found[-1:] or named or [meanings.kinds[0].id])[-1]
