"""What a draw with given values gives, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.errors import Refused
from bihuan.loop.sampling.drawing import LARGEST_SEED, Lot, TooSmall, draw, written_frame
from bihuan.loop.sampling.frame import Narrow, frame_of, strata_choices


def preview(plan: CaseFile, *, seed: int, size: int, strata: Sequence[str], narrow: Narrow) -> list[Lot]:
    """Return the lots that a draw with these values would give now; nothing is written. Raises Refused as `draw_sample` does."""
    return lots_and_frame(plan, seed=seed, size=size, strata=strata, narrow=narrow)[0]


def lots_and_frame(
    file: CaseFile, *, seed: int, size: int, strata: Sequence[str], narrow: Narrow
) -> tuple[list[Lot], list[list[object]]]:
    """Return the lots of a draw, and the frame they were drawn from as it is kept. Raises Refused."""
    if not 0 <= seed <= LARGEST_SEED:
        sentence = gettext("The seed is a whole number from 0 to %(most)d.") % {"most": LARGEST_SEED}
        raise Refused(sentence, fields={"seed": sentence})
    unknown = set(strata) - set(strata_choices(file))
    if unknown or len(set(strata)) != len(strata):
        raise Refused(
            gettext("The frame cannot be divided like this."), fields={"strata": gettext("Choose from the list.")}
        )
    members = frame_of(file, narrow, strata)
    if not members:
        raise Refused(gettext("There is no case to draw from; look at what narrows the frame."))
    try:
        return draw(members, seed=seed, size=size), written_frame(members)
    except TooSmall as small:
        sentence = gettext(
            "There are %(n)d strata and each gives one case at least: draw %(n)d or more, or divide less finely."
        )
        raise Refused(sentence % {"n": small.least}, fields={"size": sentence % {"n": small.least}}) from small
    except ValueError as wrong:
        sentence = gettext("There are %(n)d cases to draw from: draw 1 to %(n)d.") % {"n": len(members)}
        raise Refused(sentence, fields={"size": sentence}) from wrong
