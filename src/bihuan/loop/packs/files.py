"""Packs that leave the area as files, and come in as files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.loop.errors import Refused
from bihuan.loop.lifecycle.models import PackDraft
from bihuan.loop.packs.actions import check_measure, checked, next_own, pack_of_choice, save_draft
from bihuan.loop.packs.queries import draft_of, release_of
from bihuan.loop.packs.rules import check_may_manage_packs
from bihuan.packspec.cases import CasesError, read_cases
from bihuan.packspec.written import id_in


@dataclass(frozen=True, slots=True)
class PackFiles:
    """A pack as two files of TOML: the pack with its shared parts inside, and its worked cases, empty where it has none."""

    pack: str
    version: int
    text: str
    cases: str

    @property
    def name(self) -> str:
        """Return the name of the file of the pack, as the check wants it."""
        return f"{self.pack}.toml"

    @property
    def cases_name(self) -> str:
        """Return the name of the file of the worked cases."""
        return f"{self.pack}.cases.toml"


def export_pack(*, area_id: int, pack: str, version: int) -> PackFiles:
    """Return a version of a pack as files: nothing else is needed to check, print or import it. Raises PackNotFound."""
    release = release_of(area_id, pack, version)
    return PackFiles(pack, version, release.text, release.cases)


def import_pack(*, text: str, cases: str = "", by: Actor, at: datetime) -> PackDraft:
    """
    Take a pack from its text as the area's copy, to be looked at and adopted, and return the draft.

    It is read and checked whole before anything is stored. Raises NotAllowed; NotCorrect with everything that is wrong;
    Refused for a text without an id, for worked cases that cannot be told, and while another copy of the pack is being edited.
    """
    check_may_manage_packs(by)
    check_measure(text, cases)
    # The sign that some editors put before the first character of a file.
    text, cases = text.removeprefix("﻿").replace("\r\n", "\n"), cases.removeprefix("﻿").replace("\r\n", "\n")
    pack = id_in(text)
    # A text without a readable head is checked all the same: the check says what is wrong with it.
    checked(pack or "pack", text, next_own(pack))
    check_cases(pack, cases)
    if draft_of(by.area_id, pack) is not None:
        sentence = _("A copy of this pack is being edited. Adopt it or throw it away first.")
        raise Refused(sentence, fields={"file": sentence})
    return save_draft(
        pack=pack, text=text, cases=cases, seen=0, by=by, at=at, based_on=pack_of_choice(by.area_id, pack)
    )


def check_cases(pack: str, cases: str) -> None:
    """Raises Refused for worked cases that cannot be read or belong to another pack; none are fine."""
    if not cases.strip():
        return
    try:
        told = read_cases(cases)
    except CasesError as error:
        raise Refused(_("The worked cases cannot be read: %(why)s") % {"why": str(error)}) from error
    except (TypeError, ValueError, AttributeError) as error:
        raise Refused(_("The worked cases cannot be read: %(why)s") % {"why": str(error)}) from error
    if told.pack != pack:
        raise Refused(_("The worked cases belong to the pack %(pack)s.") % {"pack": told.pack})
