"""The local web site: pages in Thai and English, and a SPARQL 1.1 endpoint, read-only, over one graph."""
