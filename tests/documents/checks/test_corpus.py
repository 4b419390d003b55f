"""Every labelled document gets the remarks it deserves, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from bihuan.documents.checks import CHECKS, check_document
from bihuan.documents.files import read_file
from tests.documents.checks.corpus import HALVES, Labelled, documents, judged, source_of

ALL = [(half, document) for half in HALVES for document in documents(half)]
SAMPLES = Path(__file__).parents[1] / "samples"
REPORT = Path(__file__).parents[4] / "shared" / "reports" / "000_e18896d77fb62f9c.txt"
# What is wrong, on purpose or because it is an excerpt, with the samples of the reader.
MEANT = {"m08_count_differs": {"numbering"}, "p15_circled_measures": {"mobile_number"}}


@pytest.mark.parametrize("document", [one for _, one in ALL], ids=[f"{half}-{one.name}" for half, one in ALL])
def test_a_document_gets_the_remarks_it_deserves(document: Labelled) -> None:
    verdict = judged(document, check_document(document.source))
    assert [(fault.check, fault.text) for fault in verdict.missed] == []
    assert [(remark.check, remark.sentence.zh) for remark in verdict.false] == []


def test_every_check_of_texts_has_a_faulty_document() -> None:
    labelled = {fault.check for _, document in ALL for fault in document.faults}
    assert {check.id for check in CHECKS if not check.layout} - labelled == set()


@pytest.mark.parametrize(
    "path", sorted(one for one in SAMPLES.iterdir() if one.suffix in {".txt", ".md"}), ids=lambda path: path.stem
)
def test_the_samples_of_the_reader_raise_nothing_but_what_is_meant(path: Path) -> None:
    # Samples are excerpts: they speak of more problems than they list, which is asked, and rightly so.
    checks = {remark.check for remark in check_document(source_of(path))} - {"claimed_count"}
    assert checks == MEANT.get(path.stem, set())


def test_the_shared_report_is_asked_one_question_and_nothing_else() -> None:
    if not REPORT.exists():
        pytest.skip("the shared report is not on this machine")
    source = read_file(REPORT.read_bytes(), REPORT.name)
    (remark,) = check_document(source)
    assert (remark.check, remark.severity) == ("heading_and_body", "question")
    assert remark.place is not None
    assert source.at(remark.place).count("人") == 3
    assert "2+3+6" in remark.sentence.zh
    assert "10名干部" in remark.sentence.en
