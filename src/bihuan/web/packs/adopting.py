"""The page before a copy is adopted: what becomes of running cases, what else of the pack is other, which desks need holders."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bihuan.loop.cases.desks import holders_of_desks
from bihuan.loop.lifecycle.models import PackDraft
from bihuan.loop.packs.impact import Impact
from bihuan.loop.packs.queries import release_of
from bihuan.packspec.bilingual import Text
from bihuan.packspec.model import Pack
from bihuan.packspec.upgrade import changed_parts
from bihuan.packspec.written import read_written, uncovered
from bihuan.web.packs.managing import Drawn, ImpactShown, drawings, impact_shown
from bihuan.web.shapes import Head, Link


@dataclass(frozen=True, slots=True)
class AdoptPage:
    """What somebody reads before adopting. is_new: the area never had this pack."""

    head: Head
    seen: int
    is_new: bool
    impact: ImpactShown
    uncovered: tuple[str, ...]
    has_cases: bool
    pictures: tuple[Drawn, ...]
    edit: str
    differences: str


def adopt_page(area_id: int, draft: PackDraft, target: Pack, impact: Impact) -> AdoptPage:
    """Return the page for a copy that nothing is wrong with."""
    empty = _empty_desks(area_id, target)
    known = None
    if draft.based_on is not None:
        known = read_written(draft.pack, release_of(area_id, draft.pack, draft.based_on).text).pack
    shown = impact_shown(_with_parts(impact, known, target), empty)
    title = target.title.in_(get_language() or "")
    edit = reverse("pack_edit", args=[draft.pack])
    differences = (
        f"{reverse('pack_differences', args=[draft.pack])}?old={draft.based_on}&new=draft" if draft.based_on else ""
    )
    crumbs = (Link(_("Packs"), reverse("packs")), Link(title, edit), Link(_("Adopt")))
    return AdoptPage(
        Head(
            _("Adopt the copy of %(pack)s") % {"pack": title},
            crumbs=crumbs,
            facts=_("Nothing changes before you adopt it."),
        ),
        draft.number,
        draft.based_on is None,
        shown,
        uncovered(target, draft.cases),
        bool(draft.cases.strip()),
        drawings(target) if draft.based_on is None else (),
        edit,
        differences,
    )


def _with_parts(impact: Impact, known: Pack | None, target: Pack) -> Impact:
    if known is None:
        return impact
    return replace(impact, parts=changed_parts(known, target))


def _empty_desks(area_id: int, target: Pack) -> tuple[Text, ...]:
    held = holders_of_desks(area_id, target.id)
    return tuple(title for desk, title in target.desks.items() if desk not in held)
