"""Records to quads: one named graph per document, and what reading leaves open in the graph of proposals."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Quad

from plangraph.catalogue import Catalogue
from plangraph.dataset import alignment, plan, programme, results
from plangraph.dataset.builder import Builder
from plangraph.dataset.resolving import Resolver
from plangraph.dataset.running_text import add_running_text
from plangraph.identifiers import Mint
from plangraph.records import PlanDocument


@dataclass(frozen=True, slots=True)
class DatasetParts:
    """The quads of one document."""

    graph: list[Quad]
    proposals: list[Quad]
    anchors: dict[str, str]  # anchor -> path of every element worth freezing in ids.csv


def document_quads(document: PlanDocument, catalogue: Catalogue) -> DatasetParts:
    """The graph of one document. Pure: same records and catalogue, same quads."""
    builder = Builder(document, catalogue, Mint(document.id, document.frozen))
    resolver = Resolver(builder)
    plan.add_plan(builder)
    plan.add_province_plan(builder, resolver)
    plan.add_statements(builder)
    programme.add_guidelines(builder)
    alignment.add_claims(builder, resolver)
    alignment.add_foreign(builder, resolver)
    alignment.add_crosswalk(builder, resolver)
    projects = programme.add_projects(builder, resolver)
    results.add_results(builder, projects)
    plan.add_situation(builder)
    add_running_text(builder)
    return DatasetParts(builder.quads(), builder.proposal_quads(), builder.mint.minted)
