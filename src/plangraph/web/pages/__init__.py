"""One module per page: what it shows, worked out from the graph; how it looks stands in ``templates/``."""
