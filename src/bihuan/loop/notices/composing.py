"""What a message says: which case, what happened, by whom, until when; for mail and for hooks, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

from bihuan.accounts.delegations import delegations_to, standing_in
from bihuan.accounts.models import Person
from bihuan.accounts.queries import actor_of
from bihuan.documents.layout.mail import Item, Letter, Part, html_of, plain_of
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.cases.values import words
from bihuan.loop.cases.walls import HIDDEN, outside_walls
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.light import ends_on, light_kind
from bihuan.loop.notices.kinds import KINDS, rank
from bihuan.loop.notices.links import case_link, choices_link, notices_link, portal_link, unsubscribe_link
from bihuan.loop.notices.models import Delivery
from bihuan.loop.notices.tokens import DIGEST, UNSUBSCRIBE, sign
from bihuan.loop.trail.history import Happening, happenings
from bihuan.loop.trail.verbs import VERB_WORDS
from bihuan.packspec.bilingual import Text

QUOTED: Final = 200
SUBJECT: Final = 60
WRITTEN: Final = ("reason", "opinion", "text", "answer")  # what a person wrote, by its name in an event's body


@dataclass(frozen=True, slots=True)
class News:
    """One thing to tell: a case as it stands on a day, and what happened to it. is_outside: told to somebody of an enterprise."""

    delivery: Delivery
    case: Case
    happening: Happening | None
    day: date
    is_outside: bool = False

    @property
    def kind(self) -> str:
        """The words of the kind."""
        return words(KINDS.get(self.delivery.kind, Text(self.delivery.kind)))

    @property
    def title(self) -> str:
        """Number and subject of the case."""
        if self.case.wall is not None:
            return words(HIDDEN)  # a mail leaves the house
        return f"{self.case.number} {self.case.subject}".strip()

    @property
    def happened(self) -> str:
        """What happened and who did it; empty where the event is gone."""
        if self.happening is None:
            return ""
        file = CaseFile(self.case, self.day)
        move = file.lifecycle.moves.get(str(self.happening.body.get("move", "")))
        verb = words(move.title) if move is not None else words(VERB_WORDS[self.happening.verb])
        # Of officials an enterprise reads the department, not the name.
        who = self.happening.unit if self.is_outside else f"{self.happening.unit} {self.happening.who}".strip()
        return f"{verb} · {who}" if who else verb

    @property
    def quote(self) -> str:
        """What whoever did it wrote, cut short; nothing of what stands behind a wall."""
        told = self.happening is not None and self.case.wall is None
        body = self.happening.body if self.happening is not None and told else {}
        names = WRITTEN[:1] if self.is_outside else WRITTEN  # opinions and remarks stay inside
        text = " ".join(str(body[name]) for name in names if body.get(name) and isinstance(body[name], str))
        return text if len(text) <= QUOTED else f"{text[: QUOTED - 1]}…"

    @property
    def stands(self) -> str:
        """Where the case stands now."""
        return gettext("Now: %(state)s") % {"state": words(CaseFile(self.case, self.day).state.title)}

    @property
    def until(self) -> str:
        """Until when, with the word of the light; empty where nothing runs."""
        kind = light_kind(self.case, self.day)
        if self.case.runs_until is None or kind in {"none", "pause"}:
            return ""
        until = date_format(ends_on(self.case) or self.case.runs_until, "DATE_FORMAT")
        match kind:
            case "late":
                return gettext("Due %(date)s, overdue") % {"date": until}
            case "soon":
                return gettext("Due %(date)s, due soon") % {"date": until}
        return gettext("Due %(date)s") % {"date": until}

    @property
    def is_late(self) -> bool:
        """Whether the date is over."""
        return light_kind(self.case, self.day) == "late"


def news_of(person: Person, rows: Sequence[Delivery], at: datetime) -> tuple[list[News], list[Delivery]]:
    """
    Return what may be told to a person, most urgent first, and the deliveries of what they may not see any more.

    What somebody may see only while they stand in for another is told too.
    """
    day, area_id = local_day(at), rows[0].area_id
    asked = _cases(rows)
    who = actor_of(person, on=day, area=area_id)
    seen = {case.pk: case for case in visible_to(who).filter(pk__in=asked)}
    if who.outside_unit is not None:  # a policy is nobody's own matter; whoever is told of it may read it
        told = [row.notice.case_id for row in rows if row.notice is not None and row.kind == "policy"]
        seen |= {case.pk: case for case in outside_walls(Case.objects.filter(area_id=area_id, pk__in=told))}
    if len(seen) < len(set(asked)):
        for delegation in delegations_to(person.pk, area_id, day):
            other = standing_in(person, delegation_id=delegation.pk, on=day)
            if other is not None:
                seen |= {case.pk: case for case in visible_to(other).filter(pk__in=asked)}
    return _news(rows, seen, day, is_outside=who.outside_unit is not None)


def news_for_hook(rows: Sequence[Delivery], at: datetime) -> tuple[list[News], list[Delivery]]:
    """Return what is told to a hook of an area or a unit, which an administrator answers for, in the order it happened."""
    found = outside_walls(Case.objects.filter(area_id=rows[0].area_id, pk__in=_cases(rows)))
    return _news(rows, {case.pk: case for case in found}, local_day(at))


def _cases(rows: Iterable[Delivery]) -> list[int]:
    return [row.notice.case_id for row in rows if row.notice is not None]


def _news(
    rows: Sequence[Delivery], cases: dict[int, Case], day: date, *, is_outside: bool = False
) -> tuple[list[News], list[Delivery]]:
    seen = [row for row in rows if row.notice is not None and row.notice.case_id in cases]
    events = happenings([(cases[row.notice.case_id], row.notice.seq) for row in seen if row.notice], day)
    news = [
        News(row, cases[row.notice.case_id], events.get((row.notice.case_id, row.notice.seq)), day, is_outside)
        for row in seen
        if row.notice is not None
    ]
    news.sort(key=lambda one: (rank(one.delivery.kind), one.delivery.pk))
    told = {row.pk for row in seen}
    return news, [row for row in rows if row.pk not in told]


def mail_about(person: Person, news: Sequence[News], lead: Delivery, at: datetime) -> EmailMessage:
    """Return the mail that tells a person of one thing, or of a day's things, in the language that is active."""
    kind = DIGEST if lead.digest else lead.kind
    token = unsubscribe_link(sign(UNSUBSCRIBE, lead.area_id, person.pk, kind))
    off = gettext("Do not send these any more") if lead.digest else gettext("Do not send this kind any more")
    letter = Letter(
        greeting=_greeting(person),
        opening=_opening(news, lead),
        parts=_parts(news),
        foot=((gettext("Choose what reaches you, and how"), choices_link(outside=news[0].is_outside)), (off, token)),
        sender=gettext("Bihuan, %(area)s. This mail was written by the system; please do not answer it.")
        % {"area": str(person.area)},
        language=get_language() or "zh-hans",
    )
    mail = _mail(person, _subject(news, lead, at), letter, lead, at)
    mail["List-Unsubscribe"] = f"<{token}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return mail


def check_mail(person: Person, to: str, link: str, lead: Delivery, at: datetime) -> EmailMessage:
    """Return the mail that asks whether it arrives."""
    letter = Letter(
        greeting=_greeting(person),
        opening=gettext(
            "Open the address below to confirm that mail of Bihuan reaches you here. It holds for seven days."
            " If you did not ask for this, do nothing."
        ),
        button=(gettext("This address is mine"), link),
        sender=gettext("Bihuan, %(area)s. This mail was written by the system; please do not answer it.")
        % {"area": str(person.area)},
        language=get_language() or "zh-hans",
    )
    return _mail(person, gettext("[Bihuan] Please confirm your mail address"), letter, lead, at, to=to)


def message_id_of(delivery: Delivery) -> str:
    """Return the name of a mail: made from its first delivery, so the same at every try, and of no other installation."""
    place = sha256(settings.SECRET_KEY.encode()).hexdigest()[:12]
    return f"<bihuan.{delivery.key}.{place}@{settings.BIHUAN_SMTP_FROM.rpartition('@')[2].rstrip('>')}>"


def _mail(person: Person, subject: str, letter: Letter, lead: Delivery, at: datetime, *, to: str = "") -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = " ".join(subject.split())
    mail["From"] = Address(gettext("Bihuan"), addr_spec=settings.BIHUAN_SMTP_FROM)
    mail["To"] = Address(person.name, addr_spec=to or person.email)
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message_id_of(lead)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's out-of-office answers to this
    mail.set_content(plain_of(letter), cte="base64")
    mail.add_alternative(html_of(letter), subtype="html", cte="base64")
    return mail


def _greeting(person: Person) -> str:
    return gettext("Dear %(name)s,") % {"name": person.name}


def _subject(news: Sequence[News], lead: Delivery, at: datetime) -> str:
    if lead.digest and len(news) > 1:
        day = date_format(local_day(at), "MONTH_DAY_FORMAT")
        line = ngettext(
            "[Bihuan] %(n)d message of %(day)s: %(kinds)s", "[Bihuan] %(n)d messages of %(day)s: %(kinds)s", len(news)
        )
        kinds = "、" if (get_language() or "zh").startswith("zh") else ", "
        counts = {one.kind: sum(other.kind == one.kind for other in news) for one in news}
        return line % {"n": len(news), "day": day, "kinds": kinds.join(f"{kind} {n}" for kind, n in counts.items())}
    first = news[0]
    title = first.title if len(first.title) <= SUBJECT else f"{first.title[: SUBJECT - 1]}…"
    parts = {"kind": first.kind, "title": title, "until": first.until}
    if first.until:
        return gettext("[Bihuan] %(kind)s: %(title)s (%(until)s)") % parts
    return gettext("[Bihuan] %(kind)s: %(title)s") % parts


def _opening(news: Sequence[News], lead: Delivery) -> str:
    if lead.digest:
        return ngettext(
            "%(n)d thing happened that concerns you.", "%(n)d things happened that concern you.", len(news)
        ) % {"n": len(news)}
    return gettext("This concerns you:")


def _parts(news: Sequence[News]) -> tuple[Part, ...]:
    """Return the items by kind, kinds in the order of their urgency; what happened twice to a case is told newest first."""
    kinds = list(dict.fromkeys(one.kind for one in news))
    return tuple(Part(kind, tuple(item_of(one) for one in news if one.kind == kind)) for kind in kinds)


def item_of(one: News) -> Item:
    """Return one thing to tell as an item of a mail."""
    lines = tuple(line for line in (one.happened, one.stands, one.until) if line)
    return Item(one.title, link_of(one), lines, one.quote, late=one.is_late)


def link_of(one: News) -> str:
    """Return where a person is led to see it: of a confidential case only to their messages, of an enterprise to the portal."""
    if one.is_outside:
        return portal_link(one.case, one.delivery.kind)
    return case_link(one.case) if one.case.wall is None else notices_link()
