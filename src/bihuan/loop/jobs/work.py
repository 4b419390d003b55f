"""What a job's function is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bihuan.accounts.queries import Actor


class Cancelled(Exception):
    """The person took the job back, or another worker has it: stop here."""


@dataclass(frozen=True, slots=True)
class Work:
    """
    One job in the hands of a worker.

    by: who asked for it, with the posts of the day on which it runs. at: when it was taken; the clock of everything it writes.
    folder: an empty folder for the files it makes, gone when the job is over.
    tell: how far it is, (done, total); called by `progress`.
    """

    job_id: int
    area_id: int
    by: Actor
    at: datetime
    given: Mapping[str, Any]
    folder: Path
    tell: Callable[[int, int], None]

    def progress(self, done: int, total: int = 0) -> None:
        """
        Say how far the job is; cheap enough for every few hundred rows.

        Raises Cancelled when the job was taken back: let it pass through.
        """
        self.tell(done, total)


@dataclass(frozen=True, slots=True)
class Result:
    """
    What became of a job.

    said: a sentence for the person who started it. file: what it made, inside `Work.folder`; url: where to go on.
    """

    said: str
    file: Path | None = None
    file_name: str = ""
    media_type: str = "application/octet-stream"
    url: str = ""
