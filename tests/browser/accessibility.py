"""What a page owes to everybody: no finding of axe-core, no sideways scroll."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Every width and both languages; English is the longer one, so that it is looked at where there is little room.
LOOKS = [(1440, "zh"), (390, "en"), (320, "zh")]
RUN = """
axe.run(document, {runOnly: %s}).then((found) => JSON.stringify(found.violations.map((one) => ({
  rule: one.id, help: one.help, where: one.nodes.map((node) => node.target.join(" ") + " · " + node.html.slice(0, 160)),
}))))
"""


def assert_accessible(page: Page) -> None:
    """Fail with every finding of axe-core on the page as it is now (WCAG 2.2 A and AA, best practice)."""
    if not AXE.is_file():
        pytest.skip("axe-core is not there: run `npm ci` in frontend/.")
    # Through the debugger: the page's own policy forbids a script that is not ours, and shall go on doing so.
    page.wait_for_load_state()
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    answer: dict[str, Any] = session.send(
        "Runtime.evaluate", {"expression": RUN % json.dumps(RULES), "awaitPromise": True, "returnByValue": True}
    )
    session.detach()
    found = json.loads(answer["result"]["value"])
    lines = [f"{one['rule']}: {one['help']}\n    " + "\n    ".join(one["where"][:5]) for one in found]
    assert not lines, f"{page.url}\n" + "\n".join(lines)


def assert_fits(page: Page) -> None:
    """Fail if the page scrolls sideways; tables may, inside their own frame."""
    page.wait_for_load_state()
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= seen, f"{page.url} is {wide} px wide in a window of {seen} px"
