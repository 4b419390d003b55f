"""
An office's way through the documents of a round: lists out, a ledger out and in, results recorded, report and notice written,
the notice published and corrected. Everybody signs in and acts through the pages, as an office works.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import python_calamine
from playwright.sync_api import FilePayload, Locator, Page, expect
from pytest_django import Settings

from bihuan.accounts.models import Person
from bihuan.loop.clocks.days import local_day
from bihuan.loop.jobs.worker import work_off
from tests.browser.conftest import Browse
from tests.browser.walking import DONE, Walk, pdf, send
from tests.pages import board_stories, stories
from tests.pages.test_round_snapshots import old_board
from tests.people import SmallArea
from tests.rooms.loop.ledger_in.rooms import Cells, changed, set_cell

pytestmark = pytest.mark.browser

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BY_HAND = "本轮整改实行周调度、月通报，由主要负责同志逐项签批。"
NEW_WORD = "承办部门"
TELLS = "惠企政策兑现周期长"  # the finding of the round
COVERED = "兑现周期"


@dataclass
class Office:
    """A walk over one round: whose browsers, which cases, and the address of what was written."""

    walk: Walk
    small: SmallArea
    board: board_stories.Board
    places: dict[str, str] = field(default_factory=dict)

    def at(self, rest: str = "") -> str:
        return f"/rounds/{self.board.round.pack}/{self.board.round.number}/{rest}"

    def page(self, person: Person, address: str = "") -> Page:
        return self.walk.of(person, address)


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


@pytest.fixture
def board(transactional_db: None, small_area: SmallArea, monkeypatch: pytest.MonkeyPatch) -> board_stories.Board:
    return old_board(small_area, monkeypatch)


def test_a_round_goes_through_its_documents_to_the_public_and_a_correction(
    browse: Browse, small_area: SmallArea, board: board_stories.Board
) -> None:
    office = Office(Walk(browse), small_area, board)
    office_sets_and_takes_a_list(office)
    office_takes_one_workbook_for_each_unit(office)
    unit_fills_in_a_ledger_and_takes_it_back(office)
    discipline_records_what_came_of_it(office)
    office_freezes_a_month(office)
    office_writes_the_report_and_keeps_its_own_words(office)
    office_writes_the_notice(office)
    office_prepares_the_publication(office)
    group_decides_and_approves(office)
    office_publishes_and_files_the_proof(office)
    everybody_reads_it(office, browse)
    office_corrects_it(office, browse)


# ---------- lists ----------


def office_sets_and_takes_a_list(office: Office) -> None:
    who = office.small.people.office
    page = office.page(who, office.at())
    page.get_by_role("link", name="清单（可导出）").click()
    page.get_by_role("link", name="任务清单的名称和栏目", exact=True).click()
    page.fill("#id_name", "整改任务分解表")
    page.get_by_label("“责任单位”的本轮名称").fill(NEW_WORD)
    page.get_by_role("button", name="保存清单").click()
    expect(page.locator("h1")).to_contain_text("整改任务分解表")
    expect(page.locator("table.listing thead")).to_contain_text(NEW_WORD)
    then = past(5)
    page.fill("#id_asof", then)
    page.get_by_role("button", name="显示", exact=True).click()
    expect(page).to_have_url(re.compile(f"asof={then}"))
    expect(page.locator(".listing-asof")).to_contain_text(re.compile("截至"))
    assert told(page) == taken(page, "Excel")


# The rows of the table on the screen below its head, each whole: a cell that spans rows or columns stands in all of them.
GRID = """
table => {
  const rows = [];
  [...table.tHead.rows, ...table.tBodies[0].rows, ...(table.tFoot ? table.tFoot.rows : [])].forEach((row, at) => {
    let place = 0;
    rows[at] = rows[at] || [];
    for (const cell of row.cells) {
      while (rows[at][place] !== undefined) place += 1;
      for (let down = 0; down < cell.rowSpan; down += 1)
        for (let right = 0; right < cell.colSpan; right += 1)
          (rows[at + down] = rows[at + down] || [])[place + right] = cell.innerText.replace(/\\s+/g, "");
      place += cell.colSpan;
    }
  });
  return rows;
}
"""


def told(page: Page) -> list[list[str]]:
    """Return the list as the screen tells it."""
    rows: list[list[str]] = page.locator("table.listing").evaluate(GRID)
    return rows


def taken(page: Page, button: str) -> list[list[str]]:
    """Take the list as a workbook and return its head, rows and totals as a program reads them."""
    data = download(page, page.get_by_role("button", name=re.compile(f"{button}$")).first)
    sheet = python_calamine.load_workbook(BytesIO(data)).get_sheet_by_index(0)
    cells = [["" if cell is None else "".join(str(cell).split()) for cell in row] for row in sheet.to_python()]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in range(top, bottom + 1):
            cells[row][left : right + 1] = [cells[top][left]] * (right + 1 - left)
    return [row for row in cells if len(set(row)) > 1]  # a title, a date and a note stand over the whole width


def download(page: Page, button: Locator) -> bytes:
    with page.expect_download() as waiting:
        button.click()
    return Path(waiting.value.path()).read_bytes()


def past(days: int) -> str:
    return local_day(stories.clock() - timedelta(days=days)).isoformat()


def office_takes_one_workbook_for_each_unit(office: Office) -> None:
    """A task goes to the row of tasks; its page says that it waits, then offers the file."""
    page = office.page(office.small.people.office, office.at("lists/"))
    page.get_by_role("button", name="按单位分发").click()
    expect(page.locator("#job progress")).to_be_visible()
    assert work_off(now=stories.clock) == 1
    made = page.locator("#job .job__made a.btn-primary")
    expect(made).to_contain_text(".zip")
    assert download(page, made)[:2] == b"PK"
    page.goto("/jobs/")
    expect(page.locator(".jobs li")).to_have_count(1)


# ---------- a ledger out and in ----------


def unit_fills_in_a_ledger_and_takes_it_back(office: Office) -> None:
    working, review = office.board.working, office.board.review
    page = office.page(office.small.people.clerk, office.at("ledgers/"))
    template = download(page, page.get_by_role("button", name="下载进展填报模板"))
    rows: list[int] = []

    def fill(name: str, cells: Cells) -> None:
        if name == "整改措施":
            set_cell(cells, working.number, "进展情况", "兑付时限已压缩至五个工作日")
            rows.append(set_cell(cells, review.number, "经办人", "查无此人"))

    page.set_input_files("#id_ledger", a_workbook("填报.xlsx", changed(template, fill)))
    page.get_by_role("button", name="预览变化").click()
    fault = page.locator("table.faults tbody tr")
    expect(fault).to_have_count(1)
    expect(fault.locator("td").nth(1)).to_have_text(str(rows[0]))
    expect(fault).to_contain_text("没有名为“查无此人”的人员")
    assert download(page, page.get_by_role("link", name=re.compile("下载.*行")))[:2] == b"PK"
    page.get_by_role("button", name="写入无误的1行").click()
    expect(page.locator("main [role=status]")).to_contain_text("已写入1行")
    expect(office.page(office.small.people.office, stories.address(working))).to_have_title(re.compile(working.number))
    expect(office.page(office.small.people.office).locator("main")).to_contain_text("兑付时限已压缩至五个工作日")
    page.locator("details.undo > summary").click()
    page.get_by_role("button", name="整批撤销").click()
    expect(page.locator("main [role=status]")).to_contain_text("已撤销")
    page = office.page(office.small.people.office, stories.address(working))
    expect(page.locator("main .facts").first).not_to_contain_text("兑付时限已压缩")


def a_workbook(name: str, data: bytes) -> FilePayload:
    return FilePayload(name=name, mimeType=SPREADSHEET, buffer=data)


# ---------- what came of it ----------


def discipline_records_what_came_of_it(office: Office) -> None:
    who = office.small.people.discipline
    page = office.page(who, stories.address(office.board.finding))
    page.locator(".outcome", has_text="处理处分").get_by_role("link", name=re.compile("登记")).click()
    page.select_option("#id_kind", "party.warning")
    page.fill("#id_who", "梁某某")
    page.fill("#id_on", past(0))
    expect(send(page)).to_contain_text("已登记")
    expect(page.locator(".outcome", has_text="处理处分")).to_contain_text("梁某某")
    page = office.page(office.small.people.office, stories.address(office.board.finding))
    expect(page.locator(".outcome", has_text="处理处分")).to_contain_text("党纪处分·警告")
    expect(page.locator("main")).not_to_contain_text("梁某某")
    page.goto(office.at("outcomes/"))
    expect(page.get_by_role("row", name=re.compile("^警告"))).to_contain_text("1")
    page.fill("#id_asof", past(5))
    page.get_by_role("button", name="显示", exact=True).click()
    expect(page.get_by_role("row", name=re.compile("^警告"))).to_have_count(0)


def office_freezes_a_month(office: Office) -> None:
    page = office.page(office.small.people.office, office.at("snapshots/"))
    page.get_by_role("button", name="留存月末快照").click()
    expect(page.locator(DONE)).to_be_visible()
    frozen = page.locator("main table tbody th a").first
    day = frozen.inner_text()
    frozen.click()
    expect(page.locator("main")).to_contain_text(day)
    expect(page.locator("main .say--yes")).to_be_visible()


# ---------- documents ----------


def office_writes_the_report_and_keeps_its_own_words(office: Office) -> None:
    page = office.page(office.small.people.office, office.at("papers/"))
    page.get_by_role("link", name="起草整改进展情况报告").click()
    page.fill("#id_asof", past(5))
    page.fill("#id_ask-addressee", "市委巡察工作领导小组办公室")
    page.get_by_role("button", name="生成草稿").click()
    paper = page.locator("article.paper")
    expect(paper).to_contain_text(f"关于“{TELLS}”问题的整改")
    expect(paper).to_contain_text("整改措施5条，已完成1条")
    opened = page.locator(".part", has_text="健全交办")
    opened.hover()
    opened.get_by_role("link", name=re.compile("^修改")).click()
    page.get_by_label("本段内容").fill(BY_HAND)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".part.is-hand")).to_contain_text(BY_HAND)
    page.get_by_role("link", name="按新日期重写").click()
    page.fill("#id_asof", past(0))
    page.get_by_role("button", name="按新日期重写").click()
    expect(page.locator(DONE)).to_contain_text("手工内容均已保留")
    expect(paper).to_contain_text(BY_HAND)
    expect(paper).to_contain_text("整改措施5条，已完成0条")
    assert download(page, page.get_by_role("link", name="Word"))[:2] == b"PK"
    assert BY_HAND in download(page, page.get_by_role("link", name="纯文本")).decode()
    page.get_by_role("button", name="定稿").click()
    expect(page.locator(DONE)).to_contain_text("已定稿")
    expect(page.get_by_role("link", name=re.compile("^修改"))).to_have_count(0)


def office_writes_the_notice(office: Office) -> None:
    page = office.page(office.small.people.office, office.at("papers/"))
    page.get_by_role("link", name="起草整改情况通报（公开稿）").click()
    for name, typed in (
        ("telephone", "0512-00001170"),
        ("post_box", "云湖新区12号信箱"),
        ("email", "zg@yunhu.example"),
    ):
        page.fill(f"#id_ask-{name}", typed)
    page.get_by_role("button", name="生成草稿").click()
    page.get_by_role("button", name="定稿").click()
    expect(page.locator(DONE)).to_contain_text("已定稿")


# ---------- publication ----------


def office_prepares_the_publication(office: Office) -> None:
    page = office.page(office.small.people.office, office.at())
    page.get_by_role("link", name="公开", exact=True).click()
    page.get_by_role("button", name="送入公开流程").click()
    expect(page.locator(DONE)).to_be_visible()
    office.places["bench"] = page.url
    passage(page, TELLS).get_by_role("link", name="处理这一段").click()
    page.get_by_label("涂覆这些字").fill(COVERED)
    page.get_by_role("button", name="涂覆", exact=True).click()
    expect(passage(page, "惠企政策").locator("mark")).to_have_text("****")
    passage(page, "整改状态").get_by_role("link", name="处理这一段").click()
    page.select_option("#id_ground", "sensitive")
    page.fill("#id_explanation", "正在处置，公开后可能影响社会稳定。")
    page.get_by_role("button", name="申请不公开").click()
    expect(page.locator("main")).to_contain_text("待审定1项")
    expect(page.get_by_role("button", name="批准并固定文本")).to_have_count(0)


def passage(page: Page, words: str) -> Locator:
    return page.locator(".sheet p", has_text=words).first


def group_decides_and_approves(office: Office) -> None:
    page = office.page(office.small.people.group_leader, office.at())
    page.get_by_role("link", name="公开", exact=True).click()
    page.locator(".texts a").first.click()
    expect(page.get_by_role("button", name="批准并固定文本")).to_be_disabled()
    page.get_by_role("button", name="同意", exact=True).click()
    expect(page.locator(".sheet .is-out").first).to_contain_text("整改状态")
    expect(passage(page, "反馈问题整改落实情况")).to_contain_text("二、")
    page.get_by_role("button", name="批准并固定文本").click()
    expect(page.locator(DONE)).to_contain_text("已批准并固定")


def office_publishes_and_files_the_proof(office: Office) -> None:
    page = office.page(office.small.people.office, office.places["bench"])
    for channel, where in (("inner", "反馈会议原范围"), ("public", "云湖新区门户网站")):
        page.select_option("#id_channel", channel)
        page.fill("#id_where", where)
        if channel == "public":
            page.fill("#id_until", stories.later(30).isoformat())
        page.locator("form[action$='do/publish/'] button").click()
        expect(page.locator(DONE)).to_contain_text("已公开")
    for name in ("inner.pdf", "public.pdf"):
        page.locator("input[name=proof]").first.set_input_files(pdf(name))
        page.get_by_role("button", name="归档公开证明").first.click()
        expect(page.locator(DONE)).to_contain_text("已归入本轮档案")
        expect(page.locator(".bench__side")).to_contain_text(name)
    expect(page.locator(".way__step--done")).to_have_count(6)
    office.places["public"] = page.get_by_role("link", name="公众看到的页面").get_attribute("href") or ""


def everybody_reads_it(office: Office, browse: Browse) -> None:
    page = browse(None, office.places["public"])
    text = page.locator(".public__text")
    expect(text).to_contain_text("惠企政策****长")
    expect(text).not_to_contain_text(COVERED)
    expect(text).not_to_contain_text("整改状态")
    expect(page.locator(".seal-line")).to_contain_text(re.compile("(sm3|sha256):[0-9a-f]{64}"))
    office.places["digest"] = page.locator(".seal-line .code").inner_text()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".meta")).to_contain_text("Published on")
    expect(page.locator(".seal-line")).to_contain_text(office.places["digest"])
    page.get_by_role("link", name="All that is published").click()
    expect(page.locator(".texts li")).to_have_count(1)


def office_corrects_it(office: Office, browse: Browse) -> None:
    who, people = office.small.people.office, office.small.people
    page = office.page(who, office.at("disclosure/"))
    page.select_option("#id_replaces", "1")
    page.fill("#id_correction", "原文漏列一项措施。")
    page.get_by_role("button", name="送入公开流程").click()
    expect(page.locator("main")).to_contain_text("更正第1版")
    bench = page.url
    page = office.page(people.group_leader, bench)
    page.get_by_role("button", name="批准并固定文本").click()
    expect(page.locator(DONE)).to_be_visible()
    page = office.page(who, bench)
    page.select_option("#id_channel", "public")
    page.fill("#id_where", "云湖新区门户网站")
    page.locator("form[action$='do/publish/'] button").click()
    expect(page.locator(DONE)).to_contain_text("已公开")
    seen = browse(None, office.places["public"])
    expect(seen.locator(".say")).to_contain_text("原文漏列一项措施。")
    expect(seen.locator(".seal-line")).to_contain_text(office.places["digest"])
    seen.get_by_role("link", name="看更正后的文本").click()
    expect(seen.locator(".meta")).to_contain_text("更正第1版：原文漏列一项措施。")
