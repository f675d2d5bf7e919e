"""The catalogue of categories: complete, consistent, and true to its own examples."""

from itertools import combinations

import pytest

from trygghet_geo import taxonomy
from trygghet_geo.errors import InvalidData
from trygghet_geo.understanding import lexicon
from trygghet_geo.understanding.claims import triggers

TAXONOMY = taxonomy.load()
EXPECTED = {
    "burglary": "dwelling basement storage business vehicle public_building construction_site",
    "theft": "shoplifting pickpocketing bicycle vehicle vehicle_parts fuel mail",
    "vandalism": "graffiti property_damage",
    "fire": "arson vehicle_fire waste_fire building_fire vegetation_fire",
    "violence": "assault threats robbery fight weapons shooting explosion sexual_offence harassment",
    "drugs": "use dealing",
    "disorder": "noise gathering alcohol fireworks trespassing",
    "traffic": "speeding moped_a_tractor reckless_driving parking crossing accident impaired_driving e_scooter",
    "environment": "lighting vegetation litter maintenance snow_ice",
    "fraud": "phone online door_to_door",
    "youth": "unrest truancy recruitment bullying",
    "wellbeing": "loneliness ill_health",
    "domestic_violence": "partner child honour",
    "unsafety": "place evening",
    "animal_health": "disease mistreatment loose_dogs",
    "other": "organised_crime",
}


def codes(sentence: str) -> set[str]:
    matcher = lexicon.compiled(TAXONOMY).matcher
    found = triggers(matcher.find(matcher.words(sentence)))
    return {t.category for t in found} | {t.code for t in found}


def test_codes_are_those_of_the_contract():
    assert list(TAXONOMY.categories) == list(EXPECTED)
    for code, types in EXPECTED.items():
        assert set(types.split()) <= set(TAXONOMY.categories[code].types)


@pytest.mark.parametrize("category", TAXONOMY.categories.values(), ids=lambda c: c.code)
def test_every_category_is_labelled_drawn_and_crossed(category):
    assert category.label_sv
    assert category.label_en
    assert len(category.symbol) == 2
    assert set(category.crosswalk) == set(taxonomy.CROSSWALKS)


@pytest.mark.parametrize(
    ("category", "sentence"), [(c.code, s) for c in TAXONOMY.categories.values() for s in c.examples]
)
def test_examples_are_read_as_their_category(category, sentence):
    assert category in codes(sentence)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [(f"{c.code}/{t.code}", s) for c in TAXONOMY.categories.values() for t in c.types.values() for s in t.examples],
)
def test_examples_are_read_as_their_type(code, sentence):
    assert code in codes(sentence)


@pytest.mark.parametrize(
    ("category", "sentence"), [(c.code, s) for c in TAXONOMY.categories.values() for s in c.counterexamples]
)
def test_counterexamples_are_not(category, sentence):
    assert category not in codes(sentence)


def test_colours_can_be_told_apart_by_the_colour_blind_and_in_grey_with_the_symbol():
    """No two categories share a symbol, and no two colours lie closer than a just noticeable step in plain RGB.

    Sixteen colours cannot all differ in grey; the two letters are what a grey print is read by.
    """
    symbols = [c.symbol for c in TAXONOMY.categories.values()]
    assert len(set(symbols)) == len(symbols)
    rgb = [tuple(int(c.colour[i : i + 2], 16) for i in (1, 3, 5)) for c in TAXONOMY.categories.values()]
    closest = min(sum((a - b) ** 2 for a, b in zip(p, q, strict=True)) ** 0.5 for p, q in combinations(rgb, 2))
    assert closest > 30


def test_all_faults_are_told_at_once(tmp_path):
    path = tmp_path / "taxonomy.toml"
    text = (taxonomy.DATA / "taxonomy.toml").read_text(encoding="utf-8")
    text = text.replace('label_sv = "Stöld"', 'etikett = "Stöld"', 1).replace('"#c1272d"', '"rött"', 1)
    path.write_text(text + '\n[category.smuggling]\nlabel_sv = "x"\n', encoding="utf-8")
    with pytest.raises(InvalidData) as error:
        taxonomy.load(path)
    for part in ("theft: okänd nyckel 'etikett'", "theft: 'label_sv' saknas", "'rött'", "okänd kategori 'smuggling'"):
        assert part in str(error.value)


def test_a_broken_file_is_an_invalid_catalogue(tmp_path):
    path = tmp_path / "taxonomy.toml"
    path.write_text("version = ", encoding="utf-8")
    with pytest.raises(InvalidData):
        taxonomy.load(path)
