"""Templates obey the strict Content-Security-Policy and speak through the catalogue."""

import re

import pytest

from tests.architecture.source import PACKAGE, place, report, templates

COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?%\}.*?\{% endcomment %\}|<!--.*?-->", re.S)
HAN = re.compile(r"[\u3400-\u9fff]")
NAME_OF_LANGUAGE = "中文"  # a language is named in itself
FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.S),
    "a style element": re.compile(r"<style\b"),
    "a script inside the page": re.compile(
        r"<script(?![^>]*\bsrc\s*=)(?![^>]*\btype\s*=\s*[\"']application/json)[^>]*>"
    ),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.S),
    "hx-on, which needs eval": re.compile(r"\bhx-on"),
    "an address of another machine": re.compile(r"(?:src|href)\s*=\s*[\"'](?:https?:)?//"),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what: str) -> None:
    found = []
    for file in templates():
        text = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), file.read_text(encoding="utf-8"))
        found += [place(file, text.count("\n", 0, hit.start()) + 1) for hit in FORBIDDEN[what].finditer(text)]
    assert not found, report(f"The Content-Security-Policy forbids {what}.", found)


def test_templates_write_english_and_leave_the_chinese_to_the_catalogue() -> None:
    found = []
    for file in templates():
        text = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), file.read_text(encoding="utf-8"))
        found += [
            place(file, number)
            for number, line in enumerate(text.split("\n"), 1)
            if HAN.search(line.replace(NAME_OF_LANGUAGE, ""))
        ]
    assert not found, report("Texts of pages are English msgids; their Chinese stands in the catalogue.", found)


def test_components_begin_with_a_comment_that_lists_their_variables() -> None:
    found = [
        place(file)
        for file in templates()
        if file.parent == PACKAGE / "web/templates/components"
        and not file.read_text(encoding="utf-8").lstrip().startswith(("{#", "{% comment"))
    ]
    assert not found, report("Rule 18: a component starts with a comment that lists its variables.", found)
