"""A QR code as SVG: an address on a notice or a poster that a telephone reads."""

from __future__ import annotations

from typing import Final

import qrcode  # type: ignore[import-untyped]

MARGIN: Final = 4  # white modules around it, as ISO/IEC 18004 asks for


def qr_svg(text: str, *, title: str = "") -> str:
    """
    Return a QR code of `text` as an SVG document that scales; level M, so that a smudge does not matter.

        qr_svg("http://10.1.2.3:8000/public/yunhu/feedback/") → "<svg …"

    title: what a screen reader says of it.
    """
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=MARGIN)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, on in enumerate(row) if on)
    said = _escaped(title or text)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(rows)} {len(rows)}" role="img" shape-rendering="crispEdges">'
        f'<title>{said}</title><path fill="#fff" d="M0 0h{len(rows)}v{len(rows)}H0z"/><path d="{dark}"/></svg>'
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
