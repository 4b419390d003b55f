"""The picture of a lifecycle is whole, readable and safe in a page with a strict content policy."""

from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree

import pytest

from bihuan.packspec.draw import draw_kind, manual, pages_of
from bihuan.packspec.draw.layout import Layout, lay_out, main_path
from bihuan.packspec.draw.ways import ways_of
from bihuan.packspec.load import load_folder, load_texts
from bihuan.packspec.model import Kind, Pack
from tests.rooms.packspec.samples import RUNNING, SHARED

SVG = "{http://www.w3.org/2000/svg}"
SHIPPED = load_folder()["rectification"]
ERRANDS = load_texts({"errands": RUNNING, "shared": SHARED})["errands"]
KINDS = [(pack, kind) for pack in (SHIPPED, ERRANDS) for kind in pack.kinds.values()]
drawn = pytest.mark.parametrize(("pack", "kind"), KINDS, ids=lambda value: value.id)


def layout_of(pack: Pack, kind: Kind) -> Layout:
    lifecycle = kind.lifecycle_of(pack)
    inside = {state.id: (state.title.zh,) for state in lifecycle.states.values()}
    return lay_out(lifecycle, ways_of(pack, kind, "zh"), inside)


@drawn
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_state_and_move_is_in_the_picture(pack: Pack, kind: Kind, language: str) -> None:
    texts = [text.text for text in ElementTree.fromstring(draw_kind(pack, kind, language)).iter(f"{SVG}text")]  # noqa: S314
    lifecycle = kind.lifecycle_of(pack)
    titles = [state.title for state in lifecycle.states.values()] + [move.title for move in lifecycle.moves.values()]
    assert {title.in_(language) for title in titles} <= set(texts)


@drawn
def test_the_picture_needs_no_style_and_no_script(pack: Pack, kind: Kind) -> None:
    root = ElementTree.fromstring(draw_kind(pack, kind))  # noqa: S314
    assert root.find(f"{SVG}title") is not None
    for element in root.iter():
        assert element.tag not in {f"{SVG}style", f"{SVG}script", f"{SVG}use", f"{SVG}foreignObject"}
        assert not {name for name in element.attrib if name in {"style", "id"} or name.startswith("on")}


@drawn
def test_boxes_do_not_touch_and_stand_inside(pack: Pack, kind: Kind) -> None:
    layout = layout_of(pack, kind)
    for (x, y), (other_x, other_y) in combinations(layout.boxes.values(), 2):
        assert abs(x - other_x) >= layout.box_width or abs(y - other_y) >= layout.box_height
    for x, y in layout.boxes.values():
        assert 0 <= x <= layout.width - layout.box_width
        assert 0 <= y <= layout.height - layout.box_height


@drawn
def test_no_arrow_runs_through_a_box(pack: Pack, kind: Kind) -> None:
    layout = layout_of(pack, kind)
    for route in layout.routes:
        for (x1, y1), (x2, y2) in zip(route.points, route.points[1:], strict=False):
            for x, y in layout.boxes.values():
                inside_x = min(x1, x2) < x + layout.box_width - 1 and max(x1, x2) > x + 1
                inside_y = min(y1, y2) < y + layout.box_height - 1 and max(y1, y2) > y + 1
                assert not (inside_x and inside_y), route.way


@drawn
def test_no_two_arrows_lie_on_each_other(pack: Pack, kind: Kind) -> None:
    layout = layout_of(pack, kind)
    pieces = [
        (tuple(sorted(piece)), route.way)
        for route in layout.routes
        for piece in zip(route.points, route.points[1:], strict=False)
    ]
    for (((x1, y1), (x2, y2)), way), (((a1, b1), (a2, b2)), other) in combinations(pieces, 2):
        if way is other:
            continue
        assert not (x1 == x2 == a1 == a2 and min(y2, b2) - max(y1, b1) > 0.5), (way, other)
        assert not (y1 == y2 == b1 == b2 and min(x2, a2) - max(x1, a1) > 0.5), (way, other)


def test_the_main_path_is_the_way_without_obstacles() -> None:
    finding = SHIPPED.kinds["finding"].lifecycle_of(SHIPPED)
    assert main_path(finding) == ("draft", "handed_out", "working", "checking", "struck_off")


def test_a_move_of_the_clock_and_a_reopening_look_different() -> None:
    lifecycle = ERRANDS.lifecycles["errand"]
    timed = replace(lifecycle, moves={**lifecycle.moves, "lapse": replace(lifecycle.moves["lapse"], by=("clock",))})
    pack = replace(ERRANDS, lifecycles={**ERRANDS.lifecycles, "errand": timed})
    picture = draw_kind(pack, pack.kinds["errand"])
    assert "lifecycle-clock" in picture
    assert "lifecycle-again" in picture


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_manual_page_names_every_id(language: str) -> None:
    page = manual(ERRANDS, language)
    for kind in ERRANDS.kinds.values():
        named = [*kind.fields, *kind.parties, *kind.lifecycle_of(ERRANDS).states, *kind.lifecycle_of(ERRANDS).moves]
        assert all(f"`{id_}`" in page for id_ in named)
    assert all(f"`{figure}`" in page for figure in ERRANDS.figures)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_manual_page_prints_every_item_of_a_scorecard_with_its_rule(language: str) -> None:
    pack = load_folder()["scorecards"]
    page = manual(pack, language)
    for card in pack.scorecards.values():
        assert card.title.in_(language) in page
        for item in card.items.values():
            (row,) = [line for line in page.split("\n") if line.endswith(f"| `{item.id}` |") and item.basis in line]
            assert f"{item.title.in_(language)} | {item.points} |" in row


def test_the_manual_page_says_who_may_do_what_and_when() -> None:
    page = manual(ERRANDS, "en")
    assert "not by who took “Send”" in page
    assert "after “Receipt” has run out" in page
    assert "until “Receipt” has run out" in page
    assert "“Again” of the case above, where that is due" in page
    assert "Supervision office and Chief" in page


def test_a_table_of_the_manual_has_as_many_cells_in_every_row() -> None:
    for name, page in pages_of(SHIPPED).items():
        if name.endswith(".md"):
            for block in page.split("\n\n"):
                rows = [row for row in block.split("\n") if row.startswith("|")]
                assert len({row.replace("\\|", "").count("|") for row in rows}) <= 1, rows
