"""The parts of a test in which workers are killed: what waits for them, the workers, and what became of it. Run as processes of their own."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from time import sleep

from bihuan.loop.jobs.work import Result, Work
from bihuan.loop.nightly.duties import Tonight

ACTS = 40
JOBS = 6
NIGHTS = 4
PER_NIGHT = 8


def now() -> datetime:
    return datetime.now(UTC)


def prepare() -> None:
    """Build an area in which much waits: messages of many acts, long work, and nights that were missed."""
    from django.core.management import call_command

    from bihuan.accounts.models import Person
    from bihuan.loop.clocks.days import local_day
    from bihuan.loop.jobs.models import Job
    from bihuan.loop.lifecycle.packs import release_packs
    from bihuan.loop.nightly.models import Night
    from bihuan.loop.notices.models import NoticeSetting
    from tests.people import build_small_area
    from tests.rooms.loop.notices import stories

    call_command("migrate", verbosity=0, interactive=False)
    small = build_small_area()
    for person in Person.objects.filter(area=small.area):
        person.email = f"{person.username}@yunhu.example"
        person.save(update_fields=["email"])
        # No hour of the day is quiet: the test ends when every mail has left, at whatever hour it runs.
        NoticeSetting.objects.create(area=small.area, person=person, quiet_from=0, quiet_until=0)
    release_packs(at=now())
    stories.happen_at(now() - timedelta(minutes=5))  # news, and not of another year
    round_ = stories.opened_round(small)
    for number in range(ACTS):
        stories.told(stories.handed_out(small, f"第{number}个问题", round_), kind="letter", unit=small.units.housing.pk)
    for number in range(JOBS):
        Job.objects.create(
            area=small.area,
            kind="slowly",
            given={"to": 40},
            title=str(number),
            started_by=small.people.office,
            asked_at=now(),
        )
    before = local_day(now()) - timedelta(days=NIGHTS)
    Night.objects.create(area=small.area, day=before, began_at=now(), held_until=now(), ended_at=now())


def slowly(work: Work) -> Result:
    """Count, and write down how far."""
    for done in range(work.given["to"]):
        work.progress(done, work.given["to"])
        sleep(0.02)
    file = work.folder / "count.txt"
    file.write_text(str(work.job_id), encoding="utf-8")
    return Result("数完了", file=file, file_name="计数.txt", media_type="text/plain")


def tell_of_the_night(tonight: Tonight) -> int:
    """Tell of some cases that a night passed, each once for each night: a duty that may be done again."""
    from django.db import transaction

    from bihuan.loop.cases.models import Case
    from bihuan.loop.cases.relations import Holder
    from bihuan.loop.notices.models import Notice
    from bihuan.loop.notices.telling import tell

    did = 0
    chosen = (tonight.day.toordinal() % NIGHTS) * PER_NIGHT
    rows = Case.objects.filter(area_id=tonight.area_id, kind="finding").order_by("pk")[chosen : chosen + PER_NIGHT]
    for case in rows:
        tonight.hold()
        with transaction.atomic():
            if not Notice.objects.filter(area_id=tonight.area_id, case_id=case.pk, kind="check").exists():
                tell(case=case, to=[Holder(case.responsible_id)], kind="check", at=tonight.at)
                did += 1
        sleep(0.05)
    return did


def work() -> None:
    """Be a worker whose holds are short."""
    from bihuan.cli.main import main
    from bihuan.loop.jobs import kinds, worker
    from bihuan.loop.nightly import duties, running
    from bihuan.loop.notices import claiming

    kinds.KINDS["slowly"] = "tests.cli.killed:slowly"
    duties.DUTIES.clear()
    duties.DUTIES["tell"] = "tests.cli.killed:tell_of_the_night"
    vars(worker).update(HOLD=timedelta(seconds=3), TELL_EVERY=timedelta(seconds=0.2), MOST_TRIES=100)
    vars(running).update(HOLD=timedelta(seconds=3))
    vars(claiming).update(HOLD=timedelta(seconds=4))
    import bihuan.cli.work

    vars(bihuan.cli.work).update(HOUR=2.0)
    sys.exit(main(["work"]))


def tell() -> None:
    """Print how everything stands, as JSON."""
    from bihuan.loop.jobs.models import Job
    from bihuan.loop.nightly.models import Night
    from bihuan.loop.notices.models import Delivery, Notice
    from bihuan.loop.trail.verification import verify

    rows = Delivery.objects.filter(area_id=1).select_related("notice", "person").order_by("pk")
    print(
        json.dumps(
            {
                "deliveries": [
                    {
                        "state": row.state,
                        "to": row.person.email,
                        "case": row.notice.case_id,
                        "name": row.message_id,
                        "kind": row.kind,
                    }
                    for row in rows
                    if row.person and row.notice
                ],
                "unexpanded": Notice.objects.filter(area_id=1, expanded_at__isnull=True).count(),
                "jobs": [[job.state, job.tries] for job in Job.objects.filter(area_id=1).order_by("pk")],
                "nights": [
                    [str(night.day), night.ended_at is not None, night.did]
                    for night in Night.objects.filter(area_id=1).order_by("day")
                ],
                "broken": [str(one) for one in verify().broken],
            }
        )
    )
