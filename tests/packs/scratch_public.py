import pytest

from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.trail.verification import verify
from bihuan.packspec.cases import read_cases
from bihuan.packspec.coverage import coverage_of
from bihuan.packspec.load import SHIPPED, load_folder
from tests.packs.telling import tell
from tests.people import NOW

P = load_folder()
S = []
for i in ("feedback", "rectification"):
    c = read_cases((SHIPPED / f"{i}.cases.toml").read_text())
    print(i, coverage_of(P[i], c).missing)
    S += [(P[i], c, s) for s in c.stories]
@pytest.mark.django_db
@pytest.mark.parametrize("t", S, ids=lambda t: t[0].id + t[2].title.in_("en")[:40])
def test_x(t, tmp_path, settings):
    settings.BIHUAN_HOME = tmp_path
    release_packs(at=NOW)
    tell(*t)
    assert [str(b) for b in verify().broken] == []
