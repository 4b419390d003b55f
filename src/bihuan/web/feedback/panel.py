"""What stands beside a message of the public on the page of its case."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.clocks.days import local_day
from bihuan.loop.feedback.queries import ANSWERED, files_of, message_of, same_words
from bihuan.loop.feedback.rules import PACK, keeps_feedback, may_open_files
from bihuan.loop.personal.rules import may_see_personal
from bihuan.web.case.files import size_words
from bihuan.web.case.marks import case_url
from bihuan.web.shapes import Link


@dataclass(frozen=True, slots=True)
class FeedbackPanel:
    """What stands beside a message on its case page."""

    files: tuple[Link, ...]
    has_personal: bool
    see: str
    same: tuple[Link, ...]
    complaints: int
    published: str
    question: str
    answer: str
    publish: str
    take_down: str


def panel_of(file: CaseFile, actor: Actor) -> FeedbackPanel | None:
    """Return the panel of a message, None for every other case."""
    if file.case.pack != PACK or file.case.kind != "message":
        return None
    row = message_of(file.case)
    if row is None:
        return None
    office, case = keeps_feedback(file, actor), file.case
    personal = any(case.fields.get(name) for name, field in file.kind.fields.items() if field.personal)
    return FeedbackPanel(
        files=tuple(
            Link(one.name, case_url(case, "message_file", file_id=one.pk), "paperclip", note=size_words(one.file.size))
            for one in (files_of(case) if may_open_files(file, actor) else ())
        ),
        has_personal=personal,
        see=case_url(case, "case_personal") if personal and may_see_personal(file, actor) else "",
        same=tuple(Link(f"{one.number}　{one.subject}", case_url(one)) for one in same_words(row)) if office else (),
        complaints=row.complaints,
        published=local_day(row.published_at).isoformat() if row.is_published and row.published_at else "",
        question=row.question if row.is_published else "",
        answer=row.answer if row.is_published else "",
        publish=case_url(case, "message_publish") if office and case.state in ANSWERED else "",
        take_down=case_url(case, "message_unpublish") if office and row.is_published else "",
    )
