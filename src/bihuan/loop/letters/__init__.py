"""Numbered letters: prepared, issued, signed for, answered, escalated, withdrawn; and the talks they summon to."""
