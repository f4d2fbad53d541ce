"""Proposals: where in the plans a draft project may belong, with what speaks for it; never a fact, never a link.

``Engine(open_graph()).propose(draft)`` answers for one draft of ``plangraph.drafts.read_drafts``.
"""

from __future__ import annotations

from plangraph.proposing.engine import Candidate, Engine, Proposal, Shared
from plangraph.proposing.leading import Hop, Leading
from plangraph.proposing.similar import Similar, SimilarLink
from plangraph.proposing.stated import Stated
from plangraph.proposing.targets import Group, Target
from plangraph.proposing.words import NeedsWords

__all__ = [
    "Candidate", "Engine", "Group", "Hop", "Leading", "NeedsWords", "Proposal", "Shared", "Similar", "SimilarLink",
    "Stated", "Target",
]  # fmt: skip
