"""Floods, machines and guessers are slowed; people are not."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.utils import translation
from pytest_django import Settings

from bihuan.loop.errors import Refused
from bihuan.loop.feedback.errors import Doubtful, TooOften
from bihuan.loop.feedback.guarding import fresh_form, fresh_sum, sum_is_right
from bihuan.loop.feedback.models import Knock, Message
from bihuan.loop.feedback.nightly import forget_old_addresses
from bihuan.loop.feedback.queries import look_up
from bihuan.loop.feedback.receiving import Sending, send_message
from bihuan.loop.nightly.duties import Tonight
from tests.pages.public_stories import SAID, open_line, send
from tests.people import SmallArea

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 2, tzinfo=UTC)
WORDS = {
    word: n for n, word in enumerate(("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"))
}


@pytest.fixture(autouse=True)
def _home(tmp_path: object, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


def send_with(small: SmallArea, sending: Sending, content: str = SAID) -> None:
    send_message(area_id=small.area.pk, given={"content": content}, files=(), sending=sending, at=AT)


def mark(small: SmallArea, seconds: int = 60) -> str:
    return fresh_form(small.area.pk, AT - timedelta(seconds=seconds))


def test_one_address_sends_so_many_a_day_and_another_is_not_held_up(small_area: SmallArea) -> None:
    open_line(small_area, AT, per_day=2)
    for n in range(2):
        send(small_area, content=f"第{n}件，路面整改后仍有积水", at=AT)
    with pytest.raises(TooOften):
        send(small_area, content="第三件，路面整改后仍有积水", at=AT)
    send(small_area, content="第三件，路面整改后仍有积水", at=AT, address="10.9.9.9")
    send(small_area, content="第四件，路面整改后仍有积水", at=AT + timedelta(days=1))


def test_a_form_counts_once(small_area: SmallArea) -> None:
    open_line(small_area, AT)
    same = mark(small_area)
    send_with(small_area, Sending(same))
    with pytest.raises(Refused):
        send_with(small_area, Sending(same), "换了一句话再发一次")
    assert Message.objects.filter(area_id=small_area.area.pk).count() == 1


def test_the_same_words_from_the_same_address_are_not_taken_twice(small_area: SmallArea) -> None:
    open_line(small_area, AT)
    send(small_area, at=AT)
    with pytest.raises(Refused):
        send(small_area, content=SAID.replace("，", " , "), at=AT)
    send(small_area, at=AT, address="10.0.0.200")  # a neighbour may say the same


@pytest.mark.parametrize("forged", ["", "not ours", "eyJhcmVhIjoxfQ:abc"])
def test_a_form_that_is_not_ours_is_refused(small_area: SmallArea, forged: str) -> None:
    open_line(small_area, AT)
    with pytest.raises(Refused):
        send_with(small_area, Sending(forged))


def test_a_form_of_yesterday_is_refused(small_area: SmallArea) -> None:
    open_line(small_area, AT)
    with pytest.raises(Refused):
        send_with(small_area, Sending(mark(small_area, seconds=90_000)))


@pytest.mark.parametrize(
    ("seconds", "hidden", "content"),
    [
        (1, "", SAID),
        (60, "http://spam.example", SAID),
        (60, "", "看这里 http://a.example https://b.example www.c.example"),
    ],
)
def test_what_looks_like_a_machine_is_asked_a_sum_and_let_through_with_the_answer(
    small_area: SmallArea, seconds: int, hidden: str, content: str
) -> None:
    open_line(small_area, AT)
    form = mark(small_area, seconds)
    with pytest.raises(Doubtful):
        send_with(small_area, Sending(form, hidden), content)
    with translation.override("en"):
        question, sum_mark = fresh_sum()
    first, second = (WORDS[word] for word in re.findall("|".join(WORDS), question.lower()))
    with pytest.raises(Doubtful):
        send_with(small_area, Sending(form, hidden, sum_mark, "99"), content)
    send_with(small_area, Sending(form, hidden, sum_mark, str(first + second)), content)
    assert Message.objects.filter(area_id=small_area.area.pk).count() == 1


def test_a_flood_from_everywhere_makes_everybody_answer_the_sum(small_area: SmallArea) -> None:
    open_line(small_area, AT)
    Knock.objects.create(
        area_id=small_area.area.pk, what="send", who="*", since=AT.replace(minute=0, second=0), times=60
    )
    with pytest.raises(Doubtful):
        send(small_area, at=AT)


def test_full_width_digits_answer_a_sum_too() -> None:
    with translation.override("en"):
        question, sum_mark = fresh_sum()
    first, second = (WORDS[word] for word in re.findall("|".join(WORDS), question.lower()))
    typed = "".join(chr(0xFF10 + int(digit)) for digit in str(first + second))
    assert sum_is_right(sum_mark, typed)
    assert not sum_is_right("forged", typed)


def test_guessing_codes_is_slowed_by_address_and_by_number(small_area: SmallArea) -> None:
    open_line(small_area, AT)
    receipt = send(small_area, at=AT)
    keys: dict[str, Any] = {"area_id": small_area.area.pk, "number": receipt.number, "at": AT}
    for _ in range(5):
        assert look_up(code="WRONG", address="10.1.1.1", **keys) is None
    with pytest.raises(TooOften):
        look_up(code=receipt.code, address="10.1.1.1", **keys)
    assert look_up(code=receipt.code, address="10.1.1.2", **keys) is not None
    for n in range(5):
        assert look_up(code="WRONG", address=f"10.2.2.{n}", **keys) is None
    with pytest.raises(TooOften):
        look_up(code=receipt.code, address="10.3.3.3", **keys)
    later = keys | {"at": AT + timedelta(hours=2)}
    assert look_up(code=receipt.code, address="10.1.1.1", **later) is not None


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("空.png", b""),
        ("程序.exe", b"MZ" + bytes(60)),
        ("伪装.png", b"%PDF-1.4 not a picture"),
        ("页面.html", b"<script>alert(1)</script>"),
        ("太大.pdf", b"%PDF-" + bytes(10 * 1024 * 1024)),
    ],
)
def test_files_that_are_not_taken_are_named_in_a_sentence(small_area: SmallArea, name: str, data: bytes) -> None:
    open_line(small_area, AT)
    with pytest.raises(Refused) as refused:
        send(small_area, at=AT, files=((name, data),))
    assert name in refused.value.fields["files"]
    assert not Message.objects.filter(area_id=small_area.area.pk).exists()


def test_too_many_files_are_refused(small_area: SmallArea) -> None:
    open_line(small_area, AT)
    given, form = {"content": SAID}, mark(small_area)
    files = [(f"{n}.txt", BytesIO(b"text")) for n in range(6)]
    with pytest.raises(Refused) as refused:
        send_message(area_id=small_area.area.pk, given=given, files=files, sending=Sending(form), at=AT)
    assert "files" in refused.value.fields


def test_no_address_is_kept_readable_and_digests_go_after_some_days(small_area: SmallArea) -> None:
    open_line(small_area, AT)
    send(small_area, at=AT, address="203.0.113.77")
    row = Message.objects.get(area_id=small_area.area.pk)
    assert row.who
    assert "203" not in row.who
    at = AT + timedelta(days=5)
    tonight = Tonight(small_area.area.pk, at.date(), at, lambda: None)
    assert forget_old_addresses(tonight) > 0
    assert Message.objects.get(area_id=small_area.area.pk).who == ""
    assert not Knock.objects.filter(area_id=small_area.area.pk).exists()
    assert forget_old_addresses(tonight) == 0
