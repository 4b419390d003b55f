"""
The whole way of one finding, from the report that names it to its strike-off and the proof that nobody altered the trail.

Everybody signs in at the form and acts through the pages. The report is the real one of ../shared/reports where it lies
there, else the demo's own with the same figures.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import FilePayload, Page, expect
from pytest_django import Settings

from bihuan.accounts.models import Person
from bihuan.cli.demonstration.sample import SampleDates, report_text
from bihuan.loop.cases.models import Case
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.trail.append_only import allow_changes, forbid_changes
from bihuan.loop.trail.models import Event
from tests.browser.conftest import Browse
from tests.browser.walking import DONE, PICTURES, Walk, bring, choose, pdf, png, send, take_picture
from tests.pages import stories
from tests.people import SmallArea

pytestmark = pytest.mark.browser

SHARED = Path(__file__).resolve().parents[3] / "shared/reports"
FINDING = "23"  # the problem about bidding, in both reports, with three measures
MEASURES = 3
DATES = SampleDates(date(2026, 3, 2), date(2026, 5, 29), date(2026, 7, 24), date(2026, 11, 20))


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


def the_report() -> FilePayload:
    """Return the shared report; pictures for the manual always show the invented one."""
    found = [] if PICTURES else sorted(SHARED.glob("000_*.txt"))
    if not found:
        print("The shared report is not used here: the walk begins with the demo's own report.")
    data = found[0].read_bytes() if found else report_text(DATES)
    return FilePayload(name="整改进展情况通报.txt", mimeType="text/plain", buffer=data)


@dataclass(frozen=True, slots=True)
class Way:
    """One walk: its people, their browsers, and where the finding is once it exists."""

    walk: Walk
    small: SmallArea

    @property
    def finding(self) -> Case:
        return Case.objects.get(area=self.small.area, kind="finding", number__endswith=f"-{FINDING}")

    @property
    def address(self) -> str:
        return stories.address(self.finding)

    @property
    def measures(self) -> list[Case]:
        return list(Case.objects.filter(area=self.small.area, kind="measure", parent=self.finding).order_by("number"))

    def shows(self, person: Person, words: str) -> None:
        """Expect that the page of the finding says this to the person."""
        expect(self.walk.of(person, self.address).locator(".title")).to_contain_text(words)


def test_a_finding_goes_from_the_report_to_its_strike_off_and_the_trail_proves_it(
    browse: Browse, small_area: SmallArea
) -> None:
    release_packs(at=stories.clock())
    way = Way(Walk(browse), small_area)
    office_reads_the_report(way)
    office_confirms(way)
    office_hands_out(way)
    unit_receives_and_answers(way)
    unit_reports_measures_done_and_office_reviews_them(way)
    unit_asks_to_strike_off(way)
    office_returns_it_once(way)
    unit_repairs_and_reports_again(way)
    all_levels_pass(way)
    trail_holds_until_a_byte_is_flipped(way)


def office_reads_the_report(way: Way) -> None:
    page = way.walk.of(way.small.people.office, reverse("intake"))
    page.locator("main input[type=file]").set_input_files(the_report())
    page.locator("#drafts .draft-row a.btn").click()
    expect(page.locator("#draft-facts")).to_contain_text("33")
    assert not Case.objects.filter(area=way.small.area).exists(), "nothing is a case before somebody confirms it"
    find = page.locator(".draft-find").nth(int(FINDING) - 1)
    head = find.locator(".draft-line--head")
    version = head.locator("input[name=version]").input_value()
    head.locator("[data-combo] input:not([type=hidden])").press_sequentially("zjj")
    head.get_by_role("option", name="住房和城乡建设局", selected=True).wait_for()
    page.keyboard.press("Enter")
    expect(head.locator("[data-combo] input:not([type=hidden])")).to_have_value("住房和城乡建设局")
    expect(head.locator("input[name=version]")).not_to_have_value(version)
    expect(find.locator(".draft-line:not(.draft-line--finding):not(.draft-line--head)")).to_have_count(MEASURES)
    head.evaluate("line => line.scrollIntoView({block: 'center'})")
    take_picture(page, "intake")


def office_confirms(way: Way) -> None:
    page = way.walk.of(way.small.people.office)
    page.click("#draft-go")
    expect(page.locator("main")).to_contain_text("33")
    page.click("form.confirm button.btn-primary")
    expect(page.locator(DONE)).to_be_visible()
    expect(page.locator("main")).to_contain_text("72")
    area = way.small.area
    counts = {kind: Case.objects.filter(area=area, kind=kind).count() for kind in ("round", "finding", "measure")}
    assert counts == {"round": 1, "finding": 33, "measure": 72}


def office_hands_out(way: Way) -> None:
    office = way.small.people.office
    page = way.walk.act(office, way.address, "制定完成标准")
    expect(page.locator("textarea[name=points]").nth(MEASURES - 1)).not_to_have_value("")
    send(page)
    page = way.walk.act(office, way.address, "交办")
    expect(page.locator("#id_responsible")).to_have_value("住房和城乡建设局")
    choose(page, "lead", "fgj", "发展和改革局")
    page.select_option("#id_nature", "by_date")
    page.fill("#id_due", stories.later(60).isoformat())
    send(page)
    for measure in way.measures:
        page = way.walk.act(office, stories.address(measure), "交办")
        choose(page, "responsible", "住建", "住房和城乡建设局")
        page.select_option("#id_nature", "by_date")
        page.fill("#id_due", stories.later(45).isoformat())
        send(page)


def unit_receives_and_answers(way: Way) -> None:
    clerk = way.small.people.clerk
    page = way.walk.of(clerk, "/")
    expect(page.locator("main")).to_contain_text(way.finding.number)
    page = way.walk.act(clerk, way.address, "签收")
    choose(page, "handler", "邱小满", "邱小满")
    expect(send(page)).to_contain_text("整改中")
    for number in range(1, MEASURES + 1):
        page = way.walk.of(clerk, stories.address(way.finding, "case_point", point=number))
        page.fill("#id_answer", f"第{number}点已办结，印发稿和现场照片附后。")
        bring(page, f"point-{number}", png("现场照片.png") if number == 2 else pdf(f"第{number}点印发稿.pdf"))
        send(page)
    expect(page.locator("#point-2 .thumb")).to_contain_text("现场照片.png")


def unit_reports_measures_done_and_office_reviews_them(way: Way) -> None:
    people = way.small.people
    for measure in way.measures:
        address = stories.address(measure)
        send(way.walk.act(people.clerk, address, "签收"))
        page = way.walk.act(people.clerk, address, "报送完成")
        page.fill("#id_statement", "措施已落实，佐证材料附后。")
        bring(page, "evidence-proof", pdf("落实情况.pdf"))
        expect(send(page)).to_contain_text("审核中")
        page = way.walk.of(people.office, stories.address(measure, "case_sign"))
        signs(page, "pass")
        expect(page.locator(".title")).to_contain_text("已完成")


def unit_asks_to_strike_off(way: Way) -> None:
    people = way.small.people
    page = way.walk.of(people.clerk, way.address)
    expect(page.locator(".moves .btn").get_by_text("申请销号", exact=True)).to_have_count(0)
    page = way.walk.act(people.director, way.address, "申请销号")
    page.fill("#id_statement", "三项措施均已完成，完成标准逐点达到。")
    bring(page, "evidence-pledge", pdf("真实性承诺书.pdf", "Pledge"))
    bring(page, "evidence-second_signature", pdf("分管领导签字.pdf", "Signature"))
    expect(send(page)).to_contain_text("审核中")


def office_returns_it_once(way: Way) -> None:
    people = way.small.people
    page = way.walk.of(people.lead_director, stories.address(way.finding, "case_sign"))
    signs(page, "pass")
    page = way.walk.of(people.office, stories.address(way.finding, "case_sign"))
    take_picture(page, "review", 1250)
    signs(page, "return", opinion="第2点照片看不出现场位置，请补充。", returned=2)
    expect(page.locator(".title")).to_contain_text("退回补正")
    way.shows(people.clerk, "退回补正")
    page = way.walk.of(people.clerk)
    expect(page.locator("#point-2")).to_contain_text("退回")
    expect(page.locator("main")).to_contain_text("第2点照片看不出现场位置，请补充。")


def unit_repairs_and_reports_again(way: Way) -> None:
    people = way.small.people
    page = way.walk.of(people.clerk, stories.address(way.finding, "case_point", point=2))
    page.fill("#id_answer", "已补拍现场照片，标明位置。")
    bring(page, "point-2", png("现场照片（标明位置）.png", 120, 80))
    send(page)
    page = way.walk.act(people.director, way.address, "申请销号")
    page.fill("#id_statement", "第2点已补充佐证，申请销号。")
    expect(send(page)).to_contain_text("审核中")


def all_levels_pass(way: Way) -> None:
    people = way.small.people
    signers = (people.lead_director, people.office, people.organisation, people.discipline, people.group_leader)
    for person in signers:
        way.shows(person, "审核中")
        signs(way.walk.of(person, stories.address(way.finding, "case_sign")), "pass")
    for person in (people.group_leader, people.clerk, people.office):
        way.shows(person, "已销号")
    take_picture(way.walk.of(people.office), "struck-off", 1400)


def signs(page: Page, verdict: str, *, opinion: str = "", returned: int = 0) -> None:
    """Judge every point, tick every check and sign; `returned` is the number of the point that is not accepted."""
    for box in page.locator("input[name=checks]").all():
        box.check()
    for box in page.locator("article.point").all():
        number = (box.get_attribute("id") or "").removeprefix("point-")
        choice = "returned" if number == str(returned) else "met"
        if box.locator(f"input[value={choice}]").count():
            box.locator(f"input[value={choice}]").check()
    if opinion:
        page.fill("#id_opinion", opinion)
    page.click(f"button[name=verdict][value={verdict}]")
    expect(page.locator(DONE)).to_be_visible()


def trail_holds_until_a_byte_is_flipped(way: Way) -> None:
    sound = verify_trail(way.small)
    assert sound.returncode == 0, sound.stdout + sound.stderr
    assert "留痕完好" in sound.stdout
    event = Event.objects.filter(area=way.small.area, case_id=way.finding.pk, verb="signed").first()
    assert event is not None
    flip_a_byte(event)
    broken = verify_trail(way.small)
    print(sound.stdout + broken.stdout)
    assert broken.returncode == 1
    assert f"[{way.small.area.code}]" in broken.stdout
    assert way.finding.number in broken.stdout
    assert f"第 {event.seq} 条留痕" in broken.stdout


def verify_trail(small: SmallArea) -> subprocess.CompletedProcess[str]:
    """Run `bihuan trail verify` as its own program on the database of this test."""
    from django.conf import settings

    environment = {**os.environ, "DATABASE_URL": database_url(), "BIHUAN_HOME": str(settings.BIHUAN_HOME)}
    command = [sys.executable, "-m", "bihuan", "trail", "verify", "--area", small.area.code]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def database_url() -> str:
    known = {key: quote(str(connection.settings_dict[key]), safe="") for key in ("NAME", "USER", "PASSWORD", "PORT")}
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(str(connection.settings_dict['NAME']))}"
    port = f":{known['PORT']}" if known["PORT"] else ""
    host = quote(str(connection.settings_dict["HOST"]), safe="/")
    return f"postgres://{known['USER']}:{known['PASSWORD']}@localhost{port}/{known['NAME']}?host={host}"


def flip_a_byte(event: Event) -> None:
    """Turn one bit of one byte of the record, as somebody could who has all rights on the database."""
    at = event.record.index('"at":') + len('"at":"202')
    changed = event.record[:at] + chr(ord(event.record[at]) ^ 1) + event.record[at + 1 :]
    assert len(changed.encode()) == len(event.record.encode())
    allow_changes(connection)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE loop_event SET record = %s WHERE area_id = %s AND id = %s", [changed, event.area_id, event.pk]
        )
    forbid_changes(connection)


def test_a_unit_receives_answers_and_asks_to_strike_off_without_scripts(browse: Browse, small_area: SmallArea) -> None:
    case = stories.handed_out(small_area)
    walk, people = Walk(browse, javascript=False), small_area.people
    page = walk.act(people.clerk, stories.address(case), "签收")
    page.fill("#id_handler", people.clerk.name)
    expect(send(page)).to_contain_text("整改中")
    for number in (1, 2):
        page = walk.of(people.clerk, stories.address(case, "case_point", point=number))
        page.fill("#id_answer", "已办结，材料附后。")
        page.set_input_files(f"#id_point-{number}", pdf(f"第{number}点.pdf"))
        send(page)
        expect(page.locator(f"#point-{number}")).to_contain_text(f"第{number}点.pdf")
    page = walk.act(people.director, stories.address(case), "申请销号")
    page.fill("#id_statement", "两点均已达到。")
    for kind in ("pledge", "second_signature"):
        page.set_input_files(f"#id_evidence-{kind}", pdf(f"{kind}.pdf"))
    expect(send(page)).to_contain_text("审核中")
    assert Case.objects.get(area=small_area.area, pk=case.pk).state == "checking"
