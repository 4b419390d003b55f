"""
How fast notices become deliveries, and deliveries mails at a real server on this machine, beside `smtplib` alone with the same mails.

    python -m benchmarks.mail [ACTS]          # 300 acts by default, each telling ten people of one case
    DATABASE_URL=postgres://… python -m benchmarks.mail

Needs the tools of development (aiosmtpd). The database is made for the run: a temporary folder, or the one of DATABASE_URL, which must be empty.
"""

from __future__ import annotations

import os
import smtplib
import sys
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from time import perf_counter, process_time
from typing import Any

PEOPLE = 10
ADDRESS = "bihuan@yunhu.example"


def main(words: list[str]) -> int:
    """Measure and print a table."""
    acts = int(words[0]) if words else 300
    from tests.rooms.loop.notices.servers import mail_server

    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="bihuan-mail-"))
        server = stack.enter_context(mail_server())
        os.environ |= {
            "BIHUAN_HOME": folder,
            "BIHUAN_SMTP_HOST": "127.0.0.1",
            "BIHUAN_SMTP_PORT": str(server.port),
            "BIHUAN_SMTP_SECURITY": "none",
            "BIHUAN_SMTP_FROM": ADDRESS,
            "DJANGO_SETTINGS_MODULE": "bihuan.settings",
        }
        rows = measured(acts)
        mails = list(server.mails)
        rows.append(_timed(f"{len(mails)} mails by smtplib alone", len(mails), lambda: _bare(mails, server.port)))
    print("| what | a second | s | processor s |\n|---|---:|---:|---:|")
    for row in rows:
        print("| {} | {:.0f} | {:.2f} | {:.2f} |".format(*row))
    return 0


def measured(acts: int) -> list[tuple[str, float, float, float]]:
    """Return the rows of our own part: what, how many a second, seconds, seconds of the processor."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bihuan.loop.notices.expanding import expand_notices
    from bihuan.loop.notices.models import Delivery, Notice
    from bihuan.loop.notices.sending import Sender

    call_command("migrate", verbosity=0, interactive=False)
    area_id = _area(acts)
    at = datetime.now(UTC)
    notices = Notice.objects.filter(area_id=area_id, expanded_at__isnull=True).count()

    def expand() -> None:
        while expand_notices(area_id, at=at):
            pass

    rows = [_timed(f"{notices} notices worked out ({connection.vendor})", notices, expand)]
    Delivery.objects.filter(area_id=area_id).exclude(kind="letter").delete()
    Delivery.objects.filter(area_id=area_id).update(due_at=at, next_try_at=at)
    waiting = Delivery.objects.filter(area_id=area_id).count()
    rows.append(
        _timed(f"{waiting} mails sent from the outbox", waiting, lambda: Sender(now=lambda: datetime.now(UTC)).look())
    )
    sent = Delivery.objects.filter(area_id=area_id, state="sent").count()
    assert sent == waiting, f"{sent} of {waiting} were sent"
    return rows


def _area(acts: int) -> int:
    """Make an area with cases, each of whose newest events tells PEOPLE people of one unit."""
    from bihuan.accounts.actions import add_person, give_post
    from bihuan.accounts.models import Person
    from tests.people import NOW, PAST, actor, build_small_area
    from tests.rooms.loop.notices import stories

    small = build_small_area()
    by = actor(small.people.administrator)
    for number in range(PEOPLE):
        person = add_person(by=by, at=NOW, name=f"经办{number}", username=f"staff{number}").person
        give_post(person=person, unit=small.units.archive, role="observer", by=by, at=NOW, from_on=PAST)
    for person in Person.objects.filter(area=small.area):
        person.email = f"{person.username}@yunhu.example"
        person.save(update_fields=["email"])
    small.people.stranger.is_active = False
    small.people.stranger.save(update_fields=["is_active"])
    stories.happen_at(datetime.now(UTC))
    round_ = stories.opened_round(small)
    for number in range(acts):
        stories.told(stories.handed_out(small, f"第{number}个问题", round_), kind="letter", unit=small.units.archive.pk)
    return small.area.pk


def _bare(mails: list[EmailMessage], port: int) -> None:
    """Send the same mails over one connection with nothing else around."""
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        for mail in mails:
            smtp.sendmail(ADDRESS, [mail["To"].addresses[0].addr_spec], mail.as_bytes(policy=SMTP))


def _timed(what: str, count: int, act: Any) -> tuple[str, float, float, float]:
    begun, processor = perf_counter(), process_time()
    act()
    took = perf_counter() - begun
    return what, count / took, took, process_time() - processor


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
