"""Train the second opinion (`trygghet_geo/understanding/model.py`).

    python tools/train_model.py            # write data/model/statements.npz
    python tools/train_model.py --check    # cross-validate and print the figures only

It learns kinds, categories and types from the sentences and frames in `data/training/` and from the annotated texts
`data/evaluation/dev-*` (their statements, and the sentences in which nothing is stated), and categories also from the
wordings of the lexicon and `data/lexicon/associations.toml`, each a very short text. What the rules see in a sentence
is a feature like its words. `--check` scores only sentences of `data/training/` that the model was not trained on.

The same data give the same file. Needs scipy.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import network  # noqa: E402

from trygghet_geo import evaluation, taxonomy  # noqa: E402
from trygghet_geo.evaluation import gold  # noqa: E402
from trygghet_geo.places import gazetteer  # noqa: E402
from trygghet_geo.places.mentions import mentions  # noqa: E402
from trygghet_geo.records import Block, Document  # noqa: E402
from trygghet_geo.understanding import context, lexicon, meanings, notes, opinions, senses  # noqa: E402
from trygghet_geo.understanding.judging import Judge, Part, Situation  # noqa: E402
from trygghet_geo.understanding.model import KINDS, Opinion, letters, pairs, tokens  # noqa: E402
from trygghet_geo.understanding.patterns import Word  # noqa: E402
from trygghet_geo.understanding.signs import BEFORE, BESIDE, MARK, around  # noqa: E402
from trygghet_geo.understanding.statements import reads  # noqa: E402

SENSE = 0.15
"""The weight of a sense, or of two together: they are many in a clause, and say the same in several ways."""
FOLDS, SEED = 5, 20261122
LEAST, LEAST_SIGN, LEAST_NEARBY, LEAST_TYPE = 3, 3, 4, 8
"""Times that a feature, a sign, a stem near by and a type must occur."""
SIGN, NEARBY = 0.35, 0.5
"""The weights of a sign, and of all that is near by, beside a text of length one: by cross-validation, as the next."""
MEANING = 1.0
"""The weight of what the words mean together."""
SCALE, NETWORKS = 4.0, 4
"""Length of a text before the network; networks of other beginnings whose scores are averaged."""
FRAMED = 24
"""Problems that a frame is filled with."""
IN_DOCUMENT, ALONE = 0.8, 0.5
"""Share of the frames that are made out to stand in a document: what frames teach is to hold there."""
LEVELS = 15
"""Steps from zero to the greatest weight of a hidden unit."""


@dataclass
class Row:
    """A text with its kind ("" when only its category is known), categories and what the rules saw in it."""

    text: str
    kind: str
    codes: tuple[str, ...]
    """Its claims as "category" or "category/type"."""
    source: str = ""
    """Id of the annotated text it is from."""
    part: Part | None = None
    measured: bool = False
    """From `data/training/`: what the figures are counted on."""
    nearby: tuple[str, ...] = ()
    """Stems of what stands beside it, as the product gives them to the model."""
    standing: tuple[str, ...] = ()
    """Signs of what it is made out to stand in."""
    bag: Counter[str] = field(default_factory=Counter)
    senses: tuple[str, ...] = ()
    meaning: np.ndarray = field(default_factory=lambda: np.zeros(0))
    """(dimensions,) what its words mean together."""

    def __post_init__(self) -> None:
        words = [word for word, _, _ in tokens(self.text)]
        self.senses = senses.load().of(words)
        self.meaning = meanings.load().of(words)
        self.bag = Counter([*(f for word in words for f in letters(word)), *pairs(words)])

    @property
    def claims(self) -> set[str]:
        """Its categories."""
        return {code.split("/")[0] for code in self.codes}

    @property
    def signs(self) -> tuple[str, ...]:
        """What the rules saw, and the senses of the words."""
        return (*(self.part.signs if self.part else ()), *self.senses)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="cross-validate only")
    options = parser.parse_args()
    rows = prepared()
    print(f"{len(rows)} texts: {dict(Counter(row.kind or 'category only' for row in rows))}")
    if options.check:
        cross_validate(rows)
    else:
        save(rows, ROOT / "data" / "model" / "statements.npz")


def prepared() -> list[Row]:
    """Everything that is learned from, in a fixed order."""
    rows = [*judged([*training(), *framed(), *annotated()]), *short_texts()]
    random.Random(SEED).shuffle(rows)
    return rows


def training() -> list[Row]:
    """Every training sentence once, in a fixed order."""
    rows: dict[str, Row] = {}
    for path in sorted((ROOT / "data" / "training").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            rows.setdefault(row["text"], Row(row["text"], row["kind"], tuple(row["claims"]), measured=True))
    chance = random.Random(SEED)
    found = [rows[text] for text in sorted(rows)]
    for row in found:
        row.standing = _standing(chance, ALONE)
    return found


def framed() -> list[Row]:
    """Each frame of `data/training/frames.toml` with some of its problems: the same words as this kind and as that."""
    tables = tomllib.loads((ROOT / "data" / "training" / "frames.toml").read_text(encoding="utf-8"))
    problems = [(code, line.split(" | ")) for code, lines in tables["problems"].items() for line in lines]
    rows, chance = [], random.Random(SEED)
    for table in ("frames", "notes"):
        for kind, frames in tables[table].items():
            for frame in frames:
                for code, problem in chance.sample(problems, FRAMED):
                    codes = () if kind == "nothing" else (code,)
                    standing = _standing(chance, IN_DOCUMENT, report=table == "notes")
                    rows.append(Row(_filled(frame, problem), kind, codes, standing=standing))
    return rows


def _filled(frame: str, problem: Sequence[str]) -> str:
    gaps = dict(zip("xed", problem, strict=True))
    return frame.format(**gaps, **{name.upper(): words[0].upper() + words[1:] for name, words in gaps.items()})


def _standing(chance: random.Random, share: float, *, report: bool = False) -> tuple[str, ...]:
    """Signs of a place in some document, a police note if `report`; or none."""
    block, before = Block(chance.choice(("paragraph", "bullet")), ((0, 0),)), chance.choice(("", *KINDS))
    return around(block, report=report, section="", before=before) if chance.random() < share else ()


def annotated() -> list[Row]:
    """The clauses of the texts for tuning as the product cuts them, with what stands around them, and what each says.

    Beside each stands the annotated span of a statement on its own, without surroundings.
    """
    rows: list[Row] = []
    catalogue = taxonomy.load()
    for path in sorted((ROOT / "data" / "evaluation").glob("dev-*.jsonl")):
        for text in gold.load([path], catalogue):
            rows += [Row(" ".join(text.text[a:b].split()), kind, codes, text.id) for a, b, kind, codes in _said(text)]
            rows += clauses_of(text, catalogue)
    return rows


Said = tuple[int, int, str, tuple[str, ...]]


def _said(text: gold.Text) -> list[Said]:
    """Start, end, kind and "category/type" codes of each annotated statement."""
    found: dict[tuple[int, int, str], list[str]] = {}
    for f in text.findings:
        codes = [f"{f.category}/{name}" for name in sorted(f.types, key=str) if name] or [f.category]
        found.setdefault((f.start, f.end, f.kind), []).extend(codes)
    return [(a, b, kind, tuple(codes)) for (a, b, kind), codes in found.items()]


def clauses_of(text: gold.Text, catalogue: taxonomy.Taxonomy) -> list[Row]:
    """The clauses of an annotated text. Left out: labels of police notes, and what they tell of an event twice."""
    document = evaluation._document(text)
    named = mentions(document, gazetteer.load(text.municipality))
    matcher = lexicon.compiled(catalogue).matcher
    read = list(reads(document, named, matcher, second=False))
    note, said, rows = context.is_note(document), _said(text), []
    labels = {i for event in notes.events(document, read) for i in event.labels} if note else set()
    before: Sequence[Word] = ()
    for number, sentence in enumerate(read):
        view = sentence.sentence.view
        judge = Judge(view.text, sentence.words, (), Situation(before=before))
        before = sentence.words
        for part in sentence.parts:
            start, end = sentence.words[part.first].start, sentence.words[part.last - 1].end
            span = view.span(start, end)
            best = max(said, key=lambda s: _common(span, s), default=None)
            met = best is not None and 2 * _common(span, best) >= min(best[1] - best[0], span[1] - span[0])
            if not met and (number in labels or (note and any(_common(span, (t.start, t.end)) for t in text.traps))):
                continue
            kind, codes = (best[2], best[3]) if met else ("nothing", ())
            nearby = judge.nearby(part.first, part.last)
            rows.append(Row(view.text[start:end], kind, codes, text.id, part, nearby=nearby))
    return rows


def _common(a: Sequence, b: Sequence) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def short_texts() -> list[Row]:
    """Wordings and associations of the categories, as texts of which only the category is known."""
    tables = taxonomy.load().categories
    lines = [(code, line) for name, category in tables.items() for code, line in _lines(name, category)]
    for table in ("wordings", "topics"):
        lines += [(code, line) for code, given in lexicon.wordings(table).items() for line in given]
    plain = [(code, " ".join(re.sub(r"<[^>]*>|@place|[\^~*+?&#%.|_]", " ", line).split())) for code, line in lines]
    path = ROOT / "data" / "lexicon" / "associations.toml"
    for code, words in tomllib.loads(path.read_text(encoding="utf-8"))["associations"].items():
        plain += [(code, " ".join(item.split())) for item in words.split(",")]
    return [Row(text, "", (code,)) for code, text in plain if text]


def _lines(code: str, category: taxonomy.Category) -> list[tuple[str, str]]:
    own = [(code, line) for line in (*category.words.terms, *category.words.topics, *category.examples)]
    types = category.types.items()
    return own + [(f"{code}/{name}", line) for name, t in types for line in (*t.words.terms, *t.words.context)]


def judged(rows: list[Row]) -> list[Row]:
    """The rows with what the rules see in each as a whole."""
    matcher = lexicon.compiled(taxonomy.load()).matcher
    finite, places = matcher.element("<finite>|<finite_end>"), gazetteer.load(None)
    for row in rows:
        if row.part:
            continue  # judged where it stands
        named = [(m.start, m.end) for m in mentions(_document(row.text, (0, len(row.text))), places)]
        words = matcher.words(row.text, named)
        if words:
            stands = Situation(signs=row.standing, report=f"{MARK}note" in row.standing)
            judge = Judge(row.text, words, matcher.find(words), stands, finite)
            row.part = judge.judged(0, len(words))
    return rows


def _document(text: str, span: tuple[int, int]) -> Document:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document("text.txt", digest, "txt", text, None, (Block("paragraph", (span,)),))


@dataclass
class Trained:
    """A model in the making: features, their inverse document frequencies, and the network over them."""

    names: list[str]
    idf: np.ndarray
    signs: list[str]
    categories: list[str]
    types: list[str]
    network: network.Network

    def opinions(self, rows: Sequence[Row]) -> list[Opinion]:
        score = self.network.scores(matrix(rows, self.names, self.idf, self.signs))
        kinds = np.exp(score[:, : len(KINDS)])
        shares, chances = kinds / kinds.sum(axis=1, keepdims=True), 1 / (1 + np.exp(-score[:, len(KINDS) :]))
        return [
            Opinion(
                dict(zip(KINDS, map(float, k), strict=True)),
                dict(zip(self.categories, map(float, c), strict=False)),
                dict(zip(self.types, map(float, c[len(self.categories) :]), strict=True)),
            )
            for k, c in zip(shares, chances, strict=True)
        ]


def sign(name: str) -> float:
    """The weight of a sign or sense beside a text of length one, and that of all stems near by together."""
    return NEARBY if name.startswith((BEFORE, BESIDE)) else SENSE if name.startswith(senses.MARK) else SIGN


def matrix(rows: Sequence[Row], names: list[str], idf: np.ndarray, signs: list[str]) -> csr_matrix:
    """One line a text, scaled as in `Model.opinion`: the words by the root of their squares, the signs, the meaning."""
    index = {name: i for i, name in enumerate(names)}
    place = {name: len(names) + i for i, name in enumerate(signs)}
    data, columns, starts = [], [], [0]
    for row in rows:
        known = [(index[name], n) for name, n in row.bag.items() if name in index]
        length = max(sum(n * idf[i] ** 2 for i, n in known) ** 0.5, 1e-6) / SCALE
        data += [n * idf[i] / length for i, n in known]
        columns += [i for i, _ in known]
        seen = [place[name] for name in row.signs if name in place]
        data += [SCALE * sign(signs[i - len(names)]) for i in seen]
        columns += seen
        beside = [place[name] for name in row.nearby if name in place]
        data += [SCALE * NEARBY / len(beside) ** 0.5 for _ in beside]
        columns += beside
        starts.append(len(columns))
    spoken = csr_matrix((data, columns, starts), shape=(len(rows), len(names) + len(signs)), dtype=np.float32)
    return hstack([spoken, csr_matrix(SCALE * MEANING * np.array([row.meaning for row in rows]))], "csr", np.float32)


def fit(rows: Sequence[Row], use_signs: bool = True) -> Trained:
    counts = Counter(name for row in rows for name in row.bag)
    names = sorted(name for name, n in counts.items() if n >= LEAST)
    idf = np.array([np.log((1 + len(rows)) / (1 + counts[name])) + 1 for name in names], dtype=np.float32)
    seen = Counter(name for row in rows for name in row.signs)
    near = Counter(name for row in rows for name in row.nearby)
    signs = [name for name, n in seen.items() if n >= LEAST_SIGN] + [n for n, k in near.items() if k >= LEAST_NEARBY]
    signs = sorted(signs) if use_signs else []
    categories = sorted({claim for row in rows for claim in row.claims})
    typed = Counter(code for row in rows for code in row.codes if "/" in code and row.kind)
    types = sorted(code for code, n in typed.items() if n >= LEAST_TYPE)
    x, wanted = matrix(rows, names, idf, signs), targets(rows, categories, types)
    fitted = [network.fit(x, wanted, kinds=len(KINDS), seed=SEED + number) for number in range(NETWORKS)]
    return Trained(names, idf, signs, categories, types, network.together(fitted))


def targets(rows: Sequence[Row], categories: Sequence[str], types: Sequence[str]) -> network.Targets:
    """What the rows say. Of types a row tells only those of its categories, and only where it names one of them."""
    kinds = np.array([KINDS.index(row.kind) if row.kind else -1 for row in rows])
    holds = [[c in row.claims for c in categories] + [code in row.codes for code in types] for row in rows]
    told = np.ones((len(rows), len(categories) + len(types)), dtype=np.float32)
    for number, row in enumerate(rows):
        named = {code.split("/")[0] for code in row.codes if "/" in code}
        told[number, len(categories) :] = [code.split("/")[0] in named for code in types]
    return network.Targets(kinds, np.array(holds, dtype=np.float32), told)


Answer = tuple[str, frozenset[str]]


def cross_validate(rows: list[Row]) -> None:
    """Rules, model of words alone, and both, on sentences that the scored model has not seen."""
    answers: dict[str, list[tuple[Row, Answer]]] = {"rules": [], "words alone": [], "both": []}
    measured = [row for row in rows if row.measured]
    for fold in range(FOLDS):
        test = measured[fold::FOLDS]
        unseen = set(map(id, test))
        train = [row for row in rows if id(row) not in unseen]
        for name, signs in (("words alone", False), ("both", True)):
            trained = fit(train, signs)
            answers[name] += [
                (row, _answer(row, opinion, signs)) for row, opinion in zip(test, trained.opinions(test), strict=True)
            ]
        answers["rules"] += [(row, _ruled(row)) for row in test]
    for name, given in answers.items():
        report(name, given)


def _ruled(row: Row) -> Answer:
    part = row.part
    return (part.kind, frozenset(t.category for t in part.triggers)) if part else ("nothing", frozenset())


def _answer(row: Row, opinion: Opinion, signs: bool) -> Answer:
    if signs and row.part:
        verdict = (row.part.kind, row.part.rule)
        kind, _, kept, added = opinions.weighed(verdict, [t.category for t in row.part.triggers], opinion)
        return kind, frozenset([*kept, *added])
    kind = max(opinion.kinds, key=lambda name: opinion.kinds[name])
    return kind, frozenset([max(opinion.categories, key=lambda name: opinion.categories[name])])


def report(name: str, given: list[tuple[Row, Answer]]) -> None:
    """Concerns with their category, and the confusion of the kinds, for all and for the half not looked at."""
    halves: dict[str, Callable[[Row], bool]] = {
        "all": lambda row: True,
        "unread half": lambda row: _half(row.text) == 1,
    }
    for label, wanted in halves.items():
        some = [(row, answer) for row, answer in given if wanted(row)]
        right = told = gold = 0
        for row, (kind, claims) in some:
            true = set(row.claims) if row.kind == "concern" else set()
            said = claims if kind == "concern" else frozenset()
            right, told, gold = right + len(true & said), told + len(said), gold + len(true)
        kinds = np.mean([row.kind == kind for row, (kind, _) in some])
        false = np.mean([kind == "concern" for row, (kind, _) in some if row.kind != "concern"])
        f1 = 2 * right / max(1, told + gold)
        print(
            f"{name:12} {label:12} concern and category: precision {right / max(1, told):.3f} recall {right / gold:.3f}"
            f" F1 {f1:.3f}; kind right {kinds:.3f}; other kinds taken for concerns {false:.3f}"
        )
    confusion = Counter((row.kind, kind) for row, (kind, _) in given)
    print("  " + "truth down".ljust(12) + "".join(kind.rjust(10) for kind in KINDS))
    for true in KINDS:
        print("  " + true.ljust(12) + "".join(str(confusion[true, kind]).rjust(10) for kind in KINDS))


def _half(text: str) -> int:
    """0 for the half of the sentences that rules may be tuned on, 1 for the half that is only measured."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 2


def save(rows: list[Row], path: Path) -> None:
    trained = fit(rows)
    meant = meanings.load().names
    own = [sign(name) for name in trained.signs] + [MEANING] * len(meant)
    idf = np.concatenate([trained.idf, np.array(own, dtype=np.float32)])
    names, weights = [*trained.names, *trained.signs, *meant], trained.network.first * SCALE
    scale = np.abs(weights).max(axis=0) / LEVELS
    path.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        path,
        features=np.frombuffer("\n".join(names).encode(), dtype=np.uint8),
        labels=np.frombuffer("\n".join([*KINDS, *trained.categories, *trained.types]).encode(), dtype=np.uint8),
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        idf=idf.astype(np.float16),
        bias=trained.network.first_bias,
        second=trained.network.second.astype(np.float32),
        second_bias=trained.network.second_bias.astype(np.float32),
    )
    print(f"{path.name}: {len(names)} features, {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
