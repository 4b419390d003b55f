"""Which language a page is in, and where the choice is kept."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bihuan.accounts.queries import BY_ITSELF
from bihuan.packspec.bilingual import Text

YEAR = 365 * 24 * 3600


def language_of(request: HttpRequest) -> str:
    """Return the language code of this request: the cookie, else what the person chose earlier, else Chinese."""
    offered = dict(settings.LANGUAGES)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen not in offered:
        chosen = getattr(getattr(request, "user", None), "language", "")
    return chosen if chosen in offered else settings.LANGUAGE_CODE


def who_said(name: str) -> str:
    """Return the name of who acted as a trail keeps it; the clock's own name in the reader's language."""
    return _("by itself") if name == BY_ITSELF else name


def say(text: Text | str) -> str:
    """Return a text of a pack in the reader's language."""
    return text if isinstance(text, str) else text.in_(get_language() or settings.LANGUAGE_CODE)
