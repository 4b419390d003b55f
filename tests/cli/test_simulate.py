"""`bihuan simulate` and `bihuan books`: the books balance, a seed gives one year, and what was changed behind them is named."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

DAYS = "9"


def bihuan(*words: str, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "BIHUAN_HOME"}}
    if home is not None:
        environment["BIHUAN_HOME"] = str(home)
    command = [sys.executable, "-m", "bihuan", *words]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def fingerprint(printed: str) -> str:
    found = re.search(r"sm3:[0-9a-f]{64}|sha256:[0-9a-f]{64}", printed)
    assert found is not None, printed
    return found[0]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A few simulated days, kept, and what was printed."""
    home = tmp_path_factory.mktemp("simulated")
    done = bihuan("simulate", "--days", DAYS, "--seed", "3", "--keep", str(home))
    assert done.returncode == 0, done.stdout + done.stderr
    return home, done.stdout


def test_the_books_of_simulated_days_balance(kept: tuple[Path, str]) -> None:
    assert "账目全部平衡" in kept[1]
    assert "✗" not in kept[1]


def test_the_same_seed_gives_the_same_days_and_another_seed_others(kept: tuple[Path, str]) -> None:
    assert fingerprint(bihuan("simulate", "--days", DAYS, "--seed", "3").stdout) == fingerprint(kept[1])
    assert fingerprint(bihuan("simulate", "--days", DAYS, "--seed", "4").stdout) != fingerprint(kept[1])


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("here", encoding="utf-8")
    assert bihuan("simulate", "--days", "1", "--keep", str(tmp_path)).returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_what_was_changed_behind_the_books_is_named(kept: tuple[Path, str]) -> None:
    home = kept[0]
    with sqlite3.connect(home / "bihuan.sqlite3") as database:
        row = database.execute("SELECT id, number, state FROM loop_case WHERE kind = 'measure' LIMIT 1").fetchone()
        database.execute("UPDATE loop_stay SET state = 'nowhere' WHERE case_id = ? AND left_at IS NULL", (row[0],))
    found = bihuan("books", home=home)
    assert found.returncode == 1
    assert f"{row[1]}: {row[2]} ≠ nowhere" in found.stdout
