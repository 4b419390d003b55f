"""A year of study: what six subdistricts had to read, the sessions of the centre group, the lessons of one unit, and what followed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case
from bihuan.loop.meetings.attendance import Mark, fill_attendance
from bihuan.loop.meetings.queries import sheet_of

PACK: Final = "study"
DESKS: Final = {"office": "publicity"}
ROWS: Final = {
    "B2": Shown(
        figures={"subdistricts": 6, "study_rate": 100, "documents": 67, "examples": 66, "readings": 48, "follow_ups": 4, "follow_ups_done": 2},
        lists=("tasks", "completion", "sessions"),
        documents=("notice",),
        warned=("read", "work"),
    )
}  # fmt: skip
OFFICE: Final = "ji.nanxing"
SUBDISTRICTS: Final = ("yunxi", "qingshan", "lanqiao", "luzhou", "qinglan", "daoxiang")
MATERIALS: Final = (
    ("中央纪委全会精神", date(2026, 1, 19)),
    ("全国两会精神", date(2026, 3, 16)),
    ("树立和践行正确政绩观有关重要论述", date(2026, 4, 13)),
    ("关于城市更新和基层治理的重要讲话", date(2026, 5, 25)),
    ("生态文明建设重要论述", date(2026, 7, 13)),
    ("关于民营经济的重要讲话", date(2026, 8, 24)),
    ("中央全会精神（一）", date(2026, 10, 19)),
    ("中央全会精神（二）", date(2026, 11, 16)),
)
DAYS_TO_STUDY: Final = (3, 5, 6, 17, 4, 8)  # working days, by subdistrict; the fourth was late
GROUP: Final = (
    ("树立和践行正确政绩观", date(2026, 4, 24), ("tao.jingming", "ji.yunshen", "rong.zhi", "song.qinghe")),
    ("生态文明建设与云湖保护", date(2026, 7, 24), ("tao.jingming", "rong.zhi", "song.qinghe", "bai.zhou")),
    ("中央全会精神专题学习", date(2026, 10, 30), ("tao.jingming", "ji.yunshen", "bai.zhou", "song.qinghe")),
)
LESSONS: Final = (
    (date(2026, 1, 23), 7, 7), (date(2026, 2, 27), 6, 6), (date(2026, 3, 27), 7, 7), (date(2026, 4, 24), 7, 6),
    (date(2026, 5, 29), 6, 7), (date(2026, 6, 26), 7, 7), (date(2026, 7, 31), 7, 6), (date(2026, 8, 28), 6, 7),
    (date(2026, 9, 25), 7, 6), (date(2026, 10, 30), 7, 7),
)  # fmt: skip
TASKS: Final = (
    ("开展政绩观偏差自查自纠", "yunxi", 0, date(2026, 5, 29), date(2026, 5, 22)),
    ("制定入湖河道巡护方案", "environment", 1, date(2026, 8, 21), date(2026, 8, 25)),
    ("形成全会精神宣讲提纲", "qingshan", 2, date(2026, 11, 13), None),
    ("领题调研报告汇编", "organisation", 2, date(2026, 12, 18), None),
)


def walks(town: Town) -> Iterable[Walk]:
    """Yield the plan and, under it, the documents, the sessions and the lessons."""
    kept: dict[str, Case] = {}
    yield _plan(town, kept)
    for subject, on in MATERIALS:
        yield _material(town, kept, subject, on)
    for place in range(len(GROUP)):
        yield _session(town, kept, place)
    for on, documents, examples in LESSONS:
        yield _lesson(town, kept, on, documents, examples)
    yield _coming(town, kept)


def _plan(town: Town, kept: dict[str, Case]) -> Walk:
    at = town.at(date(2026, 1, 12), 540)
    yield at
    kept["plan"] = town.open(
        PACK, "plan", "2026年度党工委理论学习中心组和“第一议题”学习计划", by=OFFICE, at=at, responsible=town.unit("publicity"),
        assisting=[town.unit(one) for one in (*SUBDISTRICTS, "discipline")], year=town.days.day(date(2026, 6, 1)).year,
        themes="深入学习贯彻党的创新理论，围绕中心工作开展专题研讨。", due=town.days.day(date(2026, 12, 31)),
    )  # fmt: skip
    town.move(kept["plan"], "issue", by=OFFICE, at=at)
    town.use_rule(PACK, "yellow_twice", basis="学习红黄榜通报办法", by=OFFICE, at=at)


def _material(town: Town, kept: dict[str, Case], subject: str, on: date) -> Walk:
    yield town.at(on, 560)
    at = town.at(on, 560)
    material = town.open(
        PACK, "material", subject, by=OFFICE, at=at, parent=kept["plan"], responsible=town.unit("publicity"),
        assisting=[town.unit(one) for one in SUBDISTRICTS], sort="first", issued_on=town.days.day(on),
    )  # fmt: skip
    town.move(material, "issue", by=OFFICE, at=at)
    readings = Case.objects.filter(area_id=material.area_id, parent_id=material.pk, kind="reading")
    by_unit = {one.responsible_id: one for one in readings}
    order = sorted(zip(DAYS_TO_STUDY, SUBDISTRICTS, strict=True))
    for days, key in order:
        late = days > 15 and on != MATERIALS[3][1]
        studied = after(on, 9 if late else days)
        if studied >= date(2026, 11, 20) or (on == MATERIALS[-1][1] and days > 3):
            continue
        yield town.at(studied, 600 + days)
        town.move(
            by_unit[town.unit(key).pk], "finish", by=key, at=town.at(studied, 600 + days), held_on=town.days.day(studied),
            present=24 + days, follow_up="结合实际开展研讨，形成任务清单。", brings={"minutes": "学习记录.pdf"},
        )  # fmt: skip


def _signed_in(town: Town, session: Case, at_minutes: tuple[date, int], there: tuple[str, ...], by: str) -> None:
    at = town.at(*at_minutes)
    here = {f"p{town.person(name).pk}" for name in there}
    marks = {
        row.key: Mark("present") if row.key in here else Mark("leave", excused_by="陶景明", note="外出招商")
        for row in sheet_of(session)
    }
    fill_attendance(
        meeting=town.fresh(session),
        marks=marks,
        guests=[],
        chaired=f"p{town.person(there[0]).pk}",
        by=town.by(by),
        at=at,
    )


def _session(town: Town, kept: dict[str, Case], place: int) -> Walk:
    subject, on, there = GROUP[place]
    yield town.at(after(on, -5), 570)
    everybody = ("tao.jingming", "ji.yunshen", "rong.zhi", "song.qinghe", "bai.zhou")
    session = town.open(
        PACK, "session", subject, by=OFFICE, at=town.at(after(on, -5), 570), parent=kept["plan"], responsible=town.unit("publicity"),
        leader=town.person("tao.jingming"), panel=[town.person(one) for one in everybody], sort="group", place="党工委会议室",
        due=town.days.day(on),
    )  # fmt: skip
    yield town.at(on, 1000)
    _signed_in(town, session, (on, 1000), there, OFFICE)
    town.move(
        session, "hold", by=OFFICE, at=town.at(on, 1005), held_on=town.days.day(on), speech="两名班子成员作重点发言。",
        brings={"minutes": "中心组学习记录.docx"},
    )  # fmt: skip
    for subject_, key, of, due, done in TASKS:
        if of != place:
            continue
        yield town.at(after(on, 1), 600)
        task = town.open(
            PACK, "task", subject_, by=OFFICE, at=town.at(after(on, 1), 600), parent=kept["plan"], about=session, responsible=town.unit(key),
            due=town.days.day(due),
        )  # fmt: skip
        if done is not None:
            kept[subject_] = task
    for subject_, key, of, _due, done in TASKS:
        if of == place and done is not None:
            yield town.at(done, 610)
            town.move(kept[subject_], "finish", by=key, at=town.at(done, 610), statement="已按要求落实并报送材料。")


def _lesson(town: Town, kept: dict[str, Case], on: date, documents: int, examples: int) -> Walk:
    yield town.at(after(on, -2), 580)
    by = "zhong.liye"
    lesson = town.open(
        PACK, "session", "党纪教育一刻钟", by=by, at=town.at(after(on, -2), 580), parent=kept["plan"],
        responsible=town.unit("discipline"), leader=town.person("shen.yan"),
        panel=[town.person(one) for one in ("shen.yan", "zhong.liye", "wei.cheng")], sort="lesson", due=town.days.day(on),
    )  # fmt: skip
    yield town.at(on, 1010)
    _signed_in(town, lesson, (on, 1010), ("shen.yan", "zhong.liye", "wei.cheng"), by)
    town.move(
        lesson, "hold", by=by, at=town.at(on, 1015), held_on=town.days.day(on), docs_studied=documents, cases_studied=examples,
        brings={"minutes": "学习记录.docx"},
    )  # fmt: skip


def _coming(town: Town, kept: dict[str, Case]) -> Walk:
    at = town.at(date(2026, 11, 19), 590)
    yield at
    town.open(
        PACK, "session", "党纪教育一刻钟", by="zhong.liye", at=at, parent=kept["plan"], responsible=town.unit("discipline"),
        leader=town.person("shen.yan"), panel=[town.person(one) for one in ("shen.yan", "zhong.liye", "wei.cheng")],
        sort="lesson", due=town.days.day(date(2026, 11, 27)),
    )  # fmt: skip
