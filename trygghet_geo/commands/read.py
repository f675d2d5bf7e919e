"""`read`: how a file is read, for whoever wonders why something was found or not."""

from __future__ import annotations

from argparse import Namespace

from trygghet_geo.commands import output


def run(options: Namespace) -> int:
    """Exit code 0; UnreadableDocument is told by `cli`."""
    from trygghet_geo import reading

    document = reading.read(options.path)
    if options.json:
        output.answer(reading.as_json(document))
        return 0
    facts = (document.header.body, document.header.date, document.kind, document.format)
    lines = [f"{document.name}: {', '.join(str(fact) for fact in facts if fact)}"]
    for block in document.blocks:
        where = f"s. {block.page} " if block.page else ""
        words = " ".join(" ".join(document.text[start:end] for start, end in block.spans).split())
        lines.append(f"{where}{'huvud' if block.header else NAMES[block.kind]}: {words}")
    output.write_text("\n".join(lines))
    return 0


NAMES = {"heading": "rubrik", "paragraph": "stycke", "bullet": "punkt", "cell": "cell", "furniture": "sidhuvud/sidfot"}
