"""`bihuan demo` builds an area that looks alive, out of nothing but the actions everybody uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django import DjangoDbBlocker

from bihuan.accounts.models import Area, OrganisationEvent, Person, Post, Unit
from bihuan.accounts.queries import actor_of, demo_people
from bihuan.cli.demo import TOUR, prepared
from bihuan.cli.demonstration.build import build
from bihuan.cli.demonstration.days import LAST, TOLD_ON
from bihuan.cli.demonstration.sample import SampleDates, report_lines
from bihuan.loop.cases.figures import figure_value
from bihuan.loop.cases.models import Case, SavedView, Watch
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.light import light_kind
from bihuan.loop.clocks.models import ExtensionRequest
from bihuan.loop.evidence.models import Evidence
from bihuan.loop.intake.models import IntakeDraft
from bihuan.loop.intake.queries import counts_of
from bihuan.loop.lifecycle.models import Signature
from bihuan.loop.lifecycle.packs import newest_pack
from bihuan.loop.lifecycle.waiting import count_waiting
from bihuan.loop.notices.models import NoticeSeen
from bihuan.loop.rollup.queries import comparison, handed_down
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.verification import verify
from bihuan.web.case.marks import case_url
from tests.people import browser_of

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
DATES = SampleDates(date(2026, 3, 2), date(2026, 5, 29), date(2026, 7, 24), date(2026, 7, 31))

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker, demo_home: Path) -> Iterator[Area]:
    """The demonstration, built once; everything is taken back after the last test of this file."""
    from django.db import transaction

    kept, django_settings.BIHUAN_HOME = django_settings.BIHUAN_HOME, demo_home
    with django_db_blocker.unblock(), transaction.atomic():
        yield build(today=TOLD_ON, now=NOW, others=())  # those have a file of their own
        transaction.set_rollback(True)
    django_settings.BIHUAN_HOME = kept


def cases(area: Area, kind: str, number: str = "2026-01") -> list[Case]:
    return list(Case.objects.filter(area_id=area.pk, kind=kind, root__number=number, root__area=area).order_by("id"))


def test_it_has_an_area_of_invented_units_and_people(built: Area) -> None:
    assert (built.code, built.name) == ("yunhu", "云湖新区")
    assert 28 <= Unit.objects.filter(area=built).count() <= 40
    assert 55 <= Person.objects.filter(area=built).count() <= 75
    assert Unit.objects.filter(area=built, name__endswith="街道").count() == 6
    assert set(Post.objects.filter(area=built).values_list("role", flat=True)) == {
        "member", "head", "leader", "observer", "administrator",
    }  # fmt: skip
    assert OrganisationEvent.objects.filter(area=built).count() > 150


def test_everybody_of_the_tour_is_offered_first_under_the_name_that_is_printed(built: Area) -> None:
    offered = [(person.username, person.name) for person in demo_people()]
    tour = [(username, name) for username, name, _ in TOUR]
    assert offered[: len(tour) - 1] == tour[:-1]
    own = Person.objects.filter(area=built, is_active=True).count()
    assert offered[own - 1] == tour[-1]  # the administrator; after him the people of the areas below
    assert all("云河科技产业园" in one.roles or "鹭洲湾旅游度假区" in one.roles for one in demo_people()[own:])


def test_two_areas_below_took_the_inspection_over_and_are_compared(built: Area) -> None:
    leader = actor_of(Person.objects.get(username="tao.jingming"), on=TOLD_ON)
    compared = comparison(leader)
    assert {(line.area.name, line.day) for line in compared.lines} == {
        ("云河科技产业园", TOLD_ON),
        ("鹭洲湾旅游度假区", TOLD_ON),
    }
    assert {"rectification", "hazards"} <= set(compared.packs)
    handed = handed_down(built.pk, TOLD_ON)
    assert {row.row.to.name for row in handed} == {"云河科技产业园", "鹭洲湾旅游度假区"}
    assert sorted((row.progress or {})["cases"] for row in handed) == [3, 4]
    assert sum((row.progress or {})["closed"] for row in handed) >= 2


def test_the_round_holds_33_findings_and_164_measures_of_which_96_are_done(built: Area) -> None:
    findings, measures = cases(built, "finding"), cases(built, "measure")
    assert (len(findings), len(measures)) == (33, 164)
    states = Counter(case.state for case in measures)
    assert states == {"done": 96, "checking": 23, "working": 41, "handed_out": 4}
    assert {"struck_off", "checking", "working", "suspended", "handed_out"} == {case.state for case in findings}
    assert sum(case.turn == 2 for case in findings) == 2


def test_the_lights_look_alive_on_the_day_it_is_built(built: Area) -> None:
    still = [case for case in cases(built, "measure") if case.category != "closed"]
    lights = Counter(light_kind(case, TOLD_ON) for case in still)
    late = [case for case in still if light_kind(case, TOLD_ON) == "late"]
    assert len(late) == 5, [(case.number, case.runs_clock, case.runs_until) for case in late]
    assert 8 <= lights["soon"] <= 16
    assert lights["late"] + lights["soon"] + lights["ok"] == 68


def test_everything_that_happens_in_a_real_round_has_happened(built: Area) -> None:
    verbs = set(Event.objects.filter(area_id=built.pk).values_list("verb", flat=True))
    assert {"opened", "corrected", "moved", "signed", "commented", "point_answered", "evidence_withdrawn"} <= verbs
    assert {"extension_asked", "extension_decided", "chain_set"} <= verbs
    moves = " ".join(Event.objects.filter(area_id=built.pk, verb="moved").values_list("record", flat=True))
    for move in ("hand_out", "accept", "decline", "progress", "submit", "withdraw", "suspend", "resume", "reopen"):
        assert f'"move":"{move}"' in moves, move
    verdicts = Counter(Signature.objects.filter(area_id=built.pk).values_list("verdict", flat=True))
    assert verdicts["pass"] > 150
    assert verdicts["return"] >= 15
    answers = Counter(ExtensionRequest.objects.filter(area_id=built.pk).values_list("granted", flat=True))
    assert answers == {True: 2, False: 1}


def test_last_years_audit_is_finished_and_a_second_document_is_half_checked(built: Area) -> None:
    audit = Case.objects.get(area_id=built.pk, kind="round", number="2025-01")
    assert audit.category == "closed"
    assert [case.state for case in cases(built, "finding", "2025-01")] == ["struck_off"] * 6
    draft = IntakeDraft.objects.get(area_id=built.pk, confirmed_at__isnull=True)
    counts = counts_of(draft.lines)
    assert (counts.findings, counts.checked) == (6, 3)


def test_a_finding_of_the_audit_came_back_and_is_counted_once(built: Area) -> None:
    findings = Case.objects.filter(area_id=built.pk, pack="rectification", kind="finding")
    earlier = findings.get(same__isnull=False)
    again = findings.get(pk=earlier.same_id or 0)
    assert (earlier.number.rpartition("-")[0], earlier.state) == ("2025-01", "struck_off")
    assert again.category in {"open", "review"}
    pack = newest_pack("rectification")
    counted = figure_value(pack, "findings", area_id=built.pk, day=TOLD_ON)
    of_rounds = [
        figure_value(pack, "findings", area_id=built.pk, day=TOLD_ON, scope=one)
        for one in Case.objects.filter(area_id=built.pk, pack=pack.id, kind="round")
    ]
    assert sum(value or 0 for value in of_rounds) - 1 == counted
    office = browser_of(Person.objects.get(username="lin.ruoxi"))
    for one, other in ((earlier, again), (again, earlier)):
        assert other.number in office.get(case_url(one)).text.partition('id="h-same"')[2]


def test_people_have_their_own_marks(built: Area) -> None:
    assert Watch.objects.filter(area_id=built.pk).count() >= 10
    assert SavedView.objects.filter(area_id=built.pk, shared=True).exists()
    assert NoticeSeen.objects.filter(area_id=built.pk).count() >= 5


def test_every_level_of_review_waits_for_somebody_of_the_tour(built: Area) -> None:
    for username in ("lin.ruoxi", "qiu.xiaoman", "ming.che", "shen.yan", "su.wenyin", "lu.huaiyuan"):
        actor = actor_of(Person.objects.get(username=username), on=TOLD_ON)
        assert count_waiting(actor), username


def test_its_trail_is_sound_and_nobody_acts_after_yesterday(built: Area) -> None:
    report = verify(built.pk)
    assert report.sound, report.broken[:3]
    assert report.events > 1000
    events = Event.objects.filter(area_id=built.pk).order_by("-at")
    assert events.filter(person_id__gt=0)[0].at.date() == LAST
    # The night of today is the last that was passed.
    assert local_day(events[0].at) <= TOLD_ON
    assert Evidence.objects.filter(area_id=built.pk, file__isnull=False).count() > 200


def test_nothing_in_it_is_taken_from_a_real_place(built: Area) -> None:
    real = ("湖州", "南太湖", "吴兴", "浙江", "杨家埠", "仁皇")
    texts = [*report_lines(DATES), *Unit.objects.filter(area=built).values_list("name", flat=True)]
    texts += list(Case.objects.filter(area_id=built.pk).values_list("subject", flat=True))
    assert not [text for text in texts for name in real if name in text]


def test_started_again_it_finds_what_is_there(built: Area, capsys: pytest.CaptureFixture[str]) -> None:
    before = Event.objects.filter(area_id=built.pk).count()
    assert prepared(fresh=False) == built
    assert "already" in capsys.readouterr().out
    assert Event.objects.filter(area_id=built.pk).count() == before
