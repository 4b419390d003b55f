"""Packs and packages leave and come in on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from bihuan.cli.main import main
from bihuan.loop.lifecycle.packs import pack_in_use, release_packs
from bihuan.loop.rollup.actions import add_area_below, make_key
from tests.people import NOW, SmallArea, actor

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "packs"
BY = ["--by", "xu.yifan"]


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


def test_a_pack_comes_in_and_leaves_as_it_came(
    small_area: SmallArea, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    release_packs(at=NOW)
    file = EXAMPLES / "hospital-capa.toml"
    assert main(["pack", "import", str(file), *BY, "--adopt"]) == 0
    assert pack_in_use(small_area.area.pk, "hospital-capa").version == 1001
    assert main(["pack", "export", "hospital-capa", "--into", str(tmp_path)]) == 0
    out = (tmp_path / "hospital-capa.toml").read_text(encoding="utf-8")
    assert "version = 1001" in out
    assert (tmp_path / "hospital-capa.cases.toml").read_text(encoding="utf-8") == (
        EXAMPLES / "hospital-capa.cases.toml"
    ).read_text(encoding="utf-8")
    assert main(["pack", "check", str(tmp_path / "hospital-capa.toml")]) == 0  # nothing else is needed to read it
    capsys.readouterr()


def test_a_faulty_pack_is_refused_with_every_fault(
    small_area: SmallArea, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    release_packs(at=NOW)
    file = tmp_path / "new.toml"
    file.write_text('[pack]\nid = "new"\nversion = 1\ntitle = "新"\n[kind.x]\ntitle = "甲"\n', encoding="utf-8")
    assert main(["pack", "import", str(file), *BY]) == 1
    assert "kind.x" in capsys.readouterr().err


def test_a_package_is_written_and_one_for_somebody_else_is_refused(
    small_area: SmallArea, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    release_packs(at=NOW)
    by = actor(small_area.people.administrator)
    make_key(by=by, at=NOW)
    add_area_below(code="shanqu", name="山区县", by=by, at=NOW)
    assert main(["area", "export", "--to", "shanqu", "--area", "yunhu", *BY, "--into", str(tmp_path)]) == 0
    written = capsys.readouterr().out.strip()
    assert written.endswith("yunhu-shanqu-00001.bihuan")
    assert main(["area", "import", written, "--area", "yunhu", *BY]) == 1
    assert "shanqu" in capsys.readouterr().err
