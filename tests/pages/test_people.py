"""The pages of people: found as one types, entered, given posts, stopped."""

from __future__ import annotations

import re

from django.urls import reverse

from bihuan.accounts.actions import add_person
from bihuan.accounts.models import Person, Post
from tests.people import NOW, PASSWORD, People, Units, actor, browser_of


def test_people_are_found_by_name_pinyin_and_unit(people: People) -> None:
    browser = browser_of(people.administrator)
    for typed in ("叶知秋", "yzq", "ye.zhi", "档案馆"):
        page = browser.get(reverse("people"), {"q": typed}).text
        assert re.findall(r'<a href="/people/\d+/">([^<]+)</a>', page) == ["叶知秋"]


def test_many_people_are_shown_in_pages(people: People) -> None:
    by = actor(people.administrator)
    for number in range(60):
        add_person(by=by, at=NOW, name=f"人员{number}", username=f"p{number:03d}")
    browser = browser_of(people.administrator)
    first = browser.get(reverse("people")).text
    more = re.search(r'href="(/people/\?[^"]+)" rel="next"', first)
    assert more
    second = browser.get(more[1].replace("&amp;", "&")).text
    listed = [re.findall(r'<a href="/people/(\d+)/">', page) for page in (first, second)]
    assert len(listed[0]) == 50
    assert not set(listed[0]) & set(listed[1])
    assert len(listed[0] + listed[1]) == Person.objects.filter(area_id=by.area_id).count()


def test_a_new_person_signs_in_with_the_password_shown_once(people: People) -> None:
    browser = browser_of(people.administrator)
    page = browser.post(reverse("person_new"), {"name": "温和", "username": "wen.he"}).text
    found = re.search(r'class="once">([^<]+)<', page)
    assert found
    person = Person.objects.get(username="wen.he")
    assert person.check_password(found[1])
    assert found[1] not in browser.get(reverse("person", args=[person.pk])).text
    theirs = browser_of(None)
    assert theirs.post(reverse("account_login"), {"login": "wen.he", "password": found[1]}).status_code == 302
    # Before anything else they choose their own.
    assert theirs.get(reverse("me")).url == reverse("account_change_password")  # type: ignore[attr-defined]
    new = "rain-on-the-lake-9"
    form = {"old": found[1], "new": new, "again": new}
    assert theirs.post(reverse("account_change_password"), form).status_code == 302
    assert theirs.get(reverse("me")).status_code == 200


def test_a_post_is_given_and_ended_on_the_page(people: People, units: Units) -> None:
    browser = browser_of(people.administrator)
    form = {"unit": str(units.archive.pk), "role": "head", "title": "馆长", "from_on": "2026-01-01"}
    browser.post(reverse("person_post", args=[people.postless.pk]), form)
    post = Post.objects.get(person=people.postless)
    assert (post.unit, post.role, post.title) == (units.archive, "head", "馆长")
    browser.post(reverse("person_post_end", args=[people.postless.pk, post.pk]), {"on": "2026-03-31"})
    post.refresh_from_db()
    assert str(post.to_on) == "2026-03-31"


def test_the_roles_are_described_to_whoever_grants_them(people: People) -> None:
    page = browser_of(people.administrator).get(reverse("person", args=[people.postless.pk])).text
    assert "可查看全区所有事项" in page


def test_a_refused_post_keeps_what_was_typed(people: People) -> None:
    form = {"unit_text": "没有这个单位", "role": "head", "title": "馆长", "from_on": "2026-01-01"}
    answer = browser_of(people.administrator).post(reverse("person_post", args=[people.postless.pk]), form)
    assert answer.status_code == 400
    assert all(text in answer.text for text in ("没有这个单位", "馆长"))


def test_the_last_administrator_is_told_why_the_post_stays(people: People) -> None:
    post = Post.objects.get(person=people.administrator)
    url = reverse("person_post_end", args=[people.administrator.pk, post.pk])
    answer = browser_of(people.administrator).post(url, {"on": "2026-12-31"})
    assert answer.status_code == 400
    assert Post.objects.get(pk=post.pk).to_on is None


def test_whoever_leaves_is_signed_out_at_once(people: People) -> None:
    theirs = browser_of(people.clerk)
    assert theirs.get(reverse("me")).status_code == 200
    browser_of(people.administrator).post(reverse("person_leave", args=[people.clerk.pk]))
    assert theirs.get(reverse("me")).status_code == 302
    browser_of(people.administrator).post(reverse("person_return", args=[people.clerk.pk]))
    assert Person.objects.get(pk=people.clerk.pk).is_active


def test_a_new_password_ends_the_open_session(people: People) -> None:
    theirs = browser_of(people.clerk)
    page = browser_of(people.administrator).post(reverse("person_password", args=[people.clerk.pk])).text
    found = re.search(r'class="once">([^<]+)<', page)
    assert found
    assert theirs.get(reverse("me")).status_code == 302
    assert not Person.objects.get(pk=people.clerk.pk).check_password(PASSWORD)


def test_everybody_has_a_page_about_oneself(people: People) -> None:
    for person in people.all().values():
        page = browser_of(person).get(reverse("me"))
        assert page.status_code == 200
        assert person.username in page.text
