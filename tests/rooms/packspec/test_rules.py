"""Every rule of the checker fires on what it forbids, names the place, and stays silent on a right pack."""

# ruff: noqa: E501 # a row of the table is a line

import pytest

from bihuan.packspec.check import check_texts
from bihuan.packspec.problems import Problem
from bihuan.packspec.sentences import SENTENCES
from tests.rooms.packspec.samples import RUNNING, SHARED, WHOLE

# rule, what is replaced in the right pack, by what, and where the problem is said to be.
BROKEN = [
    ("P01", "newest = {", "odd = 1\nnewest = {", "figures.odd"),
    ("P01", 'board = {', 'odd = "x"\nboard = {', "boards.odd"),
    ("P02", "each_time = true", "every_time = true", "kind.errand.clocks.receipt.every_time"),
    ("P02", "[ladder.late]", "[ladders.late]", "ladders"),
    ("P03", "version = 2", 'version = "2"', "pack.version"),
    ("P03", "at = -5", "at = true", "ladder.late.steps[0].at"),
    ("P03", 'number = "{year}-{seq:2}"', 'number = "{month}-{seq:2}"', "kind.batch.number"),
    ("P03", 'number = "{year}-{seq:2}"', 'number = "{parent}-{seq:2}"', "kind.batch.number"),
    ("P03", "督〔{year}〕{seq:2}号", "督〔{day}〕{seq:2}号", "letters.urge.number"),
    ("P03", "default = 3", 'default = "3"', "kind.batch.fields.days.default"),
    ("P03", 'workdays = "batch.days"', 'workdays = "batch.started_on"', "kind.errand.clocks.receipt.workdays"),
    ("P03", 'counted_from = "closed"', 'counted_from = "turn"', "kind.errand.clocks.look.counted_from"),
    ("P03", 'until = "due", ladder = "late"', 'until = 5, ladder = "late"', "kind.errand.clocks.work.until"),
    ("P03", 'uses = ["dispositions", "attendance"]', 'uses = ["dispositions", "attendance"]\nfields = { held_on = { title = "时间 | When" } }', "kind.visit.fields.held_on.type"),
    ("P03", 'type = "date" }', 'type = "date", default = "soon" }', "kind.errand.fields.seen_on.default"),
    ("P03", 'personal = true }', 'type = "yes_no", default = 1 }', "kind.errand.fields.phone.default"),
    ("P03", 'many = true }', 'many = true, default = "x" }', "kind.errand.fields.before.default"),
    ("P03", 'to = ["responsible_head", "desk.office"]', 'to = "desk.office"', "letters.urge.to"),
    ("P03", "when = { cost = { at_most = 5000 } }", 'when = "cheap"', "lifecycle.errand.states.checking.when"),
    ("P03", "steps = [{ when = { category", "steps = 5\nstaps = [{ when = { category", "label.status.steps"),
    ("P04", '"批次 | Batch"', '"批次 | "', "kind.batch.title"),
    ("P04", '["属实 | True"]', '[" | True"]', "kind.errand.review.checking.steps[0].checks[0]"),
    ("P05", 'lifecycle = "batch"\n', "", "kind.batch"),
    ("P06", "at_most = 5000", "below = 5000", "lifecycle.errand.states.checking.when.cost"),
    ("P06", "at_most = 5000", "at_most = [5000]", "lifecycle.errand.states.checking.when.cost"),
    ("P07", 'state = ["done", "dropped"]', 'state = "done"', "figures.ended.where.state"),
    ("P08", 'type = "money"', 'type = "gold"', "kind.errand.fields.cost.type"),
    ("P08", 'uses = ["standard"]', 'uses = ["standards"]', "kind.errand.uses"),
    ("P08", "requires = [\"standard_set\"]", 'requires = ["all_good"]', "lifecycle.errand.moves.send.requires"),
    ("P08", 'requires = ["points_proved"]', 'requires = ["all_good"]', "lifecycle.errand.states.checking.requires"),
    ("P08", 'going = { title = "进行 | Going", category = "open" }', 'going = { title = "进行", category = "on" }', None),
    ("P08", 'colour = "yellow", word = "临期 | Near due", tell = ["handler"]', 'colour = "pink", word = "临", tell = []', None),
    ("P08", 'unit = "days"', 'unit = "weeks"', "ladder.late.unit"),
    ("P08", 'columns = ["number", "batch.days", "errands"]', 'columns = ["number", "batch.days", "errands"]\nmoney = "亿元"', "list.outside.money"),
    ("P08", 'handler = "经办人 | Handler" }', 'handler = "经办人 | Handler", friend = "友 | F" }', None),
    ("P08", 'repeats = "month"', 'repeats = "fortnight"', "kind.visit.repeats"),
    ("P08", 'every = "week"', 'every = "hour"', "rules.slow.every"),
    ("P08", 'layout = "report"', 'layout = "poem"', "document.report.layout"),
    ("P08", 'way = "share"', 'way = "luck"', "scorecard.card.items.done.way"),
    ("P09", 'tell = ["responsible_head", "desk.office"]', 'tell = ["desk.nobody"]', "ladder.late.steps[1].tell"),
    ("P09", '"desk.office", "desk.chief"]', '"desk.office", "desk.cook"]', None),
    ("P09", '"desk.office"], receipt_workdays', '"desk.cook"], receipt_workdays', "letters.urge.to"),
    ("P10", 'signed_by = ["lead"]', 'signed_by = ["clock"]', "kind.errand.review.checking.steps[0].signed_by"),
    ("P10", 'by = ["responsible"], before', 'by = ["friend"], before', "lifecycle.errand.moves.accept.by"),
    ("P11", 'by = ["responsible"], before', 'by = ["applicant"], before', "lifecycle.errand.moves.accept.by"),
    ("P11", 'opened_by = ["lead"]', 'opened_by = ["panel"]', "kind.step.opened_by"),
    ("P12", 'lifecycle = "shared.task"', 'lifecycle = "nowhere.task"', "kind.step.lifecycle"),
    ("P12", 'to = ["errand", "errands.errand"]', 'to = ["errand", "nowhere.errand"]', "kind.errand.fields.before.to"),
    ("P13", 'lifecycle = "shared.task"', 'lifecycle = "shared.tusk"', "kind.step.lifecycle"),
    ("P13", 'lifecycle = "batch"', 'lifecycle = "botch"', "kind.batch.lifecycle"),
    ("P13", 'parent = ["errand"]', 'parent = ["errant"]', "kind.step.parent"),
    ("P13", 'options = "grade"', 'options = "grades"', "kind.errand.fields.weight.options"),
    ("P13", 'to = "dropped", by = ["clock"]', 'to = "gone", by = ["clock"]', "lifecycle.errand.moves.lapse.to"),
    ("P13", 'passes_to = "done"', 'passes_to = "gone"', "lifecycle.errand.states.checking.passes_to"),
    ("P13", 'after = "receipt"', 'after = "receit"', "lifecycle.errand.moves.lapse.after"),
    ("P13", 'not_by = ["send"]', 'not_by = ["sent"]', "lifecycle.errand.moves.submit.not_by"),
    ("P13", 'parent = "again"', 'parent = "agan"', "lifecycle.errand.moves.redo.also"),
    ("P13", 'before = "redo"', 'before = "again"', "lifecycle.errand.moves.redo.also"),
    ("P13", 'ladder = "shared.soon"', 'ladder = "shared.sun"', "kind.step.clocks.work.ladder"),
    ("P13", 'set_by = "batch"', 'set_by = "step"', "kind.errand.review.checking.set_by"),
    ("P13", 'count = "errand", where = { state', 'count = "errant", where = { state', "figures.ended.count"),
    ("P13", 'rate = ["ended", "errands"]', 'rate = ["ended", "everything"]', "figures.share.rate"),
    ("P13", 'samples = "open_ones"', 'samples = "open"', "kind.visit.samples"),
    ("P13", 'letter = "urge"', 'letter = "surge"', "rules.many.letter"),
    ("P13", "receipt_workdays = 3", 'receipt_workdays = 3, then = ["surge"]', "letters.urge.then"),
    ("P13", "receipt_workdays = 3", 'receipt_workdays = 3, talk = "chat"', "letters.urge.talk"),
    ("P13", 'figure = "card"', 'figure = "cart"', "boards.cards.figure"),
    ("P13", 'each = "errand"', 'each = "errant"', "document.report.parts[1].each"),
    ("P13", '"errand.old" = "working"', '"errant.old" = "working"', "upgrade[0].states.errant.old"),
    ("P13", 'uses = ["dispositions", "attendance"]', "uses = []", "figures.punished.count"),
    ("P14", 'counted_from = "closed"', 'counted_from = "shut"', "kind.errand.clocks.look.counted_from"),
    ("P14", '"batch.days" = { at_least = 1 }', '"batch.hours" = { at_least = 1 }', None),
    ("P14", 'at_most = "due" }', 'at_most = "end" }', "lifecycle.errand.moves.submit.when.seen_on"),
    ("P13", 'parent = "batch"\nnumber = "{parent}-{seq:3}"', 'number = "{seq:3}"', "lifecycle.errand.moves.redo.also"),
    ("P14", 'before = "redo"', 'weight = "redo"', "lifecycle.errand.moves.redo.also"),
    ("P14", '"errand.kind_of" = "weight"', '"errand.kind_of" = "height"', "upgrade[0].fields.errand.kind_of"),
    ("P14", 'asks = ["reason", "due"]', 'asks = ["reason", "colour"]', "lifecycle.errand.moves.redo.asks"),
    ("P14", 'sum = "errand.cost"', 'sum = "errand.costs"', "figures.spent.sum"),
    ("P14", 'one_for_each = "batch.responsible"', 'one_for_each = "batch.friends"', "kind.visit.one_for_each"),
    ("P14", 'cell = "state"', 'cell = "mood_of"', "list.grid.cell"),
    ("P14", "共{errands}项", "共{errants}项", "document.report.parts[0].text"),
    ("P14", "共{errands}项", "共{errands}项，{nth}", "document.report.parts[0].text"),
    ("P08", 'layout = "report"\n', 'layout = "report"\nframe = { seal = "章" }\n', "document.report.frame"),
    ("P13", 'layout = "report"\n', 'layout = "report"\nletter = "urged"\n', "document.report.letter"),
    ("P39", 'of = "batch"\nlayout = "report"\nparts = [{ heading', 'of = "batch"\npublic = true\nlayout = "report"\nparts = [{ text = "{subject}{state}" }, { heading', "document.report.parts[0].text"),
    ("P48", "共{errands}项", "共{errands项", "document.report.parts[0].text"),
    ("P48", "共{errands}项", "共[{errands}项", "document.report.parts[0].text"),
    ("P49", 'heading = "二", each', 'id = "part_1", heading = "二", each', "document.report.parts"),
    ("P49", 'heading = "二", each', 'level = 5, heading = "二", each', "document.report.parts[1]"),
    ("P14", 'class = ["警告"]', 'sort_of = ["警告"]', "figures.punished.where.sort_of"),
    ("P15", 'runs_in = ["sent"]', 'runs_in = ["seen"]', "kind.errand.clocks.receipt.runs_in"),
    ("P15", 'state = ["done", "dropped"]', 'state = ["done", "drop"]', "figures.ended.where.state"),
    ("P15", '{ "batch.state" = ["going"] }', '{ "batch.state" = ["gone"] }', "kind.errand.opened_when.batch.state"),
    ("P15", '"entered.done"', '"entered.gone"', "figures.waiting.where.entered.gone"),
    ("P15", '"errand.old" = "working"', '"errand.old" = "walking"', "upgrade[0].states.errand.old"),
    ("P16", 'weight = ["urgent"]', 'weight = ["fast"]', "kind.errand.fields.cost.required.weight"),
    ("P16", 'default = "plain"', 'default = "fast"', "kind.errand.fields.weight.default"),
    ("P16", 'category = ["open", "closed"]', 'category = ["shut"]', "figures.errands.where.category"),
    ("P17", "cost = {", "Cost = {", "kind.errand.fields.Cost"),
    ("P17", 'id = "errands"', 'id = "Errands"', "pack.id"),
    ("P18", 'office = "督查室 | Supervision office"\n', "", "desks"),
    ("P19", "from = 1", "from = 2", "upgrade[0].from"),
    ("P19", "version = 2", "version = 0", "pack.version"),
    ("P20", 'returns_to = "working", ', "", "lifecycle.errand.states.checking"),
    ("P21", 'ended = { title = "结束 | Ended", category = "closed"', 'ended = { title = "结束", category = "closed", passes_to = "going"', None),
    ("P22", 'by = ["clock"], after = "receipt"', 'by = ["clock"]', "lifecycle.errand.moves.lapse"),
    ("P23", "[lifecycle.batch.states]", "[lifecycle.empty.moves]\n[lifecycle.batch.states]", "lifecycle.empty"),
    ("P24", 'dropped = { title = "不办 | Dropped"', 'lost = { title = "失 | Lost", category = "closed" }\ndropped = { title = "不办"', "lifecycle.errand.states.lost"),
    ("P25", 'to = "ended", by = ["desk.office"]', 'to = "going", by = ["desk.office"]', "lifecycle.batch.states.going"),
    ("P26", '"weight", "batch.days"]', '"weight", "phone"]', "kind.errand.public"),
    ("P27", "walled = true", 'walled = true\npublic = ["number"]', "kind.visit.public"),
    ("P27", 'lifecycle = "batch"\n', 'lifecycle = "batch"\nwalled = true\n', "kind.errand.public"),
    ("P28", 'seen_on = { title = "查看日期', 'closed = { title = "查看日期', "kind.errand.fields.closed"),
    ("P28", 'spent = {', 'late = {', "figures.late"),
    ("P29", 'type = "choice", options = "grade"', 'type = "choice"', "kind.errand.fields.weight"),
    ("P29", 'type = "link", to = ["errand", "errands.errand"]', 'type = "link"', "kind.errand.fields.before"),
    ("P29", 'type = "money"', 'type = "money", to = ["errand"]', "kind.errand.fields.cost"),
    ("P30", "[kind.errand.review.checking]", "[kind.errand.review.working]", "kind.errand"),
    ("P31", "[kind.errand.review.checking]", "[kind.errand.review.working]", "kind.errand.review.working"),
    ("P32", 'steps = [\n  { signed_by = ["lead"], workdays = 3, checks = ["属实 | True"], when = { lead = { empty = false } } },\n  { signed_by = ["desk.office", "desk.chief"], days = 5 },\n]', "steps = []", "kind.errand.review.checking"),
    ("P33", 'evidence = ["proof"]', 'evidence = ["picture"]', "lifecycle.errand.moves.submit.evidence"),
    ("P34", "months = 1 }", "months = 1, days = 3 }", "kind.errand.clocks.look"),
    ("P34", ", months = 1 }", " }", "kind.errand.clocks.look"),
    ("P34", "workdays = 3, checks", "workdays = 3, hours = 8, checks", "kind.errand.review.checking.steps[0]"),
    ("P51", 'tell = ["handler"] }', 'tell = ["handler"], opens = "batch" }', "ladder.late.steps[0].opens"),
    ("P35", "at = 1,", "at = -9,", "ladder.late.steps"),
    ("P36", 'mean = "errand.days_taken"', 'mean = "errand.days_taken", sum = "errand.cost"', "figures.days_mean"),
    ("P36", 'mean = "errand.days_taken"', 'unit = "天"', "figures.days_mean"),
    ("P37", 'plus = ["errands", "ended"]', 'plus = ["errands", "ended"], where = {}', "figures.both.where"),
    ("P38", ', better = "higher"', "", "figures.share"),
    ("P38", 'better = "higher"', 'better = "nicer"', "figures.share"),
    ("P39", 'columns = ["number", "batch.days", "errands"]', 'columns = ["number", "lead"]', "list.outside.columns"),
    ("P40", 'cell = "state"\n', "", "list.grid"),
    ("P40", 'cell = "state"\n', 'cell = "state"\ncolumns = ["number"]\n', "list.grid"),
    ("P41", "points = 60", "points = 50", "scorecard.card"),
    ("P42", 'way = "hand"', 'way = "hand", figure = "share"', "scorecard.card.items.ways"),
    ("P42", ', figure = "share" }\nways', " }\nways", "scorecard.card.items.done"),
    ("P43", 'id = "errands"', 'id = "errant"', "pack.id"),
    ("P44", 'columns = ["responsible", "weight"]', 'columns = ["number", "responsible"]', "list.open_ones.bands[0]"),
    ("P44", 'columns = ["responsible", "weight"]', 'columns = ["cost"]', "list.open_ones.bands[0]"),
    ("P46", 'bands = [{ title = "责任 | Duty"', 'bands = [{ title = "甲 | A", columns = ["batch.subject", "responsible"] }, { title = "责任 | Duty"', "list.open_ones.bands[0]"),
    ("P46", 'bands = [{ title = "责任 | Duty"', 'bands = [{ title = "甲 | A", columns = ["responsible", "weight"] }, { title = "责任 | Duty"', "list.open_ones.bands[1]"),
    ("P46", 'bands = [{ title = "责任 | Duty"', 'bands = [{ title = "甲 | A", columns = ["batch.subject", "responsible", "weight"] }, { title = "乙 | B", columns = ["weight"] }, { title = "责任 | Duty"', "list.open_ones.bands[1]"),
    ("P47", 'columns = ["number", "batch.days", "errands"]', 'columns = ["number", "batch.days", "errands"]\ntotals = ["batches"]', "list.outside.totals"),
    ("P52", 'spent = { title = "费用 | Spent", sum = "errand.cost", unit = "元" }', 'spent = { title = "费用 | Spent", sum = "errand.cost", unit = "万元" }\nover = { title = "超支 | Over", count = "errand", where = { cost = { at_least = "spent" } } }', "figures.over.where.cost"),
    ("P52", 'unit = "元" }', 'unit = "万元" }\nover = { title = "超支 | Over", count = "errand", where = { spent = { at_most = "cost" } } }', "figures.over.where.spent"),
    ("P52", 'unit = "元" }', 'unit = "元" }\nplanned = { title = "预算 | Planned", entered = true, every = "year", unit = "万元" }\nunspent = { title = "结余 | Left", less = ["planned", "spent"], unit = "万元" }', "figures.unspent.less"),
    ("P54", 'every = "week"', 'every = "week", within = "week"', "rules.slow.within"),
    ("P55", 'spent = { title = "费用 | Spent", sum = "errand.cost", unit = "元" }', 'spent = { title = "费用 | Spent", sum = "errand.cost", unit = "元" }\ndays_paid = { title = "天数 | Days", sum = "errand.days_taken", unit = "万元" }', "figures.days_paid.sum"),
    ("P53", 'count = "batch" }', 'count = "batch" }\ncalled = { title = "有电话 | Called", count = "errand", where = { phone = { at_least = "1" } } }', "figures.called.where.phone"),
    ("P53", 'distinct = "errand.handler"', 'distinct = "errand.phone"', "figures.people.distinct"),
    ("P53", 'where = { category = ["open", "review"], cost', 'where = { phone = ["12345"], category = ["open", "review"], cost', "list.running.where.phone"),
    ("P45", 'phone = {', 'a = { title = "甲 | A", indexed = true }\nb = { title = "乙 | B", indexed = true }\nc = { title = "丙 | C", indexed = true }\nphone = {', "kind.errand.fields"),
]  # fmt: skip


def problems_of(text: str, *, running: bool = False) -> tuple[Problem, ...]:
    return check_texts({"errands.toml": text, "shared.toml": SHARED}, running=running)


def test_a_right_pack_has_no_problems() -> None:
    assert problems_of(WHOLE) == ()
    assert problems_of(RUNNING, running=True) == ()


@pytest.mark.parametrize(("rule", "old", "new", "place"), BROKEN, ids=lambda value: str(value)[:30])
def test_a_rule_names_the_place_where_it_is_broken(rule: str, old: str, new: str, place: str | None) -> None:
    assert old in WHOLE, "the sample no longer says this"
    found = [problem for problem in problems_of(WHOLE.replace(old, new, 1)) if problem.rule == rule]
    assert found, f"{rule} stayed silent"
    assert place is None or place in {problem.key_path for problem in found}
    assert all(problem.file == "errands.toml" for problem in found)


def test_every_rule_is_tested_here() -> None:
    assert {rule for rule, *_ in BROKEN} == set(SENTENCES) - {"P00", "P50"}


def test_text_that_is_not_toml_says_line_and_column() -> None:
    (problem,) = check_texts({"errands.toml": "[pack]\nid = \n"})
    assert (problem.rule, problem.line) == ("P00", 2)
    assert "line 2, column 6" in problem.in_("en")


def test_text_that_ends_too_soon_says_so() -> None:
    (problem,) = check_texts({"errands.toml": '[pack]\nid = ["'})
    assert problem.rule == "P00"


def test_all_problems_of_all_packs_come_at_once_in_the_order_of_the_file() -> None:
    broken = RUNNING.replace('type = "money"', 'type = "gold"').replace("version = 2", "version = 0")
    found = check_texts({"errands.toml": broken, "shared.toml": SHARED.replace("[-3]", "").replace('"days"', "")})
    assert [problem.rule for problem in found][:2] == ["P19", "P08"]
    assert all(problem.line > 0 for problem in found)


def test_what_a_shared_lifecycle_lacks_is_said_where_the_kind_names_it() -> None:
    without = RUNNING.replace('parties = { responsible = "单位 | Unit" }', "parties = {}")
    (problem,) = problems_of(without)
    assert (problem.rule, problem.key_path) == ("P11", "kind.step.lifecycle")


def test_a_shared_ladder_needs_the_desks_of_the_pack_that_uses_it() -> None:
    shared = SHARED.replace('tell = ["handler", "desk.office"]', 'tell = ["desk.cook"]')
    (problem,) = check_texts({"errands.toml": RUNNING, "shared.toml": shared})
    assert (problem.rule, problem.key_path) == ("P09", "kind.step.clocks.work.ladder")


def test_a_sentence_is_whole_in_both_languages() -> None:
    for problem in problems_of(
        WHOLE.replace('type = "money"', 'type = "gold"').replace("days = 5", "days = 5, odd = 1")
    ):
        assert "{" not in problem.in_("zh-hans")
        assert "{" not in problem.in_("en")
