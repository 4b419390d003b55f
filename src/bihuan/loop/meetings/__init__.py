"""Meetings that keep work moving: agendas, who came, what was decided, and what became of it."""
