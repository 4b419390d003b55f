"""Words and addresses that several pages of import use."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.translation import ngettext, pgettext

from bihuan.loop.cases.models import Case
from bihuan.loop.intake.queries import DraftCounts
from bihuan.web.case.marks import case_url


def created_words(counts: DraftCounts) -> str:
    """Return how many findings, cases in point and measures a draft holds."""
    parts = [ngettext("%(n)d finding", "%(n)d findings", counts.findings) % {"n": counts.findings}]
    if counts.instances:
        parts.append(
            ngettext("%(n)d case in point", "%(n)d cases in point", counts.instances) % {"n": counts.instances}
        )
    parts.append(ngettext("%(n)d measure", "%(n)d measures", counts.measures) % {"n": counts.measures})
    return pgettext("between things", ", ").join(parts)


def round_url(case: Case) -> str:
    """Return where a round is looked at: its board where there is one, else its own page."""
    for given in ({"pack": case.pack, "number": case.number}, {"number": case.number}):
        try:
            return reverse("round", kwargs=given)
        except NoReverseMatch:
            continue
    return case_url(case)
