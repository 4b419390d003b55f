"""Worked cases are told through the real actions, and the first line that is not true is named; nothing of it stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from bihuan.accounts.models import Area
from bihuan.accounts.queries import Actor, actor_of
from bihuan.loop.errors import NotAllowed, OvertakenByOther, Refused
from bihuan.loop.jobs.models import Job, JobState
from bihuan.loop.jobs.worker import work_off
from bihuan.loop.lifecycle.models import PackRelease
from bihuan.loop.packs.actions import discard_draft, save_draft
from bihuan.loop.packs.errors import NotCorrect
from bihuan.loop.packs.files import import_pack
from bihuan.loop.rehearsal import rehearsing
from bihuan.loop.rehearsal.jobs import start_rehearsal
from bihuan.loop.rehearsal.rehearsing import RehearsalBroken, account, rehearse
from bihuan.loop.rehearsal.telling import Untrue, tell
from bihuan.packspec.cases import read_cases
from bihuan.packspec.written import read_written
from tests.people import NOW, TODAY, SmallArea

EXAMPLES = Path(__file__).parents[4] / "docs" / "examples" / "packs"
PACK = "hospital-capa"
TEXT = (EXAMPLES / f"{PACK}.toml").read_text(encoding="utf-8")
CASES = (EXAMPLES / f"{PACK}.cases.toml").read_text(encoding="utf-8")


@pytest.fixture
def files(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


def told(cases: str) -> None:
    """Tell the first story of the example, as it is or changed, in the database of the test."""
    pack = read_written(PACK, TEXT).pack
    assert pack is not None
    PackRelease.objects.create(
        pack=pack.id, version=pack.version, text=pack.text, digest=pack.digest(), released_at=NOW
    )
    read = read_cases(cases)
    tell(pack, read, read.stories[0])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ('state = "taken"', 'state = "analysed"', 1, "state should be analysed and is taken"),
        ("analyse = 2026-03-09 }", "analyse = 2026-03-10 }", 1, "due.analyse should be 2026-03-10 and is 2026-03-09"),
        ('sort = "corrective" }, refused = true', 'sort = "corrective" }', 2, "was refused: "),
        ('light = "red"', 'light = "green"', 3, "light should be green and is red"),
        ("analyse = [-3, 1]", "analyse = [-3]", 3, "warnings.analyse should be [-3] and is [-3, 1]"),
        ('cause = "双人核对未落实" }', 'cause = "双人核对未落实" }, refused = true', 5, "should be refused and was not"),
        ("overdue = 1", "overdue = 2", 7, "figures.overdue should be 2 and is 1"),
        ("overdue = 1", "nothing = 1", 7, "cannot be told: KeyError"),
        ("下级事项未办结", "没有理由", 12, "was refused: 下级事项未办结"),
        ("turn = 2 },\n  {", "turn = 3 },\n  {", 20, "turn should be 3 and is 2"),
        ('[people]\noffice = { desks = ["office"] }', '[people]\noffice = { desks = ["nothing"] }', 0, "was refused: "),
    ],
)  # fmt: skip
def test_the_first_line_that_is_not_true_is_named(old: str, new: str, line: int, what: str, files: None) -> None:
    assert old in CASES

    with pytest.raises(Untrue) as untrue:
        told(CASES.replace(old, new, 1))

    assert untrue.value.line == line
    assert untrue.value.what.en.startswith(what)


@pytest.mark.django_db
def test_a_rehearsal_tells_every_story_elsewhere_and_leaves_nothing_here() -> None:
    story = CASES[CASES.index("[[case]]") :].replace("用药差错", "不实演练", 1).replace("A wrong dose", "Untrue", 1)
    heard: list[tuple[int, int]] = []

    found = rehearse(
        read_written(PACK, TEXT).whole,
        CASES + story.replace('state = "taken"', 'state = "closed"', 1),
        heard=lambda done, total: heard.append((done, total)),
    )

    assert [one.line for one in found] == [0, 1]
    assert heard == [(0, 2), (1, 2), (2, 2)]
    said = [one.en for one in account(found, ["action: move drop"])]
    assert said[0] == "Worked cases told: 2. Not true: 1."
    assert said[1].startswith("Untrue: late")
    assert said[1].endswith("line 1: state should be closed and is taken")
    assert said[2] == "No line touches: action: move drop"
    assert not Area.objects.exists()


def test_a_process_that_ends_early_is_told_of_with_its_complaint() -> None:
    with pytest.raises(RehearsalBroken, match="TOML"):
        rehearse("[[", CASES)


def test_a_rehearsal_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsing, "LONGEST", 0.05)
    with pytest.raises(RehearsalBroken):
        rehearse(read_written(PACK, TEXT).whole, CASES)


# ---------- an area's copy ----------


@pytest.fixture
def administrator(small_area: SmallArea, files: None) -> Actor:
    return actor_of(small_area.people.administrator, on=TODAY)


@pytest.fixture
def started(administrator: Actor) -> Callable[[], Job]:
    """The example as a copy of the area, and its rehearsal as an administrator starts it."""
    save = import_pack(text=TEXT, cases=CASES, by=administrator, at=NOW).number
    return lambda: start_rehearsal(pack=PACK, seen=save, by=administrator, at=NOW)


def done(job: Job) -> Job:
    work_off(now=lambda: NOW)
    return Job.objects.get(area_id=job.area_id, pk=job.pk)


def test_a_worker_tells_the_worked_cases_of_a_copy(started: Callable[[], Job]) -> None:
    job = done(started())

    assert (job.state, job.said, job.url) == (JobState.DONE, "共1个演练，全部通过。", "/packs/hospital-capa/edit/")
    assert (job.done, job.total) == (1, 1)


def test_a_line_that_is_not_true_makes_the_task_fail_with_its_place(administrator: Actor) -> None:
    cases = CASES.replace('state = "taken"', 'state = "closed"', 1)
    save = import_pack(text=TEXT, cases=cases, by=administrator, at=NOW).number

    job = done(start_rehearsal(pack=PACK, seen=save, by=administrator, at=NOW))

    assert job.state == JobState.FAILED
    assert job.said.splitlines()[0] == "共1个演练，1个未通过。"
    assert job.said.splitlines()[1].endswith("第1步：state 应为 closed，实为 taken")


def test_a_copy_that_is_gone_by_then_is_said(started: Callable[[], Job], administrator: Actor) -> None:
    job = started()
    discard_draft(pack=PACK, by=administrator, at=NOW)

    assert done(job).state == JobState.FAILED
    assert done(job).said == "该副本已被采用或放弃。"


def test_only_who_manages_packs_has_them_told(started: Callable[[], Job], small_area: SmallArea) -> None:
    with pytest.raises(NotAllowed):
        start_rehearsal(pack=PACK, seen=1, by=actor_of(small_area.people.office, on=TODAY), at=NOW)


def test_what_cannot_be_told_is_refused_before_a_worker_tries(started: Callable[[], Job], administrator: Actor) -> None:
    for number, (text, cases, refusal) in enumerate(
        ((TEXT, "", Refused), (TEXT, "pack = 1", Refused), ("[pack]", CASES, NotCorrect)), start=2
    ):
        save_draft(pack=PACK, text=text, cases=cases, seen=number - 1, by=administrator, at=NOW)
        with pytest.raises(refusal):
            start_rehearsal(pack=PACK, seen=number, by=administrator, at=NOW)
    with pytest.raises(OvertakenByOther):
        started()
    assert not Job.objects.filter(area_id=administrator.area_id).exists()
