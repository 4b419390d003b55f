"""The web door as a Django app: its templates, static files and tags."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "bihuan.web"
    label = "web"

    def ready(self) -> None:
        """Register the checks that say when assets are missing."""
        from bihuan.web import checks  # noqa: F401
