"""`export`: a selection from the store, in the format of the file's suffix."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from trygghet_geo.commands import output

if TYPE_CHECKING:
    from trygghet_geo.selection import Inside
    from trygghet_geo.store import Stored


def run(options: Namespace) -> int:
    """Exit code 0, also for an empty selection, which is written as such and told."""
    from trygghet_geo import captions, export, privacy, store, summaries, taxonomy

    suffix = export.known(options.output.suffix)
    output.check(options.output)
    codes = taxonomy.load()
    selection = _selection(options).check(codes)
    source = store.open(options.store, create=False)
    table, inside = source.table(), source.places()
    chosen = selection.held(table, inside=inside).apply(table, inside=inside)
    if options.public:
        chosen = privacy.public(chosen[chosen["status"] != "rejected"], source.attendees())
    words = captions.selected(selection, codes, places=names(inside), documents=documents(source.documents()))
    words = privacy.masked(words, source.attendees()) if options.public else words
    # All of the store, as it is, stays byte for byte what `extract` gives of the same documents.
    plain = selection.everything and not options.public and suffix == ".geojson"
    about = "" if plain else captions.about(chosen, words, masked=options.public)
    output.write(options.output, export.to_bytes(chosen, suffix, about=about))
    if suffix == ".csv" and options.output.suffix:
        output.write(options.output.with_name(f"{options.output.name}.txt"), f"{about}\n".encode())
    if chosen.empty:
        output.say("urvalet är tomt; filen har inga rader")
    if options.public:
        output.say("personuppgifter är maskerade så långt regler räcker; läs igenom citaten innan du publicerar")
    count = summaries.said(chosen)
    output.say(f"{output.statements(count)}, {output.rows(len(chosen))}: {options.output}. {words}")
    if options.json:
        answer = {"output": str(options.output), "statements": count, "features": len(chosen), "selection": words}
        output.answer(answer)
    return 0


def names(inside: Mapping[str, Inside]) -> dict[str, str]:
    """What the places are called, by id."""
    return {place_id: entry.name for place_id, entry in inside.items()}


def documents(known: Iterable[Stored]) -> dict[str, str]:
    """What the documents are called, by SHA-256."""
    return {one.sha256: one.name for one in known}


def _selection(options: Namespace):
    from trygghet_geo.selection import Selection

    return Selection(
        kinds=_several(options.kind),
        categories=_several(options.category),
        types=_several(options.type),
        places=tuple(options.place) if options.place else None,
        municipalities=_several(options.municipality),
        documents=tuple(options.document) if options.document else None,
        statuses=_several(options.status),
        date_from=options.date_from,
        date_to=options.date_to,
        bbox=options.bbox,
        text=options.text,
        placed_only=options.placed_only,
    )


def _several(values: Iterable[str] | None) -> tuple[str, ...] | None:
    """Options given several times, or once with commas."""
    if not values:
        return None
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())
