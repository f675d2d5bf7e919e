"""`learn`: a second opinion from what coordinators corrected."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict

from trygghet_geo.commands import output


def run(options: Namespace) -> int:
    """Exit code 0, also when nothing is gained and nothing therefore taken into use; InvalidData is told by `cli`."""
    from trygghet_geo import taxonomy
    from trygghet_geo.suggestions import examples, learning

    words = taxonomy.load()
    path = options.examples or examples.default_path()
    known = examples.load(path, words) + _reviewed(options.store)
    learnt, gain = learning.learn(tuple(dict.fromkeys(known)), words)
    used = gain.after >= gain.before
    if used:
        learning.save(learning.default_path(), learnt)
    output.say(_told(gain))
    output.say(f"skrev {learning.default_path()}" if used else "inget togs i bruk: läsningen hade blivit sämre")
    if options.json:
        output.answer({**asdict(gain), "written": str(learning.default_path()) if used else None})
    return 0


def _reviewed(address: str | None) -> tuple:
    """What was confirmed, corrected or rejected in the store; nothing where there is none."""
    from trygghet_geo import store
    from trygghet_geo.errors import StoreError
    from trygghet_geo.suggestions import examples

    try:
        table = store.open(address, create=False).table()
    except StoreError:
        if address is not None:
            raise
        return ()
    return examples.reviewed(table[["quote", "kind", "category", "status"]].to_dict("records"))


def _told(gain) -> str:
    return (
        f"{gain.examples} rättelser; korsvaliderat lästes {gain.before} rätt utan förslag och {gain.after} med, "
        f"{gain.suggestions} förslag varav {gain.right} rätt, av {gain.doubtful} tveksamma"
    )
