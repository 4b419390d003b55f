"""The reference of the language says what the program knows."""

from pathlib import Path

from bihuan.packspec.check import check_texts
from bihuan.packspec.draw.reference import fill, names_in, printed

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "pack-language.md"


def test_the_printed_tables_are_not_stale() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert fill(page) == page, "run: bihuan pack language docs/reference/pack-language.md"


def test_every_table_of_the_language_is_on_the_page() -> None:
    assert sorted(names_in(PAGE.read_text(encoding="utf-8"))) == sorted(printed())


def test_the_example_on_the_page_is_a_right_pack() -> None:
    example = PAGE.read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0]
    assert check_texts({"errands.toml": example}) == ()
