"""Invented minutes: what every layout says, and so what a reader should find. All of it made up for this purpose."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

PARAGRAPHS = (
    "Polisen berättar att det har varit oroligt kring busstationen i Norrvik under de senaste veckorna. Flera "
    "resenärer har hört av sig om att ungdomar samlas vid kiosken sent på kvällarna och att en ruta har krossats.",
    "Fastighetsägaren på Lingatan har satt upp ny belysning vid cykelförråden, och efter det har inga fler inbrott "
    "anmälts därifrån.",
    "Skolan i Björkhult upplever att skadegörelsen på skolgården har ökat sedan höstlovet. Vid två tillfällen har "
    "någon eldat i papperskorgarna bakom gymnastiksalen, och räddningstjänsten har fått rycka ut.",
    "Läget i Ekhagen beskrivs som lugnt.",
    "Föreningen Vaksamma Grannar påpekar att buskarna längs gångvägen mellan Sjövallen och Myrtorp skymmer sikten. "
    "Tekniska förvaltningen tar med sig frågan och återkommer med en tidsplan för röjning under våren.",
    "Mopeder och A-traktorer kör i hög fart på Storgatan, framför allt under helgnätter. Boende i området är trötta på "
    "bullret och undrar om det går att sätta upp farthinder eller att stänga av gatan nattetid.",
    "Socialtjänsten informerar om sommarens arbete med fältassistenter. De kommer att finnas på plats vid badplatsen "
    "fyra kvällar i veckan, tillsammans med föräldravandrare och fritidsledare.",
    "En kvinna har blivit lurad på telefon av en person som sade sig ringa från banken. Äldreomsorgens personal pratar "
    "med sina kunder om bedrägerier och delar ut ett informationsblad som polisen har tagit fram.",
    "Kommunen har genomfört en trygghetsvandring i Västra hamnen med ett trettiotal deltagare. Mörka passager, klotter "
    "och trasiga gatlampor var det som oftast lyftes fram, och en åtgärdslista är under arbete.",
    "Narkotikaförsäljning ska enligt uppgift ha förekommit vid lekplatsen på Rönngatan. Polisen ber alla som ser något "
    "att tipsa, hellre en gång för mycket än en gång för lite.",
    "Enligt den nationella trygghetsundersökningen är var fjärde person otrygg när hon går ut ensam en sen kväll. "
    "Siffran har legat ganska stilla under flera år.",
    "Vid återvinningsstationen i Hagaby dumpas grovsopor och byggavfall. Nedskräpningen lockar till sig råttor, och de "
    "som bor närmast vill att kameror sätts upp.",
    "Rådet diskuterade hur sexual- och våldsbrott kan förebyggas i samverkan med restauranger och nattklubbar. Ett "
    "förslag till krogvärdsutbildning tas fram till hösten.",
    "Ordföranden tackar för visat intresse och avslutar mötet.",
    "Det har kommit in klagomål om hundar som springer lösa i naturreservatet. En betesdjursägare har fått ett får "
    "rivet, och länsstyrelsen är underrättad.",
    "Biblioteket har haft problem med ordningsstörningar på eftermiddagarna. Personalen har bytt om i entrén, ändrat "
    "möbleringen och infört en vuxenvärd, vilket har gjort att det är betydligt lugnare nu än i september.",
    "Två bilar har brunnit på parkeringen bakom ishallen. Branden spred sig inte, men händelsen har väckt stor oro "
    "bland dem som bor i de närmaste flerbostadshusen.",
    "Trafikingenjören redovisade hastighetsmätningen på Kyrkvägen: medelhastigheten var 47 kilometer i timmen där 40 "
    "är tillåtet, och vart tionde fordon körde över 60.",
    "Näringslivet vill se fler poliser i centrum på fredagar och lördagar. Butiksägarna berättar om snatterier och om "
    "hot mot personal vid stängningsdags.",
    "Ungdomsrådet önskar att fritidsgården håller öppet längre på loven, eftersom många annars driver runt i "
    "köpcentret utan något att göra.",
)
BULLETS = (
    "Röja sly vid gångtunneln under järnvägen",
    "Byta trasiga armaturer på Ängsstigen och på parkeringen vid vårdcentralen",
    "Bjuda in bostadsbolaget till nästa sammanträde",
    "Se över låsen till soprummen i kvarteret Lärkan, där det har varit flera inbrott under hösten och där de boende "
    "känner sig otrygga",
    "Följa upp kameraövervakningen vid resecentrum",
    "Fler vuxna ute på stan under valborg och skolavslutningen",
    "Klottersanera viadukten inom 24 timmar",
    "Ta fram ett gemensamt lägesbildsformulär för skola, socialtjänst och polis",
)
LEADS = (
    "Gruppen enades om följande punkter:",
    "Detta ska göras före sommaren:",
    "Inkomna synpunkter från boende sedan förra mötet:",
)
HEADS = (("Plats", "Händelse", "När"), ("Område", "Vad har hänt", "Datum"))
ROWS = (
    ("Norrvik", "Stöld av tre cyklar vid stationen", "3 mars"),
    ("Ekhagen", "Klotter på tunneln och på två elskåp", "5 mars"),
    ("Björkhult", "Störande musik efter midnatt", "7 mars"),
    ("Västra hamnen", "Inbrott i båt", "11 mars"),
    ("Myrtorp", "Bilar som kör fort förbi förskolan på morgonen", "12 mars"),
    ("Hagaby", "Brand i container", "14 mars"),
)
HEADINGS = (
    "Inledning",
    "Lägesbild från polisen",
    "Trafik och utemiljö",
    "Skola och fritid",
    "Aktuellt från kommunen",
    "Belysning",
    "Medborgarlöfte",
    "Bostadsområdena",
    "Brottsförebyggande arbete",
    "Statistik",
    "Övriga frågor",
    "Föreningslivet",
    "Ungas trygghet på kvällstid",
    "Centrumhandeln",
    "Rapport från fältgruppen",
    "Samverkan",
)
TITLES = ("Minnesanteckningar från Trygghetsrådet", "Protokoll lokala BRÅ", "Trygghetsrådet i Exempelköping")
FACTS = (
    ("Datum", "2024-03-19"),
    ("Tid", "17.30–19.15"),
    ("Plats", "Sammanträdesrummet Eken, kommunhuset"),
    ("Närvarande", "Ulla Påhittad, Sven Exempelsson, Maja Uppdiktad"),
)


@dataclass(frozen=True)
class Item:
    """A paragraph, a bullet or a table (`rows`, its heads first); `words` of a table are empty."""

    kind: str
    words: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Section:
    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Minutes:
    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


def minutes(random: Random, *, sections: int, bullets: bool = True, table: bool = False) -> Minutes:
    """Minutes with so many sections. The same state of `random` gives the same minutes."""
    headings = random.sample(HEADINGS, sections)
    texts = random.sample(PARAGRAPHS, len(PARAGRAPHS))
    listed = random.randrange(sections) if bullets else None
    tabled = random.randrange(sections) if table else None
    parts = []
    for number, heading in enumerate(headings):
        items = [Item("paragraph", texts.pop()) for _ in range(random.choice((1, 1, 2, 3))) if texts]
        items = items or [Item("paragraph", random.choice(PARAGRAPHS))]
        if number == listed:
            items.append(Item("paragraph", random.choice(LEADS)))
            items += [Item("bullet", words) for words in random.sample(BULLETS, random.randint(3, 5))]
        if number == tabled:
            items.append(Item("table", rows=(random.choice(HEADS), *random.sample(ROWS, random.randint(3, 6)))))
        parts.append(Section(heading, tuple(items)))
    return Minutes(random.choice(TITLES), FACTS, tuple(parts))
