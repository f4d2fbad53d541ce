"""Graphs on a SPARQL service: asked and loaded by standard SPARQL 1.1 over HTTP, nothing home-made in between."""
