"""The books of an area: they balance after real work, and each account names what was changed behind its back."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F, Value
from django.db.models.functions import Concat

from bihuan.accounts.models import Unit
from bihuan.loop.asof.actions import take_snapshot
from bihuan.loop.books.account import SHOWN, Account
from bihuan.loop.books.closings import closings
from bihuan.loop.books.figures import figures
from bihuan.loop.books.frozen import frozen
from bihuan.loop.books.nights import nights, stays
from bihuan.loop.books.queries import balance
from bihuan.loop.cases.actions import comment_on
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.models import Stay
from bihuan.loop.evidence.models import Evidence
from bihuan.loop.lifecycle.packs import newest_pack
from bihuan.loop.nightly.models import Night
from bihuan.loop.nightly.running import pass_nights
from bihuan.packspec.bilingual import Text
from tests.pages.stories import clock
from tests.pages.stories import struck_off as closed
from tests.people import SmallArea, actor


def test_the_books_balance_after_real_work(small_area: SmallArea) -> None:
    closed(small_area)
    pass_nights(now=clock)
    accounts = list(balance(small_area.area.pk, local_day(clock())))
    assert {account.id for account in accounts} >= {"closings", "nights"}
    for account in accounts:
        assert account.holds, (account.id, account.wrong)


def test_a_closed_case_without_evidence_is_named(small_area: SmallArea) -> None:
    case = closed(small_area)
    assert closings(case.area_id).holds
    Evidence.objects.filter(area_id=case.area_id, case_id=case.pk).update(withdrawn_at=clock())
    account = closings(case.area_id)
    assert not account.holds
    assert account.wrong[0].startswith(case.number)
    assert "no evidence" in account.wrong[0]


def test_a_case_that_stands_elsewhere_than_its_stays_say_is_named(small_area: SmallArea) -> None:
    case = closed(small_area)
    Stay.objects.filter(area_id=case.area_id, case_id=case.pk, left_at__isnull=True).update(state="working")
    account = stays(case.area_id)
    assert [line.partition(":")[0] for line in account.wrong] == [case.number]


def test_a_missing_night_is_named(small_area: SmallArea) -> None:
    now = clock()
    pass_nights(now=lambda: now)
    pass_nights(now=lambda: now + timedelta(days=2))
    day = local_day(now)
    Night.objects.filter(area_id=small_area.area.pk, day=day + timedelta(days=1)).delete()
    account = nights(small_area.area.pk, day + timedelta(days=2))
    assert account.wrong == [f"{day + timedelta(days=1)}: no night"]


def test_every_figure_of_the_pack_is_held_against_the_trail(small_area: SmallArea) -> None:
    case = closed(small_area)
    account = figures(case.area_id, local_day(clock()))
    assert account.looked_at == len(newest_pack(case.pack).figures)
    assert account.holds, account.wrong


def test_a_past_that_was_changed_is_named(small_area: SmallArea) -> None:
    case = closed(small_area)
    round_ = Case.objects.get(area_id=case.area_id, pk=case.root_id or 0)
    tomorrow = clock() + timedelta(days=1)
    snapshot = take_snapshot(round=round_, asof=local_day(clock()), by=actor(small_area.people.office), at=tomorrow)
    assert frozen(case.area_id, local_day(tomorrow)).holds
    comment_on(case=case, text="第二天", by=actor(small_area.people.office), at=tomorrow)
    assert frozen(case.area_id, local_day(tomorrow)).holds
    Unit.objects.filter(area=small_area.area).update(name=Concat(F("name"), Value("（改）")))
    assert frozen(case.area_id, local_day(tomorrow)).wrong[0].startswith(f"{round_.number} {snapshot.day}")


def test_an_account_shows_the_first_faults_and_counts_all() -> None:
    account = Account("x", Text("账", "account"))
    for n in range(SHOWN + 5):
        account.look(str(n), ("fault",))
    assert (account.looked_at, account.broken, len(account.wrong)) == (SHOWN + 5, SHOWN + 5, SHOWN)
