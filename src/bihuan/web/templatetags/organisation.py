"""Tags of the pages about units and people."""

from __future__ import annotations

from django import template

from bihuan.web.language import say

register = template.Library()

register.filter("words", say)
