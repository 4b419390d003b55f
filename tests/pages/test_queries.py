"""Lists of the documents, ledgers and tasks of a round ask the database as often for many rows as for one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bihuan.loop.jobs.actions import start_job
from bihuan.loop.jobs.kinds import KINDS
from tests.pages.stories import handed_out, today
from tests.people import NOW, SmallArea, actor, browser_of

MORE = 3


def asked(client: Client, address: str) -> int:
    """Return how many queries a page asks."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def grows(client: Client, address: str, add: Callable[[int], object]) -> int:
    """Return by how many queries a page grows when there are more rows than one."""
    add(0)
    before = asked(client, address)
    for number in range(1, MORE + 1):
        add(number)
    return asked(client, address) - before


def round_address(small: SmallArea) -> str:
    return f"/rounds/rectification/{handed_out(small).number.rsplit('-', 1)[0]}/"


def test_the_papers_of_a_round(small_area: SmallArea) -> None:
    address, office = round_address(small_area) + "papers/", browser_of(small_area.people.office)
    given = {"asof": today().isoformat(), "ask-addressee": "市委巡察工作领导小组"}
    assert grows(office, address, lambda _: office.post(f"{address}report/write/", given)) == 0


def test_the_ledgers_of_a_round(small_area: SmallArea) -> None:
    address, office = round_address(small_area) + "ledgers/", browser_of(small_area.people.office)

    def bring(number: int) -> None:
        data = f"编号,所属问题,整改措施\n,1,修订第{number}项办法\n".encode()
        assert office.post(address, {"ledger": SimpleUploadedFile(f"台账{number}.csv", data)}).status_code == 302

    assert grows(office, address, bring) == 0


def test_the_tasks_of_a_person(small_area: SmallArea, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "count", "tests.rooms.loop.jobs.chores:count")
    by = actor(small_area.people.office)

    def start(number: int) -> None:
        start_job(kind="count", given={"to": number}, by=by, at=NOW, title=f"导出{number}")

    assert grows(browser_of(small_area.people.office), "/jobs/", start) == 0


def test_what_came_of_the_cases_of_a_round(small_area: SmallArea) -> None:
    case, browser = handed_out(small_area), browser_of(small_area.people.discipline)
    page = f"/cases/{case.pack}/{case.number}/"

    def record(number: int) -> None:
        given = {"kind": "party.warning", "who": f"梁某{number}", "who_unit": "住建局", "on": "2026-11-18"}
        assert browser.post(f"{page}outcomes/disposition/", given).status_code == 302

    assert grows(browser, page, record) == 0
    assert grows(browser, f"/rounds/{case.pack}/{case.number.rsplit('-', 1)[0]}/outcomes/", record) == 0
