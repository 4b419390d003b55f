"""What a pack says about filling in a field stands beside it on the form, not in its name."""

from __future__ import annotations

from django.utils import translation

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.lifecycle.asking import asked
from bihuan.web.case.forms import AskForm
from tests.people import TODAY, SmallArea
from tests.rooms.loop.grammar.branches import opened, released


def test_a_hint_stands_on_the_form_and_in_no_name(small_area: SmallArea) -> None:
    released(small_area)
    branch = opened(small_area, "branch", "云山村支部", responsible=small_area.units.housing)
    with translation.override("zh-hans"):
        asks = asked(CaseFile(branch, TODAY), ["most", "size"])
        form = AskForm(branch.area_id, asks).form
    assert (asks[0].title, asks[1].hint) == ("年度上限", "")
    assert form.fields["most"].help_text.startswith("一年内发展达到此数即提醒")
