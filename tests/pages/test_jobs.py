"""The page of a task: how far it is, then what it made."""

from __future__ import annotations

import pytest

from bihuan.loop.jobs.actions import start_job
from bihuan.loop.jobs.kinds import KINDS
from bihuan.loop.jobs.worker import work_off
from tests.people import NOW, SmallArea, actor, browser_of


@pytest.fixture(autouse=True)
def chores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "count", "tests.rooms.loop.jobs.chores:count")


def test_a_task_is_followed_until_its_file_can_be_fetched(small_area: SmallArea) -> None:
    browser = browser_of(small_area.people.office)
    assert "还没有后台任务" in browser.get("/jobs/").content.decode()
    job = start_job(kind="count", given={"to": 3}, by=actor(small_area.people.office), at=NOW, title="导出清单")
    address = f"/jobs/{job.pk}/"
    waiting = browser.get(address).content.decode()
    assert "every 1s" in waiting
    assert "取消任务" in waiting
    work_off(now=lambda: NOW)
    over = browser.get(address).content.decode()
    assert "every 1s" not in over
    assert "数到3" in over
    fetched = browser.get(f"{address}file")
    assert b"".join(fetched).decode().endswith("3")
    assert "导出清单" in browser.get("/jobs/").content.decode()


def test_the_part_that_is_asked_for_again_is_the_same_region(small_area: SmallArea) -> None:
    job = start_job(kind="count", given={"to": 3}, by=actor(small_area.people.office), at=NOW, title="导出清单")
    browser = browser_of(small_area.people.office)
    part = browser.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true", "HX-Target": "job"}).content.decode()
    assert part.strip().startswith('<section class="job" id="job"')
    assert "<html" not in part


def test_a_waiting_task_can_be_cancelled(small_area: SmallArea) -> None:
    job = start_job(kind="count", given={"to": 3}, by=actor(small_area.people.office), at=NOW, title="导出清单")
    browser = browser_of(small_area.people.office)
    answer = browser.post(f"/jobs/{job.pk}/cancel/", follow=True).content.decode()
    assert "已取消" in answer
    assert "取消任务" not in answer
