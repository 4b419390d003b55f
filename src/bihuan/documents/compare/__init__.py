"""
A document held against another, or against the ledger: what is missing, reworded, went back or does not agree.

    feedback, plan = Document.read(source), Document.read(other_source)
    comparison = compare_plan(feedback, plan)            # a plan with the feedback it answers
    comparison = compare_previous(last_report, report)   # a report with the one before
    comparison = compare_ledger(report, ledger_facts)    # a report with the rows at its 截至 day
"""

from __future__ import annotations

from bihuan.documents.compare.comparison import Comparison, Difference, Document, Span
from bihuan.documents.compare.ledger import LedgerDisposition, LedgerFacts, LedgerFigure, LedgerFinding, compare_ledger
from bihuan.documents.compare.plan import compare_plan
from bihuan.documents.compare.previous import compare_previous

__all__ = [
    "Comparison",
    "Difference",
    "Document",
    "LedgerDisposition",
    "LedgerFacts",
    "LedgerFigure",
    "LedgerFinding",
    "Span",
    "compare_ledger",
    "compare_plan",
    "compare_previous",
]
