"""The worked cases of the shipped packs are true: each line is taken through the real actions."""

from pathlib import Path

import pytest
from pytest_django import Settings

from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.rehearsal.telling import tell
from bihuan.loop.trail.verification import verify
from bihuan.packspec.cases import Story, WorkedCases, read_cases
from bihuan.packspec.load import SHIPPED, load_folder
from bihuan.packspec.model import Pack
from tests.people import NOW


def stories() -> list[tuple[Pack, WorkedCases, Story]]:
    found: list[tuple[Pack, WorkedCases, Story]] = []
    for pack in load_folder().values():
        if not pack.kinds:
            continue  # shared lifecycles and ladders alone: they are told where they are used
        cases = read_cases((SHIPPED / f"{pack.id}.cases.toml").read_text(encoding="utf-8"))
        found.extend((pack, cases, story) for story in cases.stories)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("told", stories(), ids=lambda told: f"{told[0].id}: {told[2].title.in_('en')}")
def test_a_worked_case_is_true(told: tuple[Pack, WorkedCases, Story], tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path
    release_packs(at=NOW)
    tell(*told)
    assert [str(broken) for broken in verify().broken] == []
