"""Whatever is written in a pack, the checker answers with problems and never breaks."""

import tomllib
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from bihuan.packspec.check import check_texts
from bihuan.packspec.load import load_text
from bihuan.packspec.problems import PackErrors
from bihuan.packspec.resolve import to_toml
from tests.rooms.packspec.samples import SHARED, WHOLE

WEIRD: tuple[Any, ...] = (5, "x", ["x"], {"x": "y"}, True, [{"x": 1}], [], {})
Path = tuple[str | int, ...]


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, member in inside:
        yield from places(member, (*path, name))


def written(table: dict[str, Any]) -> str:
    return "\n".join(f"{name} = {to_toml(value)}" for name, value in table.items())


def test_a_missing_line_never_breaks_the_checker() -> None:
    lines = WHOLE.splitlines()
    for number in range(len(lines)):
        text = "\n".join(lines[:number] + lines[number + 1 :])
        for problem in check_texts({"errands.toml": text, "shared.toml": SHARED}):
            assert problem.sentence.zh
            assert problem.sentence.en


@pytest.mark.parametrize("start", range(len(WEIRD)), ids=lambda start: str(WEIRD[start]))
def test_a_value_of_the_wrong_kind_never_breaks_the_checker(start: int) -> None:
    whole = tomllib.loads(WHOLE)
    for number, path in enumerate(places(whole)):
        if number % len(WEIRD) != start:
            continue
        table = deepcopy(whole)
        target: Any = table
        for name in path[:-1]:
            target = target[name]
        target[path[-1]] = WEIRD[(number // len(WEIRD)) % len(WEIRD)]
        check_texts({"errands.toml": written(table), "shared.toml": SHARED})


def test_a_pack_that_is_checked_can_always_be_built() -> None:
    """Removing any line of a right, self-contained pack leaves a pack that loads or one that is refused, no third thing."""
    text = SHARED.replace("[lifecycle.task", '[kind.job]\ntitle = "事 | Job"\nnumber = "{seq}"\nlifecycle = "task"\nopened_by = ["desk.office"]\nparties = { responsible = "单位 | Unit" }\n[kind.job.clocks]\nwork = { title = "限 | Due", runs_in = ["working"], days = 3, ladder = "soon" }\n[desks]\noffice = "办 | Office"\n[lifecycle.task', 1)  # fmt: skip # noqa: E501
    assert load_text(text).kinds["job"].clocks["work"].ladder == "soon"
    lines = text.splitlines()
    assert any(loads("\n".join(lines[:number] + lines[number + 1 :])) for number in range(len(lines)))


def loads(text: str) -> bool:
    try:
        load_text(text)
    except PackErrors:
        return False
    return True
