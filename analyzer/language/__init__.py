"""The analyzer as a spaCy language.

>>> nlp = create()
>>> nlp.pipe_names[-1]
'vn_directive_tasks'
>>> doc = nlp("Giao Sở Nội vụ báo cáo UBND tỉnh trước ngày 30/6/2024.")
>>> [span.text for span in doc.spans["times"]], doc._.directive.tasks[0].assignees[0].name
(['trước ngày 30/6/2024'], 'Sở Nội vụ')
"""

from __future__ import annotations

import spacy
from spacy.language import Language

from analyzer.assembly.analysis import STEPS
from analyzer.language import words as _words  # registers the factory of vn_directive_words
from analyzer.language.components import NAMESPACE
from analyzer.language.tokenizer import SyllableTokenizer

__all__ = ["create"]

WORDS = _words.NAME


def create(*, words: bool = False) -> Language:
    """A ``Language`` with the analyzer's pipes; ``words`` adds underthesea's words and word classes (slow)."""
    nlp = spacy.blank("xx")
    nlp.tokenizer = SyllableTokenizer(nlp.vocab)
    for step in STEPS:
        nlp.add_pipe(f"{NAMESPACE}_{step}")
    if words:
        nlp.add_pipe(WORDS)
    return nlp
