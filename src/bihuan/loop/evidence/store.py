"""The bytes of files, kept under their digest: the same bytes once in an area, never changed once they are there."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import IO, Final

from django.conf import settings

from bihuan.loop.trail.digest import BLOCK, algorithm_of, chosen_algorithm, hasher

FILE_MODE: Final = 0o640
FOLDER_MODE: Final = 0o750


class Missing(LookupError):
    """The store has no file under this digest."""

    def __init__(self, digest: str) -> None:
        super().__init__(f"no file is kept under {digest}")
        self.digest = digest


def put(area_id: int, stream: IO[bytes]) -> tuple[str, int]:
    """
    Keep what is left in `stream` and return its digest and its size in bytes.

    A crash leaves either the whole file under its name or nothing under it. Writing the row that refers to the file is
    the caller's transaction; a file without a row does no harm and is found again by the next one who brings it.
    """
    folder = area_folder(area_id)
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".part-")
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as target:
            digest, size = _copied(stream, target)
        aside.chmod(FILE_MODE)
        _moved(aside, path_of(area_id, digest))
    finally:
        aside.unlink(missing_ok=True)
    return digest, size


def open_file(area_id: int, digest: str) -> IO[bytes]:
    """
    Return the kept file, open for reading.

    Raises Missing if there is none.
    """
    try:
        return path_of(area_id, digest).open("rb")
    except FileNotFoundError:
        raise Missing(digest) from None


def path_of(area_id: int, digest: str) -> Path:
    """Return where a file is kept, there or not; raise ValueError for what is no digest: no path is made of it."""
    algorithm = algorithm_of(digest)
    code = digest.removeprefix(f"{algorithm}:")
    if len(code) != 64 or not set(code) <= set("0123456789abcdef"):
        raise ValueError(f"{digest!r} is no digest")
    # No colon in the name: some backup media cannot hold it.
    return area_folder(area_id) / code[:2] / f"{algorithm}-{code}"


def area_folder(area_id: int) -> Path:
    """Return the folder of everything an area keeps as files, there or not."""
    return Path(settings.BIHUAN_HOME) / "files" / str(int(area_id))


def _copied(stream: IO[bytes], target: IO[bytes]) -> tuple[str, int]:
    algorithm = chosen_algorithm()
    hashed, size = hasher(algorithm), 0
    while block := stream.read(BLOCK):
        hashed.update(block)
        size += target.write(block)
    target.flush()
    os.fsync(target.fileno())
    return f"{algorithm}:{hashed.hexdigest()}", size


def _moved(aside: Path, place: Path) -> None:
    """Give the finished file its name, and make the name itself survive a power cut."""
    place.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    # Over a file of the same name too: were its bytes damaged, the same document brought again repairs it.
    aside.replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
