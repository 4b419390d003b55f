"""
Write the lock files anew: requirements/*.txt with hashes and frontend/package-lock.json.

Neither holds an address: which registry the packages come from is the business of the machine, what they are is ours.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = (
    sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet", "--upgrade", "--python-version=3.11",
    "--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links",
)  # fmt: skip


def lock_python() -> None:
    """Pin what runs, and then the same with the tools on top."""
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "uv"], check=True)
    runtime, dev = ROOT / "requirements/runtime.txt", ROOT / "requirements/dev.txt"
    subprocess.run([*COMPILE, "-o", str(runtime)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    pins = ROOT / ".make/pins.txt"
    pins.write_text("\n".join(re.findall(r"^[\w.-]+==[^ ]+", runtime.read_text("utf-8"), re.M)), encoding="utf-8")
    subprocess.run(
        [*COMPILE, "--group", "dev", "-c", str(pins), "-o", str(dev)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )


def lock_frontend() -> None:
    """Let npm choose, and take the addresses out of what it wrote."""
    words = ("install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund")
    subprocess.run(["npm", *words], cwd=ROOT / "frontend", check=True)
    file = ROOT / "frontend/package-lock.json"
    lock = json.loads(file.read_text("utf-8"))
    for package in lock["packages"].values():
        package.pop("resolved", None)
        package.pop("funding", None)
    file.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    lock_python()
    lock_frontend()
