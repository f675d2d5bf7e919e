"""What is said: small invented sentences, one or more for each rule."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import pytest

from trygghet_geo import taxonomy
from trygghet_geo.records import Block, Document, Header, Mention
from trygghet_geo.understanding import understand

TAXONOMY = taxonomy.load()
PLACES = ("Ekby", "Alby", "Storgatan", "Norra vägen", "252:an", "Skogsparken")
ANCHOR = date(2022, 5, 11)


def document(*lines: str, title: str = "Trygghetsrådet i Ekby") -> Document:
    """A document of one block a line: "# " makes a heading, "- " a bullet."""
    text, blocks, section = title + "\n\n", [Block("heading", ((0, len(title)),), level=1)], None
    for line in lines:
        kind = "heading" if line.startswith("# ") else "bullet" if line.startswith("- ") else "paragraph"
        body = line.removeprefix("# ")
        start = len(text)
        text += body + "\n\n"
        blocks.append(Block(kind, ((start, start + len(body)),), section=section, level=2 if kind == "heading" else 0))
        section = body if kind == "heading" else section
    return Document("t.txt", sha256(text.encode()).hexdigest(), "txt", text, None, tuple(blocks), Header(date=ANCHOR))


def mentions(text: str) -> list[Mention]:
    found = []
    for name in PLACES:
        at = text.find(name)
        while at >= 0:
            found.append(Mention(at, at + len(name), name, name, "name"))
            at = text.find(name, at + 1)
    return sorted(found, key=lambda m: m.start)


def read(*lines: str, title: str = "Trygghetsrådet i Ekby"):
    made = document(*lines, title=title)
    return made, understand(made, mentions(made.text), TAXONOMY)


def summary(*lines: str) -> list[tuple[str, list[str]]]:
    """(kind, codes) of each statement."""
    return [
        (s.kind, [c.category if c.type is None else f"{c.category}/{c.type}" for c in s.claims])
        for s in read(*lines)[1]
    ]


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("Det har varit flera inbrott i källarförråd på Storgatan.", "burglary/basement"),
        ("Tjuvar har tagit sig in i en villa i Ekby.", "burglary/dwelling"),
        ("Två bilar bröts upp på parkeringen.", "burglary/vehicle"),
        ("Flera cyklar har försvunnit vid stationen.", "theft/bicycle"),
        ("En butik i Ekby har problem med snatterier.", "theft/shoplifting"),
        ("Någon har sprejat på skolans fasad.", "vandalism/graffiti"),
        ("Rutor har krossats på förskolan.", "vandalism/property_damage"),
        ("En bil sattes i brand på Storgatan.", "fire/vehicle_fire"),
        ("Ungdomar eldar i papperskorgar.", "fire/waste_fire"),
        ("En kvinna fick ett slag i ansiktet utanför krogen.", "violence/assault"),
        ("En pojke rånades på sin telefon.", "violence/robbery"),
        ("Personal på skolan har hotats.", "violence/threats"),
        ("Det ligger kanyler i lekparken.", "drugs/use"),
        ("Öppen narkotikahandel pågår vid stationen.", "drugs/dealing"),
        ("Ungdomar samlas utanför butiken i Alby.", "disorder/gathering"),
        ("Hög musik stör de boende om nätterna.", "disorder/noise"),
        ("På Norra vägen kör de flesta inte 60.", "traffic/speeding"),
        ("Mopeder kör på gångvägen i Alby.", "traffic/moped_a_tractor"),
        ("En trafikolycka inträffade på 252:an.", "traffic/accident"),
        ("Lamporna är släckta längs gångvägen.", "environment/lighting"),
        ("Buskarna skymmer sikten vid tunneln.", "environment/vegetation"),
        ("Äldre har blivit uppringda av någon som säger sig ringa från banken.", "fraud/phone"),
        ("Mobbningen på skolan har ökat.", "youth/bullying"),
        ("En kvinna har misshandlats av sin sambo.", "domestic_violence/partner"),
        ("Folk vågar inte gå hem den vägen.", "unsafety"),
        ("Lösa hundar har sprungit på motionsspåret.", "animal_health/loose_dogs"),
    ],
)
def test_a_problem_here_and_now_is_a_concern(sentence, code):
    [(kind, codes)] = summary(sentence)
    assert kind == "concern"
    assert any(c == code or c.startswith(code + "/") for c in codes)


@pytest.mark.parametrize(
    "sentence",
    [
        "Anmäler kommunen klotter?",
        "En fråga: hur arbetar kommunen mot inbrott?",
        "Med skadegörelse menas att någon förstör annans egendom.",
        "Lås alltid cykeln för att undvika stöld.",
        "Ring 112 om du ser ett pågående inbrott.",
        "Det finns en policy om klotter.",
        "Förra mötets anteckningar om inbrotten godkändes.",
        "Nästa möte om trafiken hålls den 15 september.",
        "Målet är att ingen ska behöva vara rädd på väg hem.",
        "För tio år sedan brann skolan ner.",
        "Om det blir bråk ska larmkedjan följas.",
        'Studiecirkeln "Våga prata om våld" startar snart.',
        "Källarfönstret vid entrén är blått.",
        "Bussen från Alby kom i tid.",
        "Brandstationen bjuds in till mötet.",
        "Incidenttyper: hot, våld, stöld, droger, brand.",
    ],
)
def test_what_is_no_problem_here_and_now_is_no_concern(sentence):
    assert [kind for kind, _ in summary(sentence) if kind == "concern"] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Läget i Ekby är lugnt.",
        "Inga inbrott har rapporterats i Alby.",
        "Klottret vid skolan har minskat.",
        "Ingenting att anmärka.",
        "Boende i Alby känner sig trygga.",
        "Torget är väl upplyst.",
    ],
)
def test_quiet_and_better_is_calm(sentence):
    assert [kind for kind, _ in summary(sentence)] == ["calm"]


@pytest.mark.parametrize(
    ("sentence", "category"),
    [
        ("Coacherna och väktarna bevakar Alby mer på grund av problemen med klotter.", "vandalism"),
        ("Efter flera inbrott har belysning satts upp.", "burglary"),
        ("Kommunen sanerar klotter inom två dygn.", "vandalism"),
        ("Polisen informerar pensionärer om bedrägerier.", "fraud"),
        ("Trafikverket sätter upp fartkameror på Norra vägen.", "traffic"),
        ("Ordningsvakter anlitas till sommaren.", "other"),
        ("Det har gjorts en trygghetsvandring i Alby.", "other"),
    ],
)
def test_what_someone_does_about_it_is_a_measure(sentence, category):
    [(kind, codes)] = summary(sentence)
    assert kind == "measure"
    assert category in [c.split("/")[0] for c in codes]


@pytest.mark.parametrize(
    "sentence",
    [
        "Rådet föreslår fler lampor längs gångvägen.",
        "De boende önskar farthinder på Storgatan.",
        "Kan kommunen inte sätta upp ett staket?",
        "Buskarna vid skolan borde klippas.",
    ],
)
def test_what_someone_wants_done_is_a_proposal(sentence):
    assert [kind for kind, _ in summary(sentence)] == ["proposal"]


def test_figures_of_the_country_are_statistics_and_local_figures_are_the_concern():
    assert summary("I hela landet anmäldes 200 000 bedrägerier i fjol.")[0][0] == "statistic"
    compared = "I riket är unga oftare utsatta för rån än pensionärer."
    assert summary(compared)[0][0] == "statistic"
    assert summary("12 bilinbrott på Storgatan i helgen.") == [("concern", ["burglary/vehicle"])]


def test_a_list_with_one_place_is_one_statement():
    assert summary("- Källarinbrott, klotter och höga hastigheter i Ekby.") == [
        ("concern", ["burglary/basement", "vandalism/graffiti", "traffic/speeding"])
    ]


def test_two_problems_at_two_places_are_two_statements():
    assert summary("- Lite klotter i Ekby samt höga hastigheter på bland annat Storgatan och 252:an.") == [
        ("concern", ["vandalism/graffiti"]),
        ("concern", ["traffic/speeding"]),
    ]


def test_calm_and_concern_in_one_sentence_both_stay():
    assert [k for k, _ in summary("Det är lugnt i Ekby, men i Alby har klottret ökat.")] == ["calm", "concern"]


def test_one_subject_with_two_verbs_is_one_statement():
    assert summary("- Många är ensamma och mår dåligt.") == [
        ("concern", ["wellbeing/loneliness", "wellbeing/ill_health"])
    ]


def test_what_is_wished_governs_both_clauses():
    found = summary("Jag föreslår att kommunen bygger ett upphöjt övergångsställe och att lamporna lagas.")
    assert [kind for kind, _ in found] == ["proposal", "proposal"]


def test_a_time_of_day_alone_is_no_concern():
    [(kind, codes)] = summary("Det är många som kör för fort på Norra vägen, framför allt efter klockan 21.")
    assert (kind, set(codes)) == ("concern", {"traffic/speeding"})


def test_the_event_decides_not_the_heading():
    assert summary("# Skadegörelse", "En bil sattes i brand.") == [("concern", ["fire/vehicle_fire"])]


def test_what_a_list_is_for_is_said_above_it():
    kinds = [k for k, _ in summary("Jag föreslår att kommunen", "- sätter upp fler lampor", "- klipper häcken")]
    assert kinds == ["proposal", "proposal"]


def test_intensity_and_trend_come_from_the_words():
    _, [little] = read("Lite klotter i Ekby.")
    assert little.claims[0].intensity == "low"
    _, [much] = read("Omfattande skadegörelse har ökat i Ekby.")
    assert (much.claims[0].intensity, much.claims[0].trend) == ("high", "up")
    _, [plain] = read("Inbrott i Ekby.")
    assert (plain.claims[0].intensity, plain.claims[0].trend) == ("normal", None)


def test_a_police_note_is_one_event():
    note = (
        "12 maj 14:41, Trafikolycka, Ekby",
        "En trafikolycka inträffade på 252:an.",
        "Två bilar har kolliderat. Föraren förs med ambulans till sjukhus. En anmälan upprättas.",
    )
    made, found = read(*note[1:], title=note[0])
    assert [(s.kind, s.claims[0].type) for s in found] == [("concern", "accident")]
    assert made.text[found[0].start : found[0].end] == note[1]


def test_a_board_that_talks_of_society_has_no_local_concern():
    lines = ["Kommunstyrelsen behandlar motionen. Kommunstyrelsen noterar yrkandet. Kommunfullmäktige avgör."] * 2
    assert summary(*lines, "Vi måste tala om gängkriminaliteten och våldet i vår tid.") == []


def test_dates_are_read_and_what_is_next_is_not():
    _, [found] = read("Klotter i Ekby i helgen.")
    assert (found.date_start, found.date_end) == (date(2022, 5, 7), date(2022, 5, 8))
    _, [silent] = read("Klotter i Ekby.")
    assert silent.date_start is None


def test_ids_spans_and_reasons():
    made, found = read("- Klotter i Ekby.", "Inbrott och bråk på Storgatan samt fylleri i Skogsparken.")
    assert len({s.id for s in found}) == len(found) == 3
    for statement in found:
        assert statement.id == sha256(f"{made.sha256}:{statement.start}:{statement.end}".encode()).hexdigest()[:16]
        quote = made.text[statement.start : statement.end]
        assert quote == quote.strip()
        assert not quote.startswith("- ")
        assert 0 < statement.confidence <= 1
        assert any(h.rule.startswith("kind:") for h in statement.rules)
        for claim in statement.claims:
            assert statement.start <= claim.start < claim.end <= statement.end


def test_words_broken_over_lines_are_read():
    made = document("höga hastig-\n\nheter i Ekby")
    [found] = understand(made, mentions(made.text), TAXONOMY)
    assert found.claims[0].type == "speeding"


@pytest.mark.parametrize("text", ["", "   ", "…", "?!", "- ", "|||", "a" * 5000, "klotter " * 2000])
def test_odd_text_states_at_most_what_it_says(text):
    made, statements = read(text or " ")
    assert {s.kind for s in statements} <= ({"concern"} if "klotter" in text else set())
    assert all("klotter" in made.text[s.start : s.end] for s in statements)


@pytest.mark.parametrize(
    "line",
    [
        "Synpunkter som kom fram om trygghetsläget i kommunen:",
        "Rådets inspel till nästa års medborgarlöfte:",
        "Utbildning och arbete",
        "Samverkan är en viktig aspekt av det brottsförebyggande arbetet.",
        "Gruppen ritade in ställen som kan kännas otrygga.",
        "Uppgifterna samlas ihop och delas varje månad.",
    ],
)
def test_lead_ins_lists_of_invitees_and_policy_talk_say_nothing(line):
    assert summary(line) == []


def test_a_project_is_a_measure_in_its_years_whoever_presents_it():
    _, [statement] = read("Planchefen presenterade projektet Ljusa stråk som löper mellan år 2021–2023.")
    assert statement.kind == "measure"
    assert (statement.date_start, statement.date_end) == (date(2021, 1, 1), date(2023, 12, 31))


def test_a_survey_that_lists_crimes_is_one_statistic_of_none_of_them():
    sentence = "Av befolkningen uppger 19,8 procent att de utsattes för misshandel, hot, rån eller bedrägeri."
    assert summary(sentence) == [("statistic", ["other"])]


def test_running_text_about_the_country_stays_so_whatever_the_model_thinks():
    found = summary("I hela landet anmäldes färre inbrott i fjol.", "Kvinnor är räddare än män när de går ut sent.")
    assert [kind for kind, _ in found if kind == "concern"] == []


def test_what_has_been_built_this_summer_lies_behind_and_what_police_do_in_november_ahead():
    _, [built] = read("Två farthinder har byggts på Storgatan under hösten.")
    assert (built.date_start, built.date_end) == (date(2021, 9, 1), date(2021, 11, 30))
    _, [planned] = read("Polisen kontrollerar hastigheten på Storgatan i november.")
    assert (planned.date_start, planned.date_end) == (date(2022, 11, 1), date(2022, 11, 30))


def test_a_turn_for_the_better_is_calm():
    assert [kind for kind, _ in summary("Hästviruset är borta.", "Det har vänt.")] == ["calm", "calm"]
