"""The forms: what each one says, as a ``Form`` that any format can print."""
