"""Who keeps the feedback of an area, and what may be brought with a message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import IO, Final

from django.utils.translation import gettext, ngettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.errors import NotAllowed, Refused
from bihuan.loop.evidence.types import check_upload
from bihuan.loop.lifecycle.packs import pack_known

PACK: Final = "feedback"
MOST_FILES: Final = 5
MOST_MB: Final = 10
MOST_SIGNS: Final = 3000
TAKEN: Final = (".jpg", ".jpeg", ".png", ".pdf", ".docx", ".xlsx", ".txt", ".mp4")

NewFile = tuple[str, IO[bytes]]


def keeps_feedback(file: CaseFile, actor: Actor) -> bool:
    """Return whether the actor sits at the office that keeps this line or message."""
    return stands_as(actor, file, "desk.office")


def keeps_feedback_of_area(actor: Actor, day: date) -> bool:
    """Return whether the actor sits at the office that keeps the feedback of the own area, whether a line is open or not."""
    pack = pack_known(actor.area_id, PACK)
    start = pack.kinds["line"].lifecycle_of(pack).start
    blank = Case(area_id=actor.area_id, pack=PACK, pack_version=pack.version, kind="line", state=start.id)
    return keeps_feedback(CaseFile(blank, day), actor)


def check_keeps_feedback(file: CaseFile, actor: Actor) -> None:
    """Raise NotAllowed unless the actor sits at the office that keeps the feedback."""
    if not keeps_feedback(file, actor):
        raise NotAllowed(gettext("Only the feedback office does this."))


def may_open_files(file: CaseFile, actor: Actor) -> bool:
    """Return whether the actor handles the message, and so opens what came with it."""
    return any(stands_as(actor, file, relation) for relation in ("desk.office", "responsible", "handler"))


def check_files(files: Sequence[NewFile]) -> list[str]:
    """Return the media types of the files that came with a message. Raises Refused with a sentence for `files`."""
    if len(files) > MOST_FILES:
        sentence = ngettext(
            "At most %(n)d file goes with a message.", "At most %(n)d files go with a message.", MOST_FILES
        )
        raise _files(sentence % {"n": MOST_FILES})
    found = []
    for name, stream in files:
        if not name.lower().endswith(TAKEN):
            said = gettext("“%(name)s” is of a kind that is not taken here. Taken are: %(taken)s.")
            raise _files(said % {"name": name, "taken": " ".join(TAKEN)})
        stream.seek(0, 2)
        size = stream.tell()
        stream.seek(0)
        if size > MOST_MB * 1024 * 1024:
            said = gettext("“%(name)s” is larger than %(limit)s MB. Make it smaller or split it.")
            raise _files(said % {"name": name, "limit": MOST_MB})
        try:
            found.append(check_upload(name, stream))
        except Refused as refusal:
            raise _files(refusal.sentence) from refusal
    return found


def _files(sentence: str) -> Refused:
    return Refused(sentence, fields={"files": sentence})
