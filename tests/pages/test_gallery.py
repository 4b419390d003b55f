"""The gallery shows every component, and components show what they are given and nothing else."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from bihuan.web import shapes
from bihuan.web.templatetags.bihuan import COMPONENTS
from tests.people import People, browser_of

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
FOLDER = Path(shapes.__file__).parents[1] / "templates/components"


def draw(shape: object, **extra: object) -> str:
    return Template("{% load bihuan %}{% show shape %}").render(Context({"shape": shape, **extra}))


@pytest.fixture
def gallery(people: People) -> str:
    return browser_of(people.clerk).get("/gallery/").content.decode()


def test_a_visitor_is_sent_to_sign_in(client: Client, db: None) -> None:
    answer = client.get("/gallery/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/accounts/login/?next=/gallery/"


def test_the_gallery_shows_every_component(gallery: str) -> None:
    for name in (
        "stage",
        "light",
        "nature",
        "bar",
        "find",
        "ledger",
        "bulk",
        "loop",
        "point",
        "moves",
        "clock",
        "trail",
    ):
        assert f'class="{name}' in gallery or f" {name}" in gallery, name


def test_the_gallery_is_whole_in_english(people: People) -> None:
    page = browser_of(people.clerk, language="en").get("/gallery/").content.decode()
    assert '<html lang="en">' in page
    assert "What I cannot do now" in page


def test_the_gallery_asks_only_who_is_there(people: People, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    browser = browser_of(people.clerk)
    browser.get("/gallery/")
    # Session, person, posts; and what the shell costs on every page: desk, all that waits, area.
    with django_assert_num_queries(6):
        browser.get("/gallery/")


def test_every_shape_has_its_component() -> None:
    missing = [name for name, _variable in COMPONENTS.values() if not (FOLDER / f"{name}.html").is_file()]
    assert not missing


def test_what_is_typed_by_people_is_escaped() -> None:
    nasty = "<b>&"
    drawn = [
        draw(shapes.Stage(2, nasty)),
        draw(shapes.Light("ok", nasty, nasty)),
        draw(shapes.Nature("x", "<", nasty)),
        draw(shapes.Unit(nasty, full=nasty + "2", url="/x?a=1&b=2")),
        draw(shapes.Say("no", nasty, nasty)),
        draw(
            shapes.Ledger(
                nasty,
                shapes.Column("number", nasty),
                shapes.Column("title", nasty),
                (shapes.Column("text", nasty),),
                (shapes.LedgerRow(nasty, nasty, "/", (nasty,), parent=nasty),),
                pick="case",
            )
        ),
    ]
    assert not [one for one in drawn if nasty in one]


def test_a_mark_is_drawn_in_the_language_of_its_reader() -> None:
    late = shapes.Light("late")
    with override("zh-hans"):
        assert "超期" in draw(late)
    with override("en"):
        assert "Overdue" in draw(late)


@pytest.mark.parametrize(("whole", "width"), [(0, "49.50"), (20, "24.50")])
def test_the_length_of_a_bar_is_its_share_of_the_whole(whole: int, width: str) -> None:
    drawn = draw(shapes.Bar(5, 0, 5, 0, whole=whole))
    assert f'class="c" x="0.00%" width="{width}%"' in drawn


def test_a_bar_of_nothing_is_empty() -> None:
    assert "<rect" not in draw(shapes.Bar(0, 0, 0, 0))


def test_a_row_of_the_ledger_answers_every_column() -> None:
    columns = (
        shapes.Column("light", "亮灯"),
        shapes.Column("due", "期限"),
        shapes.Column("evidence", "佐证", number=True),
    )
    row = shapes.LedgerRow("07-03", "兑付", "/cases/07-03/", (shapes.Light("soon"), date(2026, 11, 24), 0), turn=2)
    ledger = shapes.Ledger("台账", shapes.Column("number", "编号"), shapes.Column("title", "措施"), columns, (row,))
    drawn = draw(ledger)
    assert "2026-11-24" in drawn
    assert '<td role="cell" class="n c-hide">0</td>' in drawn
    assert "第 2 轮" in drawn
    assert "form-check-input" not in drawn


def test_a_row_with_a_cell_too_few_is_an_error_of_ours() -> None:
    row = shapes.LedgerRow("07-03", "兑付", "/", ())
    ledger = shapes.Ledger(
        "", shapes.Column("number", ""), shapes.Column("title", ""), (shapes.Column("due", ""),), (row,)
    )
    with pytest.raises(ValueError, match="shorter"):
        draw(ledger)


def test_a_closed_move_says_why() -> None:
    drawn = draw(shapes.Moves("", (), (shapes.ClosedMove("销号", "完成标准还差第 4 点没有认定。"),)))
    assert "完成标准还差第 4 点没有认定。" in drawn
    assert "这件事项现在没有等您办的。" in drawn


def test_the_combo_marks_what_was_typed(people: People) -> None:
    answer = browser_of(people.clerk).get("/gallery/choices/", {"q": "财政"}).content.decode()
    assert "<b>财政</b>国资局" in answer
    assert answer.count('role="option"') == 3


def test_the_combo_says_when_nothing_fits(people: People) -> None:
    answer = browser_of(people.clerk).get("/gallery/choices/", {"q": "投促"}).content.decode()
    assert "没有符合的。" in answer


# Parts of a page


def test_a_part_is_the_same_as_in_the_whole_page(people: People) -> None:
    browser = browser_of(people.clerk)
    whole = browser.get("/gallery/").content.decode()
    part = browser.get("/gallery/", headers={"hx-request": "true", "hx-target": "content"}).content.decode()
    assert "<html" not in part
    # The token against forged forms is another text in every answer.
    assert TOKEN.sub("", part).strip() in TOKEN.sub("", whole)


def test_a_part_that_the_page_does_not_have_is_the_whole_page(people: People) -> None:
    answer = browser_of(people.clerk).get("/gallery/", headers={"hx-request": "true", "hx-target": "nothing"})
    assert "<html" in answer.content.decode()
