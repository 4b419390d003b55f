"""The pack of the how-to is checked, told and touched by its worked cases like a shipped one: whoever copies it has a pack that runs."""

import re
from pathlib import Path

import pytest
from pytest_django import Settings

from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.rehearsal.telling import tell
from bihuan.loop.trail.verification import verify
from bihuan.packspec.cases import read_cases
from bihuan.packspec.coverage import coverage_of
from bihuan.packspec.load import SHIPPED, load_folder
from tests.people import NOW

PAGES = [Path(__file__).parents[2] / "docs" / "how-to" / name for name in ("write-a-pack.md", "write-a-pack.zh.md")]
BLOCK = re.compile(r"```toml\n(.*?)```", re.DOTALL)


def blocks(page: Path) -> tuple[str, str]:
    pack, cases = (
        text for text in BLOCK.findall(page.read_text(encoding="utf-8")) if text.startswith(("[pack]", "pack ="))
    )
    return pack, cases


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "common.toml").write_bytes((SHIPPED / "common.toml").read_bytes())
    (tmp_path / "repairs.toml").write_text(blocks(PAGES[0])[0], encoding="utf-8")
    return tmp_path


@pytest.mark.django_db
def test_the_example_of_the_how_to_runs_from_the_first_line_to_the_last(folder: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = folder / "home"
    release_packs(at=NOW)
    release_packs(folder, at=NOW)
    pack, cases = load_folder(folder)["repairs"], read_cases(blocks(PAGES[0])[1])
    for story in cases.stories:
        tell(pack, cases, story)
    assert coverage_of(pack, cases).missing == ()
    assert [str(broken) for broken in verify().broken] == []


def test_both_languages_show_the_same_example() -> None:
    assert blocks(PAGES[0]) == blocks(PAGES[1])
