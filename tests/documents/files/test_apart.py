"""Reading in a process of its own: the same answers, and an end to what would never end."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import pytest

from bihuan.documents.errors import Unreadable
from bihuan.documents.files import Limits, read_file
from bihuan.documents.files.apart import read_apart
from bihuan.documents.files.limits import MEGABYTE
from tests.documents.files import makers, ofd_makers, table_makers


def page_with(content: bytes) -> bytes:
    """Return a PDF of one page whose content stream, packed, is this."""
    packed = zlib.compress(content, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>",
        b"<</Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (len(packed), packed),
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"xref\n0 5\n0000000000 65535 f \n%btrailer\n<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(data),
    )


@pytest.mark.parametrize(
    "make",
    [
        makers.text,
        makers.word_numbered,
        makers.pdf,
        ofd_makers.by_runs,
        table_makers.workbook,
        lambda: makers.made("odd.doc"),
    ],
)
def test_a_file_read_apart_gives_the_same_text(make: Callable[[], bytes]) -> None:
    data = make()

    assert read_apart(data, "报告") == read_file(data, "报告")


def test_a_file_that_cannot_be_read_apart_gives_the_same_sentence() -> None:
    data = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
    with pytest.raises(Unreadable) as apart:
        read_apart(data, "报告")
    with pytest.raises(Unreadable) as here:
        read_file(data, "报告")
    assert (apart.value.rule, apart.value.sentence, apart.value.place) == (
        here.value.rule,
        here.value.sentence,
        here.value.place,
    )


def test_a_page_that_never_ends_is_stopped() -> None:
    endless = page_with(b"1 0 0 1 0 0 cm 0 0 m 1 1 l S q Q " * 3_000_000)
    with pytest.raises(Unreadable) as refusal:
        read_apart(endless, "报告.pdf", limits=Limits(seconds=0.6), grace=0)
    assert (refusal.value.rule, refusal.value.place) == ("too_slow", None)


def test_a_file_that_fills_the_memory_is_stopped() -> None:
    with pytest.raises(Unreadable) as refusal:
        read_apart(page_with(b"q Q " * 40_000_000), "报告.pdf", memory=200 * MEGABYTE)
    assert refusal.value.rule in ("too_much", "damaged", "no_text")
