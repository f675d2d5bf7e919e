"""Every rule that can fire has a sentence, and every sentence names its words."""

import json
from dataclasses import replace
from datetime import date

import pytest

from trygghet_geo import cli, explanations, reading, taxonomy
from trygghet_geo.records import Block, Document, Header, Hit, Statement
from trygghet_geo.understanding import kinds, lexicon, reasons

CODES = taxonomy.load()


@pytest.mark.parametrize("step", [step.__name__ for step in kinds.PASSES] + ["silent", "model"])
def test_every_pass_has_a_sentence(step):
    assert reasons.sentences()["pass"][step].endswith(".")


def _told(rule):
    document = Document("t.txt", "0", "txt", "Klotter", None, (Block("paragraph", ((0, 7),)),))
    statement = Statement("", 0, 7, 0, "concern", (), 0.5, rules=(Hit(rule, 0, 7),))
    return [reason.label_sv for reason in reasons.reasons(statement, document, CODES)]


@pytest.mark.parametrize("cue", sorted({*lexicon.cues(), "one_that_is_not_there_yet"} - {"finite"}))
def test_every_cue_is_told_with_its_words(cue):
    (label,) = _told(f"cue:{cue}")
    assert label.startswith("”Klotter” ")
    assert label.endswith(".")


def test_that_there_is_a_verb_is_no_reason():
    assert _told("cue:finite") == []


def _explained(folder, text, day=None):
    path = folder / "möte.txt"
    path.write_text(text, encoding="utf-8")
    document = reading.read(path, apart=False)
    return explanations.explained(replace(document, header=Header(date=day)))


def test_a_statement_says_which_words_made_it_what_it_is(tmp_path):
    read = _explained(tmp_path, "I helgen var det inbrott i en källare i Kolbäck.\n", date(2024, 3, 13))
    (statement,) = read.statements
    text = read.document.text
    found = {r.label_sv: text[r.start : r.end] for r in reasons.reasons(statement, read.document, CODES)}
    assert found["Ett problem nämns, här och nu."] == text[statement.start : statement.end]
    assert found["”inbrott” talar om inbrott."] == "inbrott"
    assert found["”I helgen” säger när."] == "I helgen"


@pytest.mark.parametrize(
    ("text", "told"), [("Det var klotter på skolan.", True), ("I helgen var det klotter i Kolbäck.", False)]
)
def test_a_time_is_never_told_as_where(tmp_path, text, told):
    read = _explained(tmp_path, f"{text}\n", date(2024, 3, 13))
    (statement,) = read.statements
    assert any(hit.rule == "cue:located" for hit in statement.rules)
    labels = [r.label_sv for r in reasons.reasons(statement, read.document, CODES)]
    assert ("”på skolan” säger var." in labels) == told
    assert any(label.endswith("säger var.") for label in labels) == told


def test_the_words_of_a_broken_line_are_told_as_one(tmp_path):
    read = _explained(tmp_path, "Möte 2024-03-13\n\nDet var ett källar-\ninbrott i Kolbäck.\n")
    labels = [r.label_sv for s in read.statements for r in reasons.reasons(s, read.document, CODES)]
    assert "”källarinbrott” talar om källare." in labels


def test_every_category_and_type_can_be_told():
    for code, category in CODES.categories.items():
        for name in (code, f"{code}:wordings", f"model:{code}", *(f"{code}/{type_}" for type_ in category.types)):
            (label,) = _told(f"term:{name}")
            assert "”Klotter”" in label


def test_explain_gives_reasons_and_places_as_json(tmp_path, capsys):
    path = tmp_path / "möte.txt"
    path.write_text("Möte 2024-03-13\n\nDet var inbrott i en källare i Kolbäck.\n", encoding="utf-8")
    assert cli.main(["explain", str(path), "--municipality", "1961", "--json"]) == 0
    (statement,) = json.loads(capsys.readouterr().out)["statements"]
    assert statement["quote"] == "Det var inbrott i en källare i Kolbäck."
    assert {"rule": "kind:concern", "label": "Ett problem nämns, här och nu."}.items() <= statement["reasons"][
        0
    ].items()
    assert statement["places"][0]["place"] == "Kolbäck"


def test_explain_tells_a_person_too(tmp_path, capsys):
    path = tmp_path / "möte.txt"
    path.write_text("Det är lugnt i Kolbäck.\n", encoding="utf-8")
    assert cli.main(["explain", str(path)]) == 0
    told = capsys.readouterr().out
    assert "lugnt: Övrigt" in told
    assert "”Det är lugnt i Kolbäck.”" in told


def test_explain_of_a_file_that_is_not_there_is_one_line(tmp_path, capsys):
    assert cli.main(["explain", str(tmp_path / "finns inte.txt")]) == 3
    assert capsys.readouterr().err.count("\n") == 1
