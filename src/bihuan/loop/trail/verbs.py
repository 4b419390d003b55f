"""What can happen to a case, as the trail names it. The web has one presenter for each."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from bihuan.packspec.bilingual import Text


class Verb(StrEnum):
    """
    One thing that happened (留痕的动作). Released names never change their meaning.

    What a verb's body holds beside `changes` stands behind it; docs/reference/trail.md is the full table.
    """

    OPENED = "opened"  # {"parent": number or null, "source": intake id or null}
    MOVED = "moved"  # {"move": id, "reason", "statement", "also": [case numbers]}
    SIGNED = "signed"  # {"state", "pass", "step", "relation", "verdict", "opinion"}
    CORRECTED = "corrected"  # {"reason"}: a written fact was wrong
    ASSIGNED = "assigned"  # parties, lead, leader or handler were set
    STANDARD_SET = "standard_set"  # changes of `point.<n>.text`
    POINT_ANSWERED = "point_answered"  # changes of `point.<n>.answer`
    POINT_JUDGED = "point_judged"  # changes of `point.<n>.verdict` and `point.<n>.verdict_note`
    EVIDENCE_ADDED = "evidence_added"  # {"evidence": [reference]}
    EVIDENCE_WITHDRAWN = "evidence_withdrawn"  # {"withdrawn": [id], "reason"}
    EXTENSION_ASKED = "extension_asked"  # {"clock", "asked_for", "reason"}
    EXTENSION_DECIDED = "extension_decided"  # {"clock", "asked_for", "granted", "answer"}
    CHAIN_SET = "chain_set"  # {"state", "steps"}: the levels of a review
    DESKS_SET = "desks_set"  # {"desk", "holders": [old, new]}
    OUTCOME_RECORDED = "outcome_recorded"  # {"outcome": reference}: what the case led to
    OUTCOME_WITHDRAWN = "outcome_withdrawn"  # {"outcome_withdrawn": id, "sort", "reason"}
    OMISSION_DECIDED = (
        "omission_decided"  # {"omission": {"id", "disclosure", "ground", "anchors", "granted", "answer"}}
    )
    DISCLOSURE_FROZEN = (
        "disclosure_frozen"  # {"frozen": {"id", "version", "title", "replaces", "inner", "public"}}: of a round
    )
    DISCLOSURE_PUBLISHED = (
        "disclosure_published"  # {"published": {"id", "version", "channel", "where", "until", "text"}}
    )
    SNAPSHOT_TAKEN = "snapshot_taken"  # {"snapshot": {"id", "day", "file", "size", "cases", "figures"}}: of a round
    LISTS_SET = "lists_set"  # {"list", "name", "old", "new"} or {"order": [old, new]}: how a round lays out its lists
    WORDS_SET = (
        "words_set"  # {"document", "version", "changed": [keys], "settings"}: the words of a document of a round
    )
    DOCUMENT_ISSUED = "document_issued"  # {"document", "writing", "title", "number", "asof", "version", "digest"}
    INSTRUCTION_GIVEN = "instruction_given"  # {"instruction": {"id", "by", "text", "to", "due"}}: of a leader
    INSTRUCTION_RECEIVED = "instruction_received"  # {"instruction": {"id", "line"}, "for"}
    INSTRUCTION_ANSWERED = (
        "instruction_answered"  # {"instruction": {"id", "line"}, "for", "answer", "late", "evidence"}
    )
    INSTRUCTION_CLOSED = "instruction_closed"  # {"instruction": {"id", "called_off"}, "opinion"}
    FEEDBACK_PUBLISHED = "feedback_published"  # {"question", "answer"}: the texts that everybody may read from now on
    FEEDBACK_UNPUBLISHED = "feedback_unpublished"  # {"reason"}
    ENTERPRISES_TOLD = "enterprises_told"  # {"enterprises"}: how many that fit were told of a policy
    FEEDBACK_COMPLAINED = "feedback_complained"  # {"days_late"}: the writer complains that the answer is late
    PERSONAL_SEEN = "personal_seen"  # {"seen": [field ids]}: somebody who handles the case looked at personal data
    VIEWED = "viewed"  # {"viewed": what}: somebody looked at a case behind a wall; each look writes its own
    LETTER_PREPARED = "letter_prepared"  # {"letter": reference}: a draft without a number
    LETTER_ISSUED = "letter_issued"  # {"letter": reference} and what `document_issued` has of its text
    LETTER_RECEIVED = "letter_received"  # {"letter": {"id", "title", "number", "closes"}}: signed for
    LETTER_REPLIED = "letter_replied"  # {"letter", "reply": {"nth", "text", "files"}}
    LETTER_ANSWERED = "letter_answered"  # {"letter", "answer": {"nth", "accepted", "answer"}}
    LETTER_ESCALATED = "letter_escalated"  # {"letter", "to", "to_title", "reason"}
    LETTER_WITHDRAWN = "letter_withdrawn"  # {"letter", "reason"}: its number stays
    LETTER_OVERDUE = (
        "letter_overdue"  # {"letter": {…, "overdue": "receipt" or "reply", "due", "on"}}: noted by the clock
    )
    LETTERS_SET = "letters_set"  # {"ways": {letter: [old, new]}}: how letters of a round go out
    TALKED = "talked"  # {"letter", "talk": {"held_on", "place", "by_names", "with_names", "demanded", "promised", "next_on"}}
    # {"warning": {"clock", "at", "colour", "word", "due_on", "on", "made_up_on"}, "told": [{"unit" or "person", "name", "heads"}]}
    WARNED = "warned"
    WARNING_LIFTED = "warning_lifted"  # {"lifted": [{"seq", "clock", "at", "due_on"}], "because", "on"}
    SAMPLE_DRAWN = "sample_drawn"  # {"sample": {"id", "method", "seed", "size", "strata", "narrowed", "frame", "digest", "drawn"}, "reason"}
    SAMPLE_REPLACED = "sample_replaced"  # {"replaced": {"sample", "out", "in"}, "reason"}: numbers of cases
    CHECK_JUDGED = "check_judged"  # changes of `check.<n>.verdict` and `check.<n>.note`
    CALL_BACK_MADE = "call_back_made"  # {"call": {"id", "whom", "phone", "way", "on", "answer", "agrees"}}
    CALL_BACK_WITHDRAWN = "call_back_withdrawn"  # {"call_withdrawn": id, "whom", "reason"}
    AVOIDANCE_DECLARED = (
        "avoidance_declared"  # {"avoidance": {"id", "person", "sort", "unit" or "case", "reason"}}: of a plan
    )
    AVOIDANCE_LIFTED = "avoidance_lifted"  # {"avoidance_lifted": id, "person", "reason"}
    LOOKBACK_DUE = "lookback_due"  # {"lookback": {"what": "opens" or "ends", "cases", "until"}}: of a round
    LADDER_SET = "ladder_set"  # {"ladder", "old": {"title", "unit", "steps"}, "new"}: warnings of a round
    EXTENSIONS_SET = "extensions_set"  # {"extensions": {"old", "new"}}: how a round decides on extensions
    DUE_MOVED = "due_moved"  # {"dates": [{"clock", "old", "new", "over"}], "reason"}: the working calendar was changed
    HANDED_OVER = "handed_over"  # {"from", "to", "roles", "hand_over", "reason"}: a post went to somebody else
    AGENDA_SET = (
        "agenda_set"  # {"agenda": [{"id", "order", "about": number or "", "subject", "why"}]}: who takes part was told
    )
    ATTENDANCE_SET = (
        "attendance_set"  # {"attendance": [{"who", "presence", "chaired", "must_chair", "stand_in", "excused_by"}]}
    )
    MEETING_CONCLUDED = (
        "meeting_concluded"  # {"conclusions": [{"id", "about", "outcome", "conclusion", "decision": number or ""}]}
    )
    DISCUSSED = "discussed"  # {"meeting": {"number", "subject", "outcome", "conclusion", "decision"}}: of the case on the agenda
    RULE_FIRED = "rule_fired"  # {"rule": {"id", "first", "last", "unit", "values", "colour", "word"}}: by number
    SCORED_ITSELF = "scored_itself"  # changes of `item.<id>.self_score` …; {"evidence"}: what a unit gives itself
    ITEMS_SCORED = "items_scored"  # changes of `item.<id>.score`, `.note`, `.counts`, `fields.score`, `fields.grade`
    SCORE_ADJUSTED = "score_adjusted"  # {"items": titles, "appeal": number, "reason"}: after an upheld appeal
    HANDED_DOWN = "handed_down"  # {"handed_down": [{"code", "name"}], "note", "due"}: to areas below
    COMMENTED = "commented"  # {"text"}
    VERSION_MOVED = "version_moved"  # {"from", "to"}: the case goes on under another version of its pack
    WITHDRAWN = (
        "withdrawn"  # {"reason"}: a draft to which nothing happened; the last event of its chain, the case has no row
    )


# What leaves a case as it was when nobody but the clock does it.
TOLD_BY_THE_CLOCK: Final = frozenset(
    {Verb.WARNED, Verb.WARNING_LIFTED, Verb.LETTER_PREPARED, Verb.LETTER_ISSUED, Verb.LETTER_OVERDUE, Verb.LOOKBACK_DUE}
)

VERB_WORDS: dict[Verb, Text] = {
    Verb.OPENED: Text("登记", "opened"),
    Verb.MOVED: Text("办理", "moved on"),
    Verb.SIGNED: Text("审核", "reviewed"),
    Verb.CORRECTED: Text("更正", "corrected"),
    Verb.ASSIGNED: Text("落实分工", "assigned"),
    Verb.STANDARD_SET: Text("确定标准", "standard set"),
    Verb.POINT_ANSWERED: Text("填报要点", "point answered"),
    Verb.POINT_JUDGED: Text("认定要点", "point judged"),
    Verb.EVIDENCE_ADDED: Text("补充佐证", "evidence added"),
    Verb.EVIDENCE_WITHDRAWN: Text("撤下佐证", "evidence withdrawn"),
    Verb.EXTENSION_ASKED: Text("申请延期", "extension asked"),
    Verb.EXTENSION_DECIDED: Text("答复延期", "extension answered"),
    Verb.CHAIN_SET: Text("设定层级", "levels set"),
    Verb.DESKS_SET: Text("设定席位", "desks set"),
    Verb.OUTCOME_RECORDED: Text("记入成果", "outcome recorded"),
    Verb.OUTCOME_WITHDRAWN: Text("撤下成果", "outcome taken back"),
    Verb.OMISSION_DECIDED: Text("审定不公开内容", "omission decided"),
    Verb.DISCLOSURE_FROZEN: Text("批准公开文本", "text approved"),
    Verb.DISCLOSURE_PUBLISHED: Text("公开", "published"),
    Verb.SNAPSHOT_TAKEN: Text("留存快照", "snapshot taken"),
    Verb.LISTS_SET: Text("设定清单", "lists set"),
    Verb.WORDS_SET: Text("设定行文用语", "words set"),
    Verb.DOCUMENT_ISSUED: Text("文稿定稿", "document made final"),
    Verb.INSTRUCTION_GIVEN: Text("领导批示", "instruction given"),
    Verb.INSTRUCTION_RECEIVED: Text("签收批示", "instruction received"),
    Verb.INSTRUCTION_ANSWERED: Text("反馈批示", "instruction answered"),
    Verb.INSTRUCTION_CLOSED: Text("批示办结", "instruction closed"),
    Verb.FEEDBACK_PUBLISHED: Text("公开答复", "answer published"),
    Verb.FEEDBACK_UNPUBLISHED: Text("撤下公开答复", "answer taken down"),
    Verb.ENTERPRISES_TOLD: Text("推送企业", "enterprises told"),
    Verb.FEEDBACK_COMPLAINED: Text("群众催办", "public reminder"),
    Verb.PERSONAL_SEEN: Text("查看个人信息", "personal data looked at"),
    Verb.VIEWED: Text("查看", "looked at"),
    Verb.LETTER_PREPARED: Text("拟制督办文书", "letter prepared"),
    Verb.LETTER_ISSUED: Text("签发督办文书", "letter issued"),
    Verb.LETTER_RECEIVED: Text("签收督办文书", "letter signed for"),
    Verb.LETTER_REPLIED: Text("回复督办文书", "letter replied to"),
    Verb.LETTER_ANSWERED: Text("答复回复", "reply answered"),
    Verb.LETTER_ESCALATED: Text("升级督办", "letter escalated"),
    Verb.LETTER_WITHDRAWN: Text("撤回督办文书", "letter withdrawn"),
    Verb.LETTER_OVERDUE: Text("督办文书逾期", "letter overdue"),
    Verb.LETTERS_SET: Text("设定文书签发方式", "ways of letters set"),
    Verb.TALKED: Text("约谈", "talked to"),
    Verb.WARNED: Text("预警", "warned"),
    Verb.WARNING_LIFTED: Text("解除预警", "warning lifted"),
    Verb.SAMPLE_DRAWN: Text("抽取样本", "sample drawn"),
    Verb.SAMPLE_REPLACED: Text("更换样本", "sample changed"),
    Verb.CHECK_JUDGED: Text("核查要点", "points checked"),
    Verb.CALL_BACK_MADE: Text("回访", "call-back made"),
    Verb.CALL_BACK_WITHDRAWN: Text("撤下回访", "call-back taken back"),
    Verb.AVOIDANCE_DECLARED: Text("申报回避", "avoidance declared"),
    Verb.AVOIDANCE_LIFTED: Text("解除回避", "avoidance lifted"),
    Verb.LOOKBACK_DUE: Text("回头看提示", "look-back due"),
    Verb.LADDER_SET: Text("设定预警阶梯", "warnings set"),
    Verb.EXTENSIONS_SET: Text("设定延期规则", "rules of extensions set"),
    Verb.DUE_MOVED: Text("期限随日历调整", "due dates moved with the calendar"),
    Verb.HANDED_OVER: Text("工作交接", "handed over"),
    Verb.AGENDA_SET: Text("确定议程", "agenda set"),
    Verb.ATTENDANCE_SET: Text("登记签到", "attendance kept"),
    Verb.MEETING_CONCLUDED: Text("记录会议结论", "conclusions recorded"),
    Verb.DISCUSSED: Text("会议研究", "dealt with by a meeting"),
    Verb.RULE_FIRED: Text("数字预警", "warned by number"),
    Verb.SCORED_ITSELF: Text("自评", "scored itself"),
    Verb.ITEMS_SCORED: Text("评分", "scored"),
    Verb.SCORE_ADJUSTED: Text("复核调分", "score changed after an appeal"),
    Verb.COMMENTED: Text("备注", "note"),
    Verb.HANDED_DOWN: Text("下派", "handed down"),
    Verb.VERSION_MOVED: Text("换版本", "version changed"),
    Verb.WITHDRAWN: Text("撤销登记", "withdrawn"),
}
