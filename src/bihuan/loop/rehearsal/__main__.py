"""The process beside: reads a pack and its worked cases, and prints how many stories there are and then what became of each, a line of JSON each."""

from __future__ import annotations

import json
import sys
from contextlib import redirect_stdout
from datetime import UTC, date, datetime, time

import django
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from bihuan.packspec.cases import Story, WorkedCases, read_cases
from bihuan.packspec.load import load_folder, load_text
from bihuan.packspec.model import Pack


def main() -> None:
    """Make the database, release the packs, and tell."""
    given, out = json.load(sys.stdin), sys.stdout
    with redirect_stdout(sys.stderr):
        django.setup()
        # Nobody signs in: the slow hash would be most of the time.
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        from bihuan.loop.lifecycle.models import PackRelease
        from bihuan.loop.lifecycle.packs import release_packs

        call_command("migrate", verbosity=0, interactive=False)
        pack, cases = load_text(given["text"]), read_cases(given["cases"])
        days = (line.on for story in cases.stories for line in story.lines)
        at = datetime.combine(min(days, default=date.min), time(), tzinfo=UTC)
        release_packs(at=at, only={*load_folder()} - {pack.id})
        PackRelease.objects.create(
            pack=pack.id, version=pack.version, text=pack.text, digest=pack.digest(), released_at=at
        )
        print(len(cases.stories), file=out, flush=True)
        for story in cases.stories:
            print(json.dumps(_told(pack, cases, story)), file=out, flush=True)


def _told(pack: Pack, cases: WorkedCases, story: Story) -> dict[str, object]:
    from bihuan.loop.rehearsal.rehearsing import Told
    from bihuan.loop.rehearsal.telling import Untrue, tell

    with transaction.atomic():
        try:
            tell(pack, cases, story)
            told = Told(story.title)
        except Untrue as untrue:
            told = Told(story.title, untrue.line, untrue.what)
        transaction.set_rollback(True)
    return told.written()


if __name__ == "__main__":
    main()
