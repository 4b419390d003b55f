"""What the rectification pack promises to the people who work with it."""

from bihuan.packspec.load import load_folder

PACK = load_folder()["rectification"]
FINDING = PACK.kinds["finding"].lifecycle_of(PACK)
STEP = PACK.kinds["measure"].lifecycle_of(PACK)


def test_a_finding_lies_under_a_round_and_a_measure_under_either() -> None:
    assert PACK.ancestors("measure") == ("finding", "instance", "round")
    assert PACK.kinds["measure"].parents == ("finding", "instance")


def test_nothing_is_handed_out_before_its_standard_is_set() -> None:
    assert FINDING.moves["hand_out"].requires == ("standard_set",)


def test_nothing_is_struck_off_without_proof_pledge_and_second_signature() -> None:
    submit = FINDING.moves["submit"]
    assert submit.requires == ("points_proved", "children_closed")
    assert set(submit.evidence) == {"pledge", "second_signature"}
    assert FINDING.states["checking"].passes_to == "struck_off"


def test_what_is_handed_out_awaits_its_receipt() -> None:
    for lifecycle in (FINDING, STEP):
        assert [state for state in lifecycle.states if lifecycle.awaits_receipt(state)] == ["handed_out"]


def test_done_and_struck_off_are_two_figures() -> None:
    assert PACK.figures["reported_done"].where != PACK.figures["struck_off"].where
    assert PACK.figures["completion"].of == ("struck_off", "findings")


def test_four_steps_of_review_are_the_default_and_a_round_may_set_its_own() -> None:
    review = PACK.kinds["finding"].review["checking"]
    assert [step.signed_by for step in review.steps] == [
        ("lead_head",),
        ("desk.office",),
        ("desk.discipline", "desk.organisation"),
        ("desk.leading_group",),
    ]
    assert {PACK.kinds[kind].review["checking"].set_by for kind in ("finding", "instance", "measure")} == {"round"}


def test_a_relapse_opens_the_next_turn_and_takes_the_case_above_with_it() -> None:
    for lifecycle in (FINDING, STEP):
        reopen = lifecycle.moves["reopen"]
        assert lifecycle.reopens(reopen)
        assert reopen.also == {"parent": "reopen"}
        assert {"reason", "due"} <= set(reopen.asks)


def test_what_is_standing_says_its_next_step() -> None:
    required = PACK.kinds["finding"].fields["next_step"].required
    assert isinstance(required, tuple)
    assert required[0].must == ("standing",)


def test_no_personal_word_is_public() -> None:
    for kind in PACK.kinds.values():
        assert not set(kind.public) & {"leader", "handler", "basis", "undone_reason", "supervisor"}
