"""Evidence: kept at once, served to who may see the case and to nobody else, withdrawn with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from bihuan.accounts.models import Person
from bihuan.loop.evidence.models import Evidence
from bihuan.loop.evidence.queries import evidence_of
from tests.pages import stories
from tests.pages.stories import address, drained, pdf, send
from tests.people import SmallArea, browser_of

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


def test_several_files_a_kind_and_a_statement_are_kept_with_one_form(small_area: SmallArea) -> None:
    case = stories.worked_on(small_area)
    typed = {
        "evidence-pledge": [pdf("甲.pdf"), pdf("乙.pdf")],
        "point-2": pdf("丙.pdf"),
        "evidence-": pdf("丁.pdf"),
        "title": "说明",
        "statement": "原件在档案室",
    }
    page = send(browser_of(small_area.people.clerk), address(case, "case_evidence"), **typed)
    for name in ("甲.pdf", "乙.pdf", "丙.pdf", "丁.pdf", "说明"):
        assert name in page
    kept = {(row.name, row.kind, row.point.number if row.point else None) for row in evidence_of(case)}
    assert ("乙.pdf", "pledge", None) in kept
    assert ("丙.pdf", "", 2) in kept


def test_a_file_sent_on_its_own_gets_one_sentence_when_it_is_refused(small_area: SmallArea) -> None:
    case = stories.worked_on(small_area)
    bad = {"evidence-pledge": SimpleUploadedFile("图.pdf", PNG)}
    clerk = browser_of(small_area.people.clerk)
    answer = clerk.post(address(case, "case_evidence"), bad, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert answer["Content-Type"].startswith("text/plain")
    assert "图.pdf" in answer.content.decode()
    assert not evidence_of(case)


def test_nothing_brought_is_a_sentence_and_not_an_error(small_area: SmallArea) -> None:
    case = stories.worked_on(small_area)
    answer = browser_of(small_area.people.clerk).post(address(case, "case_evidence"), {})
    assert answer.status_code == 422
    assert "请选择文件" in answer.content.decode()


def test_a_file_is_served_so_that_a_browser_runs_nothing_of_it(small_area: SmallArea) -> None:
    case = stories.answered(small_area)
    row = evidence_of(case)[0]
    leader = browser_of(small_area.people.leader)
    answer = leader.get(address(case, "case_evidence_file", evidence=row.pk))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert drained(answer).startswith(b"%PDF")
    inline = leader.get(address(case, "case_evidence_file", evidence=row.pk) + "?inline=1")
    assert inline["Content-Type"] == "application/pdf"
    assert inline["Content-Disposition"].startswith("inline;")
    assert "sandbox" in inline["Content-Security-Policy"]
    drained(inline)


def test_the_pages_of_a_pdf_are_shown_as_pictures(small_area: SmallArea) -> None:
    case, clerk = stories.worked_on(small_area), browser_of(small_area.people.clerk)
    written = typst.compile(b"#set page(width: 10cm, height: 12cm)\n= One\n#pagebreak()\n= Two", format="pdf")
    send(clerk, address(case, "case_evidence"), **{"evidence-": SimpleUploadedFile("两页.pdf", written)})
    row = evidence_of(case)[0]
    page = clerk.get(address(case, "case_evidence_one", evidence=row.pk)).content.decode()
    second = address(case, "case_evidence_page", evidence=row.pk, leaf=2)
    assert f'src="{second}"' in page
    answer = clerk.get(second)
    assert answer["Content-Type"] == "image/png"
    assert answer.content.startswith(PNG[:8])
    assert "sandbox" in answer["Content-Security-Policy"]
    assert clerk.get(address(case, "case_evidence_page", evidence=row.pk, leaf=3)).status_code == 404
    assert browser_of(small_area.people.stranger).get(second).status_code == 404


def test_a_damaged_pdf_is_fetched_and_not_shown(small_area: SmallArea) -> None:
    case = stories.answered(small_area)
    row, clerk = evidence_of(case)[0], browser_of(small_area.people.clerk)
    page = clerk.get(address(case, "case_evidence_one", evidence=row.pk)).content.decode()
    assert "请下载查看" in page
    assert clerk.get(address(case, "case_evidence_page", evidence=row.pk, leaf=1)).status_code == 404


def test_a_file_that_is_no_picture_and_no_pdf_is_never_shown_inline(small_area: SmallArea) -> None:
    case = stories.worked_on(small_area)
    clerk = browser_of(small_area.people.clerk)
    send(clerk, address(case, "case_evidence"), **{"evidence-": SimpleUploadedFile("页.txt", b"<script>1</script>")})
    row = evidence_of(case)[0]
    answer = clerk.get(address(case, "case_evidence_file", evidence=row.pk) + "?inline=1")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "application/octet-stream"
    drained(answer)


@pytest.mark.parametrize("name", ["case_evidence_one", "case_evidence_file"])
def test_evidence_is_seen_by_who_may_see_the_case_and_by_nobody_else(
    small_area: SmallArea, outsider: Person, name: str
) -> None:
    case = stories.answered(small_area)
    url = address(case, name, evidence=evidence_of(case)[0].pk)
    everyone = small_area.people.all()
    for who in ("office", "clerk", "station_clerk", "lead_clerk", "leader", "observer"):
        answer = browser_of(everyone[who]).get(url)
        drained(answer)
        # A station of the bureau takes part only where it is named itself.
        assert (who, answer.status_code) == (who, 200 if who != "station_clerk" else 404)
    for person in (small_area.people.stranger, small_area.people.postless, outsider):
        assert browser_of(person).get(url).status_code == 404


def test_a_file_is_not_reached_through_the_number_of_another_case(small_area: SmallArea) -> None:
    case = stories.answered(small_area)
    row = evidence_of(case)[0]
    office = browser_of(small_area.people.office)
    send(office, address(case, "case_open", kind="measure"), subject="一条措施")
    url = address(case, "case_evidence_file", evidence=row.pk).replace(case.number, f"{case.number}-01")
    assert office.get(url).status_code == 404


def test_evidence_is_withdrawn_with_a_reason_and_stays_in_the_record(small_area: SmallArea) -> None:
    case = stories.answered(small_area)
    row = evidence_of(case)[0]
    url = address(case, "case_evidence_one", evidence=row.pk)
    clerk = browser_of(small_area.people.clerk)
    refused = clerk.post(url, {"reason": " "})
    assert refused.status_code == 422
    assert "请写明理由" in refused.content.decode()
    send(clerk, url, reason="传错了文件")
    assert Evidence.objects.get(area=case.area, pk=row.pk).withdrawn_at is not None
    again = clerk.get(url).content.decode()
    assert "撤回" in again
    assert "传错了文件" in clerk.get(address(case)).content.decode()


def test_material_is_locked_while_the_case_is_reviewed(small_area: SmallArea) -> None:
    case = stories.reviewed(small_area)
    clerk = browser_of(small_area.people.clerk)
    assert "审核期间材料锁定" in clerk.get(address(case, "case_evidence")).content.decode()
    answer = clerk.post(address(case, "case_evidence"), {"evidence-": pdf("晚.pdf")})
    assert answer.status_code == 409
