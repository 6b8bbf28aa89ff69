"""Reading: bytes → Manuscript."""
