"""Every pack that is shipped is right, speaks both languages, proves itself and is printed as it is."""

import re
from pathlib import Path

import pytest

from bihuan.packspec.cases import read_cases
from bihuan.packspec.check import check_texts
from bihuan.packspec.coverage import coverage_of
from bihuan.packspec.draw import pages_of
from bihuan.packspec.load import SHIPPED, load_folder, load_text, read_folder
from bihuan.packspec.model import Pack

ROOT = Path(__file__).parents[2]
PRINTED = ROOT / "docs" / "reference" / "packs"
DRAFTS = ROOT.parent / "shared" / "packs-draft"
PACKS = load_folder()
each = pytest.mark.parametrize("pack", PACKS.values(), ids=lambda pack: pack.id)


def test_nothing_is_wrong_with_the_shipped_packs() -> None:
    assert [str(problem) for problem in check_texts(read_folder(SHIPPED))] == []


@each
def test_every_text_is_there_in_both_languages(pack: Pack) -> None:
    text = (SHIPPED / f"{pack.id}.toml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^frame = .*$", "", text)  # what a document says is Chinese alone, and so are the columns in it
    assert re.findall(r'(?:title|subject|word) = "[^"|]*"(?!, text = )', text) == []


@each
def test_the_stored_text_is_the_same_pack(pack: Pack) -> None:
    assert load_text(pack.text) == pack


@pytest.mark.parametrize("pack", [pack for pack in PACKS.values() if pack.kinds], ids=lambda pack: pack.id)
def test_the_worked_cases_leave_nothing_untouched(pack: Pack) -> None:
    cases = read_cases((SHIPPED / f"{pack.id}.cases.toml").read_text(encoding="utf-8"))
    assert cases.pack == pack.id
    assert coverage_of(pack, cases).missing == ()


@each
def test_the_printed_pages_are_not_stale(pack: Pack) -> None:
    for name, page in pages_of(pack).items():
        said = f"run: bihuan pack draw {pack.id} --into docs/reference/packs"
        assert (PRINTED / name).read_text(encoding="utf-8") == page, said


def test_no_page_is_printed_of_a_pack_or_kind_that_is_gone() -> None:
    expected = {name for pack in PACKS.values() for name in pages_of(pack)}
    assert {path.name for path in PRINTED.iterdir()} == expected


@pytest.mark.skipif(not DRAFTS.is_dir(), reason="the drafts of the later packs are not beside this checkout")
def test_the_drafts_of_later_packs_are_right_in_the_language() -> None:
    assert [str(problem) for problem in check_texts(read_folder(DRAFTS), running=False)] == []


@pytest.mark.skipif(not DRAFTS.is_dir(), reason="the drafts of the later packs are not beside this checkout")
@pytest.mark.parametrize("path", sorted(DRAFTS.glob("*.cases.toml")), ids=lambda path: path.name)
def test_the_worked_cases_of_the_drafts_can_be_read(path: Path) -> None:
    assert read_cases(path.read_text(encoding="utf-8")).stories
