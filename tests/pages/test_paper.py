"""One document on its page: changed paragraph by paragraph, written anew, made final, taken out as a file."""

from __future__ import annotations

import html
import re

from django.test import Client
from pytest_django import Settings

from bihuan.loop.writing.models import Writing
from bihuan.loop.writing.queries import parts_of
from tests.pages.stories import handed_out, today
from tests.people import SmallArea, browser_of


def drafted(small: SmallArea) -> tuple[Client, str, Writing]:
    """The office's browser, the address of a draft of the report, and the draft."""
    case = handed_out(small)
    office = browser_of(small.people.office)
    papers = f"/rounds/rectification/{case.number.rsplit('-', 1)[0]}/papers/report/write/"
    answer = office.post(papers, {"asof": today().isoformat(), "ask-addressee": "市委巡察办"})
    return office, answer.headers["Location"], Writing.objects.get(area=small.area)


def anchor_of(writing: Writing, text: str) -> str:
    writing = Writing.objects.filter(area_id=writing.area_id).get(pk=writing.pk)
    return next(part.anchor for part in parts_of(writing) if text in part.passage.text)


def edit(client: Client, page: str, version: int, **typed: str) -> str:
    return client.post(f"{page}edit/", {"version": str(version), **typed}, follow=True).content.decode()


def test_a_paragraph_is_opened_changed_and_marked_as_changed_by_hand(small_area: SmallArea) -> None:
    office, page, writing = drafted(small_area)
    anchor = anchor_of(writing, "健全交办")
    assert "本段内容" in office.get(page, {"part": anchor}).content.decode()
    text = edit(office, page, 1, do="text", part=anchor, text="本轮实行周调度。")
    assert "本轮实行周调度。" in text
    assert "手工修改" in text


def test_a_paragraph_is_added_taken_out_and_put_back(small_area: SmallArea) -> None:
    office, page, writing = drafted(small_area)
    anchor = anchor_of(writing, "健全交办")
    assert "补充的一段" in edit(office, page, 1, do="add", part=anchor, text="补充的一段", level="")
    text = edit(office, page, 2, do="remove", part=anchor)
    assert "已删去1处" in text
    assert "已删去" not in edit(office, page, 3, do="back", part=anchor)


def test_what_was_typed_on_an_old_page_is_kept_beside_the_refusal(small_area: SmallArea) -> None:
    office, page, writing = drafted(small_area)
    anchor = anchor_of(writing, "健全交办")
    edit(office, page, 1, do="text", part=anchor, text="甲甲甲")
    answer = office.post(f"{page}edit/", {"version": "1", "do": "text", "part": anchor, "text": "乙乙乙"})
    assert answer.status_code == 409
    assert "乙乙乙" in answer.content.decode()


def test_a_contradiction_is_shown_beside_the_text_with_a_way_to_its_place(small_area: SmallArea) -> None:
    office, page, writing = drafted(small_area)
    anchor = anchor_of(writing, "健全交办")
    text = edit(office, page, 1, do="text", part=anchor, text="共处理10人，其中警告2人、记过3人、诫勉6人。")
    found = re.search(r'<li class="note[^>]*>.*?<a href="#(part-[^"]+)"', text, re.DOTALL)
    assert found is not None
    assert f'id="{found[1]}"' in text


def test_the_last_change_is_taken_back(small_area: SmallArea) -> None:
    office, page, writing = drafted(small_area)
    edit(office, page, 1, do="text", part=anchor_of(writing, "健全交办"), text="写错了的一段")
    text = office.post(f"{page}act/", {"version": "2", "do": "undo"}, follow=True).content.decode()
    assert "写错了的一段" not in html.unescape(text).split("版本")[0]


def test_a_document_is_written_anew_and_what_was_written_by_hand_is_still_there(small_area: SmallArea) -> None:
    office, page, writing = drafted(small_area)
    edit(office, page, 1, do="text", part=anchor_of(writing, "健全交办"), text="本轮实行周调度。")
    day = today().isoformat()
    answer = office.post(f"{page}anew/", {"version": "2", "asof": day, "ask-addressee": "省委巡视办"}, follow=True)
    text = answer.content.decode()
    assert "本轮实行周调度。" in text
    assert "省委巡视办" in text
    assert office.post(f"{page}anew/", {"version": "3", "asof": "31 June"}).status_code == 422


def test_a_final_document_shows_no_way_to_change_it(small_area: SmallArea, settings: Settings) -> None:
    office, page, _ = drafted(small_area)
    text = office.post(f"{page}act/", {"version": "1", "do": "final"}, follow=True).content.decode()
    assert "文稿已定稿。" in text
    assert f"整改办〔{today().year}〕1号" in text
    assert 'name="do"' not in text
    assert f"{settings.BIHUAN_DIGEST}:" in text


def test_gaps_are_named_when_a_document_is_to_be_made_final(small_area: SmallArea) -> None:
    office, page, writing = drafted(small_area)
    anchor = anchor_of(writing, "市委巡察办")
    edit(office, page, 1, do="text", part=anchor, text="（待填：主送机关）")
    answer = office.post(f"{page}act/", {"version": "2", "do": "final"})
    assert answer.status_code == 422
    assert "待填" in answer.content.decode()


def test_a_document_is_taken_out_in_every_format(small_area: SmallArea) -> None:
    office, page, _ = drafted(small_area)
    for kind in ("docx", "txt", "html"):
        answer = office.get(f"{page}file.{kind}")
        assert answer.status_code == 200
        assert "attachment" in answer.headers["Content-Disposition"]
    assert office.get(f"{page}file.exe").status_code == 404


def test_who_may_read_and_not_write_meets_no_way_to_change(small_area: SmallArea) -> None:
    office, page, _ = drafted(small_area)
    leader = browser_of(small_area.people.leader)
    assert leader.get(page).status_code == 404
    office.post(f"{page}act/", {"version": "1", "do": "final"})
    assert leader.get(page).status_code == 200
    assert leader.post(f"{page}act/", {"version": "1", "do": "away"}).status_code == 404
    assert leader.get(f"{page}file.txt").status_code == 200
