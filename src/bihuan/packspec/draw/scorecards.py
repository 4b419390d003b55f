"""The scorecards of a pack on its manual page: what is scored, for how many points, by which figure and rule."""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.packspec.draw.whole import NONE, WholePack
from bihuan.packspec.shown import Scorecard, Scored
from bihuan.packspec.vocabulary import SCORING_WAYS


def scorecards(page: WholePack) -> Iterator[str]:
    """Yield a table for each scorecard, with its grades below."""
    for card in page.pack.scorecards.values():
        name = page.say("评分表：", "Scorecard: ")
        full = page.say(f"（{card.full}分）", f" ({card.full} points)")
        rows = [_item(page, item) for item in card.items.values()]
        yield from page.table(f"{name}{page.text(card.title)}{full} `{card.id}`", _head(page), rows)
        if card.grades:
            yield from ("", page.say("等次：", "Grades: ") + page.say("；", "; ").join(_grades(page, card)))


def _head(page: WholePack) -> tuple[str, ...]:
    return (
        page.say("评分项", "Item"),
        page.say("分值", "Points"),
        page.say("计分方式", "Scored"),
        page.say("指标", "Figure"),
        page.say("评分细则", "Rule"),
        page.say("标识", "Id"),
    )


def _item(page: WholePack, item: Scored) -> tuple[str, ...]:
    title = page.text(item.title)
    over = f"{page.text(item.group)}{page.say('—', ', ')}" if item.group is not None else ""
    figure = page.pack.figures.get(item.figure)
    counted = page.text(figure.title) if figure is not None else f"`{item.figure}`" if item.figure else NONE
    basis = item.basis.replace("|", "\\|")
    return (f"{over}{title}", str(item.points), _way(page, item), counted, basis, f"`{item.id}`")


def _way(page: WholePack, item: Scored) -> str:
    said = page.text(SCORING_WAYS[item.way])
    if item.way in {"add", "deduct"}:
        each = page.say(f"每项{item.each}分", f"{item.each} for each")
        return f"{said}{page.say('，', ', ')}{each}"
    if item.steps:
        steps = (page.say(f"{begin}起{points}分", f"{points} from {begin}") for begin, points in item.steps)
        return f"{said}{page.say('：', ': ')}{page.say('，', ', ').join(steps)}"
    return said


def _grades(page: WholePack, card: Scorecard) -> Iterator[str]:
    called = page.pack.options.get(card.options, {})
    for id_, least in card.grades.items():
        title = page.text(called[id_]) if id_ in called else f"`{id_}`"
        yield page.say(f"{title}{least}分以上", f"{title} from {least}")
