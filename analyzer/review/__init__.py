"""Reviewing what the machine read: edits, their history, conflicts, and how far tasks are. Knows no web framework."""
