"""What is written is read back: the same paragraphs in the same order, in every format."""

from __future__ import annotations

import re

from hypothesis import assume, given, settings

from bihuan.documents.blocks import SourceText
from bihuan.documents.files import read_file
from bihuan.documents.layout.html import write_html
from bihuan.documents.layout.paper import Paper
from bihuan.documents.layout.pdf import write_pdf
from bihuan.documents.layout.txt import write_txt
from tests.documents.layout.papers import FULL, bare, papers, paragraphs, word

few = settings(max_examples=120, deadline=None)


def read(source: SourceText) -> list[str]:
    return [bare(block.text) for block in source.blocks]


def unpaged(text: str) -> str:
    """Return a text without what a reader of pages leaves out where it can: page numbers, and hyphens at the end of a line."""
    return re.sub("—[0-9]+—|-", "", text)


@few
@given(papers)
def test_a_word_file_reads_back_with_the_numbers_that_word_counts(paper: Paper) -> None:
    wanted = paragraphs(paper, title_broken=True)
    assume(wanted)
    assert read(read_file(word(paper), "x.docx")) == wanted


@few
@given(papers)
def test_a_text_reads_back(paper: Paper) -> None:
    wanted = paragraphs(paper)
    assume(wanted)
    assert read(read_file(write_txt(paper).encode(), "x.txt")) == wanted


@few
@given(papers)
def test_a_web_page_reads_back(paper: Paper) -> None:
    wanted = paragraphs(paper)
    assume(wanted)
    assert read(read_file(write_html(paper).encode(), "x.html")) == wanted


@few
@given(papers)
def test_a_pdf_reads_back_once_its_lines_are_joined(paper: Paper) -> None:
    wanted = unpaged("".join(paragraphs(paper)))
    assume(wanted)
    assert unpaged("".join(read(read_file(write_pdf(paper), "x.pdf")))) == wanted


def test_a_whole_document_is_the_same_in_all_formats() -> None:
    assert read(read_file(word(FULL), "x.docx")) == paragraphs(FULL, title_broken=True)
    assert read(read_file(write_txt(FULL).encode(), "x.txt")) == paragraphs(FULL)
    assert read(read_file(write_html(FULL).encode(), "x.html")) == paragraphs(FULL)
    assert unpaged("".join(read(read_file(write_pdf(FULL), "x.pdf")))) == unpaged("".join(paragraphs(FULL)))
