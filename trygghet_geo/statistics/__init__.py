"""What the documents say when they are counted: pure functions over a features table, documents and places.

Counted is what was *said*: statements, never rows (docs/contract.md). Every result is a frozen value that carries what
it rests on (`basis.Basis`) and the Swedish words that may be shown of it. docs/statistics.md has each method.
"""
