"""The tables of the language's reference, printed from the closed sets that the checker reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from bihuan.packspec import vocabulary
from bihuan.packspec.bilingual import Text
from bihuan.packspec.check.running import (
    FACTS_NOT_RUN_YET,
    NOT_RUN_YET,
    PARTIES_OF_ROWS,
    ROWS_CAN_BE_ASKED,
    VALUES_CAN_BE_TAKEN,
    WORDS_NOT_RUN_YET,
)
from bihuan.packspec.language import SHAPES
from bihuan.packspec.sentences import SENTENCES
from bihuan.packspec.shape import WHATS, Shape

SETS: Final[Mapping[str, Mapping[str, Text]]] = {
    "parties": vocabulary.PARTIES,
    "relations": vocabulary.RELATIONS,
    "guards": vocabulary.GUARDS,
    "categories": vocabulary.CATEGORIES,
    "natures": vocabulary.NATURES,
    "units of time": vocabulary.UNITS_OF_TIME,
    "periods": vocabulary.PERIODS,
    "capabilities": vocabulary.CAPABILITIES,
    "field types": vocabulary.FIELD_TYPES,
    "facts": vocabulary.FACTS,
    "comparators": vocabulary.COMPARATORS,
    "colours": vocabulary.COLOURS,
    "operators": vocabulary.OPERATORS,
    "layouts": vocabulary.LAYOUTS,
    "frame of a document": vocabulary.FRAME,
    "words of a document": vocabulary.DOCUMENT_WORDS,
    "words of a case in a document": vocabulary.CASE_WORDS,
    "ways of scoring": vocabulary.SCORING_WAYS,
}
_BLOCK: Final = re.compile(r"(<!-- printed: (?P<name>[^>]+?) -->\n).*?(<!-- end -->)", re.DOTALL)


def printed() -> dict[str, str]:
    """Return every printed block of the reference by its name."""
    blocks = {f"keys of a {shape.a}": _keys(shape) for shape in SHAPES.values()}
    blocks |= {name: _set(members) for name, members in SETS.items()}
    rules = ((rule, sentence.in_("en"), sentence.zh) for rule, sentence in SENTENCES.items())
    blocks["rules"] = _table(("Rule", "Sentence", "中文"), rules)
    blocks["not run yet"] = _not_run_yet()
    return blocks


def fill(page: str) -> str:
    """Return a page with every block `<!-- printed: name --> … <!-- end -->` printed anew. Raises KeyError."""
    blocks = printed()
    return _BLOCK.sub(lambda match: f"{match[1]}{blocks[match['name']]}{match[3]}", page)


def names_in(page: str) -> list[str]:
    """Return the names of the printed blocks of a page."""
    return [match["name"] for match in _BLOCK.finditer(page)]


def _keys(shape: Shape) -> str:
    rows = (
        (f"`{name}`{' **!**' if key.must else ''}", WHATS[key.what].in_("en"), key.meaning)
        for name, key in shape.keys.items()
    )
    return _table(("Key", "Value", "Meaning"), rows)


def _set(members: Mapping[str, Text]) -> str:
    return _table(("Word", "中文", "English"), ((f"`{id_}`", text.zh, text.in_("en")) for id_, text in members.items()))


def _not_run_yet() -> str:
    rows = [(SHAPES[shape].a, f"keys {_code(keys)}") for shape, keys in NOT_RUN_YET.items()]
    rows += [(SHAPES[shape].a, f"`{key}` = {_code(words)}") for (shape, key), words in WORDS_NOT_RUN_YET.items()]
    asked = (
        f"paths other than fields, `entered.<state>`, {_code(sorted(ROWS_CAN_BE_ASKED))} of the case or of one above it"
    )
    rows.append(("figure, list, rule", f"`where`: {asked}; {_code(sorted(PARTIES_OF_ROWS))} but with `empty`"))
    rows += [
        ("figure", f"`{operator}`: paths other than fields and {_code(sorted(paths))}")
        for operator, paths in VALUES_CAN_BE_TAKEN.items()
    ]
    rows.append(("figure", "values of fields and parties with several values of a case above"))
    if FACTS_NOT_RUN_YET:
        rows.append(("condition", f"facts {_code(sorted(FACTS_NOT_RUN_YET))}"))
    return _table(("Table", "Not run yet"), rows)


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    columns = tuple(head)
    lines = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    lines += [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"
