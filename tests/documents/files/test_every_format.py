"""The same report is the same paragraphs, whatever file it arrives in."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.documents.files import FORMATS, read_file
from tests.documents.files import makers, ofd_makers

WRITERS: dict[str, Callable[[], bytes]] = {
    "utf-8.txt": makers.text,
    "utf-8-sig.txt": lambda: makers.text(encoding="utf-8-sig"),
    "gb18030.txt": lambda: makers.text(encoding="gb18030"),
    "utf-16.txt": lambda: makers.text(encoding="utf-16"),
    "utf-16-le.txt": lambda: makers.text(encoding="utf-16-le"),
    "utf-16-be.txt": lambda: makers.text(encoding="utf-16-be"),
    "markdown.md": makers.markdown,
    "page.html": makers.web_page,
    "gb2312.html": lambda: makers.web_page(charset="gb2312"),
    "utf-16.html": lambda: makers.web_page(charset="utf-16"),
    "typed.docx": makers.word,
    "framed.docx": makers.word_in_frame,
    "numbered.docx": makers.word_numbered,
    "printed.pdf": makers.pdf,
    "lines.ofd": ofd_makers.by_lines,
    "runs.ofd": ofd_makers.by_runs,
    "letters.ofd": ofd_makers.by_letters,
    "numbered.doc": lambda: makers.made("report.doc"),
    "numbered.wps": lambda: makers.made("report.doc"),
    "codepage.rtf": makers.rich_text,
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_report_reads_the_same_from_every_format(name: str) -> None:
    source = read_file(WRITERS[name](), name)
    assert tuple(block.text for block in source.blocks) == makers.REPORT
    assert source.format == name.rpartition(".")[2]
    assert [block.number for block in source.blocks] == list(range(1, len(makers.REPORT) + 1))


@pytest.mark.parametrize("name", WRITERS)
def test_a_file_is_read_as_what_it_is_under_a_wrong_name(name: str) -> None:
    wrong = "报告.doc" if name.endswith(".html") else "报告.txt"
    source = read_file(WRITERS[name](), wrong)
    assert tuple(block.text for block in source.blocks) == makers.REPORT
    assert source.name == wrong


@pytest.mark.parametrize("name", WRITERS)
def test_a_report_gives_the_same_draft_from_every_format(name: str) -> None:
    reading = pytest.importorskip("bihuan.documents.reading")
    draft = reading.read_draft(read_file(WRITERS[name](), name))
    assert [(finding.number, finding.title) for finding in draft.findings] == [
        ("一", "市场保供预案更新不及时"),
        ("二", "专项资金拨付缓慢"),
    ]
    assert [len(finding.measures) for finding in draft.findings] == [2, 2]


def test_every_format_has_a_name_of_its_own_and_a_usage_example() -> None:
    assert len({format_.NAME for format_ in FORMATS}) == len(FORMATS)
    assert all(">>> read(" in (format_.__doc__ or "") for format_ in FORMATS)


HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=40)
PARAGRAPHS = st.lists(HAN.map(lambda words: f"关于“{words}”问题的整改情况。"), min_size=1, max_size=8).map(tuple)


@settings(max_examples=40, deadline=None)
@given(paragraphs=PARAGRAPHS, encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]))
def test_any_text_comes_back_from_every_unicode_encoding(paragraphs: tuple[str, ...], encoding: str) -> None:
    source = read_file(makers.text(paragraphs, encoding), "报告.txt")
    assert tuple(block.text for block in source.blocks) == paragraphs


@settings(max_examples=25, deadline=None)
@given(paragraphs=PARAGRAPHS)
def test_any_paragraphs_come_back_from_word_web_pages_and_rich_text(paragraphs: tuple[str, ...]) -> None:
    for data in (makers.word(paragraphs), makers.web_page(paragraphs), makers.rich_text(paragraphs)):
        assert tuple(block.text for block in read_file(data, "报告").blocks) == paragraphs


@settings(max_examples=15, deadline=None)
@given(lengths=st.lists(st.integers(min_value=1, max_value=180), min_size=2, max_size=12), seed=st.integers(0, 500))
def test_paragraphs_of_any_length_come_back_from_a_printed_page(lengths: list[int], seed: int) -> None:
    words = "".join(makers.REPORT[1:]).replace("一", "二")
    paragraphs = ("某区商务局整改报告", makers.REPORT[1], *(words[seed : seed + length] for length in lengths))
    source = read_file(makers.pdf(tuple(paragraphs)), "报告.pdf")
    assert tuple(block.text for block in source.blocks) == tuple(text.strip() for text in paragraphs)


@settings(max_examples=25, deadline=None)
@given(lengths=st.lists(st.integers(min_value=1, max_value=180), min_size=2, max_size=12), seed=st.integers(0, 500))
def test_paragraphs_of_any_length_come_back_from_ofd(lengths: list[int], seed: int) -> None:
    words = re.sub("[ -~]", "", "".join(makers.REPORT[1:]).replace("一", "二"))
    cut = (words[seed : seed + length] + "。" for length in lengths)
    sheets = ofd_makers.typeset(("某区商务局整改报告", makers.REPORT[1], *cut))
    texts = {write: tuple(b.text for b in read_file(write(sheets), "报告").blocks) for write in WRITE_OFD}
    assert len(set(texts.values())) == 1
    assert "".join(next(iter(texts.values()))) == "".join(run.text for sheet in sheets for run in sheet.runs[:-1])


WRITE_OFD = (ofd_makers.by_lines, lambda sheets: ofd_makers.by_runs(sheets, header=""), ofd_makers.by_letters)
SHARED = Path(__file__).parents[4] / "shared/reports"


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the real reports beside the project")
@pytest.mark.parametrize("make", [makers.word, makers.word_in_frame, makers.web_page, makers.pdf])
def test_real_reports_read_the_same_from_word_web_page_and_pdf(make: Callable[[tuple[str, ...]], bytes]) -> None:
    for file in sorted(SHARED.glob("*.txt")):
        paragraphs = tuple(block.text for block in read_file(file.read_bytes(), file.name).blocks)
        assert tuple(block.text for block in read_file(make(paragraphs), file.name).blocks) == paragraphs
