"""Every sample document of our own words is read as the facts beside it say."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bihuan.documents.blocks import Block, SourceText
from bihuan.documents.draft import Draft, DraftFinding, DraftItem, DraftMeasure
from bihuan.documents.draft_json import draft_json
from bihuan.documents.reading import read_draft

SAMPLES = Path(__file__).parent / "samples"
HEADER = ("genre", "title", "issuer", "inspector", "inspected_from", "inspected_to", "feedback_on", "published_on")


def source_of(path: Path) -> SourceText:
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    return SourceText(path.name, path.suffix[1:], tuple(Block(number, line) for number, line in enumerate(lines, 1)))


def sample_files() -> list[Path]:
    return sorted(path for path in SAMPLES.iterdir() if path.suffix in {".txt", ".md"})


@pytest.mark.parametrize("path", sample_files(), ids=lambda path: path.stem)
def test_sample_reads_as_its_facts_say(path: Path) -> None:
    facts = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    draft = read_draft(source_of(path))
    assert list(differences(draft, facts)) == []


@pytest.mark.parametrize("path", sample_files(), ids=lambda path: path.stem)
def test_places_point_into_the_source_of(path: Path) -> None:
    source = source_of(path)
    draft = read_draft(source)
    for measure in measures_of(draft):
        first_line = measure.text.split("\n")[0]
        assert first_line in source.block(measure.place.paragraph).text
        assert source.at(measure.place).endswith(first_line)
    for finding in draft.findings:
        assert 0 <= finding.place.start < finding.place.end <= len(source.block(finding.place.paragraph).text)


@pytest.mark.parametrize("path", sample_files(), ids=lambda path: path.stem)
def test_json_says_null_where_the_text_gives_no_title(path: Path) -> None:
    made = draft_json(read_draft(source_of(path)))
    assert made["format"] == "bihuan.draft/1"
    assert all(finding["title"] != "" for finding in made["findings"])


def measures_of(draft: Draft) -> Iterator[DraftMeasure]:
    for finding in draft.findings:
        yield from finding.measures
        for item in finding.items:
            yield from item.measures


def differences(draft: Draft, facts: dict[str, Any]) -> Iterator[str]:
    for key in HEADER:
        if key in facts and getattr(draft, key) != (facts[key] or None):
            yield f"{key}: {getattr(draft, key)!r}, should be {facts[key]!r}"
    if "findings" in facts:
        yield from different_findings(draft.findings, facts["findings"])
    for key, value in facts.get("contacts", {}).items():
        if draft.contacts.get(key) != value:
            yield f"contact {key}: {draft.contacts.get(key)!r}, should be {value!r}"
    if "totals" in facts:
        yield from different_totals(draft, facts["totals"])
    rules = {warning.rule for warning in draft.warnings}
    yield from (
        f"warning {rule} is missing, there are {sorted(rules)}"
        for rule in facts.get("warnings", [])
        if rule not in rules
    )
    yield from (f"warning {rule} is too much" for rule in facts.get("no_warnings", []) if rule in rules)
    wanted = facts.get("expect", {}).get("measures")
    if wanted is not None and wanted != len(list(measures_of(draft))):
        yield f"{len(list(measures_of(draft)))} measures, should be {wanted}"


def different_findings(found: tuple[DraftFinding, ...], wanted: list[dict[str, Any]]) -> Iterator[str]:
    if len(found) != len(wanted):
        yield f"{len(found)} findings {[one.title for one in found]}, should be {len(wanted)}"
        return
    for finding, fact in zip(found, wanted, strict=True):
        yield from different_heading(finding, fact)
        if "aspect" in fact and finding.aspect != fact["aspect"]:
            yield f"aspect of {finding.title}: {finding.aspect!r}"
        if "items" in fact:
            if len(finding.items) != len(fact["items"]):
                yield f"items of {finding.title}: {[item.title for item in finding.items]}"
                continue
            for item, wish in zip(finding.items, fact["items"], strict=True):
                yield from different_heading(item, wish)
        elif "measures" in fact and finding.items:
            yield f"{finding.title} should have no items: {[item.title for item in finding.items]}"


def different_heading(found: DraftFinding | DraftItem, fact: dict[str, Any]) -> Iterator[str]:
    if found.title != fact["title"]:
        yield f"title {found.title!r}, should be {fact['title']!r}"
    if "number" in fact and (found.number or "") != fact["number"]:
        yield f"number of {found.title}: {found.number!r}"
    if "status" in fact and (found.status or "") != fact["status"]:
        yield f"status of {found.title}: {found.status!r}, should be {fact['status']!r}"
    numbers = [measure.number or "-" for measure in found.measures]
    if "measures" in fact and numbers != fact["measures"]:
        yield f"measures of {found.title}: {numbers}, should be {fact['measures']}"


def different_totals(draft: Draft, wanted: list[list[Any]]) -> Iterator[str]:
    """Each wanted total is a list: name, value (-1 for a lost one), unit, and perhaps parts of the same form."""
    read = {total.name: total for total in draft.totals}
    for name, value, unit, *parts in wanted:
        total = read.get(name)
        if total is None:
            yield f"total {name} is missing, there are {sorted(read)}"
            continue
        if (float(total.value) if total.value is not None else -1) != value or total.unit != unit:
            yield f"total {name}: {total.value} {total.unit}, should be {value} {unit}"
        got = [[part.name, float(part.value) if part.value is not None else -1, part.unit] for part in total.parts]
        if parts and got != [[n, float(v), u] for n, v, u in parts[0]]:
            yield f"parts of {name}: {got}"
