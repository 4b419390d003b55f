"""The pages of documents in a real browser: accessible and as narrow as the screen in both languages, by keyboard, without scripts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from bihuan.loop.clocks.days import local_day
from bihuan.loop.disclosure.actions import ask_omission, begin_disclosure, decide_omission, freeze
from bihuan.loop.disclosure.models import Disclosure
from bihuan.loop.disclosure.publishing import publish
from bihuan.loop.jobs.actions import start_job
from bihuan.loop.jobs.worker import work_off
from bihuan.loop.ledger_in.actions import bring_ledger
from bihuan.loop.ledger_in.template import cases_for, register_book
from bihuan.loop.outcomes.actions import record_outcome
from bihuan.loop.writing.actions import make_final, write_document
from bihuan.loop.writing.models import Writing
from bihuan.loop.writing.queries import parts_of
from tests.browser.accessibility import assert_accessible, assert_fits
from tests.browser.conftest import Browse
from tests.browser.walking import DONE, Walk
from tests.pages import board_stories, stories
from tests.people import SmallArea, actor
from tests.rooms.loop.ledger_in.rooms import Cells, changed, set_cell, workbook, written

pytestmark = pytest.mark.browser

GROUND = "sensitive"
NO_DAY = "月底前后"
ASKED = {"telephone": "0512-00001170", "post_box": "云湖新区12号信箱", "email": "zg@yunhu.example"}


@dataclass(frozen=True)
class Papers:
    """A round with everything that its pages of documents show."""

    board: board_stories.Board
    report: Writing
    open: Disclosure
    published: Disclosure
    ledgers: tuple[int, int]
    job: int

    def at(self, rest: str) -> str:
        return f"/rounds/{self.board.round.pack}/{self.board.round.number}/{rest}"

    @property
    def passage(self) -> str:
        """The anchor of a paragraph of the report."""
        return next(part.anchor for part in parts_of(self.report) if "健全交办" in part.passage.text)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where an office looks at all of it."""
        finding = stories.address(self.board.finding)
        round_pages = ("lists/", "lists/tasks/", "lists/tasks/set/", "ledgers/", "outcomes/", "papers/", "disclosure/")
        chosen = f"disclosure/{self.open.version}/?at={self.open.passages[-4]['anchor']}"
        more = ("papers/report/write/", "papers/report/words/", chosen, f"disclosure/{self.published.version}/")
        ledgers = tuple(f"ledgers/{one}/" for one in self.ledgers)
        report = f"/papers/{self.report.pk}/"
        return (
            *(self.at(rest) for rest in (*round_pages, *more, *ledgers)),
            report,
            f"{report}?part={self.passage}",
            f"{report}anew/",
            f"{finding}outcomes/recovery/",
            "/jobs/",
            f"/jobs/{self.job}/",
        )

    @property
    def public(self) -> tuple[str, ...]:
        """What everybody reads."""
        area = f"/public/{self.board.round.area.code}/"
        return area, f"{area}{self.published.token}/"


@pytest.fixture
def papers(transactional_db: None, small_area: SmallArea, tmp_path: Path, settings: Settings) -> Papers:
    settings.BIHUAN_HOME = tmp_path
    board, people = board_stories.board(small_area), small_area.people
    by, group, at, today = actor(people.office), actor(people.group_leader), stories.clock(), local_day(stories.clock())
    record_outcome(
        case=board.finding,
        sort="disposition",
        given={"group": "party", "kind": "warning", "who": "梁某某", "on": today},
        by=actor(people.discipline),
        at=at,
    )
    report = write_document(case=board.round, document="report", asof=today, asked={"addressee": "市委"}, by=by, at=at)
    notice = write_document(case=board.round, document="notice", asof=today, asked=ASKED, by=by, at=at)
    notice = make_final(writing=notice, version=notice.version, by=by, at=at)
    texts: list[Disclosure] = []
    for replaces in (None, True):
        texts.append(
            begin_disclosure(
                round_=board.round,
                title=notice.title,
                asof=today,
                passages=[part.passage.to_json() for part in parts_of(notice) if not part.gone],
                writing=notice.pk,
                replaces=texts[0] if replaces else None,
                correction="漏列一项措施" if replaces else "",
                by=by,
                at=at,
            )
        )
        anchor = texts[-1].passages[-4]["anchor"]
        omission = ask_omission(
            disclosure=texts[-1], anchors=[anchor], ground=GROUND, explanation="正在处置", by=by, at=at
        )
        if not replaces:
            decide_omission(disclosure=texts[0], omission_id=omission.pk, granted=True, answer="", by=group, at=at)
            texts[0] = freeze(disclosure=texts[0], by=group, at=at)
            publish(disclosure=texts[0], channel="public", where="门户网站", until=stories.later(30), by=by, at=at)
    return Papers(board, report, texts[1], texts[0], _ledgers(board, small_area), _job(board, small_area))


def _ledgers(board: board_stories.Board, small: SmallArea) -> tuple[int, int]:
    """A ledger whose columns are asked for, and one that was judged with a fault."""
    by, at = actor(small.people.office), stories.clock()

    def fill(name: str, cells: Cells) -> None:
        if name == "整改措施":
            set_cell(cells, board.draft.number, "具体内容", "逐件清点积压的申请")
            set_cell(cells, board.handed.number, "期限", NO_DAY)

    strange = workbook([["甲栏", "乙栏"], ["一", "二"]])
    register = written(register_book(board.round, cases_for(by, board.round, on=local_day(at)), at=at))
    ledgers = [
        bring_ledger(top=board.round, name=name, data=data, form="register", by=by, at=at)
        for name, data in (("来文.xlsx", strange), ("台账.xlsx", changed(register, fill)))
    ]
    return ledgers[0].pk, ledgers[1].pk


def _job(board: board_stories.Board, small: SmallArea) -> int:
    by, at = actor(small.people.office), stories.clock()
    return start_job(kind="snapshots", given={"round": board.round.pk}, by=by, at=at, title="留存月末快照").pk


def looked_at(page: Page, address: str) -> None:
    """Open a page: accessible as it is, and fitting on a desk, a phone and a very narrow phone."""
    page.goto(address)
    assert_accessible(page)
    for width in (1440, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert_fits(page)


@pytest.mark.parametrize(("language", "width"), [("zh", 1440), ("en", 390)])
def test_every_page_of_documents_is_accessible_and_fits(
    browse: Browse, small_area: SmallArea, papers: Papers, language: str, width: int
) -> None:
    page = browse(small_area.people.office, language=language, width=width)
    for address in papers.addresses:
        looked_at(page, address)
        page.set_viewport_size({"width": width, "height": 900})
    nobody = browse(None, language=language, width=width)
    for address in papers.public:
        looked_at(nobody, address)
        nobody.set_viewport_size({"width": width, "height": 900})


# ---------- by keyboard ----------


def test_a_list_is_scrolled_and_its_cases_are_reached_by_keyboard(
    browse: Browse, small_area: SmallArea, papers: Papers
) -> None:
    page = browse(small_area.people.office, papers.at("lists/tasks/"), width=1000, height=600)
    page.get_by_role("button", name=re.compile("导出Word")).focus()
    page.keyboard.press("Tab")
    table = page.locator(".listing-wrap")
    expect(table).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(table).not_to_have_js_property("scrollLeft", 0)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/cases/rectification/"))


def test_a_paragraph_is_changed_by_keyboard_and_the_reader_stays_at_it(
    browse: Browse, small_area: SmallArea, papers: Papers
) -> None:
    page = browse(small_area.people.office, f"/papers/{papers.report.pk}/")
    page.locator(".part", has_text="健全交办").get_by_role("link", name=re.compile("^修改")).focus()
    page.keyboard.press("Enter")
    words = page.get_by_label("本段内容")
    expect(words).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("每周调度一次。")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    changed = page.locator(".part.is-hand")
    expect(changed).to_contain_text("每周调度一次。")
    expect(changed).to_be_in_viewport()


def test_the_bench_is_worked_by_keyboard(browse: Browse, small_area: SmallArea, papers: Papers) -> None:
    page = browse(small_area.people.office, papers.at(f"disclosure/{papers.open.version}/"))
    sheet = page.locator(".sheet")
    sheet.focus()
    expect(sheet).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    words = page.get_by_label("涂覆这些字")
    words.focus()
    page.keyboard.type("市委")
    page.keyboard.press("Enter")
    expect(sheet.locator("mark").first).to_have_text("**")


# ---------- without scripts ----------


def test_lists_documents_and_publication_go_without_scripts(
    browse: Browse, small_area: SmallArea, papers: Papers
) -> None:
    walk, people = Walk(browse, javascript=False), small_area.people
    page = walk.of(people.office, papers.at("lists/tasks/set/"))
    page.fill("#id_name", "任务分解表")
    page.get_by_role("button", name="保存清单").click()
    with page.expect_download() as file:
        page.get_by_role("button", name=re.compile("导出Excel")).click()
    assert "任务分解表" in file.value.suggested_filename
    page.goto(f"/papers/{papers.report.pk}/?part={papers.passage}")
    page.get_by_label("本段内容").fill("每周调度一次。")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".part.is-hand")).to_contain_text("每周调度一次。")
    page.get_by_role("button", name="定稿").click()
    expect(page.locator(DONE)).to_contain_text("已定稿")
    bench = papers.at(f"disclosure/{papers.open.version}/")
    page = walk.of(people.group_leader, bench)
    page.get_by_role("button", name="同意", exact=True).click()
    page.get_by_role("button", name="批准并固定文本").click()
    expect(page.locator(DONE)).to_contain_text("已批准并固定")
    page = walk.of(people.office, bench)
    page.fill("#id_where", "公示栏")
    page.locator("form[action$='do/publish/'] button").click()
    expect(page.locator(DONE)).to_contain_text("已公开")


def test_a_ledger_is_taken_and_a_task_watched_without_scripts(
    browse: Browse, small_area: SmallArea, papers: Papers
) -> None:
    page = Walk(browse, javascript=False).of(small_area.people.office, papers.at(f"ledgers/{papers.ledgers[1]}/"))
    expect(page.locator("table.faults")).to_contain_text(NO_DAY)
    page.get_by_role("button", name="写入无误的1行").click()
    expect(page.locator("main [role=status]")).to_contain_text("已写入1行")
    page.goto(f"/jobs/{papers.job}/")
    expect(page.locator("#job progress")).to_be_visible()
    work_off(now=stories.clock)
    page.get_by_role("link", name="看最新进度").click()
    expect(page.locator("#job progress")).to_have_count(0)
