"""`explain`: why a file was read as it was, and what else its words might be."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from trygghet_geo.commands import origin, output


def run(options: Namespace) -> int:
    """Exit code 0; UnreadableDocument and InvalidData are told by `cli`."""
    from trygghet_geo import explanations, reading

    home = origin.municipality(options.municipality)
    read = explanations.explained(reading.read(options.path), home)
    for fault in read.faults:
        output.say(fault)
    if options.json:
        output.answer(explanations.as_json(read))
    else:
        output.write_text("\n".join(_told(read)))
    return 0


def _told(read) -> Iterator[str]:
    """Swedish lines: each statement with its reasons, then the suggestions."""
    from trygghet_geo.suggestions import kind_label
    from trygghet_geo.understanding import reasons

    text, labels = read.document.text, read.taxonomy.label
    yield f"{read.document.name}: {output.statements(len(read.statements))}"
    for each in read.statements:
        about = ", ".join(labels(claim.category, claim.type) for claim in each.claims)
        sure = f"{each.confidence:.2f}".replace(".", ",")
        yield f"\n{each.start}–{each.end} {kind_label(each.kind)}: {about} (säkerhet {sure})"
        yield f"  ”{_line(text[each.start : each.end])}”"
        yield from (f"  – {reason.label_sv}" for reason in reasons.reasons(each, read.document, read.taxonomy))
        yield from (
            f"  plats: {at.place.name if at.place else 'ingen'} ({at.precision})" for at in read.locations[each.id]
        )
    for each in read.suggestions:
        about = f": {labels(each.category)}" if each.category else ""
        yield f"\nFörslag att granska, {each.start}–{each.end} {kind_label(each.kind)}{about}"
        yield f"  ”{_line(text[each.start : each.end])}”"
        yield f"  – {each.reason_sv}"


def _line(words: str) -> str:
    return " ".join(words.split())
