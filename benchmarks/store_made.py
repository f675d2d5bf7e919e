"""Invented documents and features for measurements of the store; the same seed gives the same."""

from __future__ import annotations

import random
from datetime import date, timedelta
from hashlib import sha256

from shapely.geometry import Point

from trygghet_geo.records import Block, Document, Feature, Header, Municipality

HOME = Municipality("1961", "Hallstahammar", "Västmanlands län")
CATEGORIES = ("burglary", "theft", "vandalism", "fire", "violence", "drugs", "disorder", "traffic", "environment")
WORDS = (
    "klotter inbrott källare moped hastighet belysning torget skolan stationen gångtunneln ungdomar buller skräp "
    "parkering cykel förråd bilar fönster trasig mörkt natten helgen centrum parken vägen boende oroliga"
).split()


def document(number: int, *, statements: int = 20, seed: int = 0) -> tuple[Document, list[Feature]]:
    """Minutes number `number` with `statements` bullets, a feature each, two thirds of them placed."""
    pick = random.Random(f"{seed}-{number}")
    sha, name = sha256(f"{seed}-{number}".encode()).hexdigest(), f"möte-{number:06}.txt"
    day = date(2015, 1, 1) + timedelta(days=pick.randrange(3650))
    text, rows = "", []
    for at in range(statements):
        quote = f"{' '.join(pick.choices(WORDS, k=9)).capitalize()} {number}-{at}."
        rows.append(_feature(sha, name, quote, start=len(text), day=day, pick=pick))
        text += f"{quote}\n"
    block = Block("paragraph", ((0, len(text)),))
    return Document(name, sha, "txt", text, None, (block,), Header(date=day)), rows


def _feature(sha: str, name: str, quote: str, *, start: int, day: date, pick: random.Random) -> Feature:
    placed, category, place = pick.random() < 0.66, pick.choice(CATEGORIES), pick.randrange(400)
    lon, lat = round(11.5 + place % 20 * 0.3, 6), round(55.5 + place // 20 * 0.4, 6)
    id_ = sha256(f"{sha}:{start}:{start + len(quote)}".encode()).hexdigest()[:16]
    return Feature(
        id=id_[::-1],
        statement_id=id_,
        kind="concern",
        category=category,
        type=None,
        category_label=category,
        type_label=None,
        intensity=None,
        trend=None,
        quote=quote,
        document=name,
        document_sha256=sha,
        page=None,
        start=start,
        end=start + len(quote),
        meeting_date=day,
        date_start=day,
        date_end=day,
        place=f"Plats {place}" if placed else None,
        place_id=f"p{place}" if placed else None,
        place_kind="landmark" if placed else None,
        mention=None,
        municipality=HOME.name,
        municipality_code=HOME.code,
        precision="site" if placed else "none",
        uncertainty_m=50.0 if placed else None,
        confidence=0.9,
        status="read",
        geometry=Point(lon, lat) if placed else None,
    )
