"""`bihuan trail` says in one sentence what is broken and where, and its exit status agrees."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from bihuan.accounts.models import Area
from bihuan.cli.main import main
from bihuan.loop.seals.kept import line_of
from bihuan.loop.seals.models import Seal
from bihuan.loop.trail.append_only import allow_changes, missing_refusals
from tests.rooms.loop.trail.chain import Chains, build_chains, damage


@pytest.fixture
def chains(db: None, tmp_path: Path, settings: Settings) -> Chains:
    settings.BIHUAN_HOME = tmp_path
    return build_chains()


def guarded() -> None:
    assert main(["trail", "guard"]) == 0


def test_a_sound_trail_exits_0_with_its_counts(chains: Chains, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trail", "verify"]) == 0
    assert capsys.readouterr().out == "留痕完好：3 个事项，12 条留痕，2 个文件，0 次封存。\n"


def test_a_broken_trail_exits_1_and_names_case_and_event(chains: Chains, capsys: pytest.CaptureFixture[str]) -> None:
    damage(
        "UPDATE loop_event SET record = replace(record, '淤', '於') WHERE area_id = %s AND case_id = %s",
        chains.area.pk,
        chains.cases[2].pk,
    )
    guarded()
    capsys.readouterr()

    assert main(["trail", "verify", "--lang", "en"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "[yunhu] case 2026-3, event 1 (opened): the record was changed: it does not give its digest",
        "The trail is broken in 1 places (3 cases, 12 events, 2 files were read).",
    ]
    assert main(["trail", "verify", "--case", "2026-1"]) == 0
    assert main(["trail", "verify", "--case", "2026-3", "--area", "yunhu"]) == 1


def test_a_database_that_refuses_no_more_exits_1_until_it_is_guarded(
    chains: Chains, capsys: pytest.CaptureFixture[str]
) -> None:
    allow_changes(connection)

    assert main(["trail", "verify"]) == 1
    assert "event_no_delete, " in capsys.readouterr().err
    assert main(["trail", "guard"]) == 0
    assert missing_refusals(connection) == []
    assert main(["trail", "verify"]) == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["verify", "--area", "nowhere"], "There is no area nowhere; known: yunhu"),
        (["verify", "--case", "1999-1"], "There is no case 1999-1"),
        (["export", "1999-1"], "There is no case 1999-1"),
    ],
)
def test_what_does_not_exist_is_said_and_exits_2(
    chains: Chains, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert main(["trail", *arguments, "--lang", "en"]) == 2
    assert capsys.readouterr().err == f"{sentence}\n"


def test_a_number_of_two_areas_asks_for_the_area(chains: Chains, capsys: pytest.CaptureFixture[str]) -> None:
    Area.objects.filter(pk=chains.area.pk).update(code="elsewhere")
    build_chains(username="lin.second")

    assert main(["trail", "verify", "--case", "2026-1", "--lang", "en"]) == 2
    assert capsys.readouterr().err == ("2 cases are numbered 2026-1; say which area with --area: elsewhere, yunhu\n")


def test_the_export_of_a_case_is_written_to_the_file_named(
    chains: Chains, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "bundle.zip"

    assert main(["trail", "export", "2026-1", "--out", str(target)]) == 0
    assert capsys.readouterr().out == f"已写入 {target}\n"
    assert "verify.py" in zipfile.ZipFile(target).namelist()
    assert [path.name for path in tmp_path.glob(".bundle*")] == []


def test_a_file_that_cannot_be_written_is_said(
    chains: Chains, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["trail", "export", "2026-1", "--out", str(tmp_path / "no folder" / "x.zip"), "--lang", "en"]) == 1
    assert "x.zip cannot be written: No such file" in capsys.readouterr().err


def test_seal_prints_the_newest_seal_of_every_area(chains: Chains, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trail", "seal", "--lang", "en"]) == 0
    first = capsys.readouterr().out.splitlines()
    assert main(["trail", "seal", "--area", "yunhu"]) == 0
    again = capsys.readouterr().out.splitlines()

    assert first[0].startswith("yunhu: seal 1 of ")
    assert again[0].startswith("yunhu：第 1 次封存（")
    assert again[1] == first[1]
    assert main(["trail", "verify"]) == 0
    assert capsys.readouterr().out == "留痕完好：3 个事项，12 条留痕，2 个文件，1 次封存。\n"


def test_a_file_of_seals_kept_elsewhere_tells_that_history_was_made_anew(
    chains: Chains, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["trail", "seal"])
    row = Seal.objects.get(area_id=chains.area.pk)
    kept, other = tmp_path / "kept.jsonl", tmp_path / "other.jsonl"
    kept.write_text(json.dumps(line_of(row)) + "\n", encoding="utf-8")
    other.write_text(json.dumps({"record": row.record.replace('"cases":3', '"cases":4')}), encoding="utf-8")

    assert main(["trail", "verify", "--against", str(kept)]) == 0
    assert main(["trail", "verify", "--against", str(other)]) == 1
    assert "[yunhu] 另行留存的第 1 次封存在本系统中已不存在或已不同" in capsys.readouterr().out


def test_a_file_of_an_area_that_is_not_here_tells_that_it_is_gone(
    chains: Chains, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["trail", "seal"])
    row = Seal.objects.get(area_id=chains.area.pk)
    kept = tmp_path / "kept.jsonl"
    line = json.dumps({"record": row.record.replace('"code":"yunhu"', '"code":"gone"')})
    kept.write_text(f"\ufeff{line}", encoding="utf-8")  # as an editor on Windows saves it

    assert main(["trail", "verify", "--against", str(kept), "--lang", "en"]) == 1
    assert "[gone] the seal 1 that was kept elsewhere does not stand here" in capsys.readouterr().out
    assert main(["trail", "verify", "--against", str(kept), "--area", "yunhu", "--lang", "en"]) == 2
    assert "kept.jsonl holds no seal to compare with" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "holds no seal to compare with"),
        ("{}", "is no file of seals: line 1 cannot be read"),
        (None, "cannot be read: No such file or directory"),
    ],
)
def test_what_is_no_file_of_seals_is_said_and_exits_2(
    chains: Chains, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, sentence: str
) -> None:
    file = tmp_path / "kept.jsonl"
    if text is not None:
        file.write_text(text, encoding="utf-8")

    assert main(["trail", "verify", "--against", str(file), "--lang", "en"]) == 2
    assert sentence in capsys.readouterr().err
