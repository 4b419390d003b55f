"""Files are named after what they hold, and small enough to hold one subject."""

import pytest

from tests.architecture.source import PACKAGE, ROOT, functions, place, report, tracked

NAMELESS = {"utils", "util", "helpers", "helper", "common", "base", "core", "misc", "manager", "managers"}
KINDS = {".py", ".html", ".css", ".js", ".mjs"}
LONGEST_MODULE = 400
LONGEST_FUNCTION = 60


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    found = []
    for file in tracked():
        parts = file.relative_to(ROOT).with_suffix("").parts
        if file.suffix in KINDS and NAMELESS & set(parts):
            found.append(place(file))
    assert not found, report("Rule 3: a file is named after what it holds.", found)


def test_no_module_is_longer_than_400_lines() -> None:
    found = []
    for file in tracked():
        if file.suffix == ".py" and "migrations" not in file.parts:
            lines = file.read_text(encoding="utf-8").count("\n")
            if lines > LONGEST_MODULE:
                found.append(f"{place(file)}: {lines} lines")
    assert not found, report("Rule 4: split by subject.", found)


def test_no_function_is_longer_than_60_lines() -> None:
    found = []
    for file in tracked():
        if file.suffix != ".py" or PACKAGE not in file.parents or "migrations" in file.parts:
            continue
        for function in functions(file):
            length = (function.end_lineno or 0) - function.lineno + 1
            if length > LONGEST_FUNCTION:
                found.append(f"{place(file, function.lineno)} {function.name}: {length} lines")
    assert not found, report("Rule 4: a function of sixty lines asks to be split.", found)


def test_packs_are_data() -> None:
    found = [
        place(file) for file in tracked() if PACKAGE / "packs" in file.parents and file.suffix not in {".toml", ".md"}
    ]
    assert not found, report("Rule 12: packs are TOML files and nothing else.", found)


def test_migrations_have_names() -> None:
    found = [place(file) for file in tracked() if file.parent.name == "migrations" and "_auto_" in file.name]
    assert not found, report("Rule 25: a migration is named after what it does.", found)


@pytest.mark.django_db
def test_no_change_of_a_model_lacks_its_migration() -> None:
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
