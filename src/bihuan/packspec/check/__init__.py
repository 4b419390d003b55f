"""Is a pack right? All problems of all packs at once, each with a stable rule id."""

from __future__ import annotations

from collections.abc import Mapping

from bihuan.packspec.check.shape import check_shape
from bihuan.packspec.problems import Problem
from bihuan.packspec.sources import read_source


def check_texts(texts: Mapping[str, str], *, running: bool = True, alone: bool = False) -> tuple[Problem, ...]:
    """
    Return everything that is wrong with the packs, file by file, in the order of each file.

    texts: written packs by file name (`rectification.toml`).
    running: also refuse, by name, what this version does not run yet (P50).
    alone: these packs were taken from a store; links into packs that are not here are not looked up.
    """
    problems: list[Problem] = []
    for name, text in texts.items():
        source = read_source(name, text)
        if isinstance(source, Problem):
            problems.append(source)
            continue
        problems += check_shape(source).problems
    return tuple(problems)
