"""Every setting, command, verb and rule stands in the manual (rule 23)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bihuan.documents.checks import CHECKS
from bihuan.documents.files.refusals import SENTENCES
from bihuan.loop.trail.verbs import Verb

ROOT = Path(__file__).resolve().parents[2]
MANUAL = ROOT / "docs/reference"


def page(name: str) -> str:
    return (MANUAL / name).read_text(encoding="utf-8")


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z_0-9]+", text))


def test_every_setting_stands_in_the_manual() -> None:
    sample = (ROOT / ".env.sample").read_text(encoding="utf-8")
    assert set(re.findall(r"^#([A-Z_]+)=", sample, re.M)) - words_of(page("settings.md")) == set()


def test_every_command_stands_in_the_manual() -> None:
    commands = {
        path.stem
        for path in (ROOT / "src/bihuan/cli").glob("*.py")
        if path.stem not in {"__init__", "main"} and "def run(" in path.read_text(encoding="utf-8")
    }
    missing = {name for name in commands if f"bihuan {name}" not in page("commands.md")}
    assert missing == set()


def test_every_verb_of_the_trail_stands_in_the_manual() -> None:
    assert {verb.value for verb in Verb} - words_of(page("trail.md")) == set()


def test_every_reason_not_to_read_a_file_stands_in_the_manual() -> None:
    assert set(SENTENCES) - words_of(page("reading.md")) == set()


def test_every_warning_of_the_reader_stands_in_the_manual() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/bihuan/documents").rglob("*.py"))
    rules = set(re.findall(r'Warning_\(\s*"([a-z_]+)"', code))
    assert rules, "the pattern finds no warning any more"
    known = words_of(page("reading.md"))
    assert {rule for rule in rules if rule not in known and not rule.startswith("genre_")} == set()


def test_every_check_stands_in_the_manual() -> None:
    assert {check.id for check in CHECKS} - words_of(page("checks.md")) == set()


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md", "CONTRIBUTING.md"])
def test_every_link_of_a_readme_leads_somewhere(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)\)", text)
    assert [link for link in links if not link.startswith("http") and not (ROOT / link).exists()] == []
