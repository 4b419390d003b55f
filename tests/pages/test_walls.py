"""A case behind a wall: seen by those alone whom it names, counted for others, named in nothing that leaves the house, every look in its trail."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.accounts.models import Person
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import counted_for, visible_to
from bihuan.loop.evidence.actions import NewEvidence, add_evidence
from bihuan.loop.evidence.models import Evidence
from bihuan.loop.handover.listing import what_goes_over
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.asking import names_by_id
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.nightly.duties import Tonight
from bihuan.loop.notices.feeds import entries_for
from bihuan.loop.trail.models import Event
from bihuan.loop.warnings.models import Warning as Warned
from bihuan.loop.warnings.sweeping import warn_tonight
from bihuan.loop.writing.actions import write_document
from bihuan.loop.writing.queries import parts_of
from tests.pages.addresses import ADDRESSES, TABLE
from tests.pages.stories import handed_out
from tests.people import NOW, TODAY, SmallArea, actor, browser_of

SUBJECT, WHO, STATEMENT, FILE = "反映暗巷收礼七七四", "宋江某", "暗巷谈话要点八八五", "暗巷举报信.txt"
SECRETS = (SUBJECT, WHO, STATEMENT, FILE)
NOT_NAMED = ("office", "director", "station_clerk", "leader", "observer", "administrator", "lead_clerk", "stranger")
pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class Walled:
    """A clue that is late and has an attachment, below the organ of 住建局; 邱小满 handles it, 沈砚 and 苏文茵 hold the desks that it names."""

    clue: Case
    organ: Case
    year: Case
    evidence: Evidence

    @property
    def secrets(self) -> tuple[str, ...]:
        return (self.clue.number, *SECRETS)


@pytest.fixture
def walled(small_area: SmallArea) -> Walled:
    release_packs(at=NOW)
    people, units, before = small_area.people, small_area.units, NOW - timedelta(days=60)
    by = actor(people.administrator)
    for desk, person in (
        ("office", people.discipline),
        ("chief", people.organisation),
        ("statistics", people.lead_clerk),
    ):
        set_desk_holder(pack="clues", desk=desk, person=person, heads_only=False, by=by, at=before)
    office = actor(people.discipline)
    given = {"assisting": [units.housing], "zero_by": date(2026, 12, 1)}
    year = open_case(pack="clues", kind="year", subject="2026年度", given=given, by=office, at=before)
    year = move_case(case=year, move="issue", given={}, by=office, at=before)
    organ = Case.objects.get(area_id=year.area_id, parent_id=year.pk)
    told = {"handler": people.clerk, "person": WHO, "post_level": "staff", "origin": "letter", "problem": "integrity"}
    clue = open_case(pack="clues", kind="clue", parent=organ, subject=SUBJECT, given=told, by=office, at=before)
    brought = [NewEvidence(FILE, stream=io.BytesIO(STATEMENT.encode()))]
    add_evidence(case=clue, brought=brought, by=actor(people.clerk), at=before)
    warn_tonight(Tonight(clue.area_id, TODAY, NOW, hold=lambda: None))
    fresh = Case.objects.get(area_id=clue.area_id, pk=clue.pk)
    return Walled(fresh, organ, year, Evidence.objects.get(area_id=clue.area_id, case_id=clue.pk))


def asked_by_others(who: str) -> set[str]:
    """Return the names of addresses that somebody need not ask: the public ones say the same to all, others are shut (tests/pages/test_access)."""
    shut = {"administrator", "set_up", "enterprise"} if who != "administrator" else {"enterprise"}
    public = {"public"} if who != "stranger" else set()
    return {name for name, kind in TABLE.items() if kind in shut | public}


def urls(walled: Walled, small_area: SmallArea, who: str) -> Iterator[str]:
    """Every address that somebody may ask, filled with what would lead to the clue and to what stands above it."""
    ints = {
        "evidence": walled.evidence.pk,
        "person_id": small_area.people.clerk.pk,
        "unit_id": small_area.units.housing.pk,
    }
    others = asked_by_others(who)
    for name, found in sorted(ADDRESSES.items()):
        if name in others:
            continue
        wanted = found.pattern.converters or dict.fromkeys(re.findall(r"\?P<(\w+)>", str(found.pattern)))
        for case in (walled.clue, walled.organ, walled.year) if "number" in wanted else (walled.clue,):
            words = {
                "pack": "clues", "pack_id": "clues", "number": case.number, "kind": case.kind, "list_id": "handling",
                "figure": "clues", "rule": "stands_at_zero", "move": "propose", "state": "deciding", "clock": "opinion",
                "document": "report", "day": "2026-10-31", "uidb36": "1", "key": "x-y", "code": small_area.area.code,
                "draft_id": 1, "line_id": "n1", "target": walled.clue.number, "finding": walled.clue.number,
                "ladder": "quiet", "form": "xlsx", "letter": "zero", "act": "drop", "name": "public.txt", "token": "abc",
                "format": "txt", "sort": "recovery", **ints,
            }  # fmt: skip
            url = reverse(name, kwargs={key: words.get(key, 1) for key in wanted})
            if name not in {"account_logout", "language", "sign_in_as"}:
                yield f"{url}?pack=clues&kind={case.kind}&figure=clues&list=handling&asof=2026-11-10"
    yield "/search/?q=暗巷"
    yield f"/search/?q={walled.clue.number[:-1]}"
    yield "/ledger/?pack=clues&kind=clue&q=暗巷"
    yield "/systems/clues/lists/handling/"


def read(answer: object) -> str:
    """Return everything an answer says, of zip files what lies in them."""
    data = b"".join(answer.streaming_content) if getattr(answer, "streaming", False) else answer.content  # type: ignore[attr-defined]
    for close in getattr(answer, "_resource_closers", ()) if getattr(answer, "streaming", False) else ():
        close()  # closing the whole answer would close the database of the test
    return words_in(data)


def words_in(data: bytes) -> str:
    if not data.startswith(b"PK"):
        return data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(words_in(archive.read(name)) for name in archive.namelist())


@pytest.mark.parametrize("who", NOT_NAMED)
def test_no_address_tells_anybody_who_is_not_named_anything_of_it(
    who: str, walled: Walled, small_area: SmallArea
) -> None:
    browser = browser_of(getattr(small_area.people, who))
    for url in urls(walled, small_area, who):
        for answer in (browser.get(url), browser.post(url)):
            said = read(answer).replace(url.partition("?")[0], "").replace(walled.clue.number + "/", "")
            for secret in walled.secrets:
                shown = secret in said and not (secret == walled.clue.number and secret in url)
                assert not shown, f"{who} {answer.request['REQUEST_METHOD']} {url} says {secret}"


def test_the_roles_of_the_area_and_other_desks_of_the_pack_only_count_it(walled: Walled, small_area: SmallArea) -> None:
    people = small_area.people
    for who in (people.leader, people.observer, people.lead_clerk):
        assert not visible_to(actor(who)).filter(pk=walled.clue.pk).exists(), who
        assert counted_for(actor(who)).filter(pk=walled.clue.pk).exists(), who
    for who in (people.director, people.administrator, people.stranger):
        assert not counted_for(actor(who)).filter(pk=walled.clue.pk).exists(), who


def test_a_figure_counts_it_and_its_rows_say_that_they_are_not_shown(walled: Walled, small_area: SmallArea) -> None:
    page = browser_of(small_area.people.leader).get("/figures/clues/clues/").content.decode()
    assert "1件" in page.replace(" ", "")
    assert "不予显示" in page or "涉密" in page


@pytest.mark.parametrize("who", ["clerk", "discipline", "organisation"])
def test_whom_its_parties_and_desks_name_sees_it(who: str, walled: Walled, small_area: SmallArea) -> None:
    page = browser_of(getattr(small_area.people, who)).get(f"/cases/clues/{walled.clue.number}/")
    assert SUBJECT in page.content.decode()


def test_every_look_is_an_event_of_its_trail(walled: Walled, small_area: SmallArea) -> None:
    browser = browser_of(small_area.people.clerk)
    for part in ("", "", "trail/", f"evidence/{walled.evidence.pk}/file"):
        answer = browser.get(f"/cases/clues/{walled.clue.number}/{part}")
        assert answer.status_code == 200
        read(answer)  # which closes the attachment
    seen = Event.objects.filter(area_id=walled.clue.area_id, case_id=walled.clue.pk, verb="viewed").order_by("seq")
    records = [json.loads(record) for record in seen.values_list("record", flat=True)]
    assert [one["body"]["viewed"] for one in records] == ["page", "page", "trail", "attachment"]
    assert {one["by"]["name"] for one in records} == {small_area.people.clerk.name}


@pytest.mark.parametrize("url", ["/systems/clues/lists/handling/", "/ledger/?pack=clues&kind=clue"])
def test_its_row_in_a_list_is_a_look_too_and_the_list_cannot_be_taken_away(
    url: str, walled: Walled, small_area: SmallArea
) -> None:
    page = browser_of(small_area.people.clerk).get(url).content.decode()
    assert SUBJECT in page
    assert "Excel" not in page
    assert "#print" not in page
    seen = Event.objects.filter(area_id=walled.clue.area_id, case_id=walled.clue.pk, verb="viewed")
    assert [json.loads(one)["body"]["viewed"] for one in seen.values_list("record", flat=True)] == ["list"]


@pytest.mark.parametrize(
    ("url", "part"), [("/figures/clues/clues/", "list"), ("/rounds/clues/X2026-0001/outcomes/", "other")]
)
def test_the_rows_behind_a_figure_and_what_came_of_it_are_looks_too(
    url: str, part: str, walled: Walled, small_area: SmallArea
) -> None:
    assert SUBJECT in browser_of(small_area.people.discipline).get(url).content.decode()
    seen = Event.objects.filter(area_id=walled.clue.area_id, case_id=walled.clue.pk, verb="viewed")
    assert [json.loads(one)["body"]["viewed"] for one in seen.values_list("record", flat=True)] == [part]


def test_who_is_not_named_reads_that_the_list_is_confidential(walled: Walled, small_area: SmallArea) -> None:
    page = browser_of(small_area.people.leader).get("/systems/clues/lists/handling/").content.decode()
    assert "没有您参与的涉密事项" in page
    assert not Event.objects.filter(area_id=walled.clue.area_id, case_id=walled.clue.pk, verb="viewed").exists()


def test_what_it_came_from_names_it_to_nobody_else(walled: Walled, small_area: SmallArea) -> None:
    finding = handed_out(small_area)
    given = {"handler": small_area.people.clerk, "person": WHO, "post_level": "staff", "origin": "inspection"}
    clue = open_case(
        pack="clues", kind="clue", parent=walled.organ, subject="反映深巷索要好处九九一",
        given={**given, "problem": "integrity", "from": finding}, by=actor(small_area.people.discipline), at=NOW,
    )  # fmt: skip
    for who in (small_area.people.office, small_area.people.leader, small_area.people.director):
        page = browser_of(who).get(f"/cases/rectification/{finding.number}/").content.decode()
        assert finding.subject in page
        assert clue.number not in page
        assert clue.subject not in page


def test_a_look_that_is_refused_leaves_no_trace(walled: Walled, small_area: SmallArea) -> None:
    assert browser_of(small_area.people.leader).get(f"/cases/clues/{walled.clue.number}/").status_code == 404
    assert not Event.objects.filter(area_id=walled.clue.area_id, case_id=walled.clue.pk, verb="viewed").exists()


EXPORTS: tuple[tuple[str, dict[str, str], dict[str, str]], ...] = (
    ("ledger_file", {}, {"pack": "clues", "kind": "clue", "form": "xlsx"}),
    ("system_list_file", {"pack": "clues", "list_id": "handling"}, {"form": "xlsx"}),
    ("system_list_file", {"pack": "clues", "list_id": "organs"}, {"form": "xlsx"}),
    ("system_list_file", {"pack": "clues", "list_id": "handling"}, {"form": "docx"}),
    ("warnings_file", {}, {"form": "xlsx"}),
    ("letters_file", {}, {}),
)


@pytest.mark.parametrize(
    "export", EXPORTS, ids=lambda one: f"{one[0]} {one[1].get('list_id', '')} {one[2].get('form', '')}"
)
@pytest.mark.parametrize("who", ["clerk", "discipline", "leader"])
def test_its_bytes_are_in_no_export_whoever_takes_it(
    who: str, export: tuple[str, dict[str, str], dict[str, str]], walled: Walled, small_area: SmallArea
) -> None:
    name, kwargs, given = export
    browser = browser_of(getattr(small_area.people, who))
    url = reverse(name, kwargs=kwargs)
    for answer in (browser.post(url, given), browser.get(url, given)):
        said = read(answer)
        for secret in walled.secrets:
            assert secret not in said, f"{who} {url}"


def test_its_trail_does_not_leave_the_house(walled: Walled, small_area: SmallArea) -> None:
    answer = browser_of(small_area.people.discipline).get(f"/cases/clues/{walled.clue.number}/trail/file")
    assert answer.status_code == 404


def test_a_document_counts_it_and_does_not_name_it(walled: Walled, small_area: SmallArea) -> None:
    by = actor(small_area.people.discipline)
    writing = write_document(case=walled.year, document="report", asof=TODAY, by=by, at=NOW)
    text = "".join(str(part) for part in parts_of(writing))
    assert "共受理问题线索1件" in text
    assert not any(secret in text for secret in walled.secrets)


def test_a_calendar_and_a_hand_over_say_that_there_is_something_and_not_what(
    walled: Walled, small_area: SmallArea
) -> None:
    clerk = small_area.people.clerk
    entries = str(list(entries_for(actor(clerk), TODAY)))
    lines = str(what_goes_over(person=clerk, post=None, on=TODAY).lines)
    link = str(names_by_id(walled.clue.area_id, "link", [walled.clue.pk]))
    for said in (entries, lines, link):
        assert "涉密事项" in said
        assert not any(secret in said for secret in walled.secrets)


def test_its_warnings_reach_whom_it_names_alone(walled: Walled, small_area: SmallArea) -> None:
    assert Warned.objects.filter(area_id=walled.clue.area_id, case_id=walled.clue.pk).exists()
    assert shown_to(small_area.people.discipline, walled)
    assert not shown_to(small_area.people.leader, walled)


def shown_to(person: Person, walled: Walled) -> bool:
    browser: Client = browser_of(person)
    return walled.clue.number in browser.get("/warnings/").content.decode()
