"""What a combo asks while somebody types."""

from __future__ import annotations

from django.urls import reverse

from bihuan.accounts.actions import add_unit, change_unit
from bihuan.accounts.models import Person
from tests.people import NOW, People, Units, actor, browser_of


def labels(person: Person, name: str, **asked: str) -> list[str]:
    answer = browser_of(person).get(reverse(name), asked, headers={"accept": "application/json"})
    return [choice["label"] for choice in answer.json()["choices"]]


def test_units_are_found_by_short_name_former_name_and_pinyin(people: People, units: Units) -> None:
    change_unit(unit=units.archive, by=actor(people.administrator), at=NOW, name="档案史志馆")
    for typed in ("档案馆", "dasz"):
        assert labels(people.clerk, "find_units", q=typed) == ["档案史志馆"]
    assert labels(people.clerk, "find_units", q="住建局")[0] == "住房和城乡建设局"
    assert labels(people.clerk, "find_units", q="zjj")[0] == "住房和城乡建设局"


def test_units_that_cannot_receive_say_so_and_come_last(people: People) -> None:
    by = actor(people.administrator)
    add_unit(by=by, at=NOW, name="水务局机关工会", receives=False)
    add_unit(by=by, at=NOW, name="水务局")
    answer = browser_of(people.clerk).get(reverse("find_units"), {"q": "水务", "receives": "1"}).text
    assert answer.index('data-label="水务局"') < answer.index('data-label="水务局机关工会"')
    assert answer.count('aria-disabled="true"') == 1


def test_people_are_found_with_their_posts(people: People) -> None:
    answer = browser_of(people.clerk).get(reverse("find_people"), {"q": "lrx"}).text
    assert "林若溪" in answer
    assert "整改工作领导小组办公室" in answer


def test_holders_are_units_and_people_together(people: People) -> None:
    by = actor(people.administrator)
    add_unit(by=by, at=NOW, name="韩桥街道")
    assert labels(people.administrator, "find_holders", q="韩") == ["韩桥街道", "韩冰", "韩立诚"]


def test_nothing_of_another_area_is_found(people: People, outsider: Person) -> None:
    for name in ("find_units", "find_people", "find_holders"):
        assert labels(outsider, name, q="整改") == []
        assert browser_of(None).get(reverse(name), {"q": "整改"}).status_code == 302


def test_nothing_typed_finds_nothing(people: People) -> None:
    assert labels(people.clerk, "find_units", q=" ") == []
    assert labels(people.clerk, "find_people", q="") == []
