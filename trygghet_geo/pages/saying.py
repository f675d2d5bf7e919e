"""The selection in the reader's own language; what is kept inside files is Swedish (`captions`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from trygghet_geo.pages import shared
from trygghet_geo.pages.shared import Content, say
from trygghet_geo.selection import Selection


def described(selection: Selection, content: Content) -> str:
    """One sentence with labels and names in place of codes, ids and hashes."""
    parts = "; ".join(_parts(selection, content))
    return say("said.whole", parts=parts) if parts else say("said.all")


def _parts(selection: Selection, content: Content) -> Iterator[str]:
    places, documents = content.options.places, content.names
    for name, values in (
        ("kinds", _each(selection.kinds, lambda code: say(f"kinds.{code}").lower())),
        ("categories", _each(selection.categories, shared.category_label)),
        ("types", _each(selection.types, lambda code: shared.type_label(*code.split("/", 1)))),
        ("places", _each(selection.places, lambda code: places.get(code, code))),
        ("documents", _each(selection.documents, lambda code: documents.get(code, code))),
        ("statuses", _each(selection.statuses, lambda code: say(f"status.{code}").lower())),
        ("meetings", _each(selection.meetings, shared.day)),
    ):
        if values is not None:
            yield say(f"said.{name}", values=values or "–")
    for name, value in (("from", selection.date_from), ("to", selection.date_to)):
        if value:
            yield say(f"said.{name}", value=shared.day(value))
    if selection.confidence is not None:
        yield say("said.confidence", value=shared.number(selection.confidence))
    if selection.text:
        yield say("said.text", value=selection.text)


def _each(values: Iterable[str] | None, label) -> str | None:
    return None if values is None else ", ".join(map(label, values))
