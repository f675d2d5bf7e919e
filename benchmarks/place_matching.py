"""`python -m benchmarks.place_matching [--names N …]`: finding N place names in 10 MB of text, beside other libraries.

Each matcher runs in a process of its own, so that its memory is its own. The names are built from the towns and
villages of Sweden with the endings of streets and sites; the text is made of ordinary words with a name every 40
words, half of them bent ("Kolbäcks", "Kolbäcksområdet", "Kolbäck-trakten"). The product's matcher finds the bent ones
too; the others are given the names as they are, which is all that they do. Times are CPU seconds of one core, and
everything between the text and the list of names found is counted. spaCy reads the first megabyte only and is not
asked for more than 100,000 names: it would take hours and gigabytes.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import product
from types import MappingProxyType

import shapely

from trygghet_geo.places import gazetteer as gazetteers
from trygghet_geo.places import matcher as matchers
from trygghet_geo.places import names
from trygghet_geo.places.gazetteer import Gazetteer
from trygghet_geo.records import Municipality, Place

SIZE = 10_000_000
SLOW_SIZE = 1_000_000
"""Bytes that spaCy reads."""
SPACY_MOST = 100_000
_ENDS = (
    "", "gatan", "vägen", "torget", "stigen", "gränden", "backen", "parken", "skolan", "gård", "äng", "holmen", "udden",
    "viken", "näset", "kulla", "torp", "hage", "bruk", "lund", "dal", "mossen", "tjärn", "berget", "åsen", "ängen",
    "leden", "allén", "kajen", "plan", "höjden",
)  # fmt: skip
_SIDES = ("", "Norra ", "Södra ", "Östra ", "Västra ", "Lilla ", "Stora ", "Gamla ", "Nya ", "Övre ", "Nedre ")
_BENT = ("", "", "", "", "s", "sområdet", "-trakten", ":s")
_WORDS = (
    "det har under perioden kommit in flera synpunkter om att bilar kör för fort och att belysningen är trasig på "
    "kvällarna vid gångvägen bakom skolan där ungdomar samlas polisen uppger att läget är lugnare än i höstas men att "
    "stölder ur förråd ökar rådet beslutar att frågan tas upp igen på nästa möte när kommunen har gått igenom "
    "anmälningarna"
).split()


def place_names(number: int) -> list[str]:
    """`number` names, no two alike, in an order that has nothing to do with the alphabet."""
    stems = sorted({p.name for p in gazetteers.everywhere().places.values() if " " not in p.name})
    made = list(dict.fromkeys(f"{side}{stem}{end}" for side, end, stem in product(_SIDES, _ENDS, stems)))
    if len(made) < number:
        raise ValueError(f"only {len(made)} names can be made")
    random.Random(1).shuffle(made)
    return made[:number]


def text_with(spoken: list[str], size: int) -> str:
    """Sentences of ordinary words, one of the names in each, `size` bytes of UTF-8 and a little more."""
    chance, parts, length = random.Random(2), [], 0
    while length < size:
        words = chance.choices(_WORDS, k=40)
        words.insert(chance.randrange(40), chance.choice(spoken) + chance.choice(_BENT))
        parts.append(" ".join(words).capitalize() + ".")
        length += len(parts[-1].encode()) + 1
    return "\n".join(parts)


def ours(spoken: list[str]) -> Callable[[str], int]:
    places = {
        str(n): Place(str(n), name, "landmark", shapely.Point(16, 59), "9999", 50.0, "made", "CC0-1.0")
        for n, name in enumerate(spoken)
    }
    register = Gazetteer(
        Municipality("9999", "Almtuna", "Västmanlands län"), MappingProxyType(places), f"{len(spoken)}"
    )
    machine, spent = _timed(lambda: matchers.matcher(register))
    return _built(spent, lambda text: sum(1 for _ in machine.hits(text, " " + names.folded(text))))


def flashtext(spoken: list[str]) -> Callable[[str], int]:
    from flashtext2 import KeywordProcessor

    def build() -> KeywordProcessor:
        processor = KeywordProcessor(case_sensitive=False)
        processor.add_keywords_from_iter(spoken)
        return processor

    processor, spent = _timed(build)
    return _built(spent, lambda text: len(processor.extract_keywords(text)))


def spacy(spoken: list[str]) -> Callable[[str], int]:
    import spacy as library
    from spacy.matcher import PhraseMatcher

    language = library.blank("sv")
    language.max_length = 2 * SIZE

    def build() -> PhraseMatcher:
        found = PhraseMatcher(language.vocab, attr="LOWER")
        found.add("place", list(language.tokenizer.pipe(spoken)))
        return found

    machine, spent = _timed(build)
    return _built(spent, lambda text: sum(len(machine(language.make_doc(line))) for line in text.split("\n")))


MATCHERS = MappingProxyType({"trygghet_geo": ours, "flashtext2": flashtext, "spaCy PhraseMatcher": spacy})


def _timed(build: Callable[[], object]):
    before = time.process_time()
    made = build()
    return made, time.process_time() - before


def _built(seconds: float, find: Callable[[str], int]) -> Callable[[str], int]:
    sys.stdout.write(f"{seconds:.2f} ")
    return find


def _one(name: str, number: int) -> None:
    """In a process of its own: seconds to build, megabytes, MB/s (best of three) and names found, on one line."""
    spoken = place_names(number)
    text = text_with(spoken, SLOW_SIZE if name.startswith("spaCy") else SIZE)
    before = _memory_mb()
    find = MATCHERS[name](spoken)
    grown = _memory_mb() - before
    best, found = float("inf"), 0
    for _ in range(1 if name.startswith("spaCy") else 3):
        start = time.process_time()
        found = find(text)
        best = min(best, time.process_time() - start)
    megabytes = len(text.encode()) / 1e6
    sentences = text.count("\n") + 1
    sys.stdout.write(f"{grown:.0f} {megabytes / best:.1f} {found / sentences:.2f}\n")


def _memory_mb() -> float:
    """The most memory that the process has held so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--only", choices=sorted(MATCHERS), help="one matcher, in this process")
    given = parser.parse_args()
    if given.only:
        return _one(given.only, given.names[0])
    sys.stdout.write(
        "| names | matcher | build s | memory MB | MB/s | found per name written |\n|---|---|---|---|---|---|\n"
    )
    for number, name in product(given.names, MATCHERS):
        if name.startswith("spaCy") and number > SPACY_MOST:
            continue
        command = [sys.executable, "-m", "benchmarks.place_matching", "--only", name, "--names", str(number)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=1800, check=True)
        sys.stdout.write(f"| {number:,} | {name} | {' | '.join(done.stdout.split())} |\n")
        sys.stdout.flush()
    return None


if __name__ == "__main__":
    main()
