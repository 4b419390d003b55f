"""The addresses of the web door: each page module lists its own."""

from importlib import import_module

from django.urls import URLPattern, URLResolver

# One line per page; the order decides only where two patterns would both match.
PAGES = (
    "calendar",
    "case",
    "case_chain",
    "case_comment",
    "case_correct",
    "case_evidence",
    "case_extension",
    "case_move",
    "case_open",
    "case_outcomes",
    "case_point",
    "case_sign",
    "case_standard",
    "case_trail",
    "case_watch",
    "desks",
    "disclosure",
    "find",
    "gallery",
    "home",
    "intake",
    "intake_compare",
    "intake_confirm",
    "intake_draft",
    "jobs",
    "language",
    "ledger",
    "ledger_import",
    "ledgers",
    "me",
    "notices",
    "organisation_import",
    "pack",
    "packs",
    "paper",
    "papers",
    "password",
    "people",
    "person",
    "round_lists",
    "public_text",
    "round",
    "round_snapshots",
    "rounds",
    "search",
    "set_up",
    "sign",
    "unit",
    "units",
)

urlpatterns: list[URLPattern | URLResolver] = []
for page in PAGES:
    urlpatterns += import_module(f"bihuan.web.pages.{page}").urlpatterns
