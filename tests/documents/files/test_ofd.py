"""OFD files of several writers: places of letters, order of pages, furniture, ruled tables, and what is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bihuan.documents.blocks import SourceText
from bihuan.documents.errors import Unreadable
from bihuan.documents.files import read_file
from bihuan.documents.files.limits import Limits
from tests.documents.files import makers, ofd_makers, table_makers
from tests.documents.files.ofd_makers import HEAD, NAMESPACE, packed

ENTRANCE = f'{HEAD}<OFD xmlns="{NAMESPACE}"><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>'


def drawn(*pages: str, entrance: str = ENTRANCE, **parts: str) -> bytes:
    """Return a file of pages whose one layer holds this XML."""
    listed = "".join(f'<Page ID="{at}" BaseLoc="P{at}.xml"/>' for at in range(len(pages)))
    document = (
        f'{HEAD}<Document xmlns="{NAMESPACE}"><CommonData><PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea>'
        f"</CommonData><Pages>{listed}</Pages></Document>"
    )
    made = {"OFD.xml": entrance, "Doc_0/Document.xml": document, **parts}
    for at, page in enumerate(pages):
        made[f"Doc_0/P{at}.xml"] = f'{HEAD}<Page xmlns="{NAMESPACE}"><Content><Layer>{page}</Layer></Content></Page>'
    return packed(dict(made))


def text(content: str, *, y: float = 50, x: float = 30, steps: str = "", more: str = "") -> str:
    return f'<TextObject Boundary="{x} {y - 5} 150 6" Size="5" {more}><TextCode X="0" Y="5" {steps}>{content}</TextCode></TextObject>'


def read(*pages: str) -> list[str]:
    return [block.text for block in read_file(drawn(*pages), "报告.ofd").blocks]


def refused(data: bytes, limits: Limits | None = None) -> Unreadable:
    with pytest.raises(Unreadable) as refusal:
        read_file(data, "报告.ofd", limits=limits or Limits())
    return refusal.value


@pytest.mark.parametrize("write", ofd_makers.WRITERS.values())
def test_pages_come_in_the_order_of_the_document_with_their_numbers(write: Callable[..., bytes]) -> None:
    source: SourceText = read_file(write(), "报告.ofd")
    assert source.pages == 2
    numbers = [block.page for block in source.blocks]
    assert numbers == sorted(numbers, key=lambda number: number or 0)
    assert set(numbers) == {1, 2}


def test_page_numbers_headers_of_a_shared_template_and_watermarks_are_left_out() -> None:
    words = "".join(block.text for block in read_file(ofd_makers.by_runs(), "报告.ofd").blocks)
    assert "内部资料" not in words
    assert "文件资料" not in words
    assert "—" not in words


def test_what_only_one_page_takes_from_a_template_is_content() -> None:
    data = ofd_makers.by_runs(ofd_makers.typeset(makers.REPORT[:2]), header="云湖新区党委文件")
    assert "云湖新区党委文件" in [block.text for block in read_file(data, "报告.ofd").blocks]


def test_steps_are_counted_together_written_out_or_left_to_the_font() -> None:
    assert read(text("一二三四", steps='DeltaX="g 2 5 5"')) == ["一二三四"]
    assert read(text("一二三四", steps='DeltaX="5 5 5"')) == ["一二三四"]
    assert read(text("一二三四")) == ["一二三四"]


def test_runs_of_one_line_are_put_together_by_their_places() -> None:
    right, left = text("后半句。", x=50), text("前半句，", x=30)
    assert read(right + left) == ["前半句，后半句。"]


def test_a_letter_printed_twice_to_be_bolder_is_one() -> None:
    assert read(text("标题", x=30) + text("标题", x=30.3) + text("看看吧", y=70, steps='DeltaX="g 2 5"')) == [
        "标题",
        "看看吧",
    ]


def test_letters_pulled_apart_to_fill_a_line_stay_together() -> None:
    assert read(text("关于整改情况的通报", steps='DeltaX="g 8 9"')) == ["关于整改情况的通报"]


def test_objects_that_are_not_shown_or_lie_beside_the_page_are_left_out() -> None:
    assert read(text("看得见") + text("看不见", y=80, more='Visible="false"') + text("页外", x=400)) == ["看得见"]


@pytest.mark.parametrize("name", [name for name in table_makers.PAPERS if name.endswith(".ofd")])
def test_ruled_tables_become_rows_with_merged_cells_empty(name: str) -> None:
    source = read_file(table_makers.PAPERS[name](), name)
    # A line of a cell that begins with 二是 may be a paragraph of its own; where it ended nobody can see.
    cells = [[cell.replace("\n", "") for cell in block.cells] for block in source.blocks if block.cells]
    assert cells == [[cell.replace("\n", "") for cell in row] for row in table_makers.bare(table_makers.LEDGER)]


def test_several_documents_in_one_file_follow_each_other() -> None:
    entrance = ENTRANCE.replace("</OFD>", "<DocBody><DocRoot>/Doc_1/Document.xml</DocRoot></DocBody></OFD>")
    second = f'{HEAD}<Document xmlns="{NAMESPACE}"><CommonData/><Pages><Page ID="1" BaseLoc="/Doc_0/P1.xml"/></Pages></Document>'
    data = drawn(text("第一份"), text("第二份"), entrance=entrance, **{"Doc_1/Document.xml": second})
    source = read_file(data, "报告.ofd")
    assert [block.text for block in source.blocks] == ["第一份", "第二份", "第二份"]
    assert source.pages == 3


def test_a_scan_is_said_to_be_one() -> None:
    picture = '<ImageObject Boundary="0 0 210 297" ResourceID="5"/>'
    refusal = refused(drawn(picture, picture + text("扫描")))
    assert (refusal.rule, refusal.place) == ("scan", "第1页")
    assert refused(drawn("")).rule == "no_text"


def test_an_encrypted_file_is_said_to_be_one() -> None:
    assert refused(packed({"OFD.xml": ENTRANCE, "Encryptions.xml": "<x/>"})).rule == "encrypted"


@pytest.mark.parametrize(
    "parts",
    [
        {"OFD.xml": f'{HEAD}<OFD xmlns="{NAMESPACE}"/>'},
        {"OFD.xml": ENTRANCE},
        {"OFD.xml": ENTRANCE, "Doc_0/Document.xml": f'{HEAD}<Document xmlns="{NAMESPACE}"/>'},
        {
            "OFD.xml": ENTRANCE,
            "Doc_0/Document.xml": f'{HEAD}<Document xmlns="{NAMESPACE}"><Pages><Page BaseLoc="nowhere.xml"/></Pages></Document>',
        },
    ],
)
def test_a_file_whose_pages_are_missing_is_refused(parts: dict[str, str]) -> None:
    assert refused(packed(dict(parts))).rule == "no_pages"


def test_too_many_pages_or_letters_are_refused() -> None:
    assert refused(drawn(*[text("甲")] * 4), Limits(pages=3)).rule == "too_many_pages"
    assert refused(drawn(text("甲" * 40)), Limits(page_characters=30)).rule == "too_large_text"


def test_figures_that_are_none_and_steps_without_end_do_no_harm() -> None:
    wild = text("甲乙", steps='DeltaX="g 999999999 1e400"') + text("丙", y=60, more='CTM="nan inf 0 0 x"')
    assert read(wild + '<PathObject Boundary="x"><AbbreviatedData>M 0 L 1e999 C Z B 1</AbbreviatedData></PathObject>')
