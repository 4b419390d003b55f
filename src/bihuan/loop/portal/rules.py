"""Who uses the portal, and what they see there: the enterprise's own cases, and nothing inside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case, CaseParty, Category
from bihuan.loop.errors import CaseNotFound, NotAllowed, NotHere, Refused

REGISTER: Final = "enterprises"
POLICIES: Final = "policy-money"
NEEDS: Final = "enterprise-needs"
LONGEST_TEXT: Final = 5000


def check_enterprise(actor: Actor) -> int:
    """Return the id of the enterprise the actor belongs to. Raises NotAllowed for everybody else."""
    if actor.outside_unit is None:
        raise NotAllowed(gettext("Only enterprises use this."))
    return actor.outside_unit


def check_window(policy: Case, day: date) -> None:
    """Raise NotHere on a day before a policy opens or after its last day, also where the night has not ended its window yet."""
    opens, ends = (str(policy.fields.get(name) or "") for name in ("opens_on", "ends_on"))
    if opens and day.isoformat() < opens:
        raise NotHere(gettext("Applications begin on %(day)s.") % {"day": opens})
    if ends and day.isoformat() > ends:
        raise NotHere(gettext("Applications ended on %(day)s.") % {"day": ends})


def check_lengths(typed: Mapping[str, Any]) -> None:
    """Raise Refused for texts that are longer than anybody reads; what does not fit here goes into a file."""
    sentence = gettext("At most %(most)d characters.") % {"most": LONGEST_TEXT}
    wrong = {name: sentence for name, value in typed.items() if isinstance(value, str) and len(value) > LONGEST_TEXT}
    if wrong:
        raise Refused(gettext("Some of what you typed cannot be kept; see the fields."), fields=wrong)


def check_budget(left: Decimal | None) -> None:
    """Raise NotHere where nothing is left of the budget of a policy; `left`: yuan, None where no budget is kept."""
    if left is not None and left <= 0:
        raise NotHere(gettext("The budget of this policy is used up."))


def is_registered(register: Case | None, start: str) -> bool:
    """Return whether an enterprise is on the register: its case is open and past the first state of its lifecycle, `start`."""
    return register is not None and register.category == Category.OPEN and register.state != start


def own_cases(actor: Actor) -> QuerySet[Case]:
    """Return the cases of which the actor's enterprise is the applicant; none for anybody else."""
    parties = CaseParty.objects.filter(area_id=actor.area_id, party="applicant", unit_id=actor.outside_unit or 0)
    return Case.objects.filter(area_id=actor.area_id, pk__in=parties.values("case_id"), wall__isnull=True)


def own_case(actor: Actor, pack: str, number: str) -> Case:
    """Return a case of the actor's enterprise. Raises CaseNotFound, the same for missing and forbidden."""
    case = own_cases(actor).filter(pack=pack, number=number).select_related("parent", "responsible").first()
    if case is None:
        raise CaseNotFound(number)
    return case
