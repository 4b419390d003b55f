"""The page of one plan: the frame and the draw, the sample with its checks, the team, what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bihuan.accounts.models import Person
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Category
from bihuan.loop.cases.values import BadValue, parse_date, words
from bihuan.loop.errors import Refused
from bihuan.loop.sampling.actions import STRATA
from bihuan.loop.sampling.avoiding import Conflict, conflicts_of, team_of
from bihuan.loop.sampling.drawing import Lot, read_frame, size_of_share
from bihuan.loop.sampling.frame import Narrow, draws_closed, frame_rows, proposed_narrow, strata_choices, stratum_words
from bihuan.loop.sampling.lots import preview
from bihuan.loop.sampling.models import Avoidance, Sample
from bihuan.loop.sampling.queries import (
    DrawnCase,
    avoidances_of,
    drawn_of,
    draws_of,
    rates_by_unit,
    sample_of,
    second_list,
)
from bihuan.loop.sampling.risk import SIGNS
from bihuan.loop.sampling.rules import check_may_draw, check_may_replace, check_office
from bihuan.loop.sampling.terms import whole
from bihuan.web.case.forms import refused
from bihuan.web.case.marks import case_url, light_of, stage_of
from bihuan.web.checks.listing import refutes
from bihuan.web.checks.words import RateRow, SecondRow, check_url, plan_url, rate_rows, second_rows, verdict_of
from bihuan.web.dates import full_day, iso_moment
from bihuan.web.numbers import number_in
from bihuan.web.shapes import Asof, Head, Light, Link, Say, Stage


@dataclass(frozen=True, slots=True)
class StratumRow:
    """One stratum: how many cases it holds, how many are drawn, how many of those are checked."""

    words: str
    frame: int
    drawn: int
    checked: int | None = None


@dataclass(frozen=True, slots=True)
class DrawForm:
    """The form of a draw with its preview. strata: (id, title, chosen)."""

    seed: str
    size: str
    closed_to: str
    fresh: bool
    asks_closed: bool
    strata: tuple[tuple[str, str, bool], ...]
    frame: int
    again: bool
    reason: str
    rows: tuple[StratumRow, ...]
    picked: tuple[Link, ...]
    say: Say | None
    errors: dict[str, str]


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One drawn case with its check."""

    place: int
    number: str
    subject: str
    url: str
    unit: str
    stratum: str
    check: Link | None
    stage: Stage | None
    verdict: str
    untrue: bool
    out: str
    replace: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One person of the team and why the person has to keep away, if so."""

    name: str
    part: str
    grounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AvoidRow:
    """One declaration that stands."""

    text: str
    facts: str
    lift: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The page of one plan."""

    head: Head
    stage: Stage
    light: Light
    form: DrawForm | None
    sample: tuple[SampleRow, ...]
    drawn_words: str
    frame_url: str
    earlier: tuple[str, ...]
    strata: tuple[StratumRow, ...]
    team: tuple[MemberRow, ...]
    clear: bool
    avoid: tuple[AvoidRow, ...]
    declare: str
    tally: tuple[tuple[str, int], ...]
    rates: tuple[RateRow, ...]
    second: tuple[SecondRow, ...]
    risks: tuple[tuple[str, str], ...]
    closed: str


def plan_page(file: CaseFile, who: Actor, typed: QueryDict, refusal: Refused | None = None) -> PlanPage:
    """Return the page of a plan; `typed` is what the draw was asked with, `refusal` why it was not done."""
    plan = file.case
    sample, found = sample_of(plan), drawn_of(plan)
    second = second_list(plan.area_id, file.day, plan=plan)
    checks = {one.check.pk: one.check for one in found if one.check is not None}
    form, closed = _draw_form(file, who, sample, typed, refusal)
    conflicts = conflicts_of(file) if file.case.category != Category.CLOSED else []
    title = f"{plan.number}　{plan.subject}"
    return PlanPage(
        head=Head(
            title,
            crumbs=(Link(_("Inspections and look-backs"), reverse("checks")), Link(plan.number)),
            facts=_facts(file),
            asof=Asof(file.day),
            moves=_links(file),
            main=Link(_("Case page and moves"), case_url(plan)),
        ),
        stage=stage_of(plan, file.pack),
        light=light_of(plan, file.day),
        form=form,
        sample=tuple(_sample_row(file, who, one, sample) for one in found),
        drawn_words=_drawn_words(sample) if sample is not None else "",
        frame_url=plan_url(plan, "check_frame") if sample is not None else "",
        earlier=tuple(_earlier(one) for one in draws_of(plan)[:-1]),
        strata=_coverage(file, sample, found) if sample is not None else (),
        team=_team(file, conflicts),
        clear=not conflicts,
        avoid=tuple(_avoid_row(file, who, one) for one in avoidances_of(plan)),
        declare=plan_url(plan, "check_avoid") if plan.category != Category.CLOSED else "",
        tally=_tally(found),
        rates=rate_rows(rates_by_unit(plan.area_id, file.day, plan=plan), checks),
        second=second_rows(second),
        risks=tuple((words(sign.title), words(sign.basis)) for sign in SIGNS),
        closed=closed,
    )


def _facts(file: CaseFile) -> str:
    plan = file.case
    due = _("to be done by %(day)s") % {"day": full_day(plan.due)} if plan.due is not None else ""
    parts = (words(file.kind.title), str(plan.responsible or ""), due)
    return " · ".join(part for part in parts if part)


def _links(file: CaseFile) -> tuple[Link, ...]:
    try:
        url = reverse("papers", args=[file.case.pack, file.case.number])
    except NoReverseMatch:
        return ()
    return (Link(_("Reports"), url, "file-text"),)


def asked_draw(file: CaseFile, typed: QueryDict) -> tuple[int, int, tuple[str, ...], Narrow]:
    """Return seed, size, strata and narrowing as they were typed. Raises Refused with a sentence for each that is wrong."""
    wrong: dict[str, str] = {}
    seed, size = number_in(typed.get("seed")), number_in(typed.get("size"))
    if seed is None:
        wrong["seed"] = _("Write a whole number.")
    if size is None or size < 1:
        wrong["size"] = _("Write a whole number, 1 or more.")
    narrow = Narrow(fresh=typed.get("fresh") == "1")
    if typed.get("closed_to"):
        try:
            narrow = replace(narrow, closed_to=parse_date(typed["closed_to"]))
        except BadValue as bad:
            wrong["closed_to"] = str(bad)
    if wrong:
        raise Refused(next(iter(wrong.values())), fields=wrong)
    return seed or 0, size or 0, tuple(typed.getlist("strata")), narrow


def _draw_form(
    file: CaseFile, who: Actor, sample: Sample | None, typed: QueryDict, refusal: Refused | None
) -> tuple[DrawForm | None, str]:
    try:
        check_may_draw(file, who)
    except Refused as closed:
        return None, closed.sentence
    values = _with_defaults(file, typed)
    lots: list[Lot] = []
    try:
        seed, size, strata, narrow = asked_draw(file, values)
        lots = preview(file, seed=seed, size=size, strata=strata, narrow=narrow)
    except Refused as wrong:
        refusal = refusal or wrong
        strata = tuple(values.getlist("strata"))
    say = None
    if refusal is not None:
        # Before anybody asked for anything the proposal cannot be drawn: that is news, not a refusal.
        asked = "seed" in typed
        say = refused(refusal, _("Nothing was drawn")) if asked else Say("plain", refusal.sentence)
    return (
        DrawForm(
            seed=values.get("seed", ""),
            size=values.get("size", ""),
            closed_to=values.get("closed_to", ""),
            fresh=values.get("fresh") == "1",
            asks_closed=draws_closed(file.kind, file),
            strata=tuple((id_, title, id_ in strata) for id_, title in strata_choices(file).items()),
            frame=len(lots),
            again=sample is not None,
            reason=values.get("reason", ""),
            rows=_strata_of(file, strata, lots),
            picked=tuple(Link(lot.member.number, "") for lot in lots if lot.drawn),
            say=say,
            errors=dict(refusal.fields) if refusal is not None else {},
        ),
        "",
    )


def _with_defaults(file: CaseFile, typed: QueryDict) -> QueryDict:
    """Return what was typed, or a proposal: the date as the seed, the share of the plan as the size."""
    if "seed" in typed:
        return typed
    values = QueryDict(mutable=True)
    narrow = proposed_narrow(file)
    frame = frame_rows(file, narrow).count()
    values["seed"] = file.day.strftime("%Y%m%d")
    if narrow.closed_to is not None:
        values["closed_to"] = narrow.closed_to.isoformat()
    values.setlist("strata", list(STRATA))
    size = size_of_share(frame, whole(file, "share"))
    # Every stratum gives one case: the proposal holds as many as there are strata at least.
    try:
        seats = preview(file, seed=0, size=max(frame, 1), strata=STRATA, narrow=narrow)
        size = max(size, len({lot.member.stratum for lot in seats}))
    except Refused:
        size = max(size, 1)
    values["size"] = str(size)
    return values


def _strata_of(file: CaseFile, strata: Sequence[str], lots: Sequence[Lot]) -> tuple[StratumRow, ...]:
    frame = Counter(lot.member.stratum for lot in lots)
    drawn = Counter(lot.member.stratum for lot in lots if lot.drawn)
    return tuple(StratumRow(_stratum(file, strata, key), frame[key], drawn[key]) for key in sorted(frame))


def _stratum(file: CaseFile, strata: Sequence[str], key: Sequence[str]) -> str:
    shown = " · ".join(stratum_words(file, strata, key))
    return shown or _("all together")


def _coverage(file: CaseFile, sample: Sample, found: Sequence[DrawnCase]) -> tuple[StratumRow, ...]:
    frame = Counter(member.stratum for member in read_frame(sample.frame))
    standing = [one for one in found if one.row.out_at is None]
    drawn = Counter(tuple(map(str, one.row.stratum)) for one in standing)
    closed = [one for one in standing if one.check is not None and one.check.category == Category.CLOSED]
    checked = Counter(tuple(map(str, one.row.stratum)) for one in closed)
    return tuple(
        StratumRow(_stratum(file, sample.strata, key), frame[key], drawn[key], checked[key]) for key in sorted(frame)
    )


def _drawn_words(sample: Sample) -> str:
    return _(
        "Drawn by %(who)s on %(at)s: %(size)d of %(frame)d cases, seed %(seed)d, method %(method)s, frame %(digest)s."
    ) % {
        "who": sample.drawn_by.name,
        "at": iso_moment(sample.drawn_at),
        "size": sample.size,
        "frame": len(sample.frame),
        "seed": sample.seed,
        "method": _method(sample.method),
        "digest": f"{sample.digest[:20]}…",
    }


def _method(method: str) -> str:
    """Return the method of drawing in words, with the name by which it is looked up."""
    return _("largest remainders (%(name)s)") % {"name": method} if method.startswith("hamilton") else method


def _earlier(sample: Sample) -> str:
    return _("%(at)s, %(who)s: %(size)d cases, seed %(seed)d") % {
        "at": iso_moment(sample.drawn_at),
        "who": sample.drawn_by.name,
        "size": sample.size,
        "seed": sample.seed,
    }


def _sample_row(file: CaseFile, who: Actor, one: DrawnCase, sample: Sample | None) -> SampleRow:
    target, check = one.target, one.check
    out = ""
    if one.row.out_at is not None:
        name = one.row.out_by.name if one.row.out_by is not None else ""
        out = _("left out by %(who)s: %(why)s") % {"who": name, "why": one.row.reason}
    return SampleRow(
        place=one.row.place,
        number=target.number,
        subject=target.subject,
        url=case_url(target),
        unit=str(target.responsible) if target.responsible is not None else "—",
        stratum=_stratum(file, sample.strata if sample is not None else (), list(map(str, one.row.stratum))),
        check=Link(check.number, check_url(check)) if check is not None else None,
        stage=stage_of(check, file.pack) if check is not None else None,
        verdict=verdict_of(check) if check is not None else "",
        untrue=check is not None and refutes(check, file.day),
        out=out,
        replace=_replace_url(file, who, one),
    )


def _replace_url(file: CaseFile, who: Actor, one: DrawnCase) -> str:
    if one.row.out_at is not None or (one.check is not None and one.check.category == Category.CLOSED):
        return ""
    try:
        check_may_replace(file, who)
    except Refused:
        return ""
    return plan_url(file.case, "check_replace", target=one.target.number)


def _team(file: CaseFile, conflicts: Sequence[Conflict]) -> tuple[MemberRow, ...]:
    people = Person.objects.filter(area_id=file.case.area_id).in_bulk(team_of(file))
    by_person: dict[int, list[str]] = {}
    colon = pgettext("before a value", ":")
    for one in conflicts:
        by_person.setdefault(one.person_id, []).append(f"{one.number}{colon}{one.ground}")
    return tuple(
        MemberRow(
            people[pk].name,
            words(file.kind.parties["leader"]) if pk == file.case.leader_id else words(file.kind.parties["panel"]),
            tuple(by_person.get(pk, ())),
        )
        for pk in team_of(file)
    )


def _avoid_row(file: CaseFile, who: Actor, one: Avoidance) -> AvoidRow:
    what = one.unit.name if one.unit is not None else f"{one.target.number}" if one.target is not None else ""
    words_of = {"kin": _("kinship"), "conflict": _("conflict of interest"), "other": _("other ground")}[one.sort]
    text = _("%(who)s keeps away from %(what)s (%(sort)s)") % {"who": one.person.name, "what": what, "sort": words_of}
    facts = _("declared on %(plan)s by %(who)s") % {"plan": one.plan.number, "who": one.declared_by.name}
    try:
        check_office(file, who)
        lift = plan_url(file.case, "check_avoid_lift", avoidance=one.pk)
    except Refused:
        lift = ""
    return AvoidRow(text, f"{facts} · {one.reason}" if one.reason else facts, lift)


def _tally(found: Sequence[DrawnCase]) -> tuple[tuple[str, int], ...]:
    """Return how many checks stand where, in the order in which they first occur."""
    counts: Counter[str] = Counter()
    for one in found:
        if one.check is not None:
            counts[stage_of(one.check, CaseFile(one.check, date.min).pack).word] += 1
    return tuple(counts.items())
