"""The sign-in sheet of a meeting: filled in on a phone, or printed and signed by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import words
from bihuan.loop.errors import Refused
from bihuan.loop.meetings.models import Presence
from bihuan.loop.meetings.names import PACK
from bihuan.loop.meetings.queries import Invited, day_of, sheet_of
from bihuan.web.case.marks import case_url
from bihuan.web.meetings.words import presence_words, time_and_place
from bihuan.web.places import system_url
from bihuan.web.shapes import Head, Link


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet with what was typed or kept, and what is wrong with it."""

    key: str
    name: str
    must_chair: bool
    chaired: bool
    presence: str
    stand_in: str
    excused_by: str
    note: str
    wrong: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SheetPage:
    """chairs: whether somebody chairs. blank: how many empty lines the printed sheet has besides."""

    head: Head
    subject: str
    on: date
    where: str
    lines: tuple[Line, ...]
    presences: tuple[tuple[str, str], ...]
    guests: str
    chaired_wrong: str
    refused: str
    back: str
    is_meeting: bool = True
    chairs: bool = True
    blank: range = range(6)


def sheet_page(file: CaseFile, typed: QueryDict | None = None, refusal: Refused | None = None) -> SheetPage:
    """Return the sheet, filled with what was typed or with what is kept; of a meeting of a series, or of any case that keeps one."""
    case = file.case
    lines = sheet_of(case)
    wrong = refusal.fields if refusal is not None else {}
    is_meeting = case.pack == PACK
    back = reverse("meeting", args=[case.number]) if is_meeting else case_url(case)
    guests = "\n".join(line.name for line in lines if line.key.startswith("g"))
    return SheetPage(
        head=Head(_("Sign-in sheet"), crumbs=_crumbs(file, back), facts=case.subject),
        subject=case.subject,
        on=day_of(case),
        where=time_and_place(case),
        lines=tuple(_line(line, typed, wrong) for line in lines if not line.key.startswith("g")),
        presences=tuple((one.value, presence_words(one.value)) for one in Presence),
        guests=typed.get("guests", "") if typed is not None else guests,
        chaired_wrong=wrong.get("chaired", ""),
        refused=refusal.sentence if refusal is not None else "",
        back=back,
        is_meeting=is_meeting,
        chairs=is_meeting or "leader" in file.kind.parties,
    )


def _crumbs(file: CaseFile, back: str) -> tuple[Link, ...]:
    own, sheet = Link(file.case.number, back), Link(_("Sign-in sheet"))
    if file.case.pack != PACK:
        return (Link(words(file.pack.title), system_url(file.case.pack)), own, sheet)
    above = file.ancestors[-1]
    series = Link(above.subject, reverse("meeting_series", args=[above.number]))
    return (Link(_("Meetings"), reverse("meetings")), series, own, sheet)


def _line(line: Invited, typed: QueryDict | None, wrong: Mapping[str, str]) -> Line:
    kept = line.kept

    def said(name: str) -> str:
        if typed is not None:
            return typed.get(f"{line.key}-{name}", "")
        return str(getattr(kept, name)) if kept is not None else ""

    chaired = typed.get("chaired") == line.key if typed is not None else bool(kept and kept.chaired)
    own = {name.partition(".")[2]: text for name, text in wrong.items() if name.startswith(f"{line.key}.")}
    return Line(
        line.key,
        line.name,
        line.must_chair,
        chaired,
        said("presence"),
        said("stand_in"),
        said("excused_by"),
        said("note"),
        own,
    )
