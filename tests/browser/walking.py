"""People of the small area who sign in at the form, each in a browser of their own, and act on pages as people do."""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from struct import pack

from playwright.sync_api import FilePayload, FloatRect, Locator, Page, expect

from bihuan.accounts.models import Person
from tests.browser.conftest import Browse
from tests.people import PASSWORD

# `BIHUAN_PICTURES=docs/pictures pytest tests/browser/test_walk.py` takes the pictures of docs/explain/the-walk.md again.
PICTURES = os.environ.get("BIHUAN_PICTURES", "")
DONE = "main .say--yes"
PATIENCE = 15_000  # milliseconds for an element to appear


@dataclass
class Walk:
    """Everybody's browser, opened at the first use by signing in."""

    browse: Browse
    javascript: bool = True
    pages: dict[int, Page] = field(default_factory=dict)

    def of(self, person: Person, address: str = "") -> Page:
        """Return the person's own page, signed in, at `address` if one is given."""
        if person.pk not in self.pages:
            self.pages[person.pk] = self._signed_in(person)
        page = self.pages[person.pk]
        if address:
            page.goto(address)
        return page

    def _signed_in(self, person: Person) -> Page:
        page = self.browse(None, "/", javascript=self.javascript)
        page.set_default_timeout(PATIENCE)
        page.fill("#id_login", person.username)
        page.fill("#id_password", PASSWORD)
        page.click("main button[type=submit]")
        expect(page.locator(".person > summary").first).to_contain_text(person.name)
        return page

    def act(self, person: Person, address: str, label: str) -> Page:
        """Open a case as this person and press what the page offers under `label`."""
        page = self.of(person, address)
        page.locator(".moves").get_by_role("link", name=label, exact=True).click()
        return page


def send(page: Page) -> Locator:
    """Send the form of the page and return the message that says it is done."""
    page.click("main form.act button[type=submit].btn-primary")
    done = page.locator(DONE)
    expect(done).to_be_visible()
    return done


def choose(page: Page, name: str, typed: str, full: str) -> None:
    """Fill in a unit or a person by typing some letters until the list begins with it, and taking that."""
    box = page.locator(f"#id_{name}")
    box.fill("")
    box.press_sequentially(typed)
    page.get_by_role("option", name=full, selected=True).wait_for()
    page.keyboard.press("Enter")
    expect(box).to_have_value(full)


def bring(page: Page, place: str, file: FilePayload) -> None:
    """Put a file into its place and wait until the page says it has been received, or is ready to go with the form."""
    upload = page.locator(f"[data-upload]:has(#id_{place})")
    upload.locator("input[type=file]").set_input_files(file)
    expect(upload.locator(".upload__list li").last).to_contain_text(file["name"])
    if upload.get_attribute("data-upload"):
        expect(upload.locator(".upload__item--done").last).to_contain_text(file["name"])


def take_picture(page: Page, name: str, height: int = 0) -> None:
    """Keep a picture of the window, or of the upper `height` pixels of the page, if this run is asked for pictures."""
    if not PICTURES:
        return
    page.wait_for_timeout(600)  # a page that has just been scrolled is drawn in parts
    target = Path(PICTURES) / f"{name}.png"
    target.parent.mkdir(parents=True, exist_ok=True)
    if height:
        page.screenshot(path=target, full_page=True, clip=FloatRect(x=0, y=0, width=1440, height=height))
    else:
        page.screenshot(path=target)


def pdf(name: str, words: str = "Evidence") -> FilePayload:
    """Return a small true PDF file of one page with a line of ASCII words."""
    drawn = f"BT /F1 18 Tf 60 760 Td ({words}) Tj ET".encode("ascii")
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    written, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return FilePayload(name=name, mimeType="application/pdf", buffer=written + end % (table, len(written)))


def png(name: str, width: int = 96, height: int = 64) -> FilePayload:
    """Return a small true picture: a slope of greys."""
    rows = b"".join(b"\x00" + bytes((x + y) % 256 for x in range(width)) for y in range(height))
    parts = [(b"IHDR", pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    chunks = b"".join(pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body)) for kind, body in parts)
    return FilePayload(name=name, mimeType="image/png", buffer=b"\x89PNG\r\n\x1a\n" + chunks)
