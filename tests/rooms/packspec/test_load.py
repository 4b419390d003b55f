"""Packs are read whole, with their shared parts inside, or not at all."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bihuan.packspec.bilingual import Text
from bihuan.packspec.load import load_folder, load_text, load_texts, resolve
from bihuan.packspec.model import Clause, Comparison, Length, Pack
from bihuan.packspec.problems import PackErrors
from bihuan.packspec.resolve import to_toml
from tests.rooms.packspec.samples import RUNNING, SHARED

TEXTS = {"errands.toml": RUNNING, "shared.toml": SHARED}


@pytest.fixture
def pack() -> Pack:
    return load_texts(TEXTS)["errands"]


def test_a_pack_holds_what_the_file_says_in_its_order(pack: Pack) -> None:
    assert (pack.id, pack.version, pack.basis) == ("errands", 2, ("督查办法",))
    assert list(pack.kinds) == ["batch", "errand", "step"]
    assert list(pack.figures)[:2] == ["errands", "ended"]
    errand = pack.kinds["errand"]
    assert errand.parents == ("batch",)
    assert errand.fields["weight"].default == "plain"
    assert errand.fields["cost"].required == (Clause("weight", ("urgent",)),)
    assert errand.fields["before"].to == ("errands.errand", "errands.errand")
    assert errand.opened_when == (Clause("batch.state", ("going",)),)
    assert pack.kinds["batch"].subject == Text("事项", "Subject")


def test_time_conditions_and_reviews_are_typed(pack: Pack) -> None:
    errand = pack.kinds["errand"]
    assert errand.clocks["receipt"].length == Length("workdays", path="batch.days")
    assert errand.clocks["look"].length == Length("months", amount=1)
    extension = errand.clocks["work"].extension
    assert extension is not None
    assert (extension.times, extension.asked_workdays_before) == (1, 2)
    first, second = errand.review["checking"].steps
    assert first.when == (Clause("lead", Comparison(empty=False)),)
    assert second.signed_by == ("desk.office", "desk.chief")
    assert second.limit == Length("days", amount=5)
    when = pack.lifecycles["errand"].moves["submit"].when
    assert when == (
        Clause("batch.days", Comparison(at_least=1)),
        Clause("seen_on", Comparison(at_least=date(2024, 1, 1), at_most="due")),
    )


def test_numbers_with_a_point_are_exact() -> None:
    text = RUNNING.replace("target = 100", "target = 99.9")
    assert load_texts({**TEXTS, "errands.toml": text})["errands"].figures["share"].target == Decimal("99.9")


def test_a_lifecycle_knows_its_start_its_moves_and_what_reopens(pack: Pack) -> None:
    lifecycle = pack.kinds["errand"].lifecycle_of(pack)
    assert lifecycle.start.id == "draft"
    assert [move.id for move in lifecycle.moves_from("sent")] == ["accept", "lapse", "tire"]
    assert [move.id for move in lifecycle.moves.values() if lifecycle.reopens(move)] == ["redo"]


def test_kinds_know_who_stands_above_and_below(pack: Pack) -> None:
    assert [kind.id for kind in pack.roots] == ["batch"]
    assert [kind.id for kind in pack.children("batch")] == ["errand"]
    assert pack.ancestors("step") == ("errand", "batch")


def test_the_opening_form_has_the_fields_that_no_move_asks_for(pack: Pack) -> None:
    fields = pack.kinds["errand"].asked_at_opening(pack)
    assert [field.id for field in fields] == ["phone", "seen_on", "before"]


def test_shared_parts_are_inside_under_their_full_names(pack: Pack) -> None:
    assert "shared.task" in pack.lifecycles
    assert "shared.soon" in pack.ladders
    assert pack.kinds["step"].lifecycle_of(pack).moves["finish"].by == ("responsible", "desk.office")


def test_the_stored_text_is_the_same_pack_and_stands_alone(pack: Pack) -> None:
    assert load_text(pack.text) == pack
    assert resolve("errands", TEXTS) == pack.text
    assert resolve("errands", {"errands": pack.text}) == pack.text


def test_a_pack_without_shared_parts_keeps_its_text_to_the_byte() -> None:
    assert load_texts(TEXTS)["shared"].text == SHARED


def test_a_change_of_the_shared_pack_touches_no_stored_text(pack: Pack) -> None:
    later = {**TEXTS, "errands.toml": pack.text, "shared.toml": SHARED.replace("at = -3", "at = -9")}
    assert load_texts(later)["errands"] == pack


def test_the_digest_names_its_method_and_follows_the_text(pack: Pack) -> None:
    other = load_texts({**TEXTS, "errands.toml": RUNNING.replace("费用(元)", "经费(元)")})["errands"]
    assert pack.digest().startswith("sha256:")
    assert pack.digest() != other.digest()


def test_a_stored_pack_may_link_to_packs_that_are_not_here(pack: Pack) -> None:
    text = pack.text.replace('to = ["errand", "errands.errand"]', 'to = ["rectification.finding"]')
    assert load_text(text).kinds["errand"].fields["before"].to == ("rectification.finding",)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("他说“好”\n", '"他说“好”\\n"'),
        ({"a.b": [1, True], "c": {}}, '{ "a.b" = [1, true], c = {} }'),
        (date(2025, 3, 3), "2025-03-03"),
        (Decimal("99.90"), "99.90"),
    ],
)
def test_a_value_is_written_as_toml_reads_it(value: object, written: str) -> None:
    assert to_toml(value) == written
    assert tomllib.loads(f"x = {written}", parse_float=Decimal)["x"] == value


def test_what_toml_cannot_say_is_refused() -> None:
    with pytest.raises(TypeError, match="None"):
        to_toml({"x": None})


@pytest.mark.parametrize("text", ["", "[pack", "[pack]\nid = 5", "pack = 1", "kind = []"])
def test_a_text_that_is_no_pack_raises_its_problems(text: str) -> None:
    with pytest.raises(PackErrors) as errors:
        load_text(text)
    assert errors.value.problems


def test_one_wrong_pack_keeps_all_from_loading(tmp_path: Path) -> None:
    (tmp_path / "errands.toml").write_text(RUNNING.replace("version = 2", "version = 0"), encoding="utf-8")
    (tmp_path / "shared.toml").write_text(SHARED, encoding="utf-8")
    (tmp_path / "errands.cases.toml").write_text("no pack at all", encoding="utf-8")
    with pytest.raises(PackErrors) as errors:
        load_folder(tmp_path)
    assert [problem.rule for problem in errors.value.problems] == ["P19"]
    assert "P19" in str(errors.value)
