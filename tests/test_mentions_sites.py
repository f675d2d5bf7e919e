"""Names of sites and quarters that no list has, told by their form and by the words around them."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from tests.invented_places import document, gazetteer
from trygghet_geo.places import gazetteer as gazetteers
from trygghet_geo.places.mentions import mentions

PLACES = gazetteer()
NATIONAL = gazetteers.load(None)


def texts(text, places=PLACES):
    return [mention.text for mention in mentions(document(text), places)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Two words of which the second says what it is.
        ("Glas i sanden vid Vemhems strand.", ["Vemhems strand"]),
        ("Bråk utanför Vemhems ungdomshem i natt.", ["Vemhems ungdomshem"]),
        ("Bråk i en butik, Inre hamnen, på kvällen.", ["Inre hamnen"]),
        ("Slagsmål vid Lilla Torget.", ["Lilla Torget"]),
        ("Skräpigt på Doktor Vemhems torg.", ["Doktor Vemhems torg"]),
        ("Klotter på Vemhemsgymnasiet.", ["Vemhemsgymnasiet"]),
        # The noun for a site before its name is not part of it, nor is the town before a street.
        ("Stök på fritidsgården Kubben i går.", ["fritidsgården", "Kubben"]),
        ("En bil brann vid Hållplatsen Ektorget.", ["Hållplatsen", "Ektorget"]),
        ("Almtuna Ekgatan. Två personer gripna.", ["Almtuna", "Ekgatan"]),
        # An ordinary word that opens the line is none of it; an adjective may be.
        ("20.30 Rondering Vemgatan och Ekgatan.", ["Vemgatan", "Ekgatan"]),
        ("Beträffande Vemgatan är frågan öppen.", ["Vemgatan"]),
        ("Gamla Vemgatan är mörk.", ["Gamla Vemgatan"]),
        # A noun of more words, an adjective, a capital: the name is the whole.
        ("Ett bråk på Lillå folkets hus i lördags.", ["Lillå folkets hus"]),
        ("Glas på Lillå Fjäll i vintras.", ["Lillå Fjäll"]),
        ("Klotter vid Vemhems nya kyrka.", ["Vemhems nya kyrka"]),
        ("Stök i Vemhems sjukhus tunnelbanestation.", ["Vemhems sjukhus tunnelbanestation"]),
        ("Ett rån vid Mall of Vemhem i går.", ["Mall of Vemhem"]),
        ("En ruta krossades vid VMH-porten i natt.", ["VMH-porten"]),
        ("Väktaren gick förbi Blå stället.", ["Blå stället"]),
        ("Brandlarmet utlöstes på Vemska gymnasiet.", ["Vemska gymnasiet"]),
        ("Bråk i Almtunas innerstad i natt.", ["Almtunas innerstad"]),
        ("Skadegörelse, Vemhemsgården.", ["Vemhemsgården"]),
        # Behind the noun for a site it is the site's name, whatever it does.
        ("Fritidsgården Kuben stängde i veckan.", ["Kuben"]),
        ("Efter tillsyn av boendet Vemliden blev det lugnt.", ["Vemliden"]),
        ("Busshållplatsen Lillå Torget är trasig.", ["Lillå Torget"]),
        # A way, a bridge, a call from somewhere.
        ("Lampor saknas på gångvägen till Vemöra.", ["Vemöra"]),
        ("Det ringer om en olycka vid infarten till Vemöra.", ["Vemöra"]),
        ("Ett samtal från Vemöra om en misshandel.", ["Vemöra"]),
        ("Olycka mellan Lillå och Vemforse.", ["Lillå", "Vemforse"]),
        ("Glas vid Gültzvem.", ["Gültzvem"]),
        # At the beginning or the end of a note.
        ("Vemhåskalet, man misstänks för rån.", ["Vemhåskalet"]),
        ("Larm om brand i en lägenhet, Vembyn.", ["Vembyn"]),
        ("Kl 19.30 Vemhage.", ["Vemhage"]),
        ("30/4 / Vemhage / gnistor i gräset", ["Vemhage"]),
        ("Lör 24/8 21.15 Vemhage. En moped brann.", ["Vemhage"]),
        ("STOPP 4 – Vemsjön, badplats och lekplats", ["Vemsjön"]),
        ("Dieselstölder längs E20: tre anmälda.", ["E20"]),
        ("Det är mörkt längs gångvägen från Vemhallen.", ["Vemhallen"]),
        ("Trafiken leds om via Vemtnan.", ["Vemtnan"]),
        ("Elljusspåret mot Vemle saknar lampor.", ["Vemle"]),
        ("Många besökare i Vemängarna.", ["Vemängarna"]),
    ],
)
def test_names_of_sites(text, expected):
    assert texts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Jag bor i Lillå å vi är trötta.",  # "å" is how some write "och"
        "Undantag: två fönster krossade.",
        "Skolans väg till bättre resultat.",
        "Nya skolan byggs nästa år.",
        "Brevet från Vemberg lästes upp.",
        "Kustbevakningens station rapporterade om fyra båtar.",
        "Stambytet i kvarteret Lillå börjar i maj.",
        "Lör 24/8 21.15 Cykelstöld. En moped brann.",
    ],
)
def test_what_only_looks_like_a_site(text):
    assert [words for words in texts(text) if words != "Lillå"] == []


def test_quarters_called_by_their_direction():
    assert texts("Polisen beordras till Söder i Östersund.", NATIONAL) == ["Söder", "Östersund"]
    assert texts("En man kontrolleras på söder i Örebro.", NATIONAL) == ["söder", "Örebro"]
    assert texts("Räta linjen till Söder om Östersund.", NATIONAL) == ["Östersund"]


@pytest.mark.parametrize(
    "text",
    [
        "Lillå väntas ta med tusen fans.",
        "Lillås supportrar tände bengaler.",
        "Matchen mellan Lillå och Mellerås ställdes in.",
        "Supportrar till Mellerås bråkade.",
        "Lillå vann och fansen firade.",
        "Anmäl er till Hela Almtuna vandrar i maj.",
        "Vid Almtunas Stadshus AB:s stämma valdes styrelse.",
        "Vid Lillå Energi AB:s bolagsstämma valdes styrelse.",
        "11.30 Panel: Lillå, Mellerås och Almtuna.",
        "Lillå och Mellerås var representerade.",
        "Hon läste en insändare i Lillå Magasinet.",
        "De svarar på Lillå Direkt varje kväll.",
        "Vi frågade Per från Konsument Mellerås.",
        "Sökandet leds vid Fjällräddningen Mellerås.",
        "Partiet tror på Leader Lillå Mellerås.",
        "Jag kan skriva till Mitt i Mellerås.",
        "Han läser boken Mannen från Mellerås.",
        "Se mer på lillå.se i veckan.",
    ],
)
def test_teams_events_and_companies_are_no_places(text):
    assert texts(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bråk i Lillå efter matchen mot gästerna.", ["Lillå"]),
        ("Lillå: supportrar slogs på torget.", ["Lillå", "torget"]),
        ("Trafiken mellan Lillå och Mellerås är tät.", ["Lillå", "Mellerås"]),
        ("Bråk utanför Lillå Direkt på natten.", ["Lillå"]),
        ("Olycka där Ekgatan möter Bokgatan.", ["Ekgatan", "Bokgatan"]),
    ],
)
def test_places_beside_teams_and_companies_stay(text, expected):
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kyrkan: många kommer till soppan.", []),
        ("17.30 Samling Vemhems torg.", ["Vemhems torg"]),
        ("B Ekgatan", ["Ekgatan"]),
        ("22.10 en man med påsar, campingen", ["campingen"]),
    ],
)
def test_lines_of_walks_and_reports(text, expected):
    assert texts(text) == expected


def test_labels_before_a_dash_are_places_where_their_like_are():
    rows = ("Lillå – skadegörelse på gator.", "Tulleryd – inget.", "Fagerskär – bilar kör fort.")
    assert [m.text for m in mentions(document(*rows), PLACES)] == ["Lillå", "Tulleryd", "Fagerskär"]
    people = ("Anna – ordförande.", "Karlsson – sekreterare.", "Polisen – inget.")
    assert [m.text for m in mentions(document(*people), PLACES)] == []


def test_a_road_of_two_signs_needs_no_preposition():
    two = replace(PLACES.places["e18"], id="e4", name="E4")
    known = replace(PLACES, places=MappingProxyType({**PLACES.places, "e4": two}), version="invented-2")
    found = mentions(document("E4 stod still i två timmar."), known)
    assert [(m.text, m.candidates) for m in found] == [("E4", ("e4",))]


@pytest.mark.parametrize(
    "said", ["ligger helt stilla", "störs av mopeder", "hade två villainbrott", "är utan anmärkning"]
)
def test_what_towns_suffer_without_a_preposition(said):
    assert texts(f"Berg {said}.") == ["Berg"]
