"""What coordinators correct becomes suggestions: kept, learnt the same way each time, never said without a reason."""

import json

import pytest

from trygghet_geo import cli, explanations, reading, taxonomy
from trygghet_geo.errors import InvalidData
from trygghet_geo.suggestions import LEARNT, doubt, examples, learner, learning
from trygghet_geo.suggestions.examples import Example

CODES = taxonomy.load()
PARKS = ("Ekparken", "Björkparken", "Almparken", "Lindparken", "Tallparken")
BLORP = "Flera blorpade natten lång vid {park} enligt Nisse nummer {number}."
"""A word that no rule and no model can know: only the corrections tell that it is noise."""
ZILK = "Zilkande bänkar ställdes fram vid {park} av Nisse nummer {number}."


def _taught(each: int) -> list[Example]:
    """As many examples of either made-up word, in turn."""
    made = []
    for number in range(each):
        park = PARKS[number % len(PARKS)]
        made.append(Example(BLORP.format(park=park, number=number), "concern", "disorder"))
        made.append(Example(ZILK.format(park=park, number=number), "nothing"))
    return made


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("TRYGGHET_HOME", str(tmp_path))
    monkeypatch.delenv("TRYGGHET_LLM_URL", raising=False)
    return tmp_path


def _written(path, known):
    for example in known:
        examples.append(path, example)
    return path


def test_examples_come_back_as_they_were_kept(tmp_path):
    known = (
        Example("Åäö ”stök”\u2028vid ån", "concern", "disorder", ("#rule:silent",)),
        Example("Dagordning", "nothing"),
    )
    assert examples.load(_written(tmp_path / "c.jsonl", known), CODES) == known


def test_a_line_that_was_torn_off_does_not_swallow_the_next(tmp_path):
    path = tmp_path / "c.jsonl"
    path.write_text('{"text": "halv', encoding="utf-8")
    examples.append(path, Example("Dagordning", "nothing"))
    with pytest.raises(InvalidData, match=r"rad 1 "):
        examples.load(path, CODES)
    assert json.loads(path.read_text("utf-8").split("\n")[1])["text"] == "Dagordning"


@pytest.mark.parametrize(
    "line",
    [
        "[]",
        "null",
        '{"text": 5, "kind": "calm", "category": "other"}',
        '{"text": " ", "kind": "nothing"}',
        '{"text": "x", "kind": "concern"}',
        '{"text": "x", "kind": "nothing", "category": "fire"}',
        '{"text": "x", "kind": "concern", "category": "finns inte"}',
        '{"text": "x", "kind": "nothing", "signs": "abc"}',
        "[" * 100_000,
    ],
)
def test_what_is_no_example_is_told_by_its_line(tmp_path, line):
    path = tmp_path / "c.jsonl"
    path.write_text('{"text": "Dagordning", "kind": "nothing"}\n\n' + line + "\n", encoding="utf-8")
    with pytest.raises(InvalidData, match=r"rad 3 "):
        examples.load(path, CODES)


def test_what_was_rejected_in_the_store_says_nothing_and_what_no_one_saw_is_no_example():
    row = {"quote": "Stök\n vid ån", "kind": "concern", "category": "disorder"}
    rows = [row | {"status": status} for status in ("read", "rejected", "confirmed", "confirmed")]
    assert examples.reviewed(rows) == (Example("Stök vid ån", "nothing"), Example("Stök vid ån", "concern", "disorder"))


def test_forty_nine_corrections_teach_nothing():
    with pytest.raises(InvalidData, match="49 rättelser räcker inte; minst 50"):
        learning.learn(_taught(25)[:49], CODES)


def test_fifty_corrections_that_all_say_the_same_teach_nothing():
    with pytest.raises(InvalidData, match="säger samma sak"):
        learning.learn(_taught(50)[::2], CODES)


def test_the_same_corrections_give_the_same_bytes():
    first, second = (learner.dumps(learning.learn(_taught(25), CODES)[0]) for _ in range(2))
    assert first == second


def test_what_is_kept_answers_as_what_was_learnt(tmp_path):
    learnt, _ = learning.learn(_taught(25), CODES)
    learning.save(tmp_path / "learnt.npz", learnt)
    kept = learner.load(tmp_path / "learnt.npz")
    text = BLORP.format(park="Parken", number=3)
    assert kept.chances(text, ()) == pytest.approx(learnt.chances(text, ()), abs=0.01)
    assert kept.examples == 50


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no", b"\x93NUMPY"])
def test_a_broken_model_is_told_in_one_line(tmp_path, content):
    (tmp_path / "learnt.npz").write_bytes(content)
    with pytest.raises(InvalidData, match="kör trygghet-geo learn igen"):
        learner.load(tmp_path / "learnt.npz")


def test_the_gain_is_counted_on_examples_not_learnt_from():
    """Whatever the program makes of the made-up words, the corrections tell all of those it doubts."""
    _, gain = learning.learn(_taught(25), CODES)
    readings = [doubt.reading(e.text, CODES) for e in _taught(25)]
    before = sum((r.kind, r.category) == (e.kind, e.category) for r, e in zip(readings, _taught(25), strict=True))
    wrong = [r for r, e in zip(readings, _taught(25), strict=True) if (r.kind, r.category) != (e.kind, e.category)]
    assert gain.examples == 50
    assert gain.before == before
    assert gain.right == sum(r.doubtful for r in wrong) > 0
    assert gain.after == before + gain.right


def test_the_same_text_twice_does_not_tell_on_itself():
    """Each text five times: if copies were in other folds, every answer would be known."""
    texts = [("Kvällen var svår att tyda.", "nothing", None), ("Ingen visste vad som menades.", "concern", "youth")]
    known = [Example(*text) for text in texts for _ in range(25)]
    _, gain = learning.learn(known, CODES)
    assert gain.right == 0


def test_a_suggestion_gives_its_reason_and_changes_no_statement(home):
    path = home / "möte.txt"
    path.write_text("Möte 2024-03-13\n\nFlera blorpade natten lång vid Ekparken igen.\n", encoding="utf-8")
    document = reading.read(path, apart=False)
    before = explanations.explained(document)
    learning.save(learning.default_path(), learning.learn(_taught(25), CODES)[0])
    after = explanations.explained(document)
    assert before.suggestions == ()
    assert after.statements == before.statements
    (suggestion,) = after.suggestions
    assert (suggestion.kind, suggestion.category, suggestion.source) == ("concern", "disorder", LEARNT)
    assert document.text[suggestion.start : suggestion.end].startswith("Flera blorpade")
    assert "rättat till problem om" in suggestion.reason_sv
    assert "blorpade" in [document.text[a:b] for a, b in suggestion.words]


def test_what_a_rule_has_settled_is_not_asked_about(home):
    learning.save(learning.default_path(), learning.learn(_taught(25), CODES)[0])
    path = home / "möte.txt"
    path.write_text("Har någon blorpat natten lång vid Ekparken?\n", encoding="utf-8")
    assert explanations.explained(reading.read(path, apart=False)).suggestions == ()


def test_learn_is_one_command_that_reports_its_gain(home, capsys):
    given = _written(home / "egna.jsonl", _taught(25))
    assert cli.main(["learn", "--examples", str(given), "--json"]) == 0
    told = capsys.readouterr()
    answer = json.loads(told.out)
    assert answer["examples"] == 50
    assert answer["after"] >= answer["before"]
    assert learner.load(learning.default_path()).examples == 50
    assert "korsvaliderat" in told.err


def test_learn_with_too_little_is_one_line_and_writes_nothing(home, capsys):
    _written(examples.default_path(), _taught(2))
    assert cli.main(["learn"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert not learning.default_path().exists()
