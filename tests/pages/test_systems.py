"""The page of all systems and the board of one: what they count is what the ledger shows, and everybody sees what is theirs."""

from __future__ import annotations

import html
import io
import re
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.packs.actions import switch_pack
from bihuan.packspec.load import load_folder
from bihuan.web.places import figure_url
from tests.pages import enterprise_stories, stories
from tests.pages.stories import clock, today
from tests.people import NOW, PACK, SmallArea, actor, browser_of

SYSTEM, LIST = reverse("system", args=[PACK]), reverse("system_list", args=[PACK, "problems"])
FILE = reverse("system_list_file", args=[PACK, "problems"])
OURS, THEIRS = "惠企政策兑现周期长", "重点项目储备不足"


@pytest.fixture
def findings(small_area: SmallArea) -> tuple[Case, Case]:
    """One finding that 住建局 works on, and one that waits for 发改局."""
    ours, by = stories.worked_on(small_area), actor(small_area.people.office)
    top = Case.objects.get(area_id=ours.area_id, pk=ours.parent_id or 0)
    theirs = open_case(
        pack=PACK, kind="finding", parent=top, subject=THEIRS, standard=["建成项目库"], by=by, at=stories.clock()
    )
    handed = {"responsible": small_area.units.planning, "nature": "by_date", "due": stories.later(60)}
    return ours, move_case(case=theirs, move="hand_out", given=handed, by=by, at=stories.clock())


def counted(page: str) -> dict[str, int]:
    """Return the numbers of the board by the address of the ledger that they lead to."""
    part = page.partition('aria-labelledby="s-kinds"')[2].partition("</section>")[0]
    found = re.findall(r'href="([^"]+)">[^<]+<span class="num strong">(\d+)</span>', part)
    return {html.unescape(url): int(n) for url, n in found}


def cases_on(page: str) -> set[str]:
    main = page.partition("<main")[2]
    return set(re.findall(rf'href="/cases/{PACK}/([\w-]+)/"', main))


def live_of(browser: Client) -> int:
    """Return how many cases of the pack run, as the page of all systems says; 0 where it lists the pack without cases."""
    page = browser.get(reverse("systems")).text
    row = re.search(rf'<tr>\s*<th scope="row"><a href="{SYSTEM}">.*?</tr>', page, re.S)
    return int(re.findall(r'<td class="n">(\d+)</td>', row[0])[-1]) if row is not None else 0


@pytest.mark.parametrize("who", ["office", "clerk", "leader"])
def test_every_number_of_the_board_is_what_the_ledger_shows_there(
    who: str, findings: tuple[Case, Case], small_area: SmallArea
) -> None:
    browser = browser_of(getattr(small_area.people, who))
    numbers = counted(browser.get(SYSTEM).text)
    assert numbers
    for url, number in numbers.items():
        assert len(cases_on(browser.get(url).text)) == number, url


@pytest.mark.parametrize("who", ["office", "clerk", "leader", "stranger"])
def test_the_page_of_all_systems_counts_what_its_board_counts(
    who: str, findings: tuple[Case, Case], small_area: SmallArea
) -> None:
    browser = browser_of(getattr(small_area.people, who))
    assert live_of(browser) == sum(counted(browser.get(SYSTEM).text).values())


def test_a_figure_leads_to_the_ledger_only_where_the_ledger_shows_as_many_rows() -> None:
    packs = load_folder()
    assert figure_url(packs["hazards"], packs["hazards"].figures["cleared"]).startswith(reverse("ledger"))
    coloured = packs["member-warning"].figures["silent"]  # by a colour of its ladder
    walled = next(one for one in packs["clues"].figures.values() if one.operator == "count" and one.of == ("clue",))
    for pack, figure in (("member-warning", coloured), ("clues", walled)):
        assert figure_url(packs[pack], figure) == reverse("figure_rows", args=[pack, figure.id])


def test_a_number_of_the_running_period_leads_to_the_rows_of_that_period(
    findings: tuple[Case, Case], small_area: SmallArea
) -> None:
    page = browser_of(small_area.people.office).get(SYSTEM).text
    assert re.search(rf'<dd><a href="/figures/{PACK}/\w+/\?first={today().year}-\d\d-01"', page)


def test_a_system_without_cases_is_offered_below_and_has_its_board(
    findings: tuple[Case, Case], small_area: SmallArea
) -> None:
    browser = browser_of(small_area.people.office)
    unused = browser.get(reverse("systems")).text.partition('id="unused"')[2]
    offered = re.findall(r'<a class="chip" href="([^"]+)">', unused)
    assert reverse("system", args=["meetings"]) in offered
    assert SYSTEM not in offered
    for url in offered:
        page = browser.get(url)
        assert page.status_code == 200
        assert "没有超期和临期事项" in page.text


def test_who_sees_the_area_sees_all_and_others_what_is_theirs(
    findings: tuple[Case, Case], small_area: SmallArea
) -> None:
    people = small_area.people
    seen = {
        who: {subject for subject in (OURS, THEIRS) if subject in browser_of(getattr(people, who)).get(LIST).text}
        for who in ("office", "leader", "clerk", "lead_clerk", "stranger")
    }
    # 发改局 leads the finding of 住建局
    both = {OURS, THEIRS}
    assert seen == {"office": both, "leader": both, "clerk": {OURS}, "lead_clerk": both, "stranger": set()}


def test_somebody_who_sees_a_part_is_told_so(findings: tuple[Case, Case], small_area: SmallArea) -> None:
    partly = browser_of(small_area.people.clerk).get(SYSTEM).text
    whole = browser_of(small_area.people.leader).get(SYSTEM).text
    assert "以下为您参与事项的数据" in partly
    assert "以下为您参与事项的数据" not in whole


@pytest.mark.parametrize(("who", "subjects"), [("leader", {OURS, THEIRS}), ("clerk", {OURS}), ("stranger", set())])
def test_the_file_of_a_list_says_what_the_page_says(
    who: str, subjects: set[str], findings: tuple[Case, Case], small_area: SmallArea
) -> None:
    answer = browser_of(getattr(small_area.people, who)).post(FILE, {"form": "xlsx"})
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        said = "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    assert {subject for subject in (OURS, THEIRS) if subject in said} == subjects


@pytest.mark.parametrize(
    ("language", "budget"), [("zh-hans", "206.5万元"), ("en", "2,065,000 yuan")], ids=["Chinese", "English"]
)
def test_a_board_says_every_amount_in_one_unit(small_area: SmallArea, language: str, budget: str) -> None:
    enterprise_stories.open_portal(small_area, clock())
    enterprise_stories.policy(small_area, clock(), "技术改造奖补", budget=2_000_000, each_at_most=300_000)
    enterprise_stories.policy(small_area, clock(), "稳岗补助", budget=65_000, each_at_most=2_500)
    browser = browser_of(small_area.people.office)
    browser.cookies["django_language"] = language
    page = browser.get(reverse("system", args=["policy-money"])).content.decode()
    # The budget of the open policies is counted in 万元, that of all and what is left of it in 元.
    assert page.count(budget) == 3


def test_a_board_names_every_list_and_document_of_its_pack(findings: tuple[Case, Case], small_area: SmallArea) -> None:
    browser = browser_of(small_area.people.office)
    page = browser.get(SYSTEM).text
    lists = set(re.findall(rf'href="({SYSTEM}lists/\w+/)"', page))
    assert LIST in lists
    assert all(browser.get(url).status_code == 200 for url in lists)
    assert "整改进展情况报告" in page


def test_a_pack_that_is_off_is_gone_and_comes_back(findings: tuple[Case, Case], small_area: SmallArea) -> None:
    browser, by = browser_of(small_area.people.office), actor(small_area.people.administrator)
    switch_pack(pack=PACK, on=False, by=by, at=NOW)
    assert SYSTEM not in browser.get(reverse("systems")).text
    assert [browser.get(url).status_code for url in (SYSTEM, LIST)] == [404, 404]
    assert browser.post(FILE, {"form": "xlsx"}).status_code == 404
    switch_pack(pack=PACK, on=True, by=by, at=NOW)
    assert live_of(browser) == 3


def test_what_is_not_there_is_not_found(findings: tuple[Case, Case], small_area: SmallArea) -> None:
    browser = browser_of(small_area.people.office)
    for url in (reverse("system", args=["nothing"]), reverse("system_list", args=[PACK, "nothing"])):
        assert browser.get(url).status_code == 404
    assert browser.post(reverse("system_list_file", args=[PACK, "nothing"]), {"form": "xlsx"}).status_code == 404
