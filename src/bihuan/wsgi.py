"""The application that granian serves."""

import os
from contextlib import suppress

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.settings")
application = get_wsgi_application()


def begin() -> None:
    """Import the pages and read the packs before the first browser asks; a pack that cannot be read says so on its pages."""
    from django.db import DatabaseError, connection
    from django.urls import get_resolver

    from bihuan.loop.lifecycle.packs import read_ahead
    from bihuan.packspec.problems import PackErrors

    _ = get_resolver().url_patterns
    with suppress(DatabaseError, PackErrors):
        read_ahead()
    connection.close()  # the threads that answer have their own


begin()
