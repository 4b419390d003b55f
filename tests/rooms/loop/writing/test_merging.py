"""What was written by hand survives when a document is written anew; where both sides changed, a person chooses."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bihuan.loop.writing.editing import added, as_the_rows_say, chosen, put_back, removed, reworded
from bihuan.loop.writing.merging import merged
from bihuan.loop.writing.passages import Part, Passage, fresh, part_of


def told(**texts: str) -> list[Passage]:
    return [Passage(anchor, "paragraph", text) for anchor, text in texts.items()]


def draft(**texts: str) -> list[Part]:
    return fresh(told(**texts))


def texts(parts: list[Part]) -> list[str]:
    return [part.passage.text for part in parts if not part.gone]


def test_what_nobody_touched_follows_the_rows() -> None:
    assert texts(merged(draft(a="甲1", b="乙1"), told(a="甲2", c="丙"))) == ["甲2", "丙"]


def test_a_text_by_hand_stays_while_the_rows_say_the_same() -> None:
    parts = reworded("a", "手写")(draft(a="甲", b="乙"))
    again = merged(parts, told(a="甲", b="乙2"))
    assert texts(again) == ["手写", "乙2"]
    assert not again[0].open_question


def test_where_both_changed_both_are_shown_and_the_hand_may_be_kept() -> None:
    parts = merged(reworded("a", "手写")(draft(a="甲")), told(a="甲二"))
    assert (parts[0].passage.text, parts[0].offered) == ("手写", "甲二")
    kept = chosen("a", hand=True)(parts)
    assert texts(kept) == ["手写"]
    assert not kept[0].open_question
    assert not merged(kept, told(a="甲二"))[0].open_question  # the same change is not asked about twice
    assert merged(kept, told(a="甲三"))[0].offered == "甲三"


def test_where_both_changed_the_rows_may_be_taken() -> None:
    parts = chosen("a", hand=False)(merged(reworded("a", "手写")(draft(a="甲")), told(a="甲二")))
    assert texts(parts) == ["甲二"]
    assert not parts[0].by_hand


def test_a_question_goes_away_when_the_rows_come_back_to_what_they_said() -> None:
    parts = merged(reworded("a", "手写")(draft(a="甲")), told(a="甲二"))
    assert not merged(parts, told(a="甲"))[0].open_question


def test_an_added_paragraph_stays_behind_its_anchor_also_when_the_anchor_goes() -> None:
    parts = added("b", "补充")(draft(a="甲", b="乙", c="丙"))
    assert texts(merged(parts, told(a="甲", b="乙", x="新", c="丙"))) == ["甲", "乙", "补充", "新", "丙"]
    assert texts(merged(parts, told(a="甲", c="丙"))) == ["甲", "补充", "丙"]


def test_what_was_taken_out_stays_out_until_it_is_put_back() -> None:
    parts = removed("a")(draft(a="甲", b="乙"))
    again = merged(parts, told(a="甲二", b="乙"))
    assert texts(again) == ["乙"]
    assert texts(put_back("a")(again)) == ["甲二", "乙"]


def test_a_text_by_hand_of_which_the_rows_say_nothing_any_more_is_kept_and_asked_about() -> None:
    parts = merged(reworded("a", "手写")(draft(a="甲", b="乙")), told(b="乙"))
    assert texts(parts) == ["手写", "乙"]
    assert parts[0].orphan
    kept = chosen("a", hand=True)(parts)
    assert not kept[0].open_question
    assert texts(merged(kept, told(a="甲", b="乙"))) == ["手写", "甲", "乙"]
    assert texts(chosen("a", hand=False)(parts)) == ["乙"]


def test_writing_the_rows_text_by_hand_is_no_change_by_hand() -> None:
    parts = reworded("a", "甲")(reworded("a", "手写")(draft(a="甲")))
    assert not parts[0].by_hand
    assert texts(as_the_rows_say("a")(reworded("a", "手写")(draft(a="甲")))) == ["甲"]


def test_nothing_is_added_between_title_and_addressee() -> None:
    parts = fresh([Passage("t", "title", "题"), Passage("to", "addressee", "局"), Passage("a", "paragraph", "甲")])
    assert [part.passage.text for part in added("t", "补充")(parts)] == ["题", "局", "补充", "甲"]


ANCHORS = st.lists(st.sampled_from("abcdef"), unique=True)
WORDS = st.sampled_from(["甲", "乙", "丙"])


@given(first=ANCHORS, second=ANCHORS, hand=st.dictionaries(st.sampled_from("abcdef"), st.just("手写")), word=WORDS)
def test_no_text_by_hand_is_ever_lost(first: list[str], second: list[str], hand: dict[str, str], word: str) -> None:
    parts = draft(**dict.fromkeys(first, "甲"))
    for anchor in first:
        if anchor in hand:
            parts = reworded(anchor, f"手写{anchor}")(parts)
            parts = added(anchor, f"补充{anchor}")(parts)
    again = merged(merged(parts, told(**dict.fromkeys(second, word))), told(**dict.fromkeys(first, "甲")))
    for anchor in first:
        if anchor in hand:
            assert f"手写{anchor}" in texts(again)
            assert f"补充{anchor}" in texts(again)
    assert len({part.anchor for part in again}) == len(again)


@given(st.booleans(), st.booleans(), st.one_of(st.none(), st.just("新")))
def test_a_part_comes_back_from_the_database_as_it_was(by_hand: bool, gone: bool, offered: str | None) -> None:
    part = replace(draft(a="甲")[0], by_hand=by_hand, gone=gone, offered=offered)
    assert part_of(part.to_json()) == part
