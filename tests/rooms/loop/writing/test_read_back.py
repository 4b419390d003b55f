"""What is written from the rows is read back by our own reader as the same problems, measures and totals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.documents.draft import Draft, DraftFinding
from bihuan.documents.files import read_file
from bihuan.documents.layout.docx import write_docx
from bihuan.documents.layout.html import write_html
from bihuan.documents.layout.paper import Paper
from bihuan.documents.layout.pdf import NoChineseFont, write_pdf
from bihuan.documents.layout.txt import write_txt
from bihuan.documents.reading import read_draft
from bihuan.loop.outcomes.queries import OutcomeTotals, People
from bihuan.loop.writing.checking import remarks_on
from bihuan.loop.writing.composing import compose
from bihuan.loop.writing.ledger import ledger_facts
from bihuan.loop.writing.paper import paper_of, source_of
from bihuan.loop.writing.passages import fresh
from bihuan.loop.writing.words import sentence, within_marks
from tests.rooms.loop.writing.rounds import ASOF, F, M, rows_with, shipped

ASKED = {
    "addressee": "市委巡察工作领导小组",
    "telephone": "0571-00000000",
    "post_box": "云湖新区A座",
    "email": "zgb@example.cn",
}

# Words as clerks write them, with everything that could be taken for structure.
SUBJECTS = st.lists(
    st.sampled_from(
        [
            "惠企政策兑现周期长", "党的创新理论学习不深入", "“一岗双责”落实有差距", "未按规定公开2项工程信息", "以会议落实会议",
            "一是学习不够、二是研究不够", "3个项目进度滞后", "监管缺位；检查流于形式", "违规列支费用7.132万元", "‘三重一大’事项未集体研究",
            "整改不到位", "（一）号楼长期闲置", "工地扬尘治理不力，群众反映强烈", "政策兑现率仅58.46%", "2024年以来未开展督查",
            "关于印章管理的制度缺失", "审批时限超过20个工作日", "工作推进缓慢等方面存在不足",
        ]
    ),
    min_size=1, max_size=2, unique=True,
).map("，".join)  # fmt: skip
ASPECTS = st.sampled_from(["", "党的建设方面", "履职尽责方面", "在“关键少数”方面", "作风建设", "廉洁自律方面"])
DEEDS = st.sampled_from(
    [
        "印发《云湖新区惠企政策兑付管理办法》", "开展专题学习研讨6次", "对132笔积压申请逐笔核查，已全部兑付", "建立联席会议制度",
        "开展“回头看”，复查工地12处", "完善台账；落实专人；每月通报", "修订制度3项，其中新制定1项", "给予2人诫勉，批评教育3人",
        "追缴资金7.132万元", "组织培训4场次、参训210人次", "按照“谁主管、谁负责”原则压实责任", "整改完成率达到100%",
        "召开第12次专题会议研究部署，明确任务分工", "将整改情况纳入2026年度考核",
    ]
)  # fmt: skip
STATEMENTS = st.sampled_from(
    [
        "",
        "两点都已达到。",
        "已完成全部兑付，惠及企业132家",
        "正在推进，预计12月底前完成",
        "经复查，8处已达标；4处限期整改。",
    ]
)
CATEGORIES = st.sampled_from(["open", "review", "closed"])
MEASURES = st.lists(
    st.builds(M, subject=DEEDS, content=st.one_of(st.just(""), DEEDS), statement=STATEMENTS, category=CATEGORIES),
    min_size=1, max_size=4,
)  # fmt: skip
FINDINGS = st.lists(
    st.builds(
        F, subject=SUBJECTS, aspect=ASPECTS, measures=MEASURES, statement=STATEMENTS, category=CATEGORIES,
        nature=st.sampled_from(["at_once", "by_date", "standing"]),
    ),
    min_size=1, max_size=6,
)  # fmt: skip


def paper_for(findings: Sequence[F], document: str, outcomes: OutcomeTotals | None = None) -> Paper:
    rows = rows_with(findings, document, outcomes=outcomes, asked=ASKED)
    return paper_of(fresh(compose(rows)), layout=shipped().documents[document].layout)


def read(paper: Paper) -> Draft:
    return read_draft(source_of(paper)[0])


def expected(findings: Sequence[F]) -> list[F]:
    """The findings in the order of the document: gathered by aspect, in the order in which the aspects first occur, those without at the end."""
    aspects = list(dict.fromkeys(found.aspect for found in findings))
    order = [*(one for one in aspects if one), *([""] if "" in aspects else [])]
    return [found for aspect in order for found in findings if found.aspect == aspect]


def written_measure(measure: M) -> str:
    subject, content = measure.subject, measure.content
    whole = content if content.startswith(subject) else f"{subject}。{content}" if content else subject
    return sentence(f"{sentence(whole)}{measure.statement}")


def measures_read(found: DraftFinding) -> list[str]:
    return [measure.text for measure in found.measures]


@pytest.mark.parametrize("document", ["report", "notice"])
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(findings=FINDINGS)
def test_a_report_reads_back_as_the_same_problems_and_measures(document: str, findings: list[F]) -> None:
    draft = read(paper_for(findings, document))
    told = expected(findings)
    assert draft.genre == "report"
    assert [found.title for found in draft.findings] == [within_marks(found.subject) for found in told]
    assert [measures_read(found) for found in draft.findings] == [
        [written_measure(measure) for measure in found.measures] for found in told
    ]
    done = {"closed": "已完成"}
    assert all(
        found.status is not None and found.status.startswith(done.get(wanted.category, "正在整改"))
        for found, wanted in zip(draft.findings, told, strict=True)
    )


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(findings=FINDINGS)
def test_a_plan_reads_back_as_the_same_problems_and_measures(findings: list[F]) -> None:
    draft = read(paper_for(findings, "plan"))
    told = expected(findings)
    assert draft.genre == "plan"
    assert [found.title for found in draft.findings] == [within_marks(found.subject) for found in told]
    for found, wanted in zip(draft.findings, told, strict=True):
        assert len(found.measures) == len(wanted.measures)
        for measure, written in zip(found.measures, wanted.measures, strict=True):
            assert measure.text.startswith(written_measure(M(written.subject, written.content)))


INSTANCES = st.lists(
    st.builds(F, subject=SUBJECTS, measures=MEASURES, statement=STATEMENTS, category=CATEGORIES), min_size=1, max_size=3
)


@pytest.mark.parametrize("document", ["report", "plan"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(first=FINDINGS, measures=MEASURES, instances=INSTANCES)
def test_cases_in_point_read_back_below_their_problem(
    document: str, first: list[F], measures: list[M], instances: list[F]
) -> None:
    findings = [*first, F("工作落实不力", "作风建设", measures, instances=instances)]
    told = expected(findings)
    draft = read(paper_for(findings, document))
    assert [found.title for found in draft.findings] == [within_marks(found.subject) for found in told]
    read_below = draft.findings[[found.subject for found in told].index("工作落实不力")]
    assert len(read_below.measures) == len(measures)
    assert [item.title for item in read_below.items] == [within_marks(instance.subject) for instance in instances]
    assert [len(item.measures) for item in read_below.items] == [len(instance.measures) for instance in instances]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(findings=FINDINGS)
def test_the_totals_of_a_report_read_back_as_the_figures(findings: list[F]) -> None:
    draft = read(paper_for(findings, "report"))
    totals: dict[str, set[Decimal | None]] = {}
    for total in draft.totals:
        totals.setdefault(total.name, set()).add(total.value)
    measures = [measure for found in findings for measure in found.measures]
    assert totals["问题"] == {Decimal(len(findings))}
    assert totals["整改措施"] == {Decimal(len(measures))}
    assert totals["已完成整改并销号"] == {Decimal(sum(found.category == "closed" for found in findings))}


def test_the_outcomes_of_a_report_read_back_as_totals() -> None:
    outcomes = OutcomeTotals(
        ASOF,
        dispositions={"party": {"warning": People(2, 2)}, "first_form": {"admonition": People(3, 3)}},
        by_class={"party": People(2, 2), "first_form": People(3, 3)},
        people=People(5, 5),
        recoveries={"collected": Decimal("71320.00")},
        money=Decimal("71320.00"),
        instruments={"made": 2, "revised": 1},
        rules=3,
    )
    draft = read(paper_for([F("整改不到位", measures=[M("压实责任")])], "report", outcomes))
    totals = {total.name: (total.value, total.unit) for total in draft.totals}
    assert (Decimal("7.132"), "万元") in totals.values()
    assert (Decimal(5), "人") in totals.values()
    assert (Decimal(3), "项") in totals.values()


def test_everybody_dealt_with_is_held_against_all_of_them_and_not_against_a_class() -> None:
    outcomes = OutcomeTotals(
        ASOF,
        dispositions={"party": {"warning": People(2, 2)}, "administrative": {"demerit": People(1, 1)}},
        by_class={"party": People(2, 2), "administrative": People(1, 1)},
        people=People(2, 3),
    )
    findings = [F("整改不到位", measures=[M("压实责任")])]
    rows = rows_with(findings, "report", outcomes=outcomes, asked=ASKED)
    parts = fresh(compose(rows))
    assert remarks_on(parts, layout="report", ledger=ledger_facts(rows)) == []
    wrong = [
        replace(part, passage=replace(part.passage, text=part.passage.text.replace("处理2人", "处理4人")))
        for part in parts
    ]
    assert [one.check for one in remarks_on(wrong, layout="report", ledger=ledger_facts(rows))] == ["figure_differs"]


NASTY = [
    F(
        "以会议落实会议，一是学习不够、二是研究不够",
        "党的建设方面",
        [M("开展“回头看”，复查工地12处", statement="经复查，8处已达标。")],
        "两点都已达到。",
        "closed",
    ),
    F(
        "政策兑现率仅58.46%",
        "履职尽责方面",
        [M("对132笔积压申请逐笔核查，已全部兑付"), M("完善台账；落实专人；每月通报")],
    ),
    F(
        "（一）号楼长期闲置",
        "履职尽责方面",
        [M("建立联席会议制度", "印发《云湖新区惠企政策兑付管理办法》")],
        nature="standing",
    ),
]


def made(kind: str, paper: Paper) -> bytes:
    """The paper as a file."""
    if kind == "docx":
        stream = BytesIO()
        write_docx(paper, stream)
        return stream.getvalue()
    if kind == "pdf":
        try:
            return write_pdf(paper)
        except NoChineseFont:
            pytest.skip("no font with Chinese characters on this machine")
    return (write_txt(paper) if kind == "txt" else write_html(paper)).encode()


@pytest.mark.parametrize("kind", ["docx", "pdf", "txt", "html"])
@pytest.mark.parametrize("document", ["report", "notice"])
def test_the_file_of_a_report_reads_back_as_the_same(kind: str, document: str) -> None:
    draft = read_draft(read_file(made(kind, paper_for(NASTY, document)), f"整改.{kind}"))
    assert [found.title for found in draft.findings] == [found.subject for found in NASTY]
    assert [found.aspect for found in draft.findings] == [found.aspect for found in NASTY]
    read_texts = [[re.sub(r"\s", "", text) for text in measures_read(found)] for found in draft.findings]
    assert read_texts == [[written_measure(measure) for measure in found.measures] for found in NASTY]
    assert Decimal(3) in {total.value for total in draft.totals if total.name == "问题"}
