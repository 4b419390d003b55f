"""Lists that Word counts itself: definitions, overrides, and the number each paragraph shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from bihuan.documents.files.doc.binary import LISTS, OVERRIDES, Frame, u8, u16, u32
from bihuan.documents.files.list_levels import LEVELS, Counts, Level, restart_below, shown

# Source: [MS-OSHARED] 2.2.1.3, MSONFC; the names are those of ISO/IEC 29500-1, 17.18.59.
FORMS = {
    0: "decimal",
    1: "upperRoman",
    2: "lowerRoman",
    3: "upperLetter",
    4: "lowerLetter",
    10: "ideographDigital",
    11: "japaneseCounting",
    14: "decimalFullWidth",
    18: "decimalEnclosedCircle",
    19: "decimalFullWidth2",
    22: "decimalZero",
    23: "bullet",
    26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen",
    28: "decimalEnclosedCircleChinese",
    29: "ideographEnclosedCircle",
    30: "ideographTraditional",
    31: "ideographZodiac",
    33: "taiwaneseCounting",
    34: "ideographLegalTraditional",
    35: "taiwaneseCountingThousand",
    36: "taiwaneseDigital",
    37: "chineseCounting",
    38: "chineseLegalSimplified",
    39: "chineseCountingThousand",
    255: "none",
}
MOST = 4_000
DEFINITION, OVERRIDE, HEAD = 28, 16, 28


@dataclass(slots=True)
class Override:
    """What paragraphs point to: a list, and where some of its levels start anew."""

    list_id: int
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


class Lists:
    """
    The lists of a document, counted while its paragraphs are read in order.

        lists.next(override=1, depth=0) → "一、"
    """

    def __init__(self, frame: Frame) -> None:
        self._levels = _definitions(frame)
        self._overrides = _overrides(frame)
        self._counts: dict[int, Counts] = {}
        self._begun: set[tuple[int, int]] = set()

    def next(self, override: int, depth: int) -> str:
        """Return the number in front of the next paragraph, "" if it has none; counts on. override: 1-based."""
        if not 0 < override <= len(self._overrides):
            return ""
        chosen = self._overrides[override - 1]
        levels = list(self._levels.get(chosen.list_id, ()))
        if depth >= len(levels):
            return ""
        for changed, level in chosen.levels.items():
            if changed < len(levels):
                levels[changed] = level
        counts = self._counts.setdefault(chosen.list_id, [None] * LEVELS)
        start = chosen.starts.get(depth)
        if start is not None and (override, depth) not in self._begun:
            counts[depth] = start
        else:
            current = counts[depth]
            counts[depth] = levels[depth].start if current is None else current + 1
        self._begun.add((override, depth))
        restart_below(counts, depth, levels)
        return shown(depth, levels, counts)


def _definitions(frame: Frame) -> dict[int, tuple[Level, ...]]:
    """Return the levels of every list. Source: [MS-DOC] 2.9.131 PlfLst, 2.9.147 LSTF; the levels follow behind."""
    listed = frame.part(LISTS)
    if len(listed) < 2:
        return {}
    data, count = frame.from_part(LISTS), min(u16(listed, 0), MOST)
    found: dict[int, tuple[Level, ...]] = {}
    at = 2 + DEFINITION * count
    for number in range(count):
        head = 2 + DEFINITION * number
        levels = []
        for _ in range(1 if u8(data, head + 26) & 1 else LEVELS):
            level, at = _level(data, at)
            levels.append(level)
        found[u32(data, head)] = tuple(levels)
    return found


def _overrides(frame: Frame) -> list[Override]:
    """Return what paragraphs point to. Source: [MS-DOC] 2.9.190 PlfLfo."""
    data = frame.part(OVERRIDES)
    if len(data) < 4:
        return []
    count = min(u32(data, 0), MOST)
    found = [Override(u32(data, 4 + OVERRIDE * number)) for number in range(count)]
    changed = [u8(data, 4 + OVERRIDE * number + 12) for number in range(count)]
    at = 4 + OVERRIDE * count
    for override, levels in zip(found, changed, strict=True):
        at += 4
        for _ in range(levels):
            start, flags = u32(data, at), u32(data, at + 4)
            at += 8
            depth = flags & 0xF
            if flags & 0x20:
                override.levels[depth], at = _level(data, at)
                start = override.levels[depth].start
            if flags & 0x10:
                override.starts[depth] = start
    return found


def _level(data: bytes, at: int) -> tuple[Level, int]:
    """Return a level and the place behind it. Source: [MS-DOC] 2.9.150 LVLF, 2.9.149 LVL."""
    start, form, flags = u32(data, at), u8(data, at + 4), u8(data, at + 5)
    letters, paragraph, limit = u8(data, at + 24), u8(data, at + 25), u8(data, at + 26)
    text_at = at + HEAD + letters + paragraph
    count = u16(data, text_at)
    end = text_at + 2 + 2 * count
    raw = data[text_at + 2 : end].decode("utf-16-le", "replace")
    text = "".join(f"%{ord(letter) + 1}" if ord(letter) < LEVELS else letter for letter in raw)
    # A limit is told only where the level does not simply start again below every level above it.
    restart = limit if flags & 0x08 else None
    return Level(FORMS.get(form, "decimal"), text, start, bool(flags & 0x04), restart), end
