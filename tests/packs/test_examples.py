"""Packs written from the manual alone are imported by the real action, adopted, and walked to the end."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import translation
from pytest_django import Settings

from bihuan.accounts.models import Person
from bihuan.accounts.queries import actor_of
from bihuan.loop.lifecycle.packs import pack_in_use, release_packs
from bihuan.loop.packs.actions import adopt_draft
from bihuan.loop.packs.files import import_pack
from bihuan.loop.rehearsal.telling import Stage, set_stage, tell_lines
from bihuan.loop.trail.verification import verify
from bihuan.packspec.cases import read_cases
from bihuan.packspec.written import read_written, uncovered
from tests.people import NOW, TODAY

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "packs"
IDS = sorted(path.name.removesuffix(".cases.toml") for path in EXAMPLES.glob("*.cases.toml"))


def texts(pack_id: str) -> tuple[str, str]:
    pack, cases = (EXAMPLES / f"{pack_id}.{end}" for end in ("toml", "cases.toml"))
    return pack.read_text(encoding="utf-8"), cases.read_text(encoding="utf-8")


def test_there_are_two() -> None:
    assert IDS == ["audit-recommendations", "hospital-capa"]


@pytest.mark.parametrize("pack_id", IDS)
def test_nothing_is_wrong_and_its_worked_cases_touch_everything(pack_id: str) -> None:
    text, cases = texts(pack_id)
    reading = read_written(pack_id, text)
    assert [str(problem) for problem in reading.problems] == []
    assert reading.pack is not None
    assert uncovered(reading.pack, cases) == ()


def stories() -> list[tuple[str, int]]:
    return [(pack_id, place) for pack_id in IDS for place in range(len(read_cases(texts(pack_id)[1]).stories))]


@pytest.mark.django_db
@pytest.mark.parametrize(("pack_id", "place"), stories())
def test_an_imported_pack_walks_to_its_end(pack_id: str, place: int, tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path
    release_packs(at=NOW, only=["rectification"])
    text, cases = texts(pack_id)
    read, pack = read_cases(cases), read_written(pack_id, text).pack
    assert pack is not None
    story = read.stories[place]
    stage: Stage = set_stage(pack, read, story)
    by = actor_of(Person.objects.get(username="xu.yifan"), on=TODAY)
    draft = import_pack(text=text, cases=cases, by=by, at=NOW)
    adopt_draft(pack=pack_id, seen=draft.number, by=by, at=NOW)
    stage.pack = pack_in_use(stage.area_id, pack_id)
    assert stage.pack.version == 1001
    with translation.override("zh-hans"):
        tell_lines(stage, story)
    assert [str(broken) for broken in verify().broken] == []
