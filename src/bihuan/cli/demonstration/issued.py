"""What was written and published in the demonstration: documents, a letter, frozen month ends, a public notice with its proof."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

from bihuan.cli.demonstration.cast import Cast
from bihuan.cli.demonstration.days import LAST, Days, chance
from bihuan.cli.demonstration.papers import paper
from bihuan.loop.asof.jobs import freeze as freeze_months
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.disclosure.actions import begin_disclosure, freeze
from bihuan.loop.disclosure.models import Disclosure
from bihuan.loop.disclosure.publishing import file_proof, publish
from bihuan.loop.evidence.actions import NewEvidence
from bihuan.loop.letters.actions import issue_letter
from bihuan.loop.writing.actions import make_final, write_document
from bihuan.loop.writing.models import Writing
from bihuan.loop.writing.queries import parts_of

PUBLISHED = date(2026, 11, 13)
NOTICE = {
    "telephone": "0999-2026724",
    "post_box": "云湖新区管理委员会整改办",
    "email": "zgb@yunhu.example",
}
WHERE = {"inner": "原反馈会议范围", "public": "云湖新区门户网站、党务公开栏"}
REPORTED_TO = "省委巡视工作领导小组办公室"


def write_papers(cast: Cast, days: Days, round_: Case) -> None:
    """Freeze the month ends, write the documents of the round, and publish its notice."""
    office, at = cast.actor("lin.ruoxi"), days.at(LAST, 16 * 60)
    round_ = Case.objects.select_related("area").get(area_id=cast.area.pk, pk=round_.pk)
    freeze_months(round_=round_, day="", by=office, at=at, url="")
    _publish(cast, days, round_)
    asked = {"addressee": REPORTED_TO}
    write_document(case=round_, document="report", asof=days.day(LAST), asked=asked, by=office, at=at)
    _remind(cast, days, round_)


def _remind(cast: Cast, days: Days, round_: Case) -> None:
    """Write a reminder for the longest overdue measure."""
    rows = Case.objects.filter(area_id=cast.area.pk, root=round_, kind="measure", category=Category.OPEN)
    late = rows.select_related("area").order_by("urgency", "id").first()
    if late is None:
        return
    by, at = cast.actor("lin.ruoxi"), days.at(LAST, 16 * 60 + 20)
    issue_letter(case=late, letter="reminder", by=by, at=at)


def _publish(cast: Cast, days: Days, round_: Case) -> None:
    office, group = cast.actor("lin.ruoxi"), cast.actor("lu.huaiyuan")
    at = days.at(PUBLISHED, 10 * 60)
    asof = days.day(PUBLISHED - timedelta(days=1))  # told from the trail: the rows already know what happened since
    made = write_document(case=round_, document="notice", asof=asof, asked=NOTICE, by=office, at=at)
    final = make_final(writing=made, version=made.version, by=office, at=at)
    disclosure = freeze(disclosure=_begun(cast, round_, final, days), by=group, at=days.at(PUBLISHED, 15 * 60))
    for channel, where in WHERE.items():
        day = days.at(PUBLISHED, 16 * 60)
        until = days.day(date(2026, 12, 11)) if channel == "public" else None
        row = publish(disclosure=disclosure, channel=channel, where=where, until=until, by=office, at=day)
        name = f"公开截图-{channel}.png"
        picture = paper(name, ["整改情况已公开", where], chance(7))
        file_proof(publication=row, proof=NewEvidence(name, stream=BytesIO(picture)), by=office, at=day)


def _begun(cast: Cast, round_: Case, final: Writing, days: Days) -> Disclosure:
    return begin_disclosure(
        round_=round_,
        title=final.title,
        asof=final.asof,
        passages=[part.passage.to_json() for part in parts_of(final) if not part.gone],
        writing=final.pk,
        by=cast.actor("lin.ruoxi"),
        at=days.at(PUBLISHED, 10 * 60 + 30),
    )
