"""Sentences with places: what is read, and what is said about a sentence that is not whole."""

from __future__ import annotations

import pytest

from bihuan.packspec.template import Optional, Place, Words, parse, places_in


def test_a_sentence_is_words_and_places() -> None:
    lines, faults = parse("共{findings}个问题。")
    assert not faults
    assert lines == [(Words("共"), Place("findings", 1, 2), Words("个问题。"))]


def test_brackets_with_a_place_are_optional_and_others_are_ordinary_characters() -> None:
    lines, faults = parse("国发[2019]5号[，其中{overdue}个超期]。")
    assert not faults
    assert [type(piece) for piece in lines[0]] == [Words, Optional, Words]
    optional = lines[0][1]
    assert isinstance(optional, Optional)
    assert optional.pieces == (Words("，其中"), Place("overdue", 1, 15), Words("个超期"))


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("共{findings个", 1, 2, "“{”之后没有“}”"),
        ("一\n共findings}个", 2, 10, "“}”之前没有“{”"),
        ("共{}个", 1, 2, "“{}”中没有写名称"),
        ("共{问题}个", 1, 2, "“{问题}”不是占位名称"),
        ("[共{a}个[其中{b}个]]", 1, 1, "方括号不能套用"),
        ("好[共{a}个", 1, 2, "“[”之后没有“]”"),
    ],
)
def test_a_fault_is_named_with_its_line_and_character(text: str, line: int, column: int, said: str) -> None:
    faults = parse(text)[1]
    assert (faults[0].line, faults[0].column, faults[0].sentence.zh) == (line, column, said)


def test_every_fault_is_named_at_once() -> None:
    assert len(parse("{a\n}\n{}")[1]) == 3


def test_places_are_found_in_order_also_inside_brackets() -> None:
    assert [place.path for place in places_in("{a}[{b}]\n{round.c}")] == ["a", "b", "round.c"]
