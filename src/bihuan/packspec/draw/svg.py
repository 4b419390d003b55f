"""The picture of a lifecycle as SVG: attributes only, so that it stands in a page with a strict content policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from bihuan.packspec.bilingual import Text
from bihuan.packspec.draw.layout import LABEL_SIZE, LINE, SMALL_SIZE, TITLE_SIZE, Layout, Point, Route, lay_out
from bihuan.packspec.draw.ways import ways_of
from bihuan.packspec.model import Kind, Pack
from bihuan.packspec.vocabulary import CATEGORIES

# Progress is told by how dark a box is, as on every other page; a stylesheet may say otherwise by the class names.
FILLS: Final = {"draft": "#ffffff", "open": "#dfe6eb", "review": "#6b8496", "closed": "#2c4253"}
INKS: Final = {"draft": "#26323b", "open": "#26323b", "review": "#ffffff", "closed": "#ffffff"}
STROKES: Final = {"move": "#51626e", "exit": "#51626e", "clock": "#a14a00", "again": "#9a1b1f"}
PAPER: Final = "#ffffff"
FONTS: Final = "PingFang SC, HarmonyOS Sans SC, Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, sans-serif"
TITLE: Final = Text("{kind}办理流程", "How a case of “{kind}” moves")
STEPS: Final = Text("{many}级审核", "{many}-step review")
NEW_TURN: Final = Text("下一轮", "next turn")
RADIUS: Final = 9.0


def draw_kind(pack: Pack, kind: Kind, language: str = "zh-hans") -> str:
    """Return the lifecycle of a kind as a standalone SVG document."""
    lifecycle = kind.lifecycle_of(pack)
    inside = {
        state.id: _lines(kind, state.id, state.title.in_(language), language) for state in lifecycle.states.values()
    }
    layout = lay_out(lifecycle, ways_of(pack, kind, language), inside)
    return "\n".join(_document(pack, kind, layout, inside, language)) + "\n"


def _lines(kind: Kind, state: str, title: str, language: str) -> tuple[str, ...]:
    clocks = [clock.title.in_(language) for clock in kind.clocks.values() if state in clock.runs_in]
    steps = []
    if state in kind.review:
        steps = [STEPS.in_(language).format(many=len(kind.review[state].steps))]
    return (title, *steps, *clocks)


def _document(
    pack: Pack, kind: Kind, layout: Layout, inside: dict[str, tuple[str, ...]], language: str
) -> Iterator[str]:
    title = TITLE.format(kind=kind.title).in_(language)
    width, height = round(layout.width), round(layout.height)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="lifecycle" role="img" lang="{language}" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-family={quoteattr(FONTS)}>'
    )
    yield f"<title>{escape(title)}</title>"
    yield f'<rect class="lifecycle-paper" width="{width}" height="{height}" fill="{PAPER}"/>'
    for route in layout.routes:
        yield _arrow(route)
    lifecycle = kind.lifecycle_of(pack)
    for state in lifecycle.states.values():
        yield from _box(layout, state.id, state.category, inside[state.id], language, first=state is lifecycle.start)
    for route in layout.routes:
        yield from _label(route, language)
    yield "</svg>"


def _box(
    layout: Layout, state: str, category: str, lines: tuple[str, ...], language: str, *, first: bool
) -> Iterator[str]:
    x, y = layout.boxes[state]
    height = layout.box_height
    middle = x + layout.box_width / 2
    weight = "2.5" if first else "1.25"
    yield f'<g class="lifecycle-state lifecycle-{category}" fill="{INKS[category]}" text-anchor="middle">'
    yield f"<title>{escape(lines[0])} · {escape(CATEGORIES[category].in_(language))}</title>"
    yield (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(layout.box_width)}" height="{_n(height)}" rx="6" '
        f'fill="{FILLS[category]}" stroke="{FILLS["closed"]}" stroke-width="{weight}"/>'
    )
    start = y + height / 2 - (len(lines) - 1) * LINE / 2 + 5
    yield f'<text x="{_n(middle)}" y="{_n(start)}" font-size="{TITLE_SIZE}" font-weight="600">{escape(lines[0])}</text>'
    for number, line in enumerate(lines[1:], start=1):
        down = start + number * LINE + 1
        yield f'<text x="{_n(middle)}" y="{_n(down)}" font-size="{SMALL_SIZE}">{escape(line)}</text>'
    yield "</g>"


def _arrow(route: Route) -> str:
    colour = STROKES[route.way.sort]
    dash = ' stroke-dasharray="5 4"' if route.way.sort == "exit" else ""
    tip = _tip(route.points[-2], route.points[-1])
    return (
        f'<g class="lifecycle-way lifecycle-{route.way.sort}" stroke="{colour}" stroke-width="1.5" fill="none">'
        f'<path d="{_path(route.points)}"{dash}/><path d="{tip}" fill="{colour}" stroke="none"/></g>'
    )


def _path(points: tuple[Point, ...]) -> str:
    """Return the way through the corners, each of them rounded."""
    words = [f"M{_n(points[0][0])} {_n(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        near, far = _towards(corner, before), _towards(corner, after)
        words.append(f"L{_n(near[0])} {_n(near[1])}Q{_n(corner[0])} {_n(corner[1])} {_n(far[0])} {_n(far[1])}")
    return "".join([*words, f"L{_n(points[-1][0])} {_n(points[-1][1])}"])


def _towards(corner: Point, other: Point) -> Point:
    dx, dy = other[0] - corner[0], other[1] - corner[1]
    length = max(abs(dx), abs(dy), 0.001)
    step = min(RADIUS, length / 2) / length
    return corner[0] + dx * step, corner[1] + dy * step


def _tip(before: Point, end: Point) -> str:
    dx, dy = end[0] - before[0], end[1] - before[1]
    length = max(abs(dx), abs(dy), 0.001)
    ux, uy = dx / length, dy / length
    back = (end[0] - ux * 9, end[1] - uy * 9)
    left, right = (back[0] - uy * 4.5, back[1] + ux * 4.5), (back[0] + uy * 4.5, back[1] - ux * 4.5)
    return f"M{_n(end[0])} {_n(end[1])}L{_n(left[0])} {_n(left[1])}L{_n(right[0])} {_n(right[1])}Z"


def _label(route: Route, language: str) -> Iterator[str]:
    x, y = route.label
    colour = STROKES[route.way.sort] if route.way.sort in {"clock", "again"} else "#26323b"
    halo = f'paint-order="stroke" stroke="{PAPER}" stroke-width="4" stroke-linejoin="round"'
    yield f'<g class="lifecycle-label" text-anchor="{route.anchor}" fill="{colour}" font-size="{LABEL_SIZE}" {halo}>'
    for number, label in enumerate(reversed(route.way.labels)):
        title, who = escape(label.title), escape(label.who)
        if route.way.sort == "again":
            who = " · ".join(part for part in (who, escape(NEW_TURN.in_(language))) if part)
        small = f'font-size="{SMALL_SIZE}" fill="#51626e"'
        if route.straight:
            up = y - 9 - number * LINE
            yield f'<text x="{_n(x)}" y="{_n(up)}">{title}</text>'
            if who:
                yield f'<text x="{_n(x)}" y="{_n(y + 18 + number * LINE)}" {small}>{who}</text>'
        else:
            behind = f'<tspan dx="7" {small}>{who}</tspan>' if who else ""
            yield f'<text x="{_n(x)}" y="{_n(y - number * LINE)}">{title}{behind}</text>'
    yield "</g>"


def _n(value: float) -> str:
    """Return a coordinate without needless digits."""
    return f"{value:.1f}".removesuffix(".0")
