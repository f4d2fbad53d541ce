"""Read-only views of an answer: JSON documents, tables and notes for a terminal."""
