"""One letter: written, issued, signed for, replied to, judged and withdrawn on its page."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from bihuan.loop.clocks.calendar import add_workdays
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.queries import calendar_of
from bihuan.loop.letters.actions import issue_letter
from bihuan.loop.letters.models import Letter, LetterFile, LetterState
from bihuan.loop.writing.words import day_in_words
from tests.pages.letter_stories import supervised
from tests.pages.stories import clock, handed_out
from tests.people import SmallArea, actor, browser_of

PDF = b"%PDF-1.4 reply"


def act(area: SmallArea, who: str, letter: Letter, **data: object) -> HttpResponse:
    answer: HttpResponse = browser_of(getattr(area.people, who)).post(f"/letters/{letter.pk}/act/", data)  # type: ignore[assignment]
    return answer


def state_of(letter: Letter) -> LetterState:
    return Letter.objects.get(area_id=letter.area_id, pk=letter.pk).state


def test_a_letter_is_written_from_a_form_that_explains_the_day_of_the_reply(small_area: SmallArea) -> None:
    case = handed_out(small_area)
    office = browser_of(small_area.people.office)
    address = f"/letters/write/rectification/{case.number}/supervision/"
    today, calendar = local_day(clock()), calendar_of(case.area_id)
    seven, three = (add_workdays(today, n, calendar=calendar, gaps="weekends").on for n in (7, 3))
    assert day_in_words(seven) in office.get(address).content.decode()
    counted = office.post(address, {"reply_workdays": "3", "count": "1"}).content.decode()
    assert day_in_words(three) in counted
    assert not Letter.objects.filter(area_id=case.area_id).exists()
    wrong = office.post(address, {"reply_workdays": "0"})
    assert wrong.status_code == 422
    assert office.post(address, {"reply_workdays": "3", "because": "督查发现"}).status_code == 302
    letter = Letter.objects.get(area_id=case.area_id)
    assert (letter.state, letter.because, letter.reply_workdays) == (LetterState.PREPARED, "督查发现", 3)


def test_a_letter_goes_its_way_on_its_page(small_area: SmallArea) -> None:
    letter = supervised(small_area)
    assert "签收" in browser_of(small_area.people.clerk).get(f"/letters/{letter.pk}/").content.decode()
    assert act(small_area, "clerk", letter, do="receive").status_code == 302
    file = SimpleUploadedFile("办理情况.pdf", PDF, content_type="application/pdf")
    assert act(small_area, "director", letter, do="reply", text="已成立专班", files=file).status_code == 302
    refused = act(small_area, "office", letter, do="answer", accepted="no", answer="")
    assert refused.status_code == 422
    assert "说明回复中欠缺的内容" in refused.content.decode()
    assert act(small_area, "office", letter, do="answer", accepted="yes").status_code == 302
    assert state_of(letter) == LetterState.CLOSED
    kept = LetterFile.objects.get(area_id=letter.area_id)
    fetched = browser_of(small_area.people.clerk).get(f"/letters/{letter.pk}/files/{kept.pk}/")
    assert b"".join(fetched.streaming_content) == PDF  # type: ignore[attr-defined]


def test_whoever_may_not_is_refused_or_sees_nothing(small_area: SmallArea) -> None:
    letter = supervised(small_area)
    assert browser_of(small_area.people.stranger).get(f"/letters/{letter.pk}/").status_code == 404
    assert act(small_area, "office", letter, do="receive").status_code == 403
    assert act(small_area, "office", letter, do="dance").status_code == 404
    assert browser_of(small_area.people.clerk).get(f"/letters/{letter.pk}/files/7/").status_code == 404
    case = letter.case
    address = f"/letters/write/rectification/{case.number}/reminder/"
    assert browser_of(small_area.people.clerk).get(address).status_code == 404
    assert browser_of(small_area.people.office).get(address.replace("reminder", "praise")).status_code == 404


def test_a_letter_is_withdrawn_with_a_reason(small_area: SmallArea) -> None:
    letter = supervised(small_area)
    assert act(small_area, "office", letter, do="withdraw", reason="").status_code == 422
    assert act(small_area, "office", letter, do="withdraw", reason="误发").status_code == 302
    assert "误发" in browser_of(small_area.people.clerk).get(f"/letters/{letter.pk}/").content.decode()


def test_a_letter_is_escalated_from_its_page(small_area: SmallArea) -> None:
    letter = supervised(small_area)
    address = f"/letters/write/rectification/{letter.case.number}/warning/?from={letter.pk}"
    office = browser_of(small_area.people.office)
    assert address in office.get(f"/letters/{letter.pk}/").content.decode()
    assert office.post(address, {"from": str(letter.pk), "ask-last_day": "2026年12月31日"}).status_code == 302
    following = Letter.objects.get(area_id=letter.area_id, escalated_from=letter)
    assert (following.letter, following.state) == ("warning", LetterState.PREPARED)
    assert act(small_area, "office", following, do="issue").status_code == 302
    assert state_of(following) == LetterState.ISSUED


def test_a_talk_is_recorded_on_the_page_of_its_summons(small_area: SmallArea) -> None:
    asks = {"talk_on": "2026年11月20日下午3时", "place": "第二会议室", "host": "陆怀远"}
    summons = issue_letter(
        case=handed_out(small_area), letter="talk", by=actor(small_area.people.office), at=clock(), answers=asks
    )
    given = {
        "held_on": local_day(clock()).isoformat(),
        "place": "第二会议室",
        "by_names": "陆怀远",
        "with_names": "邱志远",
    }
    missing = act(small_area, "office", summons, do="talk", **given)
    assert missing.status_code == 422
    assert "陆怀远" in missing.content.decode()
    assert act(small_area, "office", summons, do="talk", demanded="12月10日前完成。", **given).status_code == 302
    assert state_of(summons) == LetterState.CLOSED


def test_the_desk_and_the_shell_name_the_letters_that_wait(small_area: SmallArea) -> None:
    letter = supervised(small_area)
    home = browser_of(small_area.people.clerk).get("/").content.decode()
    assert f'href="/letters/{letter.pk}/"' in home
    assert f'href="/letters/{letter.pk}/"' not in browser_of(small_area.people.stranger).get("/").content.decode()


def test_the_office_chooses_how_letters_go_out(small_area: SmallArea) -> None:
    case = handed_out(small_area)
    office = browser_of(small_area.people.office)
    for address in ("/letters/ways/rectification/", f"/rounds/rectification/{case.number.rpartition('-')[0]}/letters/"):
        assert office.post(address, {"way-supervision": "issue"}).status_code == 302
        assert 'value="issue" selected' in office.get(address).content.decode()
        assert office.post(address, {"way-supervision": "fax"}).status_code == 422
        assert browser_of(small_area.people.clerk).get(address).status_code == 404
