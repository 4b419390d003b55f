"""Texts that are no packs, or packs that mean harm: told what is wrong, stored nowhere, shown as words and never as a page."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bihuan.loop.errors import Refused
from bihuan.loop.lifecycle.models import PackDraft, PackRelease
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.packs.actions import MOST_TEXT, adopt_draft, copy_pack, discard_draft, save_draft
from bihuan.loop.packs.files import import_pack
from tests.people import NOW, SmallArea, browser_of
from tests.rooms.loop.lifecycle.test_grants import Place
from tests.rooms.loop.packs.test_choosing import GRANTS, administrator, edited

DEEP = '[pack]\nid = "deep"\nversion = 1\ntitle = "深 | Deep"\nx = ' + "[" * 20_000 + "]" * 20_000
LONG = ".".join("a" * 100_000)  # a key of so many parts took all the memory there was
LONG_KEYS = (f"{LONG} = 1", f"[{LONG}]", f"x = {{ {LONG} = 1 }}")
XSS = "<script>alert(1)</script>"


@pytest.fixture
def place(small_area: SmallArea, tmp_path: Path, settings: Any) -> Place:
    settings.BIHUAN_HOME = tmp_path
    made = Place(small_area)
    made.start()
    return made


@pytest.mark.parametrize(
    "text",
    [*LONG_KEYS, "", "x", "\0", "=" * 100, "[pack]\nid = 1", DEEP, "a.b.c = " * 50, "[[pack]]\nid = \"x\"", "[pack]\nid = \"../x\"",
     "x = " + "9" * 5000],
)  # fmt: skip
def test_a_text_that_is_no_pack_is_refused_and_stored_nowhere(text: str, place: Place) -> None:
    with pytest.raises(Refused):
        import_pack(text=text, by=administrator(place), at=NOW)
    assert not PackDraft.objects.filter(area=place.area).exists()


@pytest.mark.parametrize("text", ["x = [", DEEP, "x" * MOST_TEXT, f"{LONG} = 1"])
def test_a_draft_of_any_text_is_looked_at_without_an_error_and_not_adopted(text: str, place: Place) -> None:
    by = administrator(place)
    draft = copy_pack(pack=GRANTS, by=by, at=NOW)
    draft = save_draft(pack=GRANTS, text=text, cases="", seen=draft.number, by=by, at=NOW)
    browser = browser_of(place.people.administrator)
    browser.raise_request_exception = False
    for page in (f"/packs/{GRANTS}/edit/", f"/packs/{GRANTS}/adopt/", f"/packs/{GRANTS}/manage/"):
        assert browser.get(page).status_code in {200, 302, 404, 409, 422}, page
    with pytest.raises(Refused):
        adopt_draft(pack=GRANTS, seen=draft.number, by=by, at=NOW)
    assert not PackRelease.objects.filter(area=place.area).exists()


def test_worked_cases_beyond_all_measure_are_refused(place: Place) -> None:
    draft = copy_pack(pack=GRANTS, by=administrator(place), at=NOW)
    for long in ("#" * 5_000_000, "\n" * 100_000):
        for text, cases in ((draft.text, long), (draft.text + long, "")):
            with pytest.raises(Refused):
                save_draft(pack=GRANTS, text=text, cases=cases, seen=draft.number, by=administrator(place), at=NOW)


def test_worked_cases_with_a_key_of_many_parts_are_refused(place: Place) -> None:
    text = edited(place).text
    discard_draft(pack=GRANTS, by=administrator(place), at=NOW)
    with pytest.raises(Refused):
        import_pack(text=text, cases=f"{LONG} = 1", by=administrator(place), at=NOW)


def test_a_title_with_html_is_shown_as_words(place: Place) -> None:
    draft = edited(place)
    title = next(line for line in draft.text.splitlines() if line.startswith("title = "))
    text = draft.text.replace(title, f'title = "拨款{XSS} | Grants{XSS}"', 1)
    states = [line for line in text.splitlines() if 'category = "draft"' in line]
    if states:
        text = text.replace(states[0], states[0].replace('title = "', f'title = "{XSS}', 1), 1)
    draft = save_draft(pack=GRANTS, text=text, cases="", seen=draft.number, by=administrator(place), at=NOW)
    adopt_draft(pack=GRANTS, seen=draft.number, by=administrator(place), at=NOW)
    for browser in (browser_of(place.people.administrator), browser_of(place.people.office, language="en")):
        for page in (f"/packs/{GRANTS}/", "/packs/", "/", f"/systems/{GRANTS}/", "/systems/"):
            answer = browser.get(page)
            assert answer.status_code in {200, 404}, page
            assert XSS not in answer.content.decode(), page


@pytest.mark.parametrize("pack", ["common", "import"])
def test_a_pack_takes_no_name_of_something_else(pack: str, place: Place) -> None:
    text = edited(place).text.replace(f'id = "{GRANTS}"', f'id = "{pack}"', 1)
    with pytest.raises(Refused):
        import_pack(text=text, by=administrator(place), at=NOW)


def test_files_that_are_no_text_are_refused_on_the_page(place: Place) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("x.toml", "[pack]")
    browser = browser_of(place.people.administrator)
    browser.raise_request_exception = False
    for data in (archive.getvalue(), b"\xff\xfe\x00", b"", b"\0" * 100, b"x" * 3_000_000, DEEP.encode()):
        sent = SimpleUploadedFile("x.toml", data)
        answer = browser.post("/packs/import/", {"file": sent})
        assert answer.status_code == 422, (answer.status_code, data[:10])
    assert not PackDraft.objects.filter(area=place.area).exists()


@pytest.mark.parametrize(
    ("pack", "name", "other"),
    [("fairs", "sign_up", "enrolment"), ("enterprises", "admit", "let_in"), ("policy-money", "objection", "protest")],
)
def test_a_copy_keeps_the_names_that_pages_ask_for(pack: str, name: str, other: str, place: Place) -> None:
    release_packs(at=NOW)
    by = administrator(place)
    draft = copy_pack(pack=pack, by=by, at=NOW)
    renamed = re.sub(rf"\b{name}\b", other, draft.text)
    draft = save_draft(pack=pack, text=renamed, cases=draft.cases, seen=draft.number, by=by, at=NOW)
    with pytest.raises(Refused) as refused:
        adopt_draft(pack=pack, seen=draft.number, by=by, at=NOW)
    assert any(name in one for one in refused.value.missing)
    assert not PackRelease.objects.filter(area=place.area).exists()


def test_a_copy_of_such_a_pack_may_have_other_titles(place: Place) -> None:
    release_packs(at=NOW)
    by = administrator(place)
    draft = copy_pack(pack="fairs", by=by, at=NOW)
    text = draft.text.replace("展会活动 | Fair", "展会 | Fair")
    draft = save_draft(pack="fairs", text=text, cases=draft.cases, seen=draft.number, by=by, at=NOW)
    assert adopt_draft(pack="fairs", seen=draft.number, by=by, at=NOW).area_id == place.area.pk
