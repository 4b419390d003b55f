"""Every variable that is read stands in .env.sample, and a wrong value stops the start with a sentence."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bihuan import env
from tests.architecture.source import PACKAGE, ROOT, calls

READERS = {"address", "text", "flag", "number", "path", "words", "database"}


def read_variables() -> set[str]:
    names = set()
    for file in PACKAGE.rglob("*.py"):
        for call, name, before in calls(file):
            of_reader = name in READERS and isinstance(before, ast.Name) and before.id == "env"
            of_system = name in {"get", "getenv"} and before is not None and "environ" in ast.unparse(before)
            if (of_reader or of_system) and call.args and isinstance(call.args[0], ast.Constant):
                names.add(str(call.args[0].value))
    return names


def test_the_sample_shows_every_variable_that_is_read_and_no_other() -> None:
    sample = set(re.findall(r"^#([A-Z_]+)=", (ROOT / ".env.sample").read_text(encoding="utf-8"), re.M))
    assert sample == read_variables()


def start(tmp_path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/bin:/bin", "BIHUAN_HOME": str(tmp_path / "home"), **variables}
    command = [sys.executable, "-c", "import bihuan.settings"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("BIHUAN_DEMO", "perhaps", "1, true, yes, on or 0, false, no, off"),
        ("BIHUAN_UPLOAD_MB", "many", "a whole number of at least 1"),
        ("BIHUAN_UPLOAD_MB", "0", "a whole number of at least 1"),
        ("BIHUAN_DIGEST", "md5", "one of sm3, sha256"),
        ("DATABASE_URL", "mysql://db/bihuan", "sqlite:///file or postgres://"),
        ("BIHUAN_LOG", "LOUD", "one of DEBUG, INFO, WARNING, ERROR"),
    ],
)
def test_a_wrong_value_stops_the_start_with_a_sentence(tmp_path: Path, name: str, value: str, expected: str) -> None:
    ended = start(tmp_path, **{name: value})
    assert ended.returncode == 1
    assert name in ended.stderr
    assert repr(value) in ended.stderr
    assert expected in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("name", ["secret-key", "seal-key"])
def test_the_first_start_makes_a_key_for_its_owner_alone_and_the_second_keeps_it(tmp_path: Path, name: str) -> None:
    assert start(tmp_path).returncode == 0
    key = tmp_path / "home" / name
    first = key.read_text(encoding="ascii")
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(first) > 50
    assert start(tmp_path).returncode == 0
    assert key.read_text(encoding="ascii") == first
    assert [file.name for file in (tmp_path / "home").glob(f"{name}*")] == [name]


@pytest.mark.parametrize("method", ["", "ed25519:"])
def test_an_earlier_key_of_seals_is_named_as_the_page_shows_it(tmp_path: Path, method: str) -> None:
    ended = start(tmp_path, BIHUAN_SEAL_KEYS=f"{method}{'0f' * 32}, {method}{'a1' * 32}")

    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize("written", ["", "half", "密钥"])
def test_a_file_that_holds_no_key_of_seals_is_named_and_stays(tmp_path: Path, written: str) -> None:
    key = tmp_path / "home/seal-key"
    key.parent.mkdir()
    key.write_text(written, encoding="utf-8")

    ended = start(tmp_path)

    assert ended.returncode == 1
    assert "the file seal-key there holds no key of 64 characters" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert key.read_text(encoding="utf-8") == written


def test_a_password_never_stands_in_the_sentence(tmp_path: Path) -> None:
    ended = start(tmp_path, DATABASE_URL="mysql://clerk:very-secret@db/bihuan")
    assert ended.returncode == 1
    assert "very-secret" not in ended.stderr


def test_an_address_of_postgresql_may_name_a_socket_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://clerk:a%40b@/cases?host=%2Frun%2Fpostgresql")
    read = env.database("DATABASE_URL", Path("unused"))
    assert (read["NAME"], read["USER"], read["PASSWORD"], read["HOST"]) == ("cases", "clerk", "a@b", "/run/postgresql")


def test_an_address_of_sqlite_may_be_absolute_or_under_the_current_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////srv/cases.sqlite3")
    assert env.database("DATABASE_URL", Path("unused"))["NAME"] == "/srv/cases.sqlite3"
    monkeypatch.setenv("DATABASE_URL", "sqlite:///cases.sqlite3")
    assert env.database("DATABASE_URL", Path("unused"))["NAME"] == str(Path.cwd() / "cases.sqlite3")
