"""Every system of a rectification report has a pack, a page and tests, and the manual says which."""

from __future__ import annotations

from pathlib import Path

import pytest

from bihuan.packspec.load import load_folder
from tools.systems import TITLES, lines, printed

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "systems.md"
COUNTS = {"A": 12, "B": 6, "C": 9, "D": 11, "E": 6, "F": 4}


def test_every_row_is_known() -> None:
    assert {part: sum(row.startswith(part) for row in TITLES) for part in COUNTS} == COUNTS


@pytest.mark.parametrize("row", TITLES)
def test_a_row_names_a_pack_that_is_shipped_and_tests_that_exist(row: str) -> None:
    line, shipped = lines()[row], load_folder()
    assert line.packs, "no pack"
    assert set(line.packs) <= set(shipped)
    for test in line.tests:
        assert (ROOT / test.partition(" ")[0]).exists(), test


def test_the_printed_page_is_not_stale() -> None:
    assert PAGE.read_text(encoding="utf-8") == "\n".join(printed()) + "\n", "run: python tools/systems.py"
