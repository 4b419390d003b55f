"""What is committed runs anywhere: no registry, no machine and no address is named."""

import re

from tests.architecture.source import ROOT, place, report, tracked

# Written in pieces, so that this file does not find itself.
REGISTRIES = (
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "registry." + "npmjs",
    "npm" + "mirror",
    "mirrors" + ".",
    "deb." + "debian",
)
MACHINE = ("/work" + "/", "/root" + "/", "/opt/" + "pypi", "/opt/" + "wheels")
TEXT = {".py", ".md", ".toml", ".txt", ".json", ".html", ".css", ".js", ".mjs", ".sh", ".sample", ".po", ""}


def test_no_committed_file_names_a_registry_or_a_path_of_one_machine() -> None:
    found = []
    for file in tracked():
        if file.suffix not in TEXT or file.name == "LICENSE":
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
            if any(word in line for word in (*REGISTRIES, *MACHINE)):
                found.append(place(file, number))
    assert not found, report("Which registry and which machine is nobody's business but the machine's.", found)


def test_lock_files_hold_hashes_and_no_addresses() -> None:
    for name in ("requirements/runtime.txt", "requirements/dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        pins = re.findall(r"^\S+==\S+ \\\n    --hash=sha256:[0-9a-f]{64}", text, re.M)
        assert len(pins) == len(re.findall(r"==", text)) > 20
    assert "://" not in (ROOT / "frontend/package-lock.json").read_text(encoding="utf-8")


def test_what_runs_is_pinned_alike_for_users_and_developers() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^\S+==\S+", (ROOT / name).read_text(encoding="utf-8"), re.M))

    assert pins("requirements/runtime.txt") <= pins("requirements/dev.txt")


def test_a_reason_stands_beside_each_dependency() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.findall(r'^    "[\w.\-\[\]]+[<>=].*$', text, re.M)
    assert len(listed) > 20
    found = [line.strip() for line in listed if " # " not in line]
    assert not found, report("Rule 24: a reason stands beside each dependency.", found)
