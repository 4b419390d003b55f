"""Packages out and in: figures and progress go up, inspections go down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import DataError, IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from bihuan.accounts.models import Area
from bihuan.accounts.names import problem_of_code
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Category
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import Refused
from bihuan.loop.rollup.actions import instant_of, line_of, take_line
from bihuan.loop.rollup.keeping import keep_figures
from bihuan.loop.rollup.models import AreaFigure, FromAbove, HandDown, Package, TrustedKey
from bihuan.loop.rollup.package import Damaged, Opened, fingerprint, opened, sealed
from bihuan.loop.rollup.queries import key_of, progress_of
from bihuan.loop.rollup.rules import check_may_exchange
from bihuan.loop.seals.witness import keep_seen, seals_to_send
from bihuan.loop.trail.canonical import instant

FIGURE: Final = ("day", "pack", "figure", "title", "unit", "better", "target", "value", "colour", "order")
NUMBER_LENGTH: Final = 60  # of a case


@dataclass(frozen=True, slots=True)
class Taken:
    """
    What taking a package did.

    again: it was known already and changed nothing. changed: numbers of seals under which the sender had shown other seals before.
    """

    package: Package
    again: bool
    changed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A package that is to leave: its bytes and the name of its file."""

    data: bytes
    name: str
    row: Package


class UnknownKey(Refused):
    """The package is whole, but its key is not believed yet; `code` and `public` are what it says of its sender."""

    def __init__(self, sentence: str, *, code: str, public: str) -> None:
        super().__init__(sentence)
        self.code, self.public = code, public


@transaction.atomic
def write_package(*, to: str, by: Actor, at: datetime) -> Written:
    """
    Return a signed package for another area: to one below what was handed down, to all others the own figures and how far their inspections are.

    to: code of the area. Raises NotAllowed; Refused before a key was made, for a package to oneself, and for what is no code.
    """
    check_may_exchange(by)
    own, to = Area.objects.select_for_update().get(pk=by.area_id), to.strip().lower()
    key = key_of(own.pk)
    if key is None:
        raise Refused(_("Make a key first."))
    if to in {"", own.code}:
        raise Refused(_("Say for which area the package is."), fields={"to": _("Say for which area the package is.")})
    if wrong := problem_of_code(to):
        raise Refused(str(wrong), fields={"to": str(wrong)})
    last = Package.objects.filter(area_id=own.pk, out=True, other=to).aggregate(last=Max("number"))["last"] or 0
    below = Area.objects.filter(parent_id=own.pk, code=to).first()
    parts = _down(own.pk, below, at) if below is not None else _up(own.pk, to, at)
    head = {"from": {"code": own.code, "name": own.name}, "to": to, "number": last + 1, "made_at": instant(at)}
    data = sealed(head, parts, private=key.private)
    row = _kept(own.pk, opened(data), out=True, other=to, by=by, at=at)
    return Written(data, f"{own.code}-{to}-{last + 1:05}.bihuan", row)


def _up(area_id: int, to: str, at: datetime) -> dict[str, list[dict[str, Any]]]:
    day = local_day(at)
    keep_figures(area_id=area_id, day=day)
    figures = [
        {name: getattr(row, name) for name in FIGURE}
        for row in AreaFigure.objects.filter(area_id=area_id, day=day).order_by("order", "id")
    ]
    taken = FromAbove.objects.filter(area_id=area_id, from_code=to, case__isnull=False).select_related("case")
    progress = [{"uid": row.uid, **progress_of(row.case, day)} for row in taken.order_by("id") if row.case is not None]
    return {"figures": figures, "progress": progress, "seals": seals_to_send(area_id)}


def _down(area_id: int, below: Area, at: datetime) -> dict[str, list[dict[str, Any]]]:
    rows = HandDown.objects.filter(area_id=area_id, to=below).select_related("case").order_by("id")
    return {"handed_down": [line_of(row, CaseFile(row.case, local_day(at))) for row in rows]}


def read_package(*, data: bytes, by: Actor) -> Opened:
    """
    Return a package that is whole, meant for this area, and signed with a key that is believed.

    Raises NotAllowed; UnknownKey; Refused with a sentence for everything else.
    """
    check_may_exchange(by)
    try:
        found = opened(data)
    except Damaged as damaged:
        raise Refused(_why(damaged.key)) from damaged
    own = Area.objects.get(pk=by.area_id)
    if found.receiver != own.code:
        raise Refused(_("This package is for the area %(code)s.") % {"code": found.receiver})
    if not TrustedKey.objects.filter(area_id=own.pk, code=found.sender, public=found.public).exists():
        sentence = _("The key of %(code)s is not known here. Compare its fingerprint by telephone: %(print)s")
        raise UnknownKey(
            sentence % {"code": found.sender, "print": fingerprint(found.public)},
            code=found.sender,
            public=found.public,
        )
    return found


def _why(key: str) -> str:
    match key:
        case "signature" | "digest":
            return _("The package was changed after it was signed. Nothing of it was taken.")
        case "large":
            return _("The file is too large for a package.")
        case "version":
            return _("The package was made by another version of this program.")
    return _("This is no package, or not a whole one.")


@transaction.atomic
def take_package(*, data: bytes, by: Actor, at: datetime) -> Taken:
    """
    Take what a package brings; the same package twice changes nothing.

    Raises what `read_package` raises; Refused for a package that is older than the last that was taken.
    """
    found = read_package(data=data, by=by)
    Area.objects.select_for_update().get(pk=by.area_id)
    known = Package.objects.filter(area_id=by.area_id, out=False, other=found.sender)
    same = known.filter(digest=found.digest).first()
    if same is not None:
        return Taken(same, again=True)
    last = known.aggregate(last=Max("number"))["last"] or 0
    if found.number <= last:
        sentence = _(
            "Package %(number)d is older than package %(last)d, which was taken already. Nothing of it was taken."
        )
        raise Refused(sentence % {"number": found.number, "last": last})
    try:
        with transaction.atomic():
            _take_figures(by.area_id, found, local_day(at))
            _take_lines(by.area_id, found)
            _take_progress(by.area_id, found, at)
            changed = keep_seen(by.area_id, found.sender, found.parts.get("seals", ()), at=at)
            kept = _kept(by.area_id, found, out=False, other=found.sender, by=by, at=at)
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError, DataError, IntegrityError) as error:
        raise Refused(_why("version")) from error
    return Taken(kept, again=False, changed=tuple(changed))


def _take_lines(area_id: int, found: Opened) -> None:
    lines = found.parts.get("handed_down", ())
    # The key of an area below is believed for its figures; the name it gives itself could be that of a superior.
    if lines and Area.objects.filter(parent_id=area_id, code=found.sender).exists():
        raise Refused(_("%(code)s stands below this area and hands nothing down to it.") % {"code": found.sender})
    for line in lines:
        take_line(area_id, {**line, "from_code": found.sender, "from_name": found.manifest["from"]["name"]})


def _take_figures(area_id: int, found: Opened, today: date) -> None:
    rows = found.parts.get("figures", ())
    if not rows:
        return
    sender = Area.objects.filter(parent_id=area_id, code=found.sender).first()
    if sender is None:
        raise Refused(_("%(code)s is no area below this one. Write it down first.") % {"code": found.sender})
    days = {date.fromisoformat(row["day"]) for row in rows}
    if max(days) > today:  # the newest day is shown, so nothing that comes later would ever take its place
        sentence = _("The figures in it are of %(day)s, a day to come. Nothing of it was taken.")
        raise Refused(sentence % {"day": max(days).isoformat()})
    AreaFigure.objects.filter(area_id=sender.pk, day__in=days).delete()
    AreaFigure.objects.bulk_create([AreaFigure(area_id=sender.pk, **_figure(row)) for row in rows], batch_size=500)


def _figure(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a figure as it is kept. Raises ValueError for what no column of ours takes, whoever signed it."""
    words = {name: str(row[name]) for name in ("pack", "figure", "title", "unit", "better", "colour")}
    for name, written in words.items():
        if len(written) > getattr(AreaFigure._meta.get_field(name), "max_length", 0) or "\0" in written:
            raise ValueError(name)
    if not 0 <= int(row["order"]) < 2**31:
        raise ValueError(row["order"])
    return {
        **words,
        "day": date.fromisoformat(row["day"]),
        "order": int(row["order"]),
        "value": _number(row["value"]),
        "target": _number(row["target"]),
    }


def _number(written: Any) -> Decimal | None:
    if written is None:
        return None
    value = Decimal(str(written))
    if not value.is_finite() or abs(value) >= Decimal(10) ** 20:
        raise ValueError(written)
    return value


def _take_progress(area_id: int, found: Opened, at: datetime) -> None:
    for line in found.parts.get("progress", ()):
        mine = HandDown.objects.filter(area_id=area_id, uid=str(line["uid"]), to__code=found.sender)
        mine.update(progress={**_progress(line), "said_at": instant(at)})


def _progress(line: Mapping[str, Any]) -> dict[str, Any]:
    """Return how far a case is as it is kept: pages reckon with it. Raises ValueError for what is none, whoever signed it."""
    counts = {name: line[name] for name in ("cases", "closed", "late")}
    if any(type(count) is not int or not 0 <= count < 2**31 for count in counts.values()):
        raise ValueError(counts)
    number, category, closed_on = line["number"], Category(line["category"]), line["closed_on"]
    if not isinstance(number, str) or len(number) > NUMBER_LENGTH:
        raise ValueError(number)
    day = date.fromisoformat(closed_on).isoformat() if closed_on is not None else None
    return {**counts, "number": number, "category": str(category), "closed_on": day}


def _kept(area_id: int, found: Opened, *, out: bool, other: str, by: Actor, at: datetime) -> Package:
    return Package.objects.create(
        area_id=area_id, out=out, other=other, number=found.number, digest=found.digest,
        made_at=instant_of(found.manifest["made_at"]),
        counts={name: len(rows) for name, rows in found.parts.items()}, by_id=by.person_id, at=at,
    )  # fmt: skip
