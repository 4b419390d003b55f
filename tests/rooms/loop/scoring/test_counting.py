"""Figures over random rows are what a person would count, row by row; and so they are as of a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from operator import ge, gt, lt
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from bihuan.loop.asof.counting import figures_at, kinds_counted
from bihuan.loop.asof.queries import cases_at
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.figures import Where, as_date, figure_values, recorded_values, values_by_unit
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.periods import Period, period_of
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.light import light_kind
from bihuan.loop.lifecycle.packs import newest_pack
from bihuan.packspec.load import load_text
from bihuan.packspec.model import Figure, Pack
from tests.pages import stories
from tests.people import NOW, PACK, SmallArea, actor

DAY = stories.today()
SHUFFLED = [
    "category", "closed_on", "finished_on", "due", "original_due", "turn", "nature", "runs_until", "soon_on", "opened_at",
]  # fmt: skip
MORE = """
newest = { title = "最近销号 | Newest close", latest = ["finding.closed", "measure.closed"] }
units = { title = "责任单位数 | Units", distinct = "measure.responsible", where = { category = ["open", "review", "closed"] } }
aspects = { title = "方面数 | Aspects", distinct = "finding.aspect" }
dear = { title = "大额 | Dear ones", count = "finding", where = { amount = { at_least = 500 } } }
cheap = { title = "小额 | Cheap ones", count = "finding", where = { amount = { less_than = 500 } } }
before_due = { title = "提前完成 | Before the day", count = "measure", where = { finished = { less_than = "due" } } }
wan = { title = "万元 | In ten thousands", sum = "finding.amount", unit = "万元" }
opened_now = { title = "本期登记 | Opened", count = "measure", dated = "opened", every = "month" }
product = { title = "积 | Product", times = ["findings", "measures"] }
all_days = { title = "天数 | All days", sum = "finding.days_taken" }
red_ones = { title = "红灯 | Red", count = "measure", where = { light = ["red"] } }
"""


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at the clock for each test: a run may go on over midnight."""
    monkeypatch.setitem(globals(), "DAY", stories.today())


def pack_with_more() -> Pack:
    """The shipped pack with every operator in it."""
    text = newest_pack(PACK).text
    return load_text(text.replace("\n[figures]\n", f"\n[figures]\n{MORE.strip()}\n", 1))


@pytest.fixture
def random_cases(small_area: SmallArea) -> Iterator[list[Case]]:
    """Forty findings and measures of three units, in any state and with any dates."""
    random, round_ = Random(11), stories.opened_round(small_area)
    by, units = actor(small_area.people.office), small_area.units
    parents: list[Case] = []
    for place in range(40):
        kind = "finding" if place % 4 == 0 or not parents else "measure"
        parent = round_ if kind == "finding" else random.choice(parents)
        given: dict[str, Any] = {"responsible": random.choice([units.housing, units.planning, units.station])}
        if kind == "finding":
            given |= {
                "aspect": random.choice("甲乙丙"),
                "amount": f"{random.randrange(1, 100000)}.{random.randrange(100):02}",
            }
        case = open_case(
            pack=PACK, kind=kind, parent=parent, subject=f"第{place}件", given=given, by=by, at=NOW, standard=[]
        )
        if kind == "finding":
            parents.append(case)
    opened = list(Case.objects.filter(area=small_area.area).order_by("pk"))
    for case in opened[1:]:
        _shuffle(case, random)
    yield list(Case.objects.filter(area=small_area.area).order_by("pk"))
    # Behind every test stands a look at the trail, which knows nothing of what was shuffled.
    for case in opened:
        before = {name: getattr(case, name) for name in SHUFFLED}
        Case.objects.filter(area=case.area_id, pk=case.pk).update(**before)


def _shuffle(case: Case, random: Random) -> None:
    def some_day() -> date:
        return DAY + timedelta(days=random.randrange(-90, 60))

    category = random.choice(["draft", "open", "review", "closed"])
    closed = min(some_day(), DAY) if category == "closed" else None
    until = random.choice([None, some_day()])
    Case.objects.filter(area=case.area_id, pk=case.pk).update(
        category=category, closed_on=closed, finished_on=random.choice([None, some_day()]),
        due=random.choice([None, some_day()]), original_due=random.choice([None, some_day()]),
        turn=random.randrange(1, 4), nature=random.choice(["at_once", "by_date", "standing"]),
        runs_until=until, soon_on=until, opened_at=NOW - timedelta(days=random.randrange(200)),
    )  # fmt: skip


def counted(pack: Pack, figure: Figure, cases: Iterable[Case], day: date, period: Period | None) -> Decimal | None:
    """What a person would count who goes through the rows with the definition in hand."""
    match figure.operator:
        case "rate" | "plus" | "less" | "times":
            parts = [counted(pack, pack.figures[name], cases, day, period) for name in figure.of]
            if any(part is None for part in parts):
                return None
            a, *rest = [part for part in parts if part is not None]
            if figure.operator == "rate":
                return a / rest[0] * 100 if rest[0] else None
            for part in rest:
                a = a + part if figure.operator == "plus" else a * part if figure.operator == "times" else a - part
            return a
    of = [source.partition(".")[::2] for source in figure.of]
    fitting = [
        (case, path)
        for kind, path in of
        for case in cases
        if case.kind == kind and all(fits(case, clause, day) for clause in figure.where)
        and (figure.dated is None or falls(at(case, figure.dated), day, period))
    ]  # fmt: skip
    values = [at(case, path) for case, path in fitting if path and at(case, path) not in (None, "")]
    scale = 10_000 if figure.unit == "万元" else 1
    match figure.operator:
        case "count":
            return Decimal(len(fitting))
        case "distinct":
            return Decimal(len(set(values)))
        case "latest":
            return Decimal(max(values).toordinal()) if values else None
        case "sum":
            return sum((Decimal(str(one)) for one in values), Decimal(0)) / scale
    return sum((Decimal(str(one)) for one in values), Decimal(0)) / len(values) / scale if values else None


def at(case: Case, path: str) -> Any:
    names = {"closed": "closed_on", "finished": "finished_on", "responsible": "responsible_id"}
    if path == "days_taken":
        return (case.closed_on - local_day(case.opened_at)).days if case.closed_on else None
    if path == "opened":
        return local_day(case.opened_at)
    return case.fields[path] if path in case.fields else getattr(case, names.get(path, path), None)


def falls(value: date | None, day: date, period: Period | None) -> bool:
    first, last = (period.first, min(period.last, day)) if period else (date.min, day)
    return value is not None and first <= value <= last


def fits(case: Case, clause: Any, day: date) -> bool:
    must = clause.must
    if clause.path == "late":
        return (light_kind(case, day) == "late") is must
    if clause.path == "light":
        return light_kind(case, day) == "late"  # only red is asked for here
    value = at(case, clause.path)
    if isinstance(must, tuple):
        return value in must
    if must.empty is not None:
        return (value is None) is must.empty
    bounds = [day if one == "asof" else at(case, one) if isinstance(one, str) else one for one in must.bounds]
    outside = (lt, gt, ge)
    for said, bound, fails in zip(must.bounds, bounds, outside, strict=True):
        if said is None:
            continue
        if value is None or bound is None:
            return False
        left: Any
        right: Any
        left, right = (value, bound) if isinstance(value, date) else (Decimal(str(value)), Decimal(str(bound)))
        if fails(left, right):
            return False
    return True


def of_cases(pack: Pack) -> list[str]:
    """Figures that are taken from cases in the end."""

    def sources(name: str) -> set[str]:
        figure = pack.figures[name]
        if figure.operator in {"rate", "plus", "less", "times"}:
            return set().union(*(sources(one) for one in figure.of))
        return {one.partition(".")[0] for one in figure.of} or {"entered"}

    return [name for name in pack.figures if sources(name) <= set(pack.kinds)]


@pytest.mark.parametrize("within", [None, "month", "year"])
def test_every_figure_is_what_a_person_would_count(
    random_cases: list[Case], small_area: SmallArea, within: str | None
) -> None:
    pack, period = pack_with_more(), period_of(within, DAY) if within else None
    found = figure_values(pack, area_id=small_area.area.pk, day=DAY, period=period)
    names = of_cases(pack)
    assert len(names) > 40
    for name in names:
        expected = counted(pack, pack.figures[name], random_cases, DAY, period)
        close = found[name] is expected is None or (
            found[name] is not None and expected is not None and abs(found[name] - expected) < Decimal("0.001")  # type: ignore[operator]
        )
        assert close, f"{name}: {found[name]} and not {expected}"


def test_the_same_cases_one_after_another_give_the_same_figures(
    random_cases: list[Case], small_area: SmallArea
) -> None:
    pack, by, area_id = pack_with_more(), actor(small_area.people.office), small_area.area.pk
    for period in (None, period_of("month", DAY)):
        rows = figure_values(pack, area_id=area_id, day=DAY, period=period)
        cases = cases_at(by, pack=PACK, kinds=kinds_counted(pack), asof=DAY, today=DAY)
        recorded = recorded_values(pack, Where(area_id, DAY, period=period))
        told = figures_at(pack, cases, DAY, period=period, recorded=recorded)
        assert told.keys() == rows.keys()
        for name, value in rows.items():
            other = told[name]
            assert (value is None) == (other is None), name
            assert value is None or other is None or abs(value - other) < Decimal("0.001"), name


def test_units_together_are_the_area_and_a_unit_without_work_has_no_figure(
    random_cases: list[Case], small_area: SmallArea
) -> None:
    pack, where = pack_with_more(), Where(small_area.area.pk, DAY)
    units = values_by_unit(pack, where, ["measures", "findings", "money", "completion"])
    whole = figure_values(pack, area_id=small_area.area.pk, day=DAY)
    for name in ("measures", "findings", "money"):
        assert sum((of[name] or Decimal(0) for of in units.values()), Decimal(0)) == pytest.approx(whole[name])
    # The round is of the administration, which has neither findings nor measures.
    assert small_area.units.administration.pk not in units


def test_a_latest_date_is_a_date_again(random_cases: list[Case], small_area: SmallArea) -> None:
    pack = pack_with_more()
    newest = figure_values(pack, area_id=small_area.area.pk, day=DAY)["newest"]
    assert newest is not None
    assert as_date(newest) == max(
        case.closed_on for case in random_cases if case.closed_on and case.kind in {"finding", "measure"}
    )


def test_over_nothing_rates_and_means_have_no_value(small_area: SmallArea) -> None:
    stories.opened_round(small_area)
    pack = pack_with_more()
    found = SimpleNamespace(**figure_values(pack, area_id=small_area.area.pk, day=DAY))
    assert (found.findings, found.money) == (0, 0)
    nothing = (found.completion, found.days, found.newest, found.on_time_now, found.receipts_rate, found.untrue_rate)
    assert nothing == (None,) * 6


def test_all_figures_take_one_query_and_one_for_each_record(
    random_cases: list[Case], small_area: SmallArea, django_assert_num_queries: Any
) -> None:
    pack = pack_with_more()
    # Cases, dispositions, recoveries, instruments, extensions, warnings, letters, numbers entered by hand.
    with django_assert_num_queries(8):
        figure_values(pack, area_id=small_area.area.pk, day=DAY)
