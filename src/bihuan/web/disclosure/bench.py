"""The workbench of one text: what it says, what is covered and left out, what the checks say, and how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bihuan.accounts.queries import Actor
from bihuan.documents.layout.numbering import DEEPEST, number_of
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import words
from bihuan.loop.disclosure.grounds import GROUNDS
from bihuan.loop.disclosure.models import Channel, Disclosure, Omission, Publication, Redaction
from bihuan.loop.disclosure.queries import (
    Remarked,
    check_title,
    obstacles,
    omissions_of,
    publications_of,
    redactions_of,
    remarks_on,
    state_of,
)
from bihuan.loop.disclosure.rules import preparers_of, roles_of
from bihuan.loop.disclosure.text import Cover, covered
from bihuan.web.case.page import board_url
from bihuan.web.dates import full_day
from bihuan.web.shapes import Asof, Head, Link

SHORT = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One passage of the text. html: with covered letters marked. out: on which ground it is left out; remarks: what the checks say."""

    anchor: str
    kind: str
    level: int
    html: SafeString
    out: str
    pending: bool
    remarks: tuple[Remarked, ...]
    url: str
    chosen: bool
    number: str = ""


@dataclass(frozen=True, slots=True)
class CoverRow:
    """What is covered or was decided to stay readable."""

    row: Redaction
    words: str
    why: str
    url: str


@dataclass(frozen=True, slots=True)
class OmissionRow:
    """What is to be left out, with the decision."""

    row: Omission
    ground: str
    passages: tuple[str, ...]
    decides: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way: done, open now, or still to come."""

    title: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """One remark of the checks, with the passage it speaks of."""

    title: str
    severity: str
    sentence: str
    quoted: str
    url: str


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything that the page of one text draws."""

    disclosure: Disclosure
    head: Head
    steps: tuple[Step, ...]
    lines: tuple[Line, ...]
    chosen: Line | None
    remarks: tuple[RemarkRow, ...]
    covers: tuple[CoverRow, ...]
    omissions: tuple[OmissionRow, ...]
    obstacles: tuple[str, ...]
    publications: tuple[Publication, ...]
    unpublished: tuple[tuple[str, str], ...]
    grounds: tuple[tuple[str, str], ...]
    parts: frozenset[str]
    channel: str
    other: Link
    open: bool
    approves: bool
    seen: str
    public_url: str
    files: tuple[Link, ...]
    acts: str


def bench_of(disclosure: Disclosure, actor: Actor, file: CaseFile, *, channel: str, at: str) -> Bench:
    """Return the workbench of a text for somebody who may see its round. at: anchor of the chosen passage."""
    shown = Channel.INNER if channel == Channel.INNER else Channel.PUBLIC
    covers, omissions, publications = redactions_of(disclosure), omissions_of(disclosure), publications_of(disclosure)
    said, parts = remarks_on(disclosure, shown), roles_of(file, actor)
    is_open = disclosure.frozen_at is None and disclosure.dropped_at is None
    stops = obstacles(disclosure, said if shown == Channel.PUBLIC else None) if is_open else []
    lines = _numbered(
        _line(passage, covers, omissions, said, shown, chosen=passage["anchor"] == at)
        for passage in disclosure.passages
    )
    published = {one.channel for one in publications}
    return Bench(
        disclosure=disclosure,
        head=head_of(disclosure),
        steps=_steps(disclosure, covers, omissions, stops, publications),
        lines=lines,
        chosen=next((line for line in lines if line.chosen), None),
        remarks=tuple(_remark(disclosure, one, shown) for one in said),
        covers=tuple(_cover(disclosure, one, covers) for one in covers),
        omissions=tuple(_omission(disclosure, one, actor, parts) for one in omissions),
        obstacles=tuple(stops),
        publications=tuple(publications),
        unpublished=tuple((value, channel_word(value)) for value in Channel.values if value not in published),
        grounds=tuple((key, words(ground.title)) for key, ground in GROUNDS.items()),
        parts=parts,
        channel=shown.value,
        other=Link(
            _("Show the inner copy") if shown == Channel.PUBLIC else _("Show the public copy"),
            f"?copy={Channel.INNER if shown == Channel.PUBLIC else Channel.PUBLIC}",
        ),
        open=is_open,
        approves=is_open and "approve" in parts and not actor.persons & preparers_of(disclosure),
        seen=state_of(disclosure) if is_open else "",
        public_url=public_url(disclosure, file) if Channel.PUBLIC in published else "",
        files=tuple(
            Link(f"{channel_word(one)} {form}", disclosure_url(disclosure, "disclosure_file", name=f"{one}.{form}"))
            for one in Channel.values
            for form in ("docx", "pdf")
        ),
        acts=f"{disclosure_url(disclosure)}do/",
    )


def disclosure_url(disclosure: Disclosure, address: str = "disclosure", **more: Any) -> str:
    """Return an address around a text."""
    round_ = disclosure.round
    return reverse(
        address, kwargs={"pack": round_.pack, "number": round_.number, "version": disclosure.version, **more}
    )


def public_url(disclosure: Disclosure, file: CaseFile) -> str:
    """Return the address under which everybody reads a published text."""
    return reverse("public_text", args=[file.case.area.code, disclosure.token])


def head_of(disclosure: Disclosure) -> Head:
    """Return the head of the page of a text."""
    round_ = disclosure.round
    version = _("Version %(n)d") % {"n": disclosure.version}
    crumbs = (
        Link(_("Rectification overview"), reverse("rounds")),
        Link(round_.subject, board_url(round_)),
        Link(_("Publication"), reverse("disclosures", args=[round_.pack, round_.number])),
        Link(version),
    )
    facts = _("%(version)s, prepared by %(who)s") % {"version": version, "who": disclosure.made_by.name}
    if disclosure.replaces is not None:
        facts += _("; corrects version %(n)d: %(why)s") % {
            "n": disclosure.replaces.version,
            "why": disclosure.correction,
        }
    return Head(disclosure.title, crumbs=crumbs, facts=facts, asof=Asof(disclosure.asof))


def channel_word(channel: str) -> str:
    """Return the word of a channel."""
    return {Channel.INNER: _("inner copy"), Channel.PUBLIC: _("public copy")}[Channel(channel)]


def _line(
    passage: dict[str, Any],
    covers: list[Redaction],
    omissions: list[Omission],
    said: list[Remarked],
    channel: Channel,
    *,
    chosen: bool,
) -> Line:
    anchor = passage["anchor"]
    out = next((one for one in omissions if anchor in one.anchors and one.granted is not False), None)
    hidden = out is not None and bool(out.granted) and (out.both or channel == Channel.PUBLIC)
    return Line(
        anchor=anchor,
        kind=passage["kind"],
        level=min(passage.get("level", 0), DEEPEST) + 1,
        html=marked(passage["text"], [one for one in covers if one.anchor == anchor and not one.kept]),
        out=words(GROUNDS[out.ground].title) if out is not None and (hidden or out.granted is None) else "",
        pending=out is not None and out.granted is None,
        remarks=tuple(one for one in said if one.anchor == anchor),
        url=f"?copy={channel}&at={anchor}#at",
        chosen=chosen,
    )


def _numbered(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Number the headings that stay as the files number them; what is left out of this copy does not count."""
    counts = [0] * DEEPEST
    found: list[Line] = []
    for line in lines:
        number, level = "", max(line.level - 1, 1)
        if line.kind == "heading" and (not line.out or line.pending):
            counts[level - 1] += 1
            counts[level:] = [0] * (DEEPEST - level)
            number = number_of(level, counts[level - 1])
        found.append(replace(line, number=number))
    return tuple(found)


def marked(text: str, covers: list[Redaction]) -> SafeString:
    """Return a text as HTML with what is covered covered and marked; what lies below is not in the page."""
    shown = covered(text, [Cover(one.start, one.end, one.cover) for one in covers])
    below = {place for one in covers for place in range(one.start, one.end)}
    runs = [("".join(letter for _, letter in run), hidden) for hidden, run in _runs(shown, below)]
    return format_html_join(
        "", "{}", [(format_html("<mark>{}</mark>", run) if hidden else run,) for run, hidden in runs]
    )


def _runs(text: str, below: set[int]) -> Iterator[tuple[bool, Iterator[tuple[int, str]]]]:
    """Return a text in runs of letters that are all covered or all readable: covers may overlap."""
    return groupby(enumerate(text), key=lambda letter: letter[0] in below)


def _remark(disclosure: Disclosure, one: Remarked, channel: Channel) -> RemarkRow:
    url = f"{disclosure_url(disclosure)}?copy={channel}&at={one.anchor}#at" if one.anchor else ""
    return RemarkRow(check_title(one.remark), one.remark.severity, words(one.remark.sentence), one.quoted[:SHORT], url)


def _cover(disclosure: Disclosure, row: Redaction, covers: list[Redaction]) -> CoverRow:
    text = next((one["text"] for one in disclosure.passages if one["anchor"] == row.anchor), "")
    others = [Cover(one.start, one.end, one.cover) for one in covers if one.anchor == row.anchor and not one.kept]
    url = f"{disclosure_url(disclosure)}?at={row.anchor}#at"
    return CoverRow(row, covered(text, others)[max(0, row.start - 8) : row.end + 8], row.reason, url)


def _omission(disclosure: Disclosure, row: Omission, actor: Actor, parts: frozenset[str]) -> OmissionRow:
    texts = {one["anchor"]: one["text"] for one in disclosure.passages}
    passages = tuple(texts.get(anchor, "")[:SHORT] for anchor in row.anchors)
    decides = row.granted is None and "decide" in parts and row.asked_by_id not in actor.persons
    return OmissionRow(row, words(GROUNDS[row.ground].title), passages, decides and disclosure.frozen_at is None)


def _steps(
    disclosure: Disclosure,
    covers: list[Redaction],
    omissions: list[Omission],
    stops: list[str],
    publications: list[Publication],
) -> tuple[Step, ...]:
    waiting = sum(1 for one in omissions if one.granted is None)
    frozen, both = disclosure.frozen_at is not None, len(publications) == len(Channel.values)
    proved = bool(publications) and all(one.proof_id for one in publications)
    said = _("%(n)d covered") % {"n": sum(1 for one in covers if not one.kept)}
    left = _("%(n)d left out, %(waiting)d undecided") % {
        "n": sum(1 for one in omissions if one.granted),
        "waiting": waiting,
    }
    approved = (
        _("%(who)s on %(day)s") % {"who": disclosure.frozen_by.name, "day": full_day(disclosure.frozen_at)}
        if disclosure.frozen_by is not None and disclosure.frozen_at is not None
        else _("by another than who prepared it")
    )
    checked = _("nothing stands in the way") if not stops else _("%(n)d to settle") % {"n": len(stops)}
    ways = [channel_word(one.channel) for one in publications]
    return (
        Step(_("Check"), "done" if frozen or not stops else "now", checked),
        Step(_("Cover"), "done" if frozen or not stops else "now", said),
        Step(pgettext("publication", "Leave out"), "done" if frozen or not waiting else "now", left),
        Step(_("Approve"), "done" if frozen else "now" if not stops else "next", approved),
        Step(
            _("Publish"), "done" if both else "now" if frozen else "next", pgettext("between things", ", ").join(ways)
        ),
        Step(_("File the proof"), "done" if proved else "now" if publications else "next", ""),
    )
