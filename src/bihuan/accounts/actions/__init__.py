"""What changes areas, units, people and posts: each one function, checked, audited, in one transaction."""

from bihuan.accounts.actions.areas import FirstAdministrator, change_area, finish_set_up, set_up_area
from bihuan.accounts.actions.imports import ImportResult, take_import
from bihuan.accounts.actions.outside import add_contact, add_enterprise, rename_enterprise
from bihuan.accounts.actions.people import (
    activate,
    add_person,
    change_own_email,
    change_own_language,
    change_own_password,
    change_person,
    deactivate,
    set_password,
)
from bihuan.accounts.actions.posts import end_post, give_post
from bihuan.accounts.actions.units import UNCHANGED, Unchanged, add_unit, add_units_from_outline, change_unit, end_unit

__all__ = [
    "UNCHANGED",
    "FirstAdministrator",
    "ImportResult",
    "Unchanged",
    "activate",
    "add_contact",
    "add_enterprise",
    "add_person",
    "add_unit",
    "add_units_from_outline",
    "change_area",
    "change_own_email",
    "change_own_language",
    "change_own_password",
    "change_person",
    "change_unit",
    "deactivate",
    "end_post",
    "end_unit",
    "finish_set_up",
    "give_post",
    "rename_enterprise",
    "set_password",
    "set_up_area",
    "take_import",
]
