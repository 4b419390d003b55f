"""The head of a table: whatever bands and lines above it are written, its columns come back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bihuan.documents.layout.header import header_cells
from bihuan.documents.layout.sheet import SheetColumn
from bihuan.documents.outline.table_header import head_of, plain_title

TITLES = (
    "编号",
    "反馈问题",
    "整改措施",
    "责任单位",
    "牵头单位",
    "整改时限",
    "进展情况",
    "是否完成",
    "下一步打算",
    "经办人",
)
BANDS = ("整改责任清单", "整改目标清单", "本次填报")


@st.composite
def heads(draw: st.DrawFn) -> tuple[SheetColumn, ...]:
    titles = draw(st.lists(st.sampled_from(TITLES), min_size=3, max_size=8, unique=True))
    bands = [draw(st.sampled_from([(), *((band,) for band in BANDS)])) for _ in titles]
    return tuple(SheetColumn(title, title, bands=tuple(band)) for title, band in zip(titles, bands, strict=True))


@given(
    columns=heads(),
    above=st.sampled_from([(), ("整改台账",), ("整改台账", "截至2026年3月31日")]),
    counted=st.booleans(),
)
def test_a_head_that_was_written_is_found_again(
    columns: tuple[SheetColumn, ...], above: tuple[str, ...], counted: bool
) -> None:
    cells = header_cells(columns)
    depth = 1 + max(cell.row + cell.rows - 1 for cell in cells)
    rows = [[text, *[""] * (len(columns) - 1)] for text in above]
    merged = [(at, 0, at, len(columns) - 1) for at in range(len(above))]
    head = [[""] * len(columns) for _ in range(depth)]
    for cell in cells:
        head[cell.row][cell.column] = cell.text
        if cell.rows > 1 or cell.columns > 1:
            top = len(above) + cell.row
            merged.append((top, cell.column, top + cell.rows - 1, cell.column + cell.columns - 1))
    rows += head
    if counted:
        rows.append([str(at) for at in range(1, len(columns) + 1)])
    rows += [[f"内容{at}" for at in range(len(columns))]] * 3
    known = {plain_title(title) for title in TITLES}
    found = head_of(rows, merged, known=known.__contains__)
    assert found is not None
    assert [one.title for one in found.columns] == [one.title for one in columns]
    assert found.below == len(above) + depth + counted
