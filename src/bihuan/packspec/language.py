"""The tables and keys of the pack language. The checker reads them, and the manual prints them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bihuan.packspec.shape import Key, Shape, must

_SPANS: Final = {
    "hours": Key("length", "length in hours, a number or the path of a field"),
    "workdays": Key("length", "length in working days of the area's calendar"),
    "days": Key("length", "length in calendar days"),
    "months": Key("length", "length in months"),
    "month_end": Key("length", "until the end of a month: 1 is the month in which it begins; it never stretches"),
    "quarter_end": Key("length", "until the end of a quarter: 1 is the quarter in which it begins"),
    "year_end": Key("length", "until the end of a year: 1 is the year in which it begins"),
}
_WARNING: Final = {
    "colour": must("string", "a colour of the closed set"),
    "word": must("text", "the word that goes with the colour"),
    "tell": must("strings", "relations and desks that are told"),
    "letter": Key("string", "the letter that is issued"),
    "opens": Key("string", "the kind that is opened, once in a turn, under the case"),
}

SHAPES: Final[Mapping[str, Shape]] = {
    "file": Shape(
        "pack file",
        {
            "pack": must("table", "what the pack is", "pack"),
            "desks": Key("titles", "offices the pack needs; `office` keeps the ledger"),
            "options": Key("title_tables", "what may be chosen"),
            "kind": Key("map", "what a case is", "kind"),
            "lifecycle": Key("map", "states and moves", "lifecycle"),
            "ladder": Key("map", "warnings in the order of time", "ladder"),
            "letters": Key("map", "numbered letters", "letter"),
            "figures": Key("map", "everything that is counted", "figure"),
            "rules": Key("map", "early warning by number", "rule"),
            "boards": Key("map", "red and yellow boards", "board"),
            "label": Key("map", "words for the public", "label"),
            "list": Key("map", "lists and grids", "list"),
            "scorecard": Key("map", "sheets out of so many points", "scorecard"),
            "document": Key("map", "reports and notices", "document"),
            "upgrade": Key("list", "what became of states and fields of an earlier version", "upgrade"),
        },
    ),
    "pack": Shape(
        "pack",
        {
            "id": must("string", "name of the file without `.toml`; frozen at the first release"),
            "version": must("whole", "1, 2, 3 …; every change raises it"),
            "title": must("text", "name of the pack"),
            "basis": Key("strings", "rules the pack follows"),
        },
    ),
    "kind": Shape(
        "kind",
        {
            "title": must("text", "name of the kind"),
            "subject": Key("text", "label of the line that says what the case is about; without it “事项 | Subject”"),
            "parent": Key("string_or_strings", "kinds above it, of the same pack"),
            "number": must("string", "places `{year}` `{seq}` `{seq:3}` `{parent}`; a number is never used twice"),
            "lifecycle": must("string", "a lifecycle of this pack, or `pack.id`"),
            "opened_by": must("strings", "relations to the parent (own parties for applicant, responsible), desks"),
            "opened_when": Key("condition", "what must hold at opening, of cases above and of what is filled in"),
            "one_for_each": Key("string", "path to several values of the parent: one child is opened for each"),
            "repeats": Key("string", "a period, or the path to a choice of periods: one child in each"),
            "repeats_from": Key("string", "path to a date: periods are counted from it, and the child is due then"),
            "days_before": Key("length", "how many days before that day the child is opened; without it 0"),
            "samples": Key("string", "list from which the office draws a sample"),
            "agenda": Key("strings", "lists that make the agenda of a meeting, or the path to a choice of such lists"),
            "uses": Key("strings", "capabilities of the closed set"),
            "walled": Key("yes_no", "only those whom its moves name may see it"),
            "public": Key("strings", "the whitelist of paths that may ever be shown outside"),
            "parties": Key("titles", "parties of the closed set with their title here"),
            "fields": Key("map", "what is written down", "field"),
            "evidence": Key("titles", "kinds of evidence"),
            "clocks": Key("map", "what runs against time", "clock"),
            "review": Key("map", "the chain of each review state", "review"),
        },
    ),
    "field": Shape(
        "field",
        {
            "title": must("text", "label of the field"),
            "hint": Key("text", "how it is filled in, said beside it on forms and nowhere else"),
            "type": Key("string", "a field type; without it text"),
            "options": Key("string", "for a choice: which options"),
            "to": Key("strings", "for a link: which kinds, `kind` or `pack.kind`"),
            "many": Key("yes_no", "several values"),
            "same": Key("yes_no", "a link that says: the same case, counted once"),
            "required": Key("yes_no_or_condition", "must be filled at opening, or by the move that asks for it"),
            "default": Key("value", "the value until somebody says otherwise"),
            "personal": Key("yes_no", "masked for all but those who act, never public"),
            "indexed": Key("yes_no", "may be filtered and sorted by over all cases"),
        },
    ),
    "review": Shape(
        "review",
        {
            "steps": must("list", "one to five steps in order", "step"),
            "set_by": Key("string", "ancestor kind whose cases may keep a chain of their own"),
        },
    ),
    "step": Shape(
        "step of a review",
        {
            "signed_by": must("strings", "every one of these relations signs, and of several assisting units each"),
            **_SPANS,
            "checks": Key("texts", "what the signer must tick"),
            "when": Key("condition", "the step exists only for such cases"),
        },
    ),
    "clock": Shape(
        "clock",
        {
            "title": must("text", "name of the time limit"),
            "runs_in": must("strings", "the states in which time counts"),
            **_SPANS,
            "until": Key("length", "path of a date; it never stretches"),
            "counted_from": Key("string", "path of the date that starts it, instead of the entry"),
            "each_time": Key("yes_no", "starts anew at every entry, otherwise once in a turn"),
            "ladder": Key("string", "its warnings"),
            "extension": Key("table", "how the due date may be moved", "extension"),
            "basis": Key("string", "the article that sets the length"),
        },
    ),
    "extension": Shape(
        "extension",
        {
            "by": must("strings", "who may ask"),
            "decided_by": must("strings", "who decides"),
            "asked_workdays_before": Key("whole", "how many working days before the due date at the latest"),
            "times": Key("whole", "how often in one turn"),
        },
    ),
    "lifecycle": Shape(
        "lifecycle",
        {
            "states": Key("map", "the first is where a case starts", "state"),
            "moves": Key("map", "the first out of a state says whom the case waits for", "move"),
        },
    ),
    "state": Shape(
        "state",
        {
            "title": must("text", "name of the state"),
            "category": must("string", "draft, open, review, closed"),
            "passes_to": Key("string", "where a review state leads when all have signed"),
            "returns_to": Key("string", "where it leads when somebody returns it"),
            "refuses_to": Key("string", "where it leads when it is refused"),
            "when": Key("condition", "must hold at the last signature"),
            "requires": Key("strings", "guards at the last signature"),
            "letter": Key(
                "string", "issued at opening, and at every entry from another state but a return by a review"
            ),
        },
    ),
    "move": Shape(
        "move",
        {
            "title": must("text", "name of the move"),
            "from": must("strings", "states in which it may be taken"),
            "to": must("string", "the state it leads to"),
            "by": must("strings", "any one of these takes it; `clock`: the engine, when `after` has run out"),
            "when": Key("condition", "must hold after what is asked has been filled in"),
            "requires": Key("strings", "guards of the closed set"),
            "asks": Key("strings", "fields, parties and facts on the form of the move"),
            "evidence": Key("strings", "kinds of evidence on file in this turn"),
            "not_by": Key("strings", "nobody who took one of these moves in this turn"),
            "after": Key(
                "string",
                "only when this clock has run out; one without a ladder is a period that has to pass, and makes nobody late",
            ),
            "before": Key("string", "only until this clock has run out"),
            "also": Key("names", "`parent` or a link field = the move that the other case takes with it"),
            "sends": Key("names", "`parent` or a link field = the letter that goes out on the other case with it"),
        },
    ),
    "ladder": Shape(
        "ladder",
        {
            "title": must("text", "name of the warnings"),
            "unit": must("string", "days, workdays"),
            "steps": must("list", "in the order of time", "rung"),
        },
    ),
    "rung": Shape(
        "step of a ladder",
        {"at": must("whole", "−20: twenty days before the due date; 1: the first day late"), **_WARNING},
    ),
    "letter": Shape(
        "letter",
        {
            "title": must("text", "name of the letter"),
            "number": must("string", "places `{year}` and `{seq}`"),
            "to": must("strings", "relations and desks it goes to"),
            "receipt_workdays": Key("whole", "a receipt is asked for within so many working days"),
            "reply_workdays": Key("whole", "a reply is asked for within so many working days after it is issued"),
            "then": Key("strings", "the letters that may follow when it stays unanswered, the usual one first"),
            "by_itself": Key("yes_no", "issued unsigned when a ladder or a state asks for it, else prepared"),
            "talk": Key("string", "it summons to a talk: the document in which the talk is recorded"),
        },
    ),
    "figure": Shape(
        "figure",
        {
            "title": must("text", "name of the figure"),
            "count": Key("string", "how many cases of a kind"),
            "sum": Key("string", "sum of `kind.path`"),
            "distinct": Key("string", "how many different values of `kind.path`, of one field or party with one value"),
            "latest": Key("string_or_strings", "latest date of `kind.path`, of several together"),
            "mean": Key("string", "mean of `kind.path`"),
            "rate": Key("strings", "the first figure in per cent of the second"),
            "less": Key("strings", "the first figure less the others"),
            "plus": Key("strings", "sum of figures"),
            "times": Key("strings", "product of figures"),
            "entered": Key("yes_no", "entered by hand"),
            "where": Key("condition", "which cases"),
            "dated": Key("string", "path of the date that puts a row into a period; without it what stands at its end"),
            "every": Key("string", "a period: makes it an indicator"),
            "target": Key("number", "what is aimed at"),
            "better": Key("string", "higher or lower"),
            "unit": Key("string", "“%”, “万元”"),
            "basis": Key("string", "口径: how it is counted, or where an entered number comes from"),
        },
    ),
    "rule": Shape(
        "rule",
        {
            "title": must("text", "name of the rule"),
            "of": must("string", "a kind, `unit` or `area`"),
            "where": must("condition", "when it warns"),
            "every": must("string", "a period"),
            "within": Key(
                "string", "a longer period: dated figures count from its first day on; without it that of `every`"
            ),
            **_WARNING,
        },
    ),
    "board": Shape(
        "board",
        {
            "title": must("text", "name of the board"),
            "figure": must("string", "a figure or a scorecard"),
            "every": must("string", "a period"),
            "red": must("whole", "how many at the top"),
            "yellow": must("whole", "how many at the end"),
        },
    ),
    "label": Shape(
        "label",
        {
            "title": Key("text", "name of the column"),
            "steps": must("list", "the first that holds", "label_step"),
        },
    ),
    "label_step": Shape(
        "step of a label",
        {
            "when": must("condition", "which cases; `{}` for all others"),
            "word": must("text", "what the public reads"),
            "colour": Key("string", "a colour of the closed set"),
        },
    ),
    "list": Shape(
        "list",
        {
            "title": must("text", "name of the list"),
            "of": must("strings", "kinds, `kind` or `pack.kind`"),
            "where": Key("condition", "which cases"),
            "columns": Key("strings", "paths"),
            "down": Key("string", "grid: path whose values are the rows"),
            "across": Key("string", "grid: path whose values are the columns"),
            "cell": Key("string", "grid: path shown where they meet"),
            "bands": Key("list", "merged headers over neighbours", "band"),
            "group": Key("string", "path by which rows are grouped"),
            "totals": Key("strings", "figures below the list"),
            "money": Key("string", "the unit of its amounts in Chinese: 元 or 万元; without it 元. English has yuan"),
            "public": Key("yes_no", "may be shown outside; whitelisted columns only"),
        },
    ),
    "band": Shape(
        "band",
        {"title": must("text", "the merged header"), "columns": must("strings", "neighbouring columns below it")},
    ),
    "scorecard": Shape(
        "scorecard",
        {
            "title": must("text", "name of the scorecard"),
            "kind": must("string", "the kind whose case is the sheet"),
            "full": must("whole", "the sum of all points"),
            "grades": Key("points", "id = least score"),
            "options": Key("string", "which options say what the grades are called"),
            "counted_from": Key(
                "string", "path of the first day that counts; without it the calendar year of the opening"
            ),
            "counted_to": Key("string", "path of the last day that counts"),
            "when": Key("condition", "which cases of the kind are its sheets, by options; without it all"),
            "items": must("map", "what is scored", "item"),
        },
    ),
    "item": Shape(
        "item of a scorecard",
        {
            "title": must("text", "name of the item"),
            "points": must("whole", "points at most"),
            "way": must("string", "how it is scored"),
            "figure": Key("string", "the figure it is scored from, also `pack.figure`"),
            "each": Key("number", "points for each one added or deducted; without it 1"),
            "steps": Key("pairs", "[[from, points] …]"),
            "group": Key("text", "heading under which it stands with its neighbours"),
            "basis": Key("string", "the rule by which it is scored, in words"),
        },
    ),
    "document": Shape(
        "document",
        {
            "title": must("text", "title of the document"),
            "of": must("string_or_strings", "the kinds it is about"),
            "layout": must("string", "how it is laid out"),
            "public": Key("yes_no", "may be shown outside; whitelisted paths only"),
            "for": Key("string", "`unit`: written for one unit, with what it is responsible for"),
            "letter": Key("string", "the letter whose number and addressees it has"),
            "number": Key("string", "its own number, for a document that is no letter: places `{year}` and `{seq}`"),
            "asks": Key("titles", "what is asked of whoever writes it; each is a place of the texts"),
            "frame": Key("names", "what stands around the parts, by word of the closed set"),
            "parts": must("list", "its parts in order", "part"),
        },
    ),
    "part": Shape(
        "part of a document",
        {
            "id": Key("string", "stable name: what was changed by hand hangs on it; without it `part_1` …"),
            "heading": Key("string", "heading, with `{figure}` and `{path}`"),
            "level": Key("whole", "level of the heading, 1 to 4; without it 1. With `group` the groups stand on it"),
            "text": Key(
                "string",
                "one paragraph a line, with `{figure}` and `{path}`; `[…]` is left out where a place in it is empty or 0",
            ),
            "each": Key(
                "string",
                "a kind: repeated for each case of it; parts of kinds below it that follow are repeated inside",
            ),
            "where": Key("condition", "which cases"),
            "group": Key("string", "path by whose value the cases are gathered under headings"),
            "rest": Key("string", "heading of the cases without that value"),
            "columns": Key("list", "a table with one row for each case", "document_column"),
            "empty": Key("string", "said where there is no such case"),
        },
    ),
    "document_column": Shape(
        "column of a document",
        {
            "title": must("string", "title of the column"),
            "text": must("string", "what stands in a row"),
            "width": Key("whole", "in half-width characters; without it 12"),
        },
    ),
    "upgrade": Shape(
        "upgrade",
        {
            "from": must("whole", "the earlier version"),
            "states": Key("names", "`lifecycle.old` = `new`"),
            "fields": Key("names", "`kind.old` = `new`"),
        },
    ),
}
