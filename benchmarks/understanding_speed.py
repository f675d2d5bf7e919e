"""How fast text becomes located statements, on one core, beside a spaCy pipeline that holds the same terms and names.

    python benchmarks/understanding_speed.py [--spacy-share 0.05] [--json]

Reads the corpus in `$TRYGGHET_CORPUS` (or /work/shared/corpus) where there is one, else text generated from the example
documents. spaCy (`pip install spacy`, only for this) is a blank Swedish pipeline: its tokenizer, an EntityRuler with
the terms as token patterns, and a PhraseMatcher with the places; it finds words, and understands nothing. Times are
processor time of this process, so that a busy machine matters less; start-up and memory are of a fresh process
that finds its modules compiled, as every start of an installed program but the first does.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from trygghet_geo import reading, taxonomy  # noqa: E402
from trygghet_geo.places import gazetteer, mentions, resolution  # noqa: E402
from trygghet_geo.places.matcher import forms  # noqa: E402
from trygghet_geo.records import Document  # noqa: E402
from trygghet_geo.sentences import sentences  # noqa: E402
from trygghet_geo.understanding import understand  # noqa: E402
from trygghet_geo.understanding.patterns import ENDINGS  # noqa: E402

_STARTED = """
import time; began = time.perf_counter()
from pathlib import Path
from trygghet_geo import taxonomy
from trygghet_geo.places import gazetteer, mentions, resolution
from trygghet_geo.records import Block, Document
from trygghet_geo.understanding import understand
text = "I Kolbäck har det varit inbrott i källare."
document = Document("t", "0", "txt", text, None, (Block("paragraph", ((0, len(text)),)),))
places = gazetteer.load(gazetteer.municipality("1961"))
found = mentions.mentions(document, places)
said = understand(document, found, taxonomy.load())
assert resolution.locate(document, said, found, places)
taken = time.perf_counter() - began, time.process_time()
# Not ru_maxrss, which a new process takes over from the one that started it.
most = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(*taken, int(most.split()[1]) / 1024)
"""


def texts() -> tuple[str, list[str]]:
    """What is read and where it is from: the corpus, or a seeded shuffle of the example documents' paragraphs."""
    corpus = Path(os.environ.get("TRYGGHET_CORPUS", "/work/shared/corpus"))
    if corpus.is_dir():
        found = [path.read_text(encoding="utf-8") for path in sorted((corpus / "minutes").glob("*.txt"))]
        notes = (corpus / "police_notes_2023.jsonl").read_text(encoding="utf-8").splitlines()[:1500]
        return str(corpus), found + [json.loads(line)["text"] for line in notes]
    lines = [
        paragraph
        for path in sorted((ROOT / "data" / "documents").glob("*.txt"))
        for paragraph in path.read_text(encoding="utf-8").split("\n\n")
    ]
    draw = random.Random(1)
    return "generated", ["\n\n".join(draw.choices(lines, k=60)) for _ in range(100)]


def documents(given: Sequence[str]) -> list[Document]:
    made = []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        for text in given:
            path.write_text(text, encoding="utf-8")
            made.append(reading.read(path, apart=False))
    return made


def _timed(work: Callable[[], int]) -> tuple[float, int]:
    began = time.process_time()
    count = work()
    return time.process_time() - began, count


def ours(read: Sequence[Document]) -> tuple[float, int]:
    """Seconds and statements of one pass over all documents, after one that fills what is remembered."""
    places, catalogue = gazetteer.load(gazetteer.municipality("1961")), taxonomy.load()

    def work() -> int:
        total = 0
        for document in read:
            found = mentions.mentions(document, places)
            said = understand(document, found, catalogue)
            resolution.locate(document, said, found, places)
            total += len(said)
        return total

    work()
    return _timed(work)


def growth(given: Sequence[str]) -> dict[str, float]:
    """A document of 1 MB and a line of 5,000 characters, each beside a quarter of it: 4 times is in step."""
    mixed = random.Random(1).sample(given, len(given))
    quarter_text = ("\n\n".join(mixed) * (1 + 250_000 // sum(map(len, mixed))))[:250_000]
    line = "Klotter i Kolbäck och höga hastigheter på Bultgatan, " * 100
    # The same text four times: another mile of the corpus may hold more statements.
    quarter, full = (ours(documents([quarter_text * times]))[0] for times in (1, 4))
    short, long = (min(ours(documents([line[:length]]))[0] for _ in range(9)) for length in (1_250, 5_000))
    return {
        "document_1_mb_s": round(full, 2),
        "document_times_a_quarter": round(full / quarter, 2),
        "line_5000_s": round(long, 4),
        "line_times_a_quarter": round(long / short, 2),
    }


def theirs(given: Sequence[str]) -> tuple[float, int, str]:
    """Seconds, entities and version of spaCy over the texts."""
    import spacy
    from spacy.matcher import PhraseMatcher

    pipeline = spacy.blank("sv")
    pipeline.max_length = 10**7
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": rule, "pattern": pattern} for rule, pattern in _token_patterns()])
    names = PhraseMatcher(pipeline.vocab, attr="LOWER")
    places = gazetteer.load(gazetteer.municipality("1961")).places.values()
    names.add("PLACE", list(pipeline.tokenizer.pipe({name for place in places for name in forms(place)})))
    pipeline("Ett inbrott i Kolbäck.")

    def work() -> int:
        return sum(len(document.ents) + len(names(document)) for document in pipeline.pipe(given))

    return (*_timed(work), spacy.__version__)


def _token_patterns() -> list[tuple[str, list[dict]]]:
    """The lexicon's terms, topics and cues as spaCy's token patterns; gaps are optional tokens."""
    from trygghet_geo.understanding import lexicon
    from trygghet_geo.understanding.patterns import _variants

    catalogue = taxonomy.load()
    lines = [
        (code, line)
        for code, category in catalogue.categories.items()
        for words in (category.words, *(type_.words for type_ in category.types.values()))
        for line in words.terms
    ]
    for table in ("wordings", "topics"):
        lines += [(name, line) for name, found in lexicon.wordings(table).items() for line in found]
    lines += [(name, line) for name, found in lexicon.cues().items() for line in found]
    made = []
    for rule, line in lines:
        for variant in _variants(line):
            made += [(rule, pattern) for pattern in [_tokens(variant, catalogue.words)] if pattern]
    return made


def _tokens(line: str, classes) -> list[dict]:
    found: list[dict] = []
    for part in line.split():
        if part == "^":
            continue
        if set(part) == {"."}:
            found += [{"OP": "?"}] * {2: 2, 3: 4, 4: 8}.get(len(part), 0)
            continue
        optional = part.endswith("?") and len(part) > 1
        expression = "|".join(_expression(atom) for atom in _atoms(part.rstrip("?"), classes))
        found.append({"LOWER": {"REGEX": f"^(?:{expression})$"}} | ({"OP": "?"} if optional else {}))
    return found


def _atoms(element: str, classes) -> list[str]:
    out: list[str] = []
    for part in element.split("|"):
        out += [a for word in classes[part[1:-1]] for a in _atoms(word, classes)] if part.startswith("<") else [part]
    return out


def _expression(atom: str) -> str:
    special = {"#": r"\d+", "@place": r"\w+", "%": "%|procent"}
    if atom in special:
        return special[atom]
    endings = "(?:" + "|".join(sorted(ENDINGS, key=len, reverse=True)) + ")" if atom.endswith("~") else ""
    body = atom.rstrip("~").split("_")[0]
    if body.startswith("+"):
        return r"\w+" + re.escape(body[1:]) + endings
    return re.escape(body).replace(r"\*", r"\w*") + endings


def started(times: int) -> list[tuple[float, ...]]:
    """Seconds, seconds of the processor and MB of the first answer of fresh processes, one after another.

    The first finds no compiled modules, as right after an installation; it leaves them to those after it, also
    where the machine forbids that (PYTHONDONTWRITEBYTECODE).
    """
    with TemporaryDirectory() as compiled:
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        runs = [
            subprocess.run(
                [sys.executable, "-c", _STARTED],
                cwd=ROOT,
                env=kept | {"PYTHONPYCACHEPREFIX": compiled},
                capture_output=True,
                text=True,
                check=True,
            )
            for _ in range(times)
        ]
    return [tuple(map(float, run.stdout.split())) for run in runs]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spacy-share", type=float, default=0.05, help="share of the texts that spaCy reads (0: none)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    source, given = texts()
    read = documents(given)
    size, lines = sum(len(text.encode()) for text in given) / 1e6, sum(len(sentences(each)) for each in read)
    seconds, said = ours(read)
    result = {
        "source": source,
        "megabytes": round(size, 2),
        "sentences": lines,
        "statements": said,
        "sentences_per_second": round(lines / seconds),
        "statements_per_second": round(said / seconds),
        "megabytes_per_second": round(size / seconds, 3),
    }
    first, *later = started(4)
    wall, processor, memory = zip(*later, strict=True)
    result |= {"start_up_s": round(min(wall), 2), "start_up_processor_s": round(min(processor), 2)}
    result |= {"start_up_uncompiled_s": round(first[0], 2)}
    result |= {"memory_mb": round(max(memory)), "load": round(os.getloadavg()[0], 1)}
    result |= growth(given)
    if options.spacy_share:
        try:
            some = random.Random(1).sample(given, max(1, round(len(given) * options.spacy_share)))
            taken, _, version = theirs(some)
            speed = sum(len(text.encode()) for text in some) / 1e6 / taken
            result |= {"spacy": version, "spacy_megabytes_per_second": round(speed, 4)}
            result["times_spacy"] = round(size / seconds / speed, 1)
        except ImportError:
            result["spacy"] = None
    if options.json:
        print(json.dumps(result, indent=2))
    else:
        print("\n".join(f"{name:<28} {value}" for name, value in result.items()))


if __name__ == "__main__":
    main()
