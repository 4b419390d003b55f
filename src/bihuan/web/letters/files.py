"""A file that came with a reply to a letter, as an answer."""

from __future__ import annotations

from django.http import FileResponse, Http404

from bihuan.loop.evidence import store
from bihuan.loop.letters.models import LetterFile


def reply_file(found: LetterFile) -> FileResponse:
    """Answer with a file of a reply, always as something to keep: a browser neither runs nor guesses it."""
    try:
        stream = store.open_file(found.area_id, found.file.digest)
    except store.Missing as missing:
        raise Http404 from missing
    response = FileResponse(stream, as_attachment=True, filename=found.name, content_type="application/octet-stream")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
