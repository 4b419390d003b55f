"""What the mark at the end of a row of a Word table says about its cells."""

from __future__ import annotations

from bihuan.documents.files.doc.binary import TABLE_DEFINITION, u8
from bihuan.documents.files.edged_rows import WIDEST, Row

VERTICAL_MERGE, MERGE = 0xD62B, 0x5624
CELL_SIZE = 20  # bytes of the properties of one cell


def row_of(texts: list[str], changes: dict[int, bytes]) -> Row:
    """
    Return a row of these cells with their edges and merges.

    Source: [MS-DOC] 2.9.321 TDefTableOperand, 2.9.317 TC80.
    """
    definition = changes.get(TABLE_DEFINITION, b"")
    row = Row(texts)
    if len(definition) > 3:
        count = u8(definition, 2)
        edges = definition[3 : 3 + 2 * (count + 1)]
        if len(edges) == 2 * (count + 1):
            row.edges = [int.from_bytes(edges[at : at + 2], "little", signed=True) for at in range(0, len(edges), 2)]
        for number in range(count):
            at = 3 + 2 * (count + 1) + CELL_SIZE * number
            flags = int.from_bytes(definition[at : at + 2], "little")
            if flags & 0x2 or flags & 0x60 == 0x20:
                row.covered.add(number)
    _merge(row, changes)
    return row


def _merge(row: Row, changes: dict[int, bytes]) -> None:
    """Add what later changes say of merged cells."""
    vertical = changes.get(VERTICAL_MERGE, b"")
    if len(vertical) >= 3 and vertical[2] == 1:
        row.covered.add(vertical[1])
    across = changes.get(MERGE, b"")
    if len(across) == 2:
        row.covered.update(range(across[0] + 1, min(across[1], WIDEST)))
