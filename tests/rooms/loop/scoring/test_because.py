"""What a letter says about the rule that asks for it."""

from __future__ import annotations

from datetime import date

from bihuan.loop.scoring.firing import because_of
from bihuan.loop.scoring.models import Firing
from bihuan.packspec.load import load_folder

PACKS = load_folder()


def warned(rule: str, word: str, values: dict[str, str]) -> Firing:
    return Firing(rule=rule, word=[word, ""], last=date(2026, 7, 12), values=values)


def test_a_rule_over_figures_tells_their_values() -> None:
    said = because_of(PACKS["meetings"], warned("absent", "多次未主持", {"missed": "3"}))
    assert said == "多次未主持（截至2026-07-12，本年应主持人未主持3）"


def test_a_rule_over_the_case_itself_tells_what_it_asks() -> None:
    said = because_of(PACKS["tenders"], warned("signed_early", "公示未满签约", {}))
    assert said == "公示未满签约（截至2026-07-12，合同签订日期不晚于中标公示截止日）"
