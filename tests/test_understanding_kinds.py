"""Which passes are asked about a clause: leaving one out must never change what is decided."""

from __future__ import annotations

from itertools import product

import pytest

from trygghet_geo.understanding import kinds, lexicon
from trygghet_geo.understanding.claims import Trigger

GRAFFITI = Trigger("vandalism", "graffiti", 0, 1, "a")


def clause(cues: set[str], **fields: object) -> kinds.Clause:
    """A clause of four words about graffiti at a place, in which each cue has the third word."""
    plain = kinds.Clause(
        text="klotter på skolan igen",
        cues=dict.fromkeys(sorted(cues), (2, 3)),
        terms=(GRAFFITI,),
        topics=(),
        section="",
        report=False,
        safety=True,
        placed=True,
    )
    return plain._replace(**fields)


SITUATIONS = [
    {"report": report, "safety": safety, "terms": terms, "section": section, "national": national}
    for report, safety, terms, section, national in product(
        (False, True), (False, True), ((), (GRAFFITI,)), ("", "statistic"), (False, True)
    )
]


@pytest.mark.parametrize("step", kinds.NEEDS, ids=lambda step: step.__name__)
def test_a_pass_says_nothing_without_the_cues_it_needs(step: kinds.Pass) -> None:
    names = set(lexicon.cues())
    assert kinds.NEEDS[step] <= names
    for others in (set(), names - kinds.NEEDS[step], *({name} for name in names - kinds.NEEDS[step])):
        for situation in SITUATIONS:
            assert step(clause(others, **situation)) is None


@pytest.mark.parametrize(
    ("cues", "fields", "expected"),
    [
        (set(), {}, ("concern", "concern")),
        ({"advice"}, {}, ("nothing", "advice")),
        ({"advice", "proposal"}, {}, ("proposal", "proposal")),
        ({"goal"}, {"report": True}, ("concern", "concern")),
        ({"goal"}, {}, ("nothing", "goal")),
        ({"title"}, {"report": True}, ("nothing", "figure_of_speech")),
        (set(), {"old": True}, ("nothing", "history")),
        (set(), {"lead": "measure"}, ("measure", "announced")),
        (set(), {"terms": ()}, ("nothing", "silent")),
    ],
)
def test_the_first_pass_that_decides_decides(cues: set[str], fields: dict, expected: tuple[str, str]) -> None:
    assert kinds.decide(clause(cues, **fields)) == expected
