"""A list of units and people: seen before it is stored, with every fault by row and column."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence

import pytest
import python_calamine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from bihuan.accounts.models import Area, Person, Post, Unit
from tests.people import PASSWORD, People, Units, browser_of

Rows = Sequence[Sequence[object]]
UNITS: Rows = [["单位名称", "简称", "上级单位"], ["水务局", "", ""], ["河道管理处", "河道处", "水务局"]]
STAFF: Rows = [
    ["姓名", "登录名", "职务", "单位", "角色", "联系电话"],
    ["蓝天", "lan.tian", "处长", "河道处", "主要负责人", 13800000001],
    ["白云", "bai.yun", "", "水务局", "", ""],
]


def workbook(**sheets: Rows) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return target.getvalue()


def preview(browser: Client, content: bytes, name: str = "list.xlsx") -> HttpResponse:
    answer: HttpResponse = browser.post(reverse("organisation_import"), {"list": SimpleUploadedFile(name, content)})  # type: ignore[assignment]
    return answer


def packed(page: str) -> str:
    found = re.search(r'name="packed" value="([^"]+)"', page)
    assert found
    return found[1]


def take(browser: Client, page: str, **more: str) -> str:
    return browser.post(reverse("organisation_import_take"), {"packed": packed(page), **more}).text


def faults(page: str) -> list[tuple[str, str]]:
    """Return row and column of every fault that the page names."""
    return re.findall(r'<td class="n">(\d+)</td><td class="nowrap">([^<]+)</td>', page)


@pytest.fixture
def browser(people: People) -> Client:
    return browser_of(people.administrator)


def test_units_and_people_of_one_workbook_are_stored_after_the_preview(browser: Client, area: Area) -> None:
    page = preview(browser, workbook(units=UNITS, staff=STAFF)).text
    assert not Unit.objects.filter(name="水务局").exists()
    done = take(browser, page)
    below = Unit.objects.get(area=area, name="河道管理处")
    assert below.parent == Unit.objects.get(area=area, name="水务局")
    assert below.path.startswith(Unit.objects.get(area=area, name="水务局").path)
    person = Person.objects.get(username="lan.tian")
    assert person.phone == "13800000001"
    post = Post.objects.get(person=person)
    assert (post.unit, post.role, post.title) == (below, "head", "处长")
    password = re.search(r"<td>lan.tian</td><td><code>([^<]+)</code>", done)
    assert password
    assert person.check_password(password[1])
    assert [line.name for line in Unit.objects.filter(pinyin__contains="hdglc")] == ["河道管理处"]


def test_a_list_taken_twice_changes_nothing_more(browser: Client, area: Area) -> None:
    content = workbook(units=UNITS, staff=STAFF)
    take(browser, preview(browser, content).text)
    count = Person.objects.count(), Unit.objects.count(), Post.objects.count()
    assert 'name="packed"' not in preview(browser, content).text
    assert (Person.objects.count(), Unit.objects.count(), Post.objects.count()) == count


def test_known_units_and_people_are_changed_and_empty_cells_leave_what_is(
    browser: Client, units: Units, people: People
) -> None:
    sheets = {
        "a": [["名称", "简称", "类别", "上级单位"], ["档案馆", "档馆", "", "督查室"]],
        "b": [["登录名", "姓名", "手机", "邮箱"], ["YE.ZHIQIU", "叶知秋", "139", ""]],
    }
    take(browser, preview(browser, workbook(**sheets)).text)
    unit = Unit.objects.get(pk=units.archive.pk)
    assert (unit.short_name, unit.parent) == ("档馆", units.inspection)
    assert Person.objects.get(pk=people.stranger.pk).phone == "139"
    assert Person.objects.get(pk=people.stranger.pk).check_password(PASSWORD)


def test_every_fault_is_named_with_row_and_column_and_nothing_is_stored(browser: Client) -> None:
    units: Rows = [
        ["单位名称", "上级单位", "可承办事项", "排序"],
        ["水务局", "", "也许", "第一"],
        ["", "水务局", "", ""],
        ["气象局", "没有的单位", "", ""],
        ["甲处", "乙处", "", ""],
        ["乙处", "甲处", "", ""],
        ["水务局", "", "", ""],
    ]
    staff: Rows = [
        ["登录名", "姓名", "单位", "角色", "任职日期", "邮箱"],
        ["蓝天", "蓝天", "档案馆", "国王", "明天", "无"],
        ["lin.ruoxi", "", "没有的单位", "", "", ""],
        ["p1", "张三", "", "", "", ""],
        ["p1", "李四", "", "", "", ""],
    ]
    before = Unit.objects.count(), Person.objects.count()
    page = preview(browser, workbook(单位=units, 人员=staff)).text
    assert faults(page) == [
        ("2", "可承办事项"),
        ("2", "排序"),
        ("3", "单位名称"),
        ("4", "上级单位"),
        ("5", "上级单位"),
        ("6", "上级单位"),
        ("7", "单位名称"),
        ("2", "账号"),
        ("2", "电子邮箱"),
        ("2", "角色"),
        ("2", "任职日期"),
        ("3", "姓名"),
        ("3", "单位"),
        ("5", "账号"),
    ]
    refused = browser.post(reverse("organisation_import_take"), {"packed": packed(page)})
    assert refused.status_code == 400
    assert (Unit.objects.count(), Person.objects.count()) == before


def test_the_good_rows_are_taken_when_asked_and_the_others_are_a_file(browser: Client) -> None:
    units: Rows = [["单位名称", "上级单位"], ["水务局", ""], ["气象局", "没有的单位"], ["气象台", "气象局"]]
    page = preview(browser, workbook(units=units)).text
    take(browser, page, only_good="1")
    assert Unit.objects.filter(name="水务局").exists()
    assert not Unit.objects.filter(name__in=["气象局", "气象台"]).exists()
    file = browser.post(reverse("organisation_import_refused"), {"packed": packed(page)}).content
    rows = python_calamine.load_workbook(io.BytesIO(file)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == ["气象局", "气象台"]
    assert "没有" in str(rows[1][-1])
    # The file can be mended and imported again as it is.
    assert faults(preview(browser, file).text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_the_encodings_of_offices(browser: Client, encoding: str) -> None:
    text = "\n".join("，".join(map(str, row)) for row in [["说明：请逐行填写"]]) + "\n单位名称,简称\n水务局,水局\n"
    take(browser, preview(browser, text.encode(encoding), "单位.csv").text)
    assert Unit.objects.get(name="水务局").short_name == "水局"


def test_english_headings_in_any_order_are_understood(browser: Client, units: Units) -> None:
    rows: Rows = [
        ["Title of the post", "Unit", "Name*", "Sign-in name (needed)"],
        ["Archivist", "档案馆", "Ann Li", "ann.li"],
    ]
    take(browser, preview(browser, workbook(People=rows)).text)
    assert Post.objects.get(person__username="ann.li").title == "Archivist"


def test_several_posts_of_one_person_are_several_rows(browser: Client) -> None:
    rows: Rows = [
        ["登录名", "姓名", "单位", "角色"],
        ["p1", "张三", "档案馆", "经办人"],
        ["p1", "张三", "督查室", "监督人员"],
    ]
    take(browser, preview(browser, workbook(s=rows)).text)
    assert Post.objects.filter(person__username="p1").count() == 2
    assert Person.objects.filter(username="p1").count() == 1


def test_somebody_of_another_area_is_not_touched(browser: Client, people: People, outsider: Person) -> None:
    rows: Rows = [["登录名", "姓名"], ["bai.lu", "改名"]]
    assert faults(preview(browser, workbook(s=rows)).text) == [("2", "账号")]
    assert Person.objects.get(pk=outsider.pk).name == "白鹭"


def test_the_template_can_be_imported_as_it_is(browser: Client, units: Units) -> None:
    for language in ("zh-hans", "en"):
        browser.cookies["django_language"] = language
        page = preview(browser, browser.get(reverse("organisation_import_template")).content).text
        assert packed(page)
        assert faults(page) == []


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (200 * 1024 * 1024))
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.xlsx", b""),
        ("blank.csv", b"\n\n"),
        ("damaged.xlsx", b"PK\x03\x04" + b"x" * 200),
        ("old.xls", b"\xd0\xcf\x11\xe0" + b"x" * 600),
        ("picture.csv", bytes(range(256)) * 20),
        ("other.csv", "天气,温度\n晴,20".encode()),
        ("cut.xlsx", workbook(units=UNITS)[:900]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(browser: Client, name: str, content: bytes) -> None:
    answer = preview(browser, content, name)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


def test_a_bomb_is_refused_before_it_is_unpacked(browser: Client) -> None:
    assert preview(browser, bomb(), "bomb.xlsx").status_code == 400


def test_no_file_at_all_is_refused(browser: Client) -> None:
    assert browser.post(reverse("organisation_import")).status_code == 400


def test_a_list_that_was_tampered_with_does_not_exist(browser: Client, people: People) -> None:
    page = preview(browser, workbook(units=UNITS)).text
    for name in ("take", "refused", "passwords"):
        answer = browser.post(reverse(f"organisation_import_{name}"), {"packed": packed(page)[:-1] + "x"})
        assert answer.status_code == 404


def test_five_thousand_rows_are_one_list(browser: Client, area: Area) -> None:
    units = [["单位名称", "上级单位"]] + [[f"{n}号单位", f"{n // 10}号单位" if n > 9 else ""] for n in range(500)]
    staff = [["登录名", "姓名", "单位"]] + [[f"p{n}", f"人员{n}", f"{n % 500}号单位"] for n in range(4500)]
    done = take(browser, preview(browser, workbook(a=units, b=staff)).text)
    assert Unit.objects.filter(area=area, name__endswith="号单位").count() == 500
    assert Post.objects.filter(area=area, unit__name__endswith="号单位").count() == 4500
    file = browser.post(reverse("organisation_import_passwords"), {"packed": packed(done)}).content
    rows = python_calamine.load_workbook(io.BytesIO(file)).get_sheet_by_index(0).to_python()
    assert len(rows) == 4501
    assert Person.objects.get(username="p4499").check_password(str(rows[-1][2]))
    assert Post.objects.get(person__username="p0").unit.name == "0号单位"
