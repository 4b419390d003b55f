"""Workbooks around an import: the template to fill in, the refused rows with their reasons, the one-time passwords."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from bihuan.accounts.import_plan import RowProblem
from bihuan.accounts.import_rows import COLUMNS, NEEDED, Column, Kind, title_of
from bihuan.accounts.roles import INSIDE
from bihuan.packspec.bilingual import Text

SHEETS: dict[Kind, Text] = {"unit": Text("单位", "Units"), "person": Text("人员", "People")}
EXPLAINED = (
    Text("带 * 的列必填；列的顺序可以改，不用的列可以删。", "Columns with * are needed; their order is free, others may go."),
    Text("单位按名称、人员按账号识别：有则更新，无则新增；空格子不改原来的内容。",
         "Units are known by name, people by sign-in name: known ones are updated, others added; empty cells change nothing."),
    Text("上级单位写名称或简称，可以是本表里的单位。", "The unit above is written by name or short name; it may be in this list."),
    Text("曾用名有几个的，用顿号隔开。", "Several former names are divided by 、."),
    Text("一人多职的，每个职务写一行，账号相同。", "Who holds several posts has a row for each, with the same sign-in name."),
    Text("第二行是示例，填写前请删除。", "The second row is an example; delete it first."),
)  # fmt: skip


def template(language: str) -> bytes:
    """Return the workbook to fill in, with one sheet for units, one for people and one that explains."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        for kind, title in SHEETS.items():
            sheet = book.add_worksheet(title.in_(language))
            sheet.freeze_panes(1, 0)
            for at, column in enumerate(COLUMNS[kind]):
                sheet.write_string(0, at, _heading(kind, column, language), bold)
                sheet.write_string(1, at, column.example)
            sheet.set_column(0, len(COLUMNS[kind]) - 1, 20)
        sheet = book.add_worksheet(Text("说明", "How to").in_(language))
        sheet.set_column(0, 0, 90)
        for at, line in enumerate((*EXPLAINED, _roles())):
            sheet.write_string(at, 0, line.in_(language))
    return target.getvalue()


def refused_rows(problems: Sequence[RowProblem]) -> bytes:
    """Return the refused rows as a workbook that can be mended and imported again: what is wrong stands in the last column."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        bold, red = book.add_format({"bold": True, "bottom": 1}), book.add_format({"bg_color": "#fdeceb"})
        for kind, title in SHEETS.items():
            mine = [one for one in problems if one.row.kind == kind]
            if not mine:
                continue
            sheet = book.add_worksheet(title.zh)
            columns = COLUMNS[kind]
            for at, heading in enumerate((*(column.zh for column in columns), _("What is wrong"))):
                sheet.write_string(0, at, heading, bold)
            for line, row in enumerate({(one.row.sheet, one.row.number): one.row for one in mine}.values(), start=1):
                wrong = {one.column: one.sentence for one in mine if one.row is row}
                for at, column in enumerate(columns):
                    sheet.write_string(line, at, row.values.get(column.id, ""), red if column.id in wrong else None)
                reasons = [f"{title_of(kind, column).zh}：{sentence}" for column, sentence in wrong.items()]
                sheet.write_string(line, len(columns), _("row %(n)d") % {"n": row.number} + "  " + "  ".join(reasons))
            sheet.set_column(0, len(columns) - 1, 18)
            sheet.set_column(len(columns), len(columns), 70)
    return target.getvalue()


def password_list(people: Iterable[tuple[str, str, str]]) -> bytes:
    """Return names, sign-in names and one-time passwords as a workbook, to be cut up and handed out."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet()
        for at, heading in enumerate((_("Name"), _("Sign-in name"), _("One-time password"))):
            sheet.write_string(0, at, heading, bold)
        for line, person in enumerate(people, start=1):
            for at, text in enumerate(person):
                sheet.write_string(line, at, text)
        sheet.set_column(0, 2, 24)
    return target.getvalue()


def kinds_of_files() -> tuple[str, ...]:
    """Return the endings of files that can be imported."""
    return (".xlsx", ".xls", ".ods", ".csv")


def _heading(kind: Kind, column: Column, language: str) -> str:
    title = Text(column.zh, column.en).in_(language)
    return f"{title} *" if column.id in NEEDED[kind] else title


def _roles() -> Text:
    zh = "角色可写：" + "、".join(role.title.zh for role in INSIDE.values()) + "；不写为经办人。"
    en = "Roles: " + ", ".join(role.title.en for role in INSIDE.values()) + "; left empty it is Staff member."
    return Text(zh, en)
