"""Invented stores to measure the dashboard with, made once and kept: concerns over places that fall off as 1/rank."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from shapely.geometry import Point

from benchmarks import store_speed
from trygghet_geo import store
from trygghet_geo.records import Block, Document, Feature, Header, Municipality
from trygghet_geo.selection import Inside

HOME = Municipality("1961", "Hallstahammar", "Västmanlands län")
CATEGORIES = ("burglary", "theft", "vandalism", "violence", "drugs", "disorder", "traffic", "environment")
WEST, SOUTH, EAST, NORTH = 16.10, 59.50, 16.45, 59.75
PLACES, STATEMENTS, SEED, BATCH = 5_000, 200, 20261122, 100
WRITTEN = 100_000
"""So many are taken in through the store; more are made of them by the database, which is quicker."""
VERSION = "2"
"""Of this file: a store made by another one is made anew."""


def kept(concerns: int, places: int = PLACES) -> Path:
    """The folder of a store with `concerns` statements over `places` sites, made where there is none yet."""
    folder = Path(tempfile.gettempdir()) / "trygghet-dashboard-made" / f"{VERSION}-{concerns}-{places}"
    if not folder.is_dir():
        growing = folder.with_suffix(".growing")
        shutil.rmtree(growing, ignore_errors=True)
        growing.mkdir(parents=True)
        fill(growing, concerns, places)
        growing.rename(folder)
    return folder


def fill(home: Path, concerns: int, places: int) -> None:
    """Make a store in `home` with `concerns` over `places` sites."""
    pick = random.Random(SEED)
    sites = [
        Point(round(pick.uniform(WEST, EAST), 5), round(pick.uniform(SOUTH, NORTH), 5))
        for _ in range(min(places, concerns))
    ]
    weights = [1 / rank for rank in range(1, len(sites) + 1)]
    inside = {f"1961-p{n}": Inside(f"Plats {n}", "1961") for n in range(len(sites))}
    opened = store.open(home / store.FILE)
    numbers = list(range(0, min(concerns, WRITTEN), STATEMENTS))
    for first in range(0, len(numbers), BATCH):
        opened.add_all(_documents(numbers[first : first + BATCH], concerns, sites, weights, pick=pick, inside=inside))
        inside = {}
    if concerns > WRITTEN:
        store_speed.multiply(opened, concerns // WRITTEN)


def _documents(
    numbers: Sequence[int],
    concerns: int,
    sites: Sequence[Point],
    weights: Sequence[float],
    *,
    pick: random.Random,
    inside: dict[str, Inside],
) -> Iterable[tuple[Document, list[Feature], store.Facts]]:
    for number in numbers:
        count = min(STATEMENTS, concerns - number)
        document, rows = _document(number, pick.choices(range(len(sites)), weights, k=count), sites, pick=pick)
        yield document, rows, store.Facts(document.text.encode(), HOME, places=inside if number == 0 else None)


def _document(number: int, at: Sequence[int], sites: Sequence[Point], *, pick: random.Random):
    digest, day = sha256(str(number).encode()).hexdigest(), date(2015, 1, 1) + timedelta(days=pick.randrange(3650))
    name, text, rows = f"dokument-{number}.txt", "", []
    for site in at:
        quote = f"Uppgift {number + len(rows)} om plats {site}."
        facts = {"site": site, "day": day, "category": pick.choice(CATEGORIES), "at": sites[site]}
        rows.append(_feature(digest, quote, len(text), document=name, **facts))
        text += quote + "\n"
    return Document(name, digest, "txt", text, None, (Block("paragraph", ((0, len(text)),)),), Header(date=day)), rows


def _feature(
    digest: str, quote: str, start: int, *, document: str, site: int, day: date, category: str, at: Point
) -> Feature:
    key = sha256(f"{digest}{start}".encode()).hexdigest()[:16]
    facts = {"id": key[::-1], "statement_id": key, "kind": "concern", "category": category, "type": None}
    facts |= {"category_label": category, "type_label": None, "intensity": None, "trend": None, "quote": quote}
    facts |= {"document": document, "document_sha256": digest, "page": None, "start": start, "end": start + len(quote)}
    facts |= {"meeting_date": day, "date_start": day, "date_end": day, "place": f"Plats {site}"}
    facts |= {"place_id": f"1961-p{site}", "place_kind": "landmark", "mention": None, "municipality": HOME.name}
    facts |= {"municipality_code": HOME.code, "precision": "site", "uncertainty_m": 50.0, "confidence": 0.9}
    return Feature(**facts, status="read", geometry=at)
