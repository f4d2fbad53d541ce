"""What differs between two plans, or between two builds of one: facts of both sides, their pairs, their changes.

``inputs`` opens the two sides, ``gather`` takes their facts from a store, ``pairing`` finds what is the same thing on
both, ``compare`` says what became of it. What counts as a mere rewording and how much a change matters stands in
``rules.toml``.
"""
