"""The pages of the feedback office: the inbox with its figures, a message entered by hand, an answer to publish."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.accounts.models import Area
from bihuan.accounts.queries import Actor
from bihuan.documents.checks import masked, personal_data_in
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.cases.values import words
from bihuan.loop.clocks.queries import calendar_of
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.feedback.models import Message
from bihuan.loop.feedback.queries import (
    ANSWERED,
    Asked,
    Figures,
    feedback_figures,
    inbox,
    line_open,
    lines_of,
    message_of,
)
from bihuan.loop.feedback.receiving import CHANNELS
from bihuan.loop.feedback.rules import PACK, keeps_feedback, keeps_feedback_of_area
from bihuan.loop.lifecycle.asking import Ask
from bihuan.loop.lifecycle.packs import pack_in_use
from bihuan.packspec.model import Pack
from bihuan.web.case.forms import AskForm
from bihuan.web.case.marks import case_url, light_of, stage_of
from bihuan.web.case.page import crumbs_of, heading_of
from bihuan.web.case.plain import ActPage
from bihuan.web.feedback.public import vote_words
from bihuan.web.numbers import number_in
from bihuan.web.shapes import Head, Light, Link, Pager, Say, Stage

PAGE_ROWS = 50
PERIODS = ("month", "quarter", "year")


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One message of the inbox."""

    number: str
    subject: str
    url: str
    channel: str
    received_on: str
    unit: str
    stage: Stage
    light: Light
    due: date | None


@dataclass(frozen=True, slots=True)
class InboxPage:
    """The inbox. tabs: states with how many; figures: of the period, in words; office: links of the office alone."""

    head: Head
    tabs: tuple[Link, ...]
    channels: tuple[tuple[str, str], ...]
    lights: tuple[tuple[str, str], ...]
    asked: Asked
    figures: tuple[tuple[str, str, str], ...]
    votes: tuple[tuple[str, int], ...]
    period: str
    periods: tuple[Link, ...]
    since: date
    rows: tuple[InboxRow, ...]
    count: int
    pager: Pager | None
    office: bool
    has_line: bool
    lines: tuple[Link, ...]


def asked_of(typed: QueryDict) -> Asked:
    """Return what the address asks the inbox for."""
    return Asked(
        state=typed.get("state", ""),
        channel=typed.get("channel", ""),
        light=typed.get("light", "") if typed.get("light", "") in {"late", "soon", "ok"} else "",
        unit=number_in(typed.get("unit")),
        words=typed.get("q", "").strip(),
    )


def since_of(period: str, day: date) -> date:
    """Return the first day of the month, quarter or year that a day lies in."""
    month = {"month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1}.get(period, 1)
    return date(day.year, month, 1)


def is_office(actor: Actor, day: date) -> bool:
    """Return whether the actor keeps the feedback of the area."""
    return keeps_feedback_of_area(actor, day)


def inbox_page(actor: Actor, area: Area, typed: QueryDict, day: date) -> InboxPage:
    """Return the inbox as an address asks for it."""
    asked, pack = asked_of(typed), pack_in_use(actor.area_id, PACK)
    rows, at = inbox(actor, asked, day), number_in(typed.get("page")) or 1
    count = rows.count()
    period = typed.get("period", "") if typed.get("period", "") in PERIODS else "year"
    since, office = since_of(period, day), is_office(actor, day)
    seen = visible_to(actor).filter(pack=PACK, kind="message")
    found = feedback_figures(seen, since=since, asof=day)
    calendar = calendar_of(actor.area_id)
    shown = [
        InboxRow(
            case.number,
            case.subject,
            case_url(case),
            words(pack.options["channel"][str(case.fields.get("channel") or "web")]),
            str(case.fields.get("received_on") or ""),
            str(case.responsible or ""),
            stage_of(case, pack),
            light_of(case, day, calendar),
            case.runs_until,
        )
        for case in rows[(at - 1) * PAGE_ROWS : at * PAGE_ROWS]
    ]
    return InboxPage(
        head=_head(area, office, line_open(area.pk)),
        tabs=_tabs(pack, asked, actor, day),
        channels=tuple((key, words(text)) for key, text in pack.options["channel"].items()),
        lights=(("late", _("Overdue")), ("soon", _("Near due")), ("ok", _("On time"))),
        asked=asked,
        figures=figures_shown(found),
        votes=tuple((said, found.votes.get(key, 0)) for key, said in vote_words()) if found.votes else (),
        period=period,
        periods=_periods(typed, period),
        since=since,
        rows=tuple(shown),
        count=count,
        pager=_pager(typed, at, count),
        office=office,
        has_line=line_open(area.pk) is not None,
        lines=tuple(Link(f"{one.number}　{one.subject}", case_url(one)) for one in lines_of(area.pk)[:10])
        if office
        else (),
    )


def _head(area: Area, office: bool, line: Case | None) -> Head:
    moves = [Link(_("Public page"), reverse("feedback_form", args=[area.code]), "external-link")] if line else []
    if office and line is not None:
        moves.append(Link(_("Poster"), reverse("feedback_poster", args=[area.code]), "printer"))
    enter = Link(_("Enter a message"), reverse("feedback_enter"), "plus") if office and line is not None else None
    begin = Link(_("Set up a feedback line"), reverse("case_open_top", kwargs={"pack": PACK, "kind": "line"}), "plus")
    return Head(
        _("Public feedback"),
        facts=_("What the public says about what was published: answered in time, reviewed, voted on."),
        moves=tuple(moves),
        main=enter or (begin if office and line is None else None),
    )


def _tabs(pack: Pack, asked: Asked, actor: Actor, day: date) -> tuple[Link, ...]:
    states = pack.kinds["message"].lifecycle_of(pack).states
    found = [Link(_("All but spam"), reverse("feedback"), current=not asked.state)]
    for id_, state in states.items():
        count = inbox(actor, Asked(state=id_), day).count()
        if count or asked.state == id_:
            url = f"{reverse('feedback')}?{urlencode({'state': id_})}"
            found.append(Link(words(state.title), url, count=count, current=asked.state == id_))
    return tuple(found)


def _periods(typed: QueryDict, period: str) -> tuple[Link, ...]:
    said = {"month": _("This month"), "quarter": _("This quarter"), "year": _("This year")}
    found = []
    for key, label in said.items():
        query = typed.copy()
        query["period"] = key
        query.pop("page", None)
        found.append(Link(label, f"?{query.urlencode()}", current=key == period))
    return tuple(found)


def _pager(typed: QueryDict, at: int, count: int) -> Pager | None:
    last = max(1, -(-count // PAGE_ROWS))
    if last == 1:
        return None

    def address(page: int) -> str:
        query = typed.copy()
        query["page"] = str(page)
        return f"?{query.urlencode()}"

    shown = _("%(first)d–%(last)d of %(all)d") % {
        "first": (at - 1) * PAGE_ROWS + 1,
        "last": min(at * PAGE_ROWS, count),
        "all": count,
    }
    return Pager(shown, previous=address(at - 1) if at > 1 else "", next=address(at + 1) if at < last else "")


def figures_shown(found: Figures) -> tuple[tuple[str, str, str], ...]:
    """Return the figures as title, value, and how it is counted; a rate of nothing is a dash."""
    return (
        (_("Received"), str(found.received), ""),
        (_("Answered"), str(found.answered), ""),
        (
            _("Answered in time"),
            _rate(found.in_time_rate),
            _("%(part)d of %(all)d that were due") % {"part": found.in_time, "all": found.due},
        ),
        (_("Late, not answered"), str(found.late_now), ""),
        (
            _("Satisfaction"),
            _rate(found.satisfaction),
            _("%(n)d votes; points of the votes ÷ (votes × full points)") % {"n": sum(found.votes.values())},
        ),
        (_("Reminded by the writer"), str(found.complaints), ""),
        (_("Answers published"), str(found.published), ""),
    )


def _rate(value: Decimal | None) -> str:
    return "—" if value is None else f"{value.normalize():f}%"


def enter_page(actor: Actor, day: date, typed: QueryDict | None = None) -> ActPage:
    """Return the page on which the office enters a call, a letter or a visit. Raises CaseNotFound for everybody else."""
    if not is_office(actor, day) or line_open(actor.area_id) is None:
        raise CaseNotFound("feedback")
    pack = pack_in_use(actor.area_id, PACK)
    asks = (
        Ask(
            "channel",
            _("Channel"),
            "choice",
            True,
            options=tuple((key, words(pack.options["channel"][key])) for key in CHANNELS),
        ),
        Ask("received_on", _("Received on"), "date", True, value=day.isoformat()),
        Ask("content", _("What was said"), "lines", True),
        Ask("place", _("Where it happened"), "text", False),
        Ask("writer", _("Writer"), "text", False),
        Ask("contact", _("How to reach the writer"), "text", False),
    )
    title = _("Enter a message")
    shown = ActPage(
        None, (Link(_("Public feedback"), reverse("feedback")), Link(title)), title, AskForm(actor.area_id, asks, typed)
    )
    shown.note = _(
        "Name and contact are kept apart: only the office and those who handle the message can look at them."
    )
    return shown


def publish_page(file: CaseFile, actor: Actor, typed: QueryDict | None = None) -> ActPage:
    """Return the page on which the office approves the words that everybody reads; personal data is covered in the proposal."""
    row = _message(file, actor)
    content = str(file.case.fields.get("content") or "")
    asks = (
        Ask(
            "question",
            _("What was said, as everybody reads it"),
            "lines",
            True,
            value=row.question or _covered(content),
        ),
        Ask(
            "answer",
            _("The answer, as everybody reads it"),
            "lines",
            True,
            value=row.answer or _covered(file.case.statement),
        ),
    )
    title = _("Publish the answer")
    shown = ActPage(heading_of(file), crumbs_of(file, Link(title)), title, AskForm(actor.area_id, asks, typed))
    shown.note = _(
        "Only these two texts, the number, the unit and the publication it is about are shown. Names and contacts never are."
    )
    if file.case.state not in ANSWERED:
        shown.closed = True
        shown.say = Say(
            "no", _("“%(move)s” is closed") % {"move": title}, _("Only what is answered can be published."), wide=True
        )
    return shown


def unpublish_page(file: CaseFile, actor: Actor, typed: QueryDict | None = None) -> ActPage:
    """Return the page on which a published answer is taken down."""
    row = _message(file, actor)
    title = _("Take the published answer down")
    form = AskForm(actor.area_id, (Ask("reason", _("Reason"), "lines", True),), typed)
    shown = ActPage(heading_of(file), crumbs_of(file, Link(title)), title, form)
    shown.note = row.answer
    if not row.is_published:
        shown.closed = True
        shown.say = Say(
            "no", _("“%(move)s” is closed") % {"move": title}, _("This answer is not published."), wide=True
        )
    return shown


def _message(file: CaseFile, actor: Actor) -> Message:
    row = message_of(file.case) if file.case.pack == PACK else None
    if row is None or not keeps_feedback(file, actor):
        raise CaseNotFound(file.case.number)
    return row


def _covered(text: str) -> str:
    return masked(text, personal_data_in(text))


def refuse(shown: ActPage, refusal: Refused, title: str) -> ActPage:
    """Show a refusal over the form and return the page."""
    shown.refuse(refusal, title)
    return shown
