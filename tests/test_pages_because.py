"""Why a statement was read as it was, in English on the English page."""

import pytest

from tests.test_reasons import CODES
from trygghet_geo.pages import because, shared, words
from trygghet_geo.records import Block, Document
from trygghet_geo.suggestions import Suggestion
from trygghet_geo.understanding import lexicon, reasons

DOCUMENT = Document("t.txt", "0", "txt", "Klotter", None, (Block("paragraph", ((0, 7),)),))


def said(rule):
    return because.sentence(reasons.Reason(rule, "på svenska", 0, 7), DOCUMENT)


@pytest.fixture
def english(monkeypatch):
    monkeypatch.setattr(shared, "language", lambda: "en")


def test_in_swedish_the_catalogue_says_what_the_reading_says():
    for table, sentences in reasons.sentences().items():
        for name, sentence in sentences.items():
            key = f"because.{table}.{name}"
            assert words.has(key), key
            assert next(m for m in words.catalogue("sv") if m.id == key).string == sentence


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ("kind:concern", "A problem is named, here and now."),
        ("kind:not_there_yet", "A rule settled it."),
        ("kind:model:calm", "The choice of words is like that of sentences of this kind: calm."),
        ("cue:metaphor", "“Klotter” is a figure of speech."),
        ("cue:not_there_yet", "“Klotter” counted too."),
        ("date:span", "“Klotter” says when."),
        ("term:vandalism/graffiti", "“Klotter” speaks of graffiti."),
        ("term:model:vandalism", "is like that of sentences about vandalism."),
    ],
)
def test_a_rule_is_told_in_english(english, rule, wanted):
    assert said(rule).casefold().endswith(wanted.casefold()[-20:])
    assert "på svenska" not in said(rule)


def test_every_cue_is_told_in_english(english):
    for cue in lexicon.cues():
        assert said(f"cue:{cue}").startswith("“Klotter” "), cue


def test_in_swedish_the_reasons_own_sentence_is_shown(monkeypatch):
    monkeypatch.setattr(shared, "language", lambda: "sv")
    assert said("kind:concern") == "på svenska"


def test_what_corrections_say_is_told_in_english(english):
    found = Suggestion(0, 7, "nothing", "vandalism", "learnt", "på svenska", words=((0, 7),))
    told = because.second(found, DOCUMENT)
    label = CODES.categories["vandalism"].label_en.lower()
    assert told == f"Is like what you have corrected to nothing to tell about {label} (”Klotter”)."
    # What a language model wrote stands as it wrote it.
    assert because.second(Suggestion(0, 7, "calm", None, "assistant", "på svenska"), DOCUMENT) == "på svenska"
