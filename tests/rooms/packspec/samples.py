"""Invented packs for the tests: one that says everything the language can say, one with shared parts, one that runs."""

# ruff: noqa: E501 # an inline table of TOML is one line

SHARED = """
[pack]
id = "shared"
version = 1
title = "通用 | Shared"

[lifecycle.task.states]
working = { title = "进行中 | Under way", category = "open" }
done = { title = "已完成 | Done", category = "closed" }
[lifecycle.task.moves]
finish = { title = "完成 | Finish", from = ["working"], to = "done", by = ["responsible", "desk.office"], asks = ["statement"] }

[ladder.soon]
title = "临期 | Soon"
unit = "workdays"
steps = [{ at = -3, colour = "yellow", word = "临期 | Near due", tell = ["handler", "desk.office"] }]
"""

RUNNING = """
[pack]
id = "errands"
version = 2
title = "交办事项 | Errands"
basis = ["督查办法"]

[desks]
office = "督查室 | Supervision office"
chief = "主要领导 | Chief"

[options]
grade = { plain = "一般 | Plain", urgent = "紧急 | Urgent" }

[kind.batch]
title = "批次 | Batch"
number = "{year}-{seq:2}"
lifecycle = "batch"
opened_by = ["desk.office"]
parties = { responsible = "主办单位 | Host" }
public = ["number", "subject", "days"]
[kind.batch.fields]
days = { title = "签收天数 | Days", type = "number", required = true, default = 3 }
started_on = { title = "开始 | Started", type = "date", indexed = true }

[kind.errand]
title = "交办事项 | Errand"
subject = "内容 | What"
parent = "batch"
number = "{parent}-{seq:3}"
lifecycle = "errand"
opened_by = ["desk.office", "responsible"]
opened_when = { "batch.state" = ["going"] }
uses = ["standard"]
parties = { responsible = "承办单位 | Unit", lead = "牵头单位 | Lead", handler = "经办人 | Handler" }
public = ["number", "subject", "weight", "batch.days"]
[kind.errand.fields]
weight = { title = "等级 | Weight", type = "choice", options = "grade", default = "plain", indexed = true }
cost = { title = "费用(元) | Cost", type = "money", required = { weight = ["urgent"] }, indexed = true }
phone = { title = "电话 | Phone" }
seen_on = { title = "查看日期 | Seen on", type = "date" }
before = { title = "前案 | Earlier", type = "link", to = ["errand", "errands.errand"], many = true }
[kind.errand.evidence]
proof = "佐证 | Proof"
[kind.errand.review.checking]
set_by = "batch"
steps = [
  { signed_by = ["lead"], workdays = 3, checks = ["属实 | True"], when = { lead = { empty = false } } },
  { signed_by = ["desk.office", "desk.chief"], days = 5 },
]
[kind.errand.clocks]
receipt = { title = "签收 | Receipt", runs_in = ["sent"], workdays = "batch.days", each_time = true, ladder = "late" }
work = { title = "办理 | Work", runs_in = ["working"], until = "due", ladder = "late", basis = "第三条", extension = { by = ["responsible"], decided_by = ["desk.office"], asked_workdays_before = 2, times = 1 } }
look = { title = "查看 | Look", runs_in = ["done"], counted_from = "closed", months = 1 }

[kind.step]
title = "步骤 | Step"
parent = ["errand"]
number = "{parent}-{seq}"
lifecycle = "shared.task"
opened_by = ["lead"]
parties = { responsible = "单位 | Unit" }
[kind.step.clocks]
work = { title = "办理 | Work", runs_in = ["working"], until = "due", ladder = "shared.soon" }

[lifecycle.batch.states]
going = { title = "进行 | Going", category = "open" }
ended = { title = "结束 | Ended", category = "closed" }
[lifecycle.batch.moves]
end = { title = "结束 | End", from = ["going"], to = "ended", by = ["desk.office"], requires = ["children_closed"] }
again = { title = "再办 | Again", from = ["ended"], to = "going", by = ["desk.office"] }

[lifecycle.errand.states]
draft = { title = "待交办 | Draft", category = "draft" }
sent = { title = "待签收 | Sent", category = "open" }
working = { title = "办理中 | Working", category = "open" }
checking = { title = "审核中 | Checking", category = "review", passes_to = "done", returns_to = "working", refuses_to = "dropped", when = { cost = { at_most = 5000 } }, requires = ["points_proved"] }
done = { title = "已办结 | Done", category = "closed" }
dropped = { title = "不办 | Dropped", category = "closed" }
[lifecycle.errand.moves]
send = { title = "交办 | Send", from = ["draft"], to = "sent", by = ["desk.office"], asks = ["responsible", "due", "weight", "cost"], requires = ["standard_set"] }
accept = { title = "签收 | Accept", from = ["sent"], to = "working", by = ["responsible"], before = "receipt" }
lapse = { title = "逾期 | Lapse", from = ["sent"], to = "dropped", by = ["desk.office"], after = "receipt" }
tire = { title = "到期 | Tire", from = ["sent"], to = "working", by = ["desk.office"], after = "receipt" }
submit = { title = "报送 | Submit", from = ["working"], to = "checking", by = ["responsible_head"], asks = ["statement"], evidence = ["proof"], not_by = ["send"], when = { "batch.days" = { at_least = 1 }, seen_on = { at_least = 2024-01-01, at_most = "due" } } }
redo = { title = "重办 | Redo", from = ["done"], to = "working", by = ["desk.office"], asks = ["reason", "due"], also = { parent = "again", before = "redo" } }

[ladder.late]
title = "超期 | Late"
unit = "days"
steps = [
  { at = -5, colour = "yellow", word = "临期 | Near due", tell = ["handler"] },
  { at = 1, colour = "red", word = "超期 | Overdue", tell = ["responsible_head", "desk.office"] },
]

[label.status]
title = "公开状态 | Status"
steps = [{ when = { category = ["closed"] }, word = "已办 | Done", colour = "green" }, { when = {}, word = "在办 | Under way" }]

[list.running]
title = "办理清单 | Running"
of = ["errand"]
where = { category = ["open", "review"], cost = { at_least = 10 } }
columns = ["batch.subject", "subject", "label.status", "responsible", "due", "light", "evidence_count", "errands"]
bands = [{ title = "办理 | Work", columns = ["responsible", "due", "light"] }, { title = "时限 | Time", columns = ["due", "light"] }]
group = "batch.subject"
totals = ["errands", "share"]

[figures]
errands = { title = "事项 | Errands", count = "errand", where = { category = ["open", "closed"], late = false } }
ended = { title = "办结 | Done", count = "errand", where = { state = ["done", "dropped"] } }
spent = { title = "费用 | Spent", sum = "errand.cost", unit = "元" }
days_mean = { title = "天数 | Days", mean = "errand.days_taken" }
share = { title = "办结率 | Share", rate = ["ended", "errands"], unit = "%", target = 100, better = "higher", basis = "办结÷事项" }
left = { title = "未办 | Left", less = ["errands", "ended"] }
both = { title = "合计 | Both", plus = ["errands", "ended"] }
"""

# What the language has besides, and this version does not run.
MORE = """
waiting = { title = "未结 | Waiting", count = "errand", where = { "entered.done" = { empty = true } } }
dear = { title = "超额 | Dear", count = "errand", where = { cost = { at_least = "batch.days" } } }
turns = { title = "轮次 | Turns", sum = "errand.turn" }
batches = { title = "批次 | Batches", count = "batch" }
people = { title = "人数 | People", distinct = "errand.handler", dated = "opened", every = "month" }
newest = { title = "最近 | Newest", latest = ["errand.seen_on", "batch.started_on"] }
product = { title = "乘积 | Product", times = ["errands", "ended"] }
mood = { title = "满意度 | Mood", entered = true, every = "year" }
punished = { title = "处分 | Punished", count = "disposition", where = { class = ["警告"] } }

[kind.visit]
title = "走访 | Visit"
parent = "batch"
number = "{parent}-Z{seq}"
lifecycle = "shared.task"
opened_by = ["clock", "desk.office"]
one_for_each = "batch.responsible"
repeats = "month"
samples = "open_ones"
agenda = ["open_ones"]
uses = ["dispositions", "attendance"]
walled = true
parties = { responsible = "单位 | Unit" }

[letters]
urge = { title = "督办函 | Letter", number = "督〔{year}〕{seq:2}号", to = ["responsible_head", "desk.office"], receipt_workdays = 3 }

[rules]
many = { title = "过多 | Many", of = "unit", where = { errands = { at_least = 9 } }, every = "month", colour = "red", word = "过多 | Many", tell = ["desk.office"], letter = "urge", opens = "visit" }
slow = { title = "过慢 | Slow", of = "errand", where = { late = true }, every = "week", colour = "red", word = "过慢 | Slow", tell = ["handler"] }

[boards]
board = { title = "红黄榜 | Board", figure = "share", every = "quarter", red = 3, yellow = 2 }
cards = { title = "考核榜 | Cards", figure = "card", every = "year", red = 1, yellow = 1 }

[list.open_ones]
title = "在办清单 | Open"
of = ["errand", "errands.errand"]
where = { category = ["open"] }
columns = ["number", "batch.subject", "responsible", "weight", "errands", "label.status"]
bands = [{ title = "责任 | Duty", columns = ["responsible", "weight"] }]
group = "weight"
totals = ["errands"]

[list.grid]
title = "矩阵 | Grid"
of = ["errand"]
down = "responsible"
across = "weight"
cell = "state"

[list.outside]
title = "公开 | Outside"
of = ["errand"]
public = true
columns = ["number", "batch.days", "errands"]

[scorecard.card]
title = "考核 | Card"
kind = "batch"
full = 100
grades = { good = 90 }
[scorecard.card.items]
done = { title = "办结 | Done", points = 60, way = "share", figure = "share" }
ways = { title = "机制 | Ways", points = 40, way = "hand" }

[document.report]
title = "报告 | Report"
of = "batch"
layout = "report"
parts = [{ heading = "一", text = "共{errands}项" }, { heading = "二", each = "errand", text = "{subject}" }]

[[upgrade]]
from = 1
states = { "errand.old" = "working" }
fields = { "errand.kind_of" = "weight" }
"""

NOT_RUN = (
    ('phone = { title = "电话 | Phone" }', 'phone = { title = "电话 | Phone", personal = true }'),
    ('to = "dropped", by = ["desk.office"], after', 'to = "dropped", by = ["clock"], after'),
    ('to = "working", by = ["desk.office"], after', 'to = "working", by = ["clock"], after'),
)
WHOLE = RUNNING + MORE
for old, new in NOT_RUN:
    WHOLE = WHOLE.replace(old, new)
