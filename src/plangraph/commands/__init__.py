"""One module per command; each exposes ``command``, loaded only when it is used."""
