"""Evidence as thumbs, places to bring it, and what a browser sends read into new evidence."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpResponse, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from bihuan.documents.files.pdf.picture import page_count, page_picture
from bihuan.loop.cases.models import Case
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.evidence import store
from bihuan.loop.evidence.actions import NewEvidence
from bihuan.loop.evidence.models import Evidence
from bihuan.loop.evidence.types import SHOWN_INLINE
from bihuan.web.case.marks import case_url
from bihuan.web.dates import day as written
from bihuan.web.shapes import Thumb, ThumbKind, Upload

TABLES = {".xls", ".xlsx", ".csv"}
PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff"}
ACCEPTED = (
    ".pdf,.doc,.docx,.wps,.ofd,.rtf,.txt,.xls,.xlsx,.csv,.ppt,.pptx,.png,.jpg,.jpeg,.gif,.tif,.tiff,.zip,.mp3,.mp4,.mov"
)
FILE_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
LARGEST_DRAWN = 30 * 1024 * 1024
PAGE_WIDTH = 1100
PAGES_SHOWN = 10
PDF = "application/pdf"
SHOWN_AS_PICTURE = {"image/png", "image/jpeg", "image/gif"}


def thumb_of(row: Evidence, case: Case) -> Thumb:
    """Return a piece of evidence as a thumb that opens it: in the browser where it can be shown, else as a download."""
    address = case_url(case, "case_evidence_one", evidence=row.pk)
    if row.file is None:
        return Thumb("doc", row.name, _("Statement · %(day)s") % {"day": written(row.added_at)}, address)
    picture = case_url(case, "case_evidence_file", evidence=row.pk) if row.file.media_type in SHOWN_AS_PICTURE else ""
    return Thumb(_kind(row.name), row.name, _meta(row), address, f"{picture}?inline=1" if picture else "")


def is_shown(row: Evidence) -> bool:
    """Return whether browsers may show the file themselves."""
    return row.file is not None and row.file.media_type in SHOWN_INLINE


def _kind(name: str) -> ThumbKind:
    suffix = PurePath(name).suffix.lower()
    return "xls" if suffix in TABLES else "pic" if suffix in PICTURES else "doc"


def _meta(row: Evidence) -> str:
    suffix = PurePath(row.name).suffix.lstrip(".").upper()
    size = size_words(row.file.size) if row.file is not None else ""
    return " · ".join(part for part in (suffix, size, written(row.added_at)) if part)


def size_words(size: int) -> str:
    """Return a size in the unit people know."""
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def place_for(name: str, label: str, *, url: str = "", hint: str = "", error: str = "") -> Upload:
    """Return a place for files; with `url` each is sent at once, without it they go with the form."""
    return Upload(name, label, hint, ACCEPTED, settings.BIHUAN_UPLOAD_MB, url=url, error=error)


def brought(
    files: MultiValueDict[str, UploadedFile[bytes]], name: str, *, kind: str = "", point: int | None = None
) -> list[NewEvidence]:
    """Return the files of one input as new evidence."""
    return [NewEvidence(_clean(one.name), one.file, kind=kind, point=point) for one in files.getlist(name) if one.file]


def _clean(name: str | None) -> str:
    """Return the name of a file without any folders that old browsers send along."""
    return PurePath((name or "").replace("\\", "/")).name[:200]


def statement_of(typed: QueryDict, *, kind: str = "", point: int | None = None) -> list[NewEvidence]:
    """Return a written statement of the evidence form as new evidence, nothing where none was written."""
    text, title = typed.get("statement", "").strip(), typed.get("title", "").strip()
    return [NewEvidence(title or _("Statement"), statement=text, kind=kind, point=point)] if text else []


def files_chosen(files: MultiValueDict[str, UploadedFile[bytes]]) -> bool:
    """Return whether files came with a form; after a refusal the browser does not keep them."""
    return any(files.getlist(name) for name in files)


def thumbs_of(rows: Iterable[Evidence], case: Case) -> tuple[Thumb, ...]:
    """Return several pieces of evidence as thumbs."""
    return tuple(thumb_of(row, case) for row in rows)


def file_response(row: Evidence, *, inline: bool) -> FileResponse:
    """
    Return the bytes of a piece of evidence, so that a browser neither runs nor guesses anything.

    inline: show it in the browser, which only pictures and PDF do; anything else is always a download.
    Raises CaseNotFound where there is no file, or its bytes are gone.
    """
    if row.file is None:
        raise CaseNotFound(str(row.pk))
    try:
        stream = store.open_file(row.area_id, row.file.digest)
    except store.Missing as missing:
        raise CaseNotFound(str(row.pk)) from missing
    shown = inline and is_shown(row)
    kind = row.file.media_type if shown else "application/octet-stream"
    response = FileResponse(stream, as_attachment=not shown, filename=row.name, content_type=kind)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = FILE_POLICY
    return response


def pages_of(row: Evidence) -> int:
    """Return how many pages of a PDF can be looked at; 0 for anything else."""
    if row.file is None or row.file.media_type != PDF or row.file.size > LARGEST_DRAWN:
        return 0
    try:
        with store.open_file(row.area_id, row.file.digest) as stream:
            return page_count(stream.read())
    except store.Missing:
        return 0


def page_response(row: Evidence, *, page: int) -> HttpResponse:
    """
    Return a page of a PDF as a picture, kept by the browser: the bytes under a digest never change.

    Raises CaseNotFound for anything else, and for a page that there is not.
    """
    if row.file is None or row.file.media_type != PDF or row.file.size > LARGEST_DRAWN:
        raise CaseNotFound(str(row.pk))
    try:
        with store.open_file(row.area_id, row.file.digest) as stream:
            drawn = page_picture(stream.read(), page=page, width=PAGE_WIDTH)
    except store.Missing as missing:
        raise CaseNotFound(str(row.pk)) from missing
    if drawn is None:
        raise CaseNotFound(str(row.pk))
    response = HttpResponse(drawn, content_type="image/png")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cache-Control"] = "private, max-age=3600, immutable"
    return response


def refuse_file(refusal: Refused, status: int) -> HttpResponse:
    """Answer a file that was sent on its own with the one sentence that stands beside it then."""
    return HttpResponse(refusal.sentence, status=status, content_type="text/plain; charset=utf-8")
