"""Rows of an import list: which columns they have, in any order and either language, and what each row says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _

from bihuan.accounts.errors import Refused
from bihuan.accounts.import_files import Sheet
from bihuan.accounts.names import tidy
from bihuan.accounts.roles import INSIDE
from bihuan.packspec.bilingual import Text

Kind = Literal["unit", "person"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a list may have. zh, en: its headings in the template; also: other headings that mean the same."""

    id: str
    zh: str
    en: str
    also: tuple[str, ...] = ()
    example: str = ""

    def heads(self, heading: str) -> bool:
        """Return whether a heading means this column."""
        return heading in {_plain(word) for word in (self.zh, self.en, self.id, *self.also)}


COLUMNS: dict[Kind, tuple[Column, ...]] = {
    "unit": (
        Column("name", "单位名称", "Unit name", ("单位", "名称", "部门", "unit", "name"), "住房和城乡建设局"),
        Column("short_name", "简称", "Short name", ("单位简称",), "住建局"),
        Column("parent", "上级单位", "Unit above", ("主管单位", "上级", "parent unit"), ""),
        Column("kind", "类别", "Kind", ("单位类别", "类型", "性质", "type"), "工作部门"),
        Column("former_names", "曾用名", "Former names", ("原名", "曾用名称", "former name"), "规划建设局"),
        Column("receives", "可承办事项", "May be handed cases", ("承办", "接收事项", "receives cases"), "是"),
        Column("order", "排序", "Order", ("序号", "顺序", "no", "no."), "10"),
    ),
    "person": (
        Column("username", "账号", "Sign-in name", ("登录名", "用户名", "登录账号", "login"), "li.ming"),
        Column("name", "姓名", "Name", ("人员", "人员姓名", "full name"), "李明"),
        Column("unit", "单位", "Unit", ("单位名称", "所在单位", "工作单位", "部门", "unit name"), "住房和城乡建设局"),
        Column("role", "角色", "Role", ("系统角色",), "经办人"),
        Column("title", "职务", "Title of the post", ("职位", "职务名称", "title", "post"), "科长"),
        Column("from_on", "任职日期", "First day", ("任职起始", "开始日期", "from", "since"), "2026-01-01"),
        Column("phone", "联系电话", "Telephone", ("电话", "手机", "手机号", "手机号码", "phone", "mobile"), ""),
        Column("email", "电子邮箱", "E-mail", ("邮箱", "邮件", "mail"), ""),
    ),
}
NEEDED: dict[Kind, tuple[str, ...]] = {"unit": ("name",), "person": ("username", "name")}
YES = {"是", "可", "可以", "yes", "y", "true", "1", "√"}
NO = {"否", "不", "不可以", "no", "n", "false", "0", "×"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row. number: its row in the sheet, from 1. values: text by column id; a column the sheet lacks is missing."""

    kind: Kind
    sheet: str
    number: int
    values: dict[str, str]


def read_rows(sheets: Sequence[Sheet]) -> list[Row]:
    """
    Return the filled rows of all sheets, units before people; sheets without known headings are left out.

    The headings may stand in any of the first ten rows, in Chinese or English, in any order.
    Raises Refused if no sheet has the headings of a list.
    """
    found: list[Row] = []
    known = False
    for sheet in sheets:
        head = _head_of(sheet)
        if head is not None:
            known = True
            found.extend(_rows_below(sheet, *head))
    if not known:
        raise Refused(
            _(
                "No headings were found. A list of units needs 单位名称, a list of people 账号 and 姓名; take the template."
            )
        )
    return sorted(found, key=lambda row: row.kind != "unit")


def read_yes(text: str) -> bool | None:
    """Return what 是 or 否 says, None if it says neither."""
    word = text.lower()
    return True if word in YES else False if word in NO else None


def read_role(text: str) -> str:
    """Return the id of the role that is named in Chinese, English or by its id, empty if there is none."""
    word = text.lower()
    fits = (role.id for role in INSIDE.values() if word in (role.id, role.title.zh.lower(), role.title.en.lower()))
    return next(fits, "")


def read_day(text: str) -> date | None:
    """Return the day of 2026-01-05, 2026/1/5, 2026.1.5, 20260105 or 2026年1月5日, None if it is none."""
    match = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text) or re.fullmatch(
        r"(\d{4})(\d\d)(\d\d)", text
    )
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def read_names(text: str) -> list[str]:
    """Return the names of a cell, divided by 、 ; or ，."""
    return [tidy(part) for part in re.split(r"[、;；,，\n]", text) if tidy(part)]


def title_of(kind: Kind, column: str) -> Text:
    """Return the heading of a column as the template writes it."""
    return next((Text(one.zh, one.en) for one in COLUMNS[kind] if one.id == column), Text(column))


def _plain(heading: str) -> str:
    """Return a heading without blanks, marks of duty and what stands in brackets: `* 姓名（必填）` is 姓名."""
    bare = re.sub(r"[(（\[【].*?[)）\]】]", "", heading.lower())
    return re.sub(r"[\s*＊:：]", "", bare)


def _head_of(sheet: Sheet) -> tuple[Kind, int, dict[str, int]] | None:
    for at, row in enumerate(sheet.rows[:10]):
        headings = [_plain(cell) for cell in row]
        for kind in ("person", "unit"):
            places = _places(kind, headings)
            if all(column in places for column in NEEDED[kind]):
                return kind, at, places
    return None


def _places(kind: Kind, headings: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for column in COLUMNS[kind]:
        # The exact heading of the template counts before other words for it.
        exact = [at for at, heading in enumerate(headings) if heading in (_plain(column.zh), _plain(column.en))]
        fits = exact or [at for at, heading in enumerate(headings) if heading and column.heads(heading)]
        fits = [at for at in fits if at not in places.values()]
        if fits:
            places[column.id] = fits[0]
    return places


def _rows_below(sheet: Sheet, kind: Kind, head: int, places: dict[str, int]) -> list[Row]:
    found = []
    for at, cells in enumerate(sheet.rows[head + 1 :], start=head + 2):
        values = {column: tidy(cells[place]) if place < len(cells) else "" for column, place in places.items()}
        if any(values.values()):
            found.append(Row(kind, sheet.name, at, values))
    return found
