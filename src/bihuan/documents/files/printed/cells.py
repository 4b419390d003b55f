"""The text of a cell whose lines the column wrapped."""

from __future__ import annotations

from bihuan.documents.files.wrapping import begins_paragraph, glue


def unwrapped(text: str) -> str:
    """Return the text of a cell with its wrapped lines joined; what begins a paragraph of its own stays on its own line."""
    parts: list[str] = []
    for line in text.split("\n"):
        if parts and not begins_paragraph(line, after=parts[-1]):
            parts[-1] = glue(parts[-1], line.strip())
        else:
            parts.append(line.strip())
    return "\n".join(parts)
