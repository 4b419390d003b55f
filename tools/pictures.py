"""
Take the pictures of README and manual: `python tools/pictures.py [--home FOLDER] [--out docs/pictures] [--only NAME …]`.

Builds the demonstration in a temporary folder (or uses the one in --home), serves it on this machine, signs in as its
people and shoots each page of SHOTS at 1440 px. A picture above 250 kB loses colours until it is not.
The pictures of one finding on its way are taken by its test: `BIHUAN_PICTURES=docs/pictures pytest tests/browser/test_walk.py`,
then `python tools/pictures.py --only` (without a name) packs them.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = os.environ.get("BIHUAN_CHROMIUM", "/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--no-first-run"]
WIDTH, HEIGHT = 1440, 900
MOST_BYTES = 250 * 1000
COLOURS = (256, 128, 64)
START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture. person: sign-in name, empty before signing in. height: of the window, in pixels."""

    name: str
    person: str
    address: str
    height: int = HEIGHT


SHOTS = (
    Shot("sign-in", "", "/accounts/login/", 820),
    Shot("home", "lin.ruoxi", "/"),
    Shot("round", "tao.jingming", "/rounds/rectification/2026-01/", 1100),
    Shot("ledger", "lin.ruoxi", "/ledger/"),
    Shot("list", "lin.ruoxi", "/rounds/rectification/2026-01/lists/ledger/"),
    Shot("paper", "lin.ruoxi", "/papers/2/", 1100),
    Shot("publication", "lin.ruoxi", "/rounds/rectification/2026-01/disclosure/1/", 1100),
    Shot("case", "lu.huaiyuan", "/cases/rectification/2026-01-07/", 1250),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Take the pictures that were asked for; return 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="a folder where the demonstration lies or shall lie")
    parser.add_argument("--out", type=Path, default=ROOT / "docs/pictures")
    parser.add_argument("--only", nargs="*", help="names of pictures; none: only pack what is there")
    options = parser.parse_args(argv)
    shots = [shot for shot in SHOTS if options.only is None or shot.name in options.only]
    options.out.mkdir(parents=True, exist_ok=True)
    if shots:
        with tempfile.TemporaryDirectory() as fresh, served(options.home or Path(fresh)) as base:
            take(shots, base, options.out)
    for picture in sorted(options.out.glob("*.png")):
        print(f"{picture.name}: {reduce_picture(picture) // 1000} kB")
    return 0


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Build the demonstration where it is missing, serve it, and give its address."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment["BIHUAN_HOME"] = str(home)
    command = [sys.executable, "-m", "bihuan", "demo"]
    subprocess.run([*command, "--prepare-only"], env=environment, cwd=ROOT, check=True)
    port = free_port()
    server = subprocess.Popen([*command, "--port", str(port)], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def wait_for(port: int) -> None:
    """Return once somebody listens on the port; raise TimeoutError after START_SECONDS."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError(f"nothing answers on port {port}")


def take(shots: Sequence[Shot], base: str, folder: Path) -> None:
    """Take each picture with a browser of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for shot in shots:
            shoot(browser, shot, base, folder / f"{shot.name}.png")
        browser.close()


def shoot(browser: Browser, shot: Shot, base: str, target: Path) -> None:
    """Sign in as the person of the shot, go to its page and keep what the window shows."""
    context = browser.new_context(
        base_url=base, viewport={"width": WIDTH, "height": shot.height}, locale="zh-CN", reduced_motion="reduce"
    )
    page = context.new_page()
    if shot.person:
        page.goto("/accounts/login/")
        page.click(f".sign__person[value='{shot.person}']")
    page.goto(shot.address)
    page.wait_for_timeout(1500)  # charts draw themselves after the page has loaded
    page.screenshot(path=target)
    context.close()


def reduce_picture(path: Path) -> int:
    """Pack a picture tighter, and take colours away only where it is above its limit; return its size in bytes."""
    with Image.open(path) as opened:
        picture = opened.copy()
    picture.save(path, optimize=True)
    for colours in COLOURS:
        if path.stat().st_size <= MOST_BYTES:
            break
        # Rounds of k-means bring the small lights of the pages back to their own colour.
        few = picture.convert("RGB").quantize(colours, Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
        few.save(path, optimize=True)
    return path.stat().st_size


if __name__ == "__main__":
    sys.exit(main())
