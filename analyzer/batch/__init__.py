"""Many documents: read by worker processes, kept in parts, resumed after whatever has ended the work.

:mod:`work` reads one document and never fails for it; :mod:`ledger` keeps what has been done; :mod:`parts` writes
results whole; :mod:`places` finds the documents. Nothing here depends on the order in which documents are read.
"""
