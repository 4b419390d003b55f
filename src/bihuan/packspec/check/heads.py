"""What a pack says about itself, and what became of its earlier versions."""

from __future__ import annotations

from bihuan.packspec.check.book import Book
from bihuan.packspec.check.shape import is_pack_id
from bihuan.packspec.sentences import A_KIND, A_LIFECYCLE


def check_head(book: Book) -> None:
    """Check id, version and keeper of the ledger."""
    head = book.table.get("pack", {})
    id_ = head.get("id")
    if id_ is not None and not is_pack_id(id_):
        book.add("P17", "pack.id")
    if id_ is not None and id_ != book.id:
        book.add("P43", "pack.id", it=id_)
    if head.get("version", 1) < 1:
        book.add("P19", "pack.version")
    if book.section("kind") and "office" not in book.desks():
        book.add("P18", "desks")


def check_upgrades(book: Book) -> None:
    """Check that every upgrade starts from an earlier version and ends in what the pack has now."""
    version = book.table.get("pack", {}).get("version", 0)
    for place, upgrade in enumerate(book.table.get("upgrade", ())):
        at = f"upgrade[{place}]"
        if not 1 <= upgrade.get("from", 1) < version:
            book.add("P19", f"{at}.from")
        for old, new in upgrade.get("states", {}).items():
            lifecycle = old.rpartition(".")[0]
            here = f"{at}.states.{old}"
            book.check_known(here, lifecycle, book.section("lifecycle"), A_LIFECYCLE)
            table = book.section("lifecycle").get(lifecycle)
            if table is not None and new not in table.get("states", {}):
                book.add("P15", here, it=new, kind=lifecycle)
        for old, new in upgrade.get("fields", {}).items():
            kind = old.rpartition(".")[0]
            here = f"{at}.fields.{old}"
            book.check_known(here, kind, book.section("kind"), A_KIND)
            written = book.section("kind").get(kind)
            if written is not None and new not in written.get("fields", {}):
                book.add("P14", here, it=new, kind=kind)
