"""`bihuan pack` checks packs and prints them."""

import re
from pathlib import Path

import pytest

from bihuan.cli.main import main
from bihuan.packspec.draw import pages_of
from bihuan.packspec.load import load_folder
from tests.rooms.packspec.samples import RUNNING, SHARED, WHOLE

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "packs"
Output = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "errands.toml").write_text(RUNNING, encoding="utf-8")
    (tmp_path / "shared.toml").write_text(SHARED, encoding="utf-8")
    return tmp_path


def test_the_shipped_packs_are_checked_without_a_path(capsys: Output) -> None:
    assert main(["pack", "check"]) == 0
    assert "没有问题" in capsys.readouterr().out


def test_a_folder_of_packs_is_checked_together(folder: Path, capsys: Output) -> None:
    assert main(["pack", "check", str(folder), "--lang", "en"]) == 0
    assert capsys.readouterr().out == "Packs checked: 2. Nothing is wrong.\n"


def test_problems_are_listed_with_file_line_and_rule(folder: Path, capsys: Output) -> None:
    (folder / "errands.toml").write_text(RUNNING.replace("version = 2", "version = 0"), encoding="utf-8")
    assert main(["pack", "check", str(folder), "--lang", "en"]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith("errands.toml:4: pack.version: ")
    assert printed.err.endswith("[P19]\n")
    assert printed.out == "Problems: 1.\n"


def test_what_is_not_run_yet_is_refused_unless_only_the_language_is_asked(folder: Path, capsys: Output) -> None:
    (folder / "errands.toml").write_text(WHOLE, encoding="utf-8")
    assert main(["pack", "check", str(folder)]) == 1
    assert "[P50]" in capsys.readouterr().err
    assert main(["pack", "check", str(folder), "--language-only"]) == 0


def test_the_worked_cases_beside_a_pack_are_told(tmp_path: Path, capsys: Output) -> None:
    for end in ("toml", "cases.toml"):
        text = (EXAMPLES / f"audit-recommendations.{end}").read_text(encoding="utf-8")
        (tmp_path / f"audit-recommendations.{end}").write_text(text, encoding="utf-8")
    pack, cases = (tmp_path / f"audit-recommendations.{end}" for end in ("toml", "cases.toml"))

    assert main(["pack", "tell", str(pack)]) == 0
    assert capsys.readouterr().out == "共2个演练，全部通过。\n"

    cases.write_text(re.sub(r'state = "\w+"', 'state = "nowhere"', cases.read_text(encoding="utf-8"), count=1))
    assert main(["pack", "tell", str(pack), "--lang", "en"]) == 1
    told = capsys.readouterr().out
    assert told.startswith("Worked cases told: 2. Not true: 1.\n")
    assert "state should be nowhere and is " in told

    cases.write_text("pack = 1\n")
    assert main(["pack", "tell", str(pack), "--lang", "en"]) == 1
    assert capsys.readouterr().err.endswith("audit-recommendations.cases.toml: 'case' is missing\n")


@pytest.mark.parametrize("verb", [["check"], ["draw"], ["tell"]])
def test_a_path_without_packs_is_said(verb: list[str], tmp_path: Path, capsys: Output) -> None:
    assert main(["pack", *verb, str(tmp_path / "nothing.toml")]) == 1
    assert "nothing" in capsys.readouterr().err


def test_a_shipped_pack_prints_its_manual_page(capsys: Output) -> None:
    assert main(["pack", "draw", "rectification"]) == 0
    assert capsys.readouterr().out.startswith("# 巡视巡察整改\n")


def test_a_pack_file_prints_the_diagram_of_one_kind(folder: Path, capsys: Output) -> None:
    asked = ["pack", "draw", str(folder / "errands.toml"), "--svg", "--kind", "errand", "--lang", "en"]
    assert main(asked) == 0
    assert capsys.readouterr().out.startswith('<svg xmlns="http://www.w3.org/2000/svg"')


def test_an_unknown_kind_is_said_with_the_known_ones(capsys: Output) -> None:
    assert main(["pack", "draw", "rectification", "--svg", "--kind", "fund", "--lang", "en"]) == 1
    kinds = "round, finding, instance, measure, push, milestone, lookback, recheck, inspection, visit"
    assert capsys.readouterr().err == f"There is no kind fund; known: {kinds}\n"


def test_all_pages_of_a_pack_go_into_a_folder(tmp_path: Path) -> None:
    assert main(["pack", "draw", "rectification", "--into", str(tmp_path / "new")]) == 0
    written = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "new").iterdir()}
    assert written == pages_of(load_folder()["rectification"])


def test_a_wrong_pack_is_not_drawn(folder: Path, capsys: Output) -> None:
    (folder / "errands.toml").write_text(WHOLE, encoding="utf-8")
    assert main(["pack", "draw", str(folder / "errands.toml")]) == 1
    assert "[P50]" in capsys.readouterr().err


def test_the_tables_of_the_language_are_printed_into_a_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# 写法\n<!-- printed: natures -->\nold\n<!-- end -->\n", encoding="utf-8")
    assert main(["pack", "language", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# 写法\n<!-- printed: natures -->\n| Word |")
    assert "立行立改" in text
    assert "old" not in text
