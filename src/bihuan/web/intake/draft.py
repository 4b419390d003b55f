"""The draft beside its source: every line as a row that can be ticked, assigned and opened for editing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from bihuan.accounts.models import Unit
from bihuan.loop.cases.values import NATURES, words
from bihuan.loop.intake.lines import Line, kept_lines
from bihuan.loop.intake.models import IntakeDraft
from bihuan.loop.intake.queries import DraftCounts, ToLookAt, counts_of, remarks_on, to_look_at
from bihuan.web.intake.editor import editor_of
from bihuan.web.intake.remarks import RemarkGroup, remark_groups
from bihuan.web.intake.words import created_words, round_url
from bihuan.web.shapes import Combo, DraftFind, DraftLine, DraftWarning, Link, Nature, Say


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody tried on one line and why it was refused; `typed` comes back into the row."""

    line: str
    sentence: str
    fields: Mapping[str, str]
    typed: Mapping[str, str]
    overtaken: bool = False


@dataclass
class DraftView:
    """
    A draft as its page shows it.

    only: leave out what was ticked. opened: id of the line that is open for editing. attempt: an edit that was refused.
    """

    draft: IntakeDraft
    units: Mapping[int, Unit]
    day: date
    only: bool = False
    opened: str = ""
    attempt: Attempt | None = None

    @cached_property
    def counts(self) -> DraftCounts:
        return counts_of(self.draft.lines)

    @cached_property
    def doubts(self) -> list[ToLookAt]:
        """What a person should look at: everything about the whole document, and lines that were not ticked yet."""
        checked = {line["id"] for line, _kind in kept_lines(self.draft.lines) if line["checked"]}
        return [one for one in to_look_at(self.draft, self.day) if one.line not in checked]

    @property
    def closed(self) -> bool:
        """Whether the draft is done with, confirmed or put away: then it is only read."""
        return self.draft.confirmed_at is not None or self.draft.dropped_at is not None

    @cached_property
    def url(self) -> str:
        return reverse("intake_draft", args=[self.draft.pk])

    @property
    def facts(self) -> str:
        """One sentence: what was read, how far somebody has looked."""
        sentence = _("%(created)s read; %(checked)s of %(lines)s lines checked. Nothing is created before you confirm.")
        return sentence % {
            "created": created_words(self.counts),
            "checked": self.counts.checked,
            "lines": self.counts.lines,
        }

    @property
    def unseen(self) -> int:
        """How many lines nobody ticked yet."""
        return self.counts.lines - self.counts.checked

    @property
    def round_url(self) -> str:
        """Where the round is looked at that was made of the draft."""
        return round_url(self.draft.round) if self.draft.round is not None else ""

    @property
    def creates(self) -> str:
        """The words of the button that leads to the confirmation."""
        count = self.counts.lines
        return ngettext("Confirm, create %(n)d case", "Confirm, create %(n)d cases", count) % {"n": count}

    @property
    def say(self) -> Say | None:
        """What is still to look at, with the way to the first place."""
        if not self.doubts:
            return None
        title = ngettext("%(n)d place to look at", "%(n)d places to look at", len(self.doubts)) % {
            "n": len(self.doubts)
        }
        general = tuple(Link(one.sentence, self._round_link(one)) for one in self.doubts if one.line is None)
        first = next((one.line for one in self.doubts if one.line), None)
        action = Link(_("Begin with the first"), f"#line-{first}") if first else None
        at_lines = sum(one.line is not None for one in self.doubts)
        text = ngettext("%(n)d stands at its line.", "%(n)d stand at their lines.", at_lines) % {"n": at_lines}
        return Say("warn", title, text if at_lines else "", general, action, wide=True, id="look")

    @cached_property
    def remarks(self) -> list[RemarkGroup]:
        """What the checks remark on the text, the gravest first."""
        return remark_groups(remarks_on(self.draft))

    @property
    def remarks_told(self) -> str:
        """How many remarks of each kind there are, in one line."""
        return " · ".join(f"{group.title} {len(group.rows)}" for group in self.remarks)

    def _round_link(self, one: ToLookAt) -> str:
        if one.rule == "round_incomplete":
            return "#round"
        return f"#p{one.paragraph}" if one.paragraph else ""

    @cached_property
    def finds(self) -> list[DraftFind]:
        """The findings with their lines; with `only` those that hold something to check."""
        found, place = [], 0
        for finding in self.draft.lines["findings"]:
            place += not finding["dropped"]
            shown = self._find(finding, f"{place:02d}" if not finding["dropped"] else "—")
            if not self.only or not shown.done:
                found.append(shown)
        return found

    def row(self, line_id: str) -> DraftLine | None:
        """Return the row of one line."""
        return next((row for find in self.finds for row in find.rows if row.key == line_id), None)

    def find_of(self, line_id: str) -> DraftFind | None:
        """Return the finding that a line stands in."""
        return next((find for find in self.finds if any(row.key == line_id for row in find.rows)), None)

    def _find(self, finding: Line, number: str) -> DraftFind:
        rows = list(self._rows(finding, number))
        kept = [row for row in rows if not row.dropped] if not finding["dropped"] else []
        unseen = sum(not row.checked for row in kept)
        done = unseen == 0
        if self.only:
            rows = [row for row in rows if (not row.checked and not row.dropped) or row.on]
        below = max(len(kept) - 1, 0)
        parts = (
            [npgettext("of a draft", "%(n)d line", "%(n)d lines", below) % {"n": below}]
            if not finding["dropped"]
            else [_("left out")]
        )
        if kept:
            parts.append(_("%(n)s to check") % {"n": unseen} if unseen else _("checked"))
        return DraftFind(
            key=finding["id"],
            number=number,
            title=finding["title"],
            note=" · ".join(parts),
            rows=tuple(rows),
            open=not done or any(row.on for row in rows),
            done=done,
            dropped=finding["dropped"],
            url="" if self.closed else self._line_url(finding["id"]),
            version=self.draft.version,
        )

    def _rows(self, finding: Line, number: str) -> Iterator[DraftLine]:
        yield self._row(finding, number, _("Finding"), None)
        yield from self._numbered(finding["measures"], number, "{}-{:02d}", finding)
        items = self._numbered(finding["items"], number, "{}-G{:02d}", finding, _("Case in point"))
        for item, row in zip(finding["items"], items, strict=True):
            yield row
            yield from self._numbered(item["measures"], row.number, "{}-{:02d}", item)

    def _numbered(self, lines: list[Line], above: str, form: str, parent: Line, kind: str = "") -> Iterator[DraftLine]:
        place = 0
        for line in lines:
            place += not line["dropped"]
            yield self._row(line, "—" if line["dropped"] else form.format(above, place), kind, parent)

    def _row(self, line: Line, number: str, kind: str, parent: Line | None) -> DraftLine:
        key, tried = line["id"], self.attempt if self.attempt and self.attempt.line == line["id"] else None
        opened = key == self.opened and not self.closed
        unit = self.units.get(line["unit"] or 0)
        is_finding = parent is None
        place = line.get("place")
        return DraftLine(
            number=number,
            text=_("The problem itself") if is_finding else line["title"],
            id=f"line-{key}",
            key=key,
            kind=kind if not is_finding else "",
            place=Link(_("line %(n)s") % {"n": place["paragraph"]}, f"#p{place['paragraph']}") if place else None,
            finding=is_finding and not self.closed,
            url="" if self.closed else self._line_url(key),
            checked_name="" if self.closed else f"checked-{key}",
            checked=line["checked"],
            unit=None if line["dropped"] or self.closed else self._unit(line, number, parent, tried),
            unit_name=str(unit) if unit is not None and self.closed else "",
            nature=self._nature(line),
            due=line["due"] or "",
            note=line.get("aspect") or "",
            warnings=tuple(DraftWarning(one.sentence) for one in self._doubts_by_line.get(key, ())),
            on=opened,
            post="" if self.closed else self._line_url(key),
            version=self.draft.version,
            dropped=line["dropped"],
            editor=editor_of(line, self.units, f"{self.url}{'?only=1' if self.only else ''}#line-{key}", tried)
            if opened
            else None,
            error=tried.sentence if tried and (opened or "unit" not in tried.fields) else "",
            reload=f"{self.url}?line={key}#line-{key}" if tried and tried.overtaken else "",
        )

    @cached_property
    def _doubts_by_line(self) -> dict[str, list[ToLookAt]]:
        found: dict[str, list[ToLookAt]] = {}
        for one in self.doubts:
            if one.line:
                found.setdefault(one.line, []).append(one)
        return found

    @cached_property
    def _lines_url(self) -> str:
        return reverse("intake_line", args=[self.draft.pk, "LINE"]) + ("?only=1" if self.only else "")

    def _line_url(self, line_id: str) -> str:
        # Reversed once: a page has hundreds of lines.
        return self._lines_url.replace("LINE", line_id)

    @cached_property
    def _search(self) -> str:
        return reverse("find_units") + "?receives=1"

    def _unit(self, line: Line, number: str, parent: Line | None, tried: Attempt | None) -> Combo:
        name = f"unit-{line['id']}"
        unit = self.units.get(line["unit"] or 0)
        above = self.units.get((parent or {}).get("unit") or 0)
        return Combo(
            name,
            _("%(number)s responsible unit") % {"number": number},
            self._search,
            tried.typed.get(name, "") if tried else str(line["unit"] or ""),
            tried.typed.get(f"{name}_text", "") if tried else (unit.name if unit else ""),
            error=tried.fields.get("unit", "") if tried else "",
            placeholder=_("as above: %(unit)s") % {"unit": above} if above else _("Unit name or pinyin"),
            quiet=True,
        )

    @staticmethod
    def _nature(line: Line) -> Nature | None:
        text = NATURES.get(line["nature"])
        return Nature(line["nature"], text.zh[:1], words(text)) if text is not None else None
