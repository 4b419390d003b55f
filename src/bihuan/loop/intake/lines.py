"""
The working copy of a draft: plain JSON that a person edits, and the edits as pure functions.

    {"round": {field or party id: value, "subject": text},
     "findings": [{"id", "number", "title", "aspect", "status", "place", "checked", "dropped", "unit", "lead", "nature", "due",
                   "measures": [line …], "items": [{… like a finding, with "measures" but without "items"}]}]}

A measure line has id, number, title, text, place, checked, dropped, unit, nature, due. Ids are never reused.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext

from bihuan.loop.cases.values import NATURES
from bihuan.loop.errors import Refused

Lines = dict[str, Any]
Line = dict[str, Any]
TITLE_LIMIT = 2000
TEXT_LIMIT = 20_000
ENDS = "。；;!?！？"


def lines_from(read: Mapping[str, Any], suggest: Callable[[str], int | None]) -> Lines:
    """
    Return the first working copy of what the reader made of a document.

    read: form bihuan.draft/1. suggest: text → id of the one unit named in it, or None.
    """
    counter = iter(range(1, 1_000_000))
    findings = [_finding(finding, counter, suggest) for finding in read.get("findings", ())]
    return {"round": _round(read), "findings": findings, "next": next(counter)}


def _round(read: Mapping[str, Any]) -> Line:
    names = ("inspector", "inspected_from", "inspected_to", "feedback_on", "published_on")
    facts = {name: read.get(name) for name in names}
    return {"subject": _round_subject(read), "source": _source(read), **facts}


def _round_subject(read: Mapping[str, Any]) -> str:
    year = str(read.get("feedback_on") or read.get("inspected_from") or "")[:4]
    inspector = read.get("inspector") or ""
    return (
        gettext("%(year)s %(inspector)s feedback") % {"year": year, "inspector": inspector}
        if inspector and year
        else (read.get("title") or "")
    )


def _source(read: Mapping[str, Any]) -> str:
    text = f"{read.get('inspector') or ''}{read.get('title') or ''}"
    for word, source in (
        ("巡视", "inspection"),
        ("巡察", "patrol"),
        ("审计", "audit"),
        ("督察", "supervision"),
        ("督查", "supervision"),
    ):
        if word in text:
            return source
    return "inspection"


def _finding(finding: Mapping[str, Any], counter: Iterator[int], suggest: Callable[[str], int | None]) -> Line:
    line = _line(finding, counter, suggest) | {"aspect": finding.get("aspect") or "", "lead": None}
    line["measures"] = [_line(measure, counter, suggest) for measure in finding.get("measures", ())]
    line["items"] = [
        _line(item, counter, suggest)
        | {"measures": [_line(measure, counter, suggest) for measure in item.get("measures", ())]}
        for item in finding.get("items", ())
    ]
    return line


def _line(part: Mapping[str, Any], counter: Iterator[int], suggest: Callable[[str], int | None]) -> Line:
    text = part.get("text") or part.get("title") or ""
    return {
        "id": f"n{next(counter)}",
        "number": part.get("number"),
        "title": (part.get("title") or text).strip(),
        "text": text,
        "status": part.get("status"),
        "place": part.get("place"),
        "checked": False,
        "dropped": False,
        "unit": suggest(text),
        "nature": "",
        "due": None,
    }


def every_line(lines: Lines) -> Iterator[Line]:
    """Return findings, items and measures in the order of the document."""
    for finding in lines["findings"]:
        yield finding
        yield from finding["measures"]
        for item in finding["items"]:
            yield item
            yield from item["measures"]


def kept_lines(lines: Lines) -> Iterator[tuple[Line, str]]:
    """Return the lines that will become cases, each with its kind; what stands under a dropped line is dropped with it."""
    for finding in lines["findings"]:
        if finding["dropped"]:
            continue
        yield finding, "finding"
        yield from ((measure, "measure") for measure in finding["measures"] if not measure["dropped"])
        for item in finding["items"]:
            if not item["dropped"]:
                yield item, "instance"
                yield from ((measure, "measure") for measure in item["measures"] if not measure["dropped"])


def find_line(lines: Lines, line_id: str) -> Line:
    """Return a line by id. Raises Refused when it is not there (any more)."""
    for line in every_line(lines):
        if line["id"] == line_id:
            return line
    raise Refused(gettext("This line is not in the draft any more. Load the page again."))


def _siblings(lines: Lines, line_id: str) -> tuple[list[Line], int]:
    lists = [lines["findings"]]
    for finding in lines["findings"]:
        lists += [finding["measures"], finding["items"], *(item["measures"] for item in finding["items"])]
    for siblings in lists:
        for place, line in enumerate(siblings):
            if line["id"] == line_id:
                return siblings, place
    raise Refused(gettext("This line is not in the draft any more. Load the page again."))


def changed(lines: Lines, line_id: str, values: Mapping[str, Any]) -> Lines:
    """
    Return the working copy with new values in one line.

    values: title, text, number, aspect, unit, lead (unit ids or None), nature, due (ISO text or None), checked, dropped.
    Raises Refused with a sentence for each wrong value.
    """
    new = copy.deepcopy(lines)
    line = find_line(new, line_id)
    wrong = {name: sentence for name, value in values.items() if (sentence := _wrong(name, value))}
    if wrong:
        raise Refused(next(iter(wrong.values())), fields=wrong)
    if line["text"] == line["title"] and "title" in values and "text" not in values:
        # One text, shown twice: it stays one.
        line["text"] = str(values["title"]).strip()
    line.update({name: value.strip() if isinstance(value, str) else value for name, value in values.items()})
    return new


def _wrong(name: str, value: Any) -> str:
    if name == "title" and not str(value or "").strip():
        return gettext("Write the text, or drop the line.")
    if name == "title" and len(str(value)) > TITLE_LIMIT:
        return gettext("The text is longer than %(limit)s characters.") % {"limit": TITLE_LIMIT}
    if name == "nature" and value not in {"", *NATURES}:
        return gettext("Choose one of the natures.")
    if name == "due" and value:
        try:
            date.fromisoformat(str(value))
        except ValueError:
            return gettext("Write a date like 2026-11-20.")
    if name == "text" and len(str(value)) > TEXT_LIMIT:
        return gettext("The text is longer than %(limit)s characters.") % {"limit": TEXT_LIMIT}
    if name not in {"title", "text", "number", "aspect", "unit", "lead", "nature", "due", "checked", "dropped"}:
        return gettext("“%(name)s” cannot be changed here.") % {"name": name}
    return ""


def whole(line: Line) -> str:
    """Return the text of a line as it stands in the document; this is what `split` cuts."""
    text: str = line["text"] or line["title"]
    return text


def cuts(line: Line) -> list[int]:
    """Return the places in `whole(line)` behind which a sentence ends, and where a second line could begin."""
    text = whole(line)
    return [place for place, sign in enumerate(text, start=1) if sign in ENDS and text[place:].strip()]


def split(lines: Lines, line_id: str, at: int) -> Lines:
    """
    Return the working copy with one line cut in two.

    at: number of characters of `whole(line)` that stay in the first line; the places in the text are cut alike.
    """
    new = copy.deepcopy(lines)
    siblings, place = _siblings(new, line_id)
    line = siblings[place]
    first, second = whole(line)[:at].strip(), whole(line)[at:].strip()
    if at <= 0 or not first or not second:
        raise Refused(gettext("Put the cursor where the second line is to begin."))
    twin = copy.deepcopy(line)
    twin.update(id=f"n{new['next']}", number=None, title=_title(second, line), text=second, checked=False)
    new["next"] += 1
    for name in ("measures", "items"):
        if name in twin:
            twin[name] = []
    title = line["title"] if line["title"] != line["text"] and first.startswith(line["title"]) else first
    line.update(title=title, text=first, checked=False)
    if line.get("place"):
        middle = min(line["place"]["start"] + at, line["place"]["end"])
        twin["place"] = {**line["place"], "start": middle}
        line["place"] = {**line["place"], "end": middle}
    siblings.insert(place + 1, twin)
    return new


def _title(text: str, line: Line) -> str:
    """Return the first sentence of a text where the line it comes from has a title of its own, else the text."""
    ends = [place for place, sign in enumerate(text) if sign in ENDS]
    return text[: ends[0]] if ends and ends[0] and line["title"] != line["text"] else text


def merged(lines: Lines, line_id: str) -> Lines:
    """Return the working copy with a line and the next one of its kind joined; what stood under the second stands under the first."""
    new = copy.deepcopy(lines)
    siblings, place = _siblings(new, line_id)
    if place + 1 >= len(siblings):
        raise Refused(gettext("There is no next line to join with."))
    line, other = siblings[place], siblings.pop(place + 1)
    between = "" if line["title"].endswith(tuple(ENDS)) else "；"
    line.update(
        title=f"{line['title']}{between}{other['title']}", text=f"{line['text']}{between}{other['text']}", checked=False
    )
    line["unit"] = line["unit"] or other["unit"]
    for name in ("measures", "items"):
        if name in line:
            line[name] = [*line[name], *other.get(name, [])]
    if line.get("place") and other.get("place") and line["place"]["paragraph"] == other["place"]["paragraph"]:
        line["place"] = {**line["place"], "end": max(line["place"]["end"], other["place"]["end"])}
    return new


def added(lines: Lines, under: str | None, title: str) -> tuple[Lines, str]:
    """Return the working copy with a new line, a measure under a finding or item, or a finding at the end; and the new id."""
    if not title.strip():
        raise Refused(gettext("Write the text first."), fields={"title": gettext("Write the text first.")})
    new = copy.deepcopy(lines)
    line_id = f"n{new['next']}"
    new["next"] += 1
    line: Line = {
        "id": line_id,
        "number": None,
        "title": title.strip(),
        "text": title.strip(),
        "status": None,
        "place": None,
    }
    line |= {"checked": True, "dropped": False, "unit": None, "nature": "", "due": None}
    if under is None:
        new["findings"].append(line | {"aspect": "", "lead": None, "measures": [], "items": []})
    else:
        above = find_line(new, under)
        if "measures" not in above:
            raise Refused(gettext("A measure stands under a finding."))
        above["measures"].append(line)
    return new, line_id


def below(lines: Lines, line_id: str) -> set[str]:
    """Return the ids of a line and of all that stands under it and is kept."""
    above = find_line(lines, line_id)
    return {line["id"] for line, _kind in kept_lines({"findings": [above]})} if "items" in above else {line_id}


def checked_all(lines: Lines, line_ids: set[str], value: bool) -> Lines:
    """Return the working copy with these lines marked as looked at, or not."""
    new = copy.deepcopy(lines)
    for line in every_line(new):
        if line["id"] in line_ids:
            line["checked"] = value
    return new


def assigned(lines: Lines, old: int | None, text: str, unit: int) -> tuple[Lines, int]:
    """Return the working copy with a unit set in every measure whose text names it and that has none (or `old`), and how many."""
    new, count = copy.deepcopy(lines), 0
    for line in every_line(new):
        if line["unit"] == old and text in line["text"]:
            line["unit"] = unit
            count += 1
    return new, count


def renumbered(lines: Lines) -> Lines:
    """Return the working copy with findings and their measures numbered 1, 2, 3 … in the order they stand; dropped ones have none."""
    new = copy.deepcopy(lines)

    def number(siblings: list[Line]) -> None:
        place = 0
        for line in siblings:
            place += not line["dropped"]
            line["number"] = None if line["dropped"] else str(place)

    number(new["findings"])
    for finding in new["findings"]:
        number(finding["measures"])
        number(finding["items"])
        for item in finding["items"]:
            number(item["measures"])
    return new


def round_changed(lines: Lines, values: Mapping[str, Any]) -> Lines:
    """Return the working copy with new facts of the round; they are checked when the draft is confirmed."""
    new = copy.deepcopy(lines)
    new["round"].update({name: value.strip() if isinstance(value, str) else value for name, value in values.items()})
    return new
