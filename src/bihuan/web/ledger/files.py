"""The ledger of the screen as a file: which rows and columns, in which language."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from bihuan.loop.cases.values import words
from bihuan.loop.lists.files import LANGUAGES
from bihuan.loop.lists.ledger import LedgerWanted
from bihuan.web.ledger.address import Address
from bihuan.web.ledger.columns import chosen, columns_of, sort_title


def ledger_wanted(address: Address, language: str) -> LedgerWanted:
    """Return what the address of a ledger page shows, with its titles in the language of the file."""
    language = language if language in LANGUAGES else LANGUAGES[0]
    with translation.override("en" if language == "en" else "zh-hans"):
        columns = chosen(columns_of(address.kind, address.pack), address.columns)
        return LedgerWanted(
            wanted=address.wanted,
            columns=tuple((column.id, str(column.title)) for column in columns),
            sort=address.sort,
            title=_("%(kind)s ledger") % {"kind": words(address.kind.title)},
            number_title=_("Number"),
            subject_title=sort_title(address.kind),
            language=language,
        )
