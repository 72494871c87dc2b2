"""What the programme knows, and the search over it. Imports nothing of `bot`."""

from knowledge.answer import Answer, Knowledge, Learnt, Pointer, Reason
from knowledge.asker import Asker
from knowledge.loading import load
from knowledge.model import Entry, KnowledgeError, Problem, Section

__all__ = [
    "Answer", "Asker", "Entry", "Knowledge", "KnowledgeError", "Learnt", "Pointer", "Problem", "Reason",
    "Section", "load",
]  # fmt: skip
