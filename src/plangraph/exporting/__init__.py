"""Exports: the tables official forms ask for, and the graph in the standards other tools read. One module a format."""
