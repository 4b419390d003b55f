"""The pages of documents in a real browser: accessible, and as narrow as the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.writing.actions import edit_writing, write_document
from bihuan.loop.writing.editing import reworded
from tests.browser.accessibility import LOOKS, assert_accessible, assert_fits
from tests.browser.conftest import Browse
from tests.pages import stories
from tests.people import SmallArea, actor

pytestmark = pytest.mark.browser


@pytest.fixture
def finding(transactional_db: None, small_area: SmallArea, tmp_path: Path, settings: Settings) -> Case:
    settings.BIHUAN_HOME = tmp_path
    return stories.handed_out(small_area)


@pytest.mark.parametrize(("width", "language"), LOOKS)
def test_the_pages_of_documents_are_accessible_and_fit(
    browse: Browse, small_area: SmallArea, finding: Case, width: int, language: str
) -> None:
    by, at = actor(small_area.people.office), stories.clock()
    round_ = Case.objects.get(area=small_area.area, pk=finding.root_id or 0)
    made = [
        write_document(case=round_, document=document, asof=local_day(at), by=by, at=at)
        for document in ("report", "meeting_list")
    ]
    edit_writing(
        writing=made[0],
        edit=reworded("leading/2", "共处理10人，其中警告2人、记过3人、诫勉6人。"),
        version=1,
        by=by,
        at=at,
    )
    papers = f"/rounds/rectification/{round_.number}/papers/"
    addresses = (
        papers, f"{papers}report/words/", f"{papers}reminder/write/", f"/papers/{made[0].pk}/?part=leading%2F2",
        f"/papers/{made[0].pk}/?after=leading%2F2", f"/papers/{made[1].pk}/", f"/papers/{made[0].pk}/anew/",
    )  # fmt: skip
    for address in addresses:
        page = browse(small_area.people.office, address, width=width, language=language)
        assert_fits(page)
        if width != 320:
            assert_accessible(page)
