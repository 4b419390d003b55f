from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LoopConfig(AppConfig):
    name = "bihuan.loop"
    label = "loop"
    verbose_name = _("Cases")
    default_auto_field = "django.db.models.BigAutoField"
