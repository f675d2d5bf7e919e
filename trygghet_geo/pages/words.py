"""All words of the interface, in Swedish and English. A key stands in both; `text` fills in the values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

LANGUAGES = MappingProxyType({"sv": "Svenska", "en": "English"})
MONTHS = MappingProxyType(
    {
        "sv": "januari februari mars april maj juni juli augusti september oktober november december".split(),
        "en": "January February March April May June July August September October November December".split(),
    }
)

SV: Mapping[str, str] = MappingProxyType(
    {
        "app": "Trygghetskartan",
        "page.map": "Karta",
        "page.documents": "Dokument",
        "page.export": "Exportera",
        "page.about": "Om kartan",
        "lang": "Språk",
        # filters
        "filter.title": "Urval",
        "filter.kind": "Visa",
        "filter.category": "Kategori",
        "filter.type": "Typ",
        "filter.place": "Plats",
        "filter.document": "Dokument",
        "filter.period": "Period",
        "filter.from": "Från och med",
        "filter.to": "Till och med",
        "filter.all": "Alla",
        "filter.none": "Inget finns att välja",
        "filter.clear": "Rensa urvalet",
        "period.all": "Hela tiden",
        "period.last": "Senaste mötet",
        "period.two": "De två senaste mötena",
        "period.own": "Egen period",
        "period.wrong": "Perioden börjar efter att den slutar. Byt plats på datumen.",
        # kinds
        "kind.concern": "problem",
        "kind.calm": "lugnt",
        "kind.measure": "åtgärd",
        "kind.proposal": "förslag",
        "kind.statistic": "statistik",
        "count.concern.one": "{count} problem",
        "count.concern.many": "{count} problem",
        "count.calm.one": "{count} lugnt läge",
        "count.calm.many": "{count} lugna lägen",
        "count.measure.one": "{count} åtgärd",
        "count.measure.many": "{count} åtgärder",
        "count.proposal.one": "{count} förslag",
        "count.proposal.many": "{count} förslag",
        "count.statistic.one": "{count} statistikuppgift",
        "count.statistic.many": "{count} statistikuppgifter",
        "kinds.concern": "Problem",
        "kinds.calm": "Lugna lägen",
        "kinds.measure": "Åtgärder",
        "kinds.proposal": "Förslag",
        "kinds.statistic": "Statistik",
        # map
        "map.placed": "**{placed} av {count}** {what} har en plats på kartan",
        "map.what.concern.one": "problem",
        "map.what.concern.many": "problem",
        "map.what.mixed.one": "uppgift",
        "map.what.mixed.many": "uppgifter",
        "map.documents.one": "{count} dokument",
        "map.documents.many": "{count} dokument",
        "map.honest": "Kartan visar det som togs upp i dessa dokument, inte vad som har hänt.",
        "map.legend": "Förklaring",
        "map.several": "Flera slag, inget överväger",
        "map.outline": "Ort eller område",
        "map.line": "Väg eller gata",
        "map.soft": "Ungefär här: suddig kant",
        "map.point": "Bestämd plats",
        "map.phone": "Tryck på en plats på kartan eller i listan för att läsa vad som sades.",
        "map.zoom.in": "Zooma in",
        "map.zoom.out": "Zooma ut",
        "map.schematic": "Vägar och järnväg i bakgrunden är schematiska",
        "map.alt": "Karta över platserna i listan. Allt som kan väljas på kartan finns också i listan.",
        "list.title": "Platser",
        "list.more": "Visa alla {count} platser",
        "list.none": "Inget i urvalet har en plats på kartan.",
        "list.documents.one": "ett dokument",
        "list.documents.many": "{count} dokument",
        "card.back": "Alla platser",
        "card.gone": "Platsen har inget i det här urvalet. Välj en annan plats eller rensa urvalet.",
        "card.summary": "{count} i {documents}, senast {date}",
        "card.undated": "{count} i {documents}",
        "unplaced.title": "{count} utan plats på kartan",
        "unplaced.none": "Allt i urvalet har en plats på kartan.",
        "unplaced.municipality": "Gäller hela {place}",
        "unplaced.nowhere": "Ingen plats nämns",
        "unplaced.unknown": "Platsens läge är inte känt",
        "unplaced.why": "De ritas inte på kartan, för då skulle de se ut att höra hemma på en viss punkt.",
        # quotes
        "quote.open": "{document}, {where}",
        "quote.page": "sida {page}, tecken {start}–{end}",
        "quote.characters": "tecken {start}–{end}",
        "quote.undated": "utan datum",
        "quote.place": "vid {place}",
        "invented": "Påhittat exempel",
        "invented.why": "Dokumentet är skrivet som exempel. Det som står i det har inte hänt.",
        # empty and broken
        "empty.selection": "Inget i dokumenten svarar mot urvalet. Ta bort något ur urvalet eller rensa det.",
        "empty.kinds": "Inget är valt under Visa. Välj minst en sort, till exempel Problem.",
        "empty.store": "Inga dokument är inlästa än. Läs in en mapp med: `python -m trygghet_geo ingest MAPP`",
        "assets.missing": "Kartans filer saknas. Kör `{command}` och ladda om sidan. Listan fungerar ändå.",
        # documents
        "documents.list": "{count} dokument",
        "documents.found": "{count} uppgifter",
        "documents.found.one": "1 uppgift",
        "documents.copy": "samma text som ett annat dokument",
        "documents.back": "Alla dokument",
        "documents.gone": "Det dokumentet finns inte i lagret. Välj ett annat i listan.",
        "documents.marked": "Texten med det som kartan har hittat",
        "documents.key": "Markeringarna",
        "documents.hidden": "Deltagare och sidhuvuden visas inte.",
        "documents.chosen": "Vald",
        "documents.nothing": "Inget i det här dokumentet hör hemma på kartan.",
        "documents.undated": "Utan datum",
        "documents.show": "Visa på kartan",
        # export
        "export.title": "Exportera urvalet",
        "export.lead": "Filerna innehåller exakt det valda: {count}, varav {placed} med plats. Rader i filen: {rows}.",
        "export.button": "Hämta {name}",
        "export..geojson": "GeoJSON, för QGIS och webbkartor",
        "export..gpkg": "GeoPackage, för QGIS och ArcGIS",
        "export..parquet": "GeoParquet, för R och Python",
        "export..csv": "CSV, för Excel och R (semikolon)",
        "export..xlsx": "Excel",
        "export..fgb": "FlatGeobuf, för webbkartor",
        "export.other": "Fil i formatet {suffix}",
        "export.filter": "Urvalet i ord",
        "export.link": "Adressen till urvalet står i webbläsarens adressfält. Den som öppnar den ser samma sak.",
        "export.mask": "Dölj personuppgifter i citaten",
        "export.mask_help": "Personnummer, telefonnummer, e-postadresser, mötenas deltagare och namn efter titlar "
        "byts mot en markering. Andra namn i löpande text hittas inte säkert.",
        "export.masked": "Namn i löpande text kan finnas kvar. Läs igenom filerna innan de lämnas ut.",
        "export.personal": "Filerna innehåller dokumentens egna ord, även personuppgifter. Läs igenom dem innan de "
        "lämnas ut.",
        # about
        "about.shows": "Vad kartan visar",
        "about.shows.text": (
            "Kartan visar **det som togs upp i de inlästa dokumenten, inte vad som har hänt**. Varje markering leder "
            "tillbaka till en mening i ett dokument. En plats med många markeringar är en plats som någon har tagit "
            "upp många gånger; den är inte därför den plats där det har hänt mest."
        ),
        "about.not": "Vad den inte visar",
        "about.not.text": (
            "- Den visar inte brottsstatistik, och inga tal per invånare.\n"
            "- Den rangordnar inte områden efter hur trygga de är.\n"
            "- Det som ingen tog upp syns inte, hur vanligt det än är.\n"
            "- Lugna lägen, åtgärder, förslag och rikets siffror räknas aldrig som problem. De visas bara när de väljs."
        ),
        "about.places": "Så ritas platserna",
        "about.places.text": (
            "- **Yta med kant**: ordet betyder en ort eller ett område, och vi har dess gräns.\n"
            "- **Linje**: en väg eller gata.\n"
            "- **Suddig yta**: orden är vaga (”kring stationen”), eller platsens gräns är okänd.\n"
            "- **Cirkel**: en bestämd plats; cirkelns yta följer antalet.\n"
            "- **Ingen markering**: det gäller hela kommunen eller ingen plats nämns. De räknas och listas för sig.\n\n"
            "Färgen är den kategori som står för mer än hälften på platsen. Grått betyder att ingen gör det."
        ),
        "about.content": "Innehåll just nu",
        "about.content.text": "{documents} dokument, {count} uppgifter, varav {placed} med plats. Möten: {period}.",
        "about.invented": "{count} av dokumenten är påhittade exempel och märkta så.",
        "about.sources": "Källor och licenser",
        "about.privacy": "Personuppgifter",
        "about.privacy.text": (
            "Listor över mötenas deltagare varken visas eller exporteras. Citaten är dokumentens egna ord och kan "
            "nämna personer: läs igenom dem innan de lämnas ut. Sidan hämtar inget från andra servrar: allt som "
            "behövs ligger på den här, inga kakor för spårning används och ingen användning mäts."
        ),
        "about.version": "Version",
        "about.version.text": "Trygghetskartan {version}, lagrets version {store}. Öppen källkod under MIT-licensen.",
        "about.base": "Bakgrundskarta",
        "about.code": "Kartan ritas med Leaflet (BSD-2-Clause), folium (MIT) och Streamlit (Apache 2.0).",
    }
)

EN: Mapping[str, str] = MappingProxyType(
    {
        "app": "Trygghetskartan",
        "page.map": "Map",
        "page.documents": "Documents",
        "page.export": "Export",
        "page.about": "About the map",
        "lang": "Language",
        "filter.title": "Selection",
        "filter.kind": "Show",
        "filter.category": "Category",
        "filter.type": "Type",
        "filter.place": "Place",
        "filter.document": "Document",
        "filter.period": "Period",
        "filter.from": "From",
        "filter.to": "To",
        "filter.all": "All",
        "filter.none": "Nothing to choose",
        "filter.clear": "Clear the selection",
        "period.all": "All time",
        "period.last": "The last meeting",
        "period.two": "The last two meetings",
        "period.own": "Own period",
        "period.wrong": "The period begins after it ends. Swap the dates.",
        "kind.concern": "concern",
        "kind.calm": "calm",
        "kind.measure": "measure",
        "kind.proposal": "proposal",
        "kind.statistic": "statistic",
        "count.concern.one": "{count} concern",
        "count.concern.many": "{count} concerns",
        "count.calm.one": "{count} calm report",
        "count.calm.many": "{count} calm reports",
        "count.measure.one": "{count} measure",
        "count.measure.many": "{count} measures",
        "count.proposal.one": "{count} proposal",
        "count.proposal.many": "{count} proposals",
        "count.statistic.one": "{count} figure",
        "count.statistic.many": "{count} figures",
        "kinds.concern": "Concerns",
        "kinds.calm": "Calm",
        "kinds.measure": "Measures",
        "kinds.proposal": "Proposals",
        "kinds.statistic": "Statistics",
        "map.placed": "**{placed} of {count}** {what} have a place on the map",
        "map.what.concern.one": "concern",
        "map.what.concern.many": "concerns",
        "map.what.mixed.one": "statement",
        "map.what.mixed.many": "statements",
        "map.documents.one": "{count} document",
        "map.documents.many": "{count} documents",
        "map.honest": "The map shows what was raised in these documents, not what happened.",
        "map.legend": "Legend",
        "map.several": "Several kinds, none prevails",
        "map.outline": "Town or area",
        "map.line": "Road or street",
        "map.soft": "About here: blurred edge",
        "map.point": "Definite place",
        "map.phone": "Touch a place on the map or in the list to read what was said.",
        "map.zoom.in": "Zoom in",
        "map.zoom.out": "Zoom out",
        "map.schematic": "Roads and railways in the background are schematic",
        "map.alt": "Map of the places in the list. All that can be chosen on the map is in the list too.",
        "list.title": "Places",
        "list.more": "Show all {count} places",
        "list.none": "Nothing in the selection has a place on the map.",
        "list.documents.one": "one document",
        "list.documents.many": "{count} documents",
        "card.back": "All places",
        "card.gone": "The place has nothing in this selection. Choose another place or clear the selection.",
        "card.summary": "{count} in {documents}, latest {date}",
        "card.undated": "{count} in {documents}",
        "unplaced.title": "{count} without a place on the map",
        "unplaced.none": "All of the selection has a place on the map.",
        "unplaced.municipality": "Concerns all of {place}",
        "unplaced.nowhere": "No place is named",
        "unplaced.unknown": "The position of the place is not known",
        "unplaced.why": "They are not drawn on the map, as they would seem to belong to one point.",
        "quote.open": "{document}, {where}",
        "quote.page": "page {page}, characters {start}–{end}",
        "quote.characters": "characters {start}–{end}",
        "quote.undated": "undated",
        "quote.place": "at {place}",
        "invented": "Invented example",
        "invented.why": "The document was written as an example. What it tells has not happened.",
        "empty.selection": "Nothing in the documents answers to the selection. Take something out of it or clear it.",
        "empty.kinds": "Nothing is chosen under Show. Choose at least one kind, such as Concerns.",
        "empty.store": "No documents have been read yet. Read a folder with: `python -m trygghet_geo ingest FOLDER`",
        "assets.missing": "The map's files are missing. Run `{command}` and reload the page. The list works anyway.",
        "documents.list": "{count} documents",
        "documents.found": "{count} statements",
        "documents.found.one": "1 statement",
        "documents.copy": "the same text as another document",
        "documents.back": "All documents",
        "documents.gone": "That document is not in the store. Choose another in the list.",
        "documents.marked": "The text with what the map has found",
        "documents.key": "The marks",
        "documents.hidden": "Attendees and page heads are not shown.",
        "documents.chosen": "Chosen",
        "documents.nothing": "Nothing in this document belongs on the map.",
        "documents.undated": "Undated",
        "documents.show": "Show on the map",
        "export.title": "Export the selection",
        "export.lead": "The files hold exactly the selection: {count}, {placed} placed. Rows in the file: {rows}.",
        "export.button": "Download {name}",
        "export..geojson": "GeoJSON, for QGIS and web maps",
        "export..gpkg": "GeoPackage, for QGIS and ArcGIS",
        "export..parquet": "GeoParquet, for R and Python",
        "export..csv": "CSV, for Excel and R (semicolons)",
        "export..xlsx": "Excel",
        "export..fgb": "FlatGeobuf, for web maps",
        "export.other": "File in the format {suffix}",
        "export.filter": "The selection in words (Swedish)",
        "export.link": "The address of this selection is in the browser's address bar. Whoever opens it sees the same.",
        "export.mask": "Hide personal data in the quotes",
        "export.mask_help": "Personal numbers, phone numbers, e-mail addresses, those attending the meetings and names "
        "after titles are replaced by a mark. Other names in running text are not found for certain.",
        "export.masked": "Names in running text may remain. Read the files before you pass them on.",
        "export.personal": "The files hold the documents' own words, personal data too. Read them before you pass "
        "them on.",
        "about.shows": "What the map shows",
        "about.shows.text": (
            "The map shows **what was raised in the documents that were read, not what happened**. Each mark leads "
            "back to a sentence in a document. A place with many marks is one that somebody raised many times; that "
            "does not make it the place where most has happened."
        ),
        "about.not": "What it does not show",
        "about.not.text": (
            "- It shows no crime statistics and no rates per inhabitant.\n"
            "- It does not rank areas by how safe they are.\n"
            "- What nobody raised is not seen, however common it is.\n"
            "- Calm reports, measures, proposals and national figures never count as concerns. They show when chosen."
        ),
        "about.places": "How places are drawn",
        "about.places.text": (
            "- **Area with an edge**: the words mean a town or an area, and we have its outline.\n"
            "- **Line**: a road or street.\n"
            "- **Blurred area**: the words are vague, or the outline of the place is not known.\n"
            "- **Circle**: a definite place; its area follows the count.\n"
            "- **No mark**: the whole municipality, or no place is named. They are counted and listed apart.\n\n"
            "The colour is the category of more than half at the place. Grey means that there is none."
        ),
        "about.content": "Content now",
        "about.content.text": "{documents} documents, {count} statements, {placed} of them placed. Meetings: {period}.",
        "about.invented": "{count} of the documents are invented examples and marked so.",
        "about.sources": "Sources and licences",
        "about.privacy": "Personal data",
        "about.privacy.text": (
            "Lists of those attending are neither shown nor exported. Quotes are the documents' own words and may name "
            "people: read them before you pass them on. The page fetches nothing from other servers: all "
            "it needs is on this one; there are no tracking cookies and no usage is measured."
        ),
        "about.version": "Version",
        "about.version.text": "Trygghetskartan {version}, store version {store}. Open source under the MIT licence.",
        "about.base": "Background map",
        "about.code": "The map is drawn with Leaflet (BSD-2-Clause), folium (MIT) and Streamlit (Apache 2.0).",
    }
)
_CATALOGUES = MappingProxyType({"sv": SV, "en": EN})


def text(key: str, language: str = "sv", **values: object) -> str:
    """The words of `key` in `language` with `values` filled in; a language there is none of gives Swedish."""
    return _CATALOGUES.get(language, SV)[key].format(**values)


def day(value: date | None, language: str = "sv") -> str:
    """A date as it is said: 10 mars 2021. Nothing for None."""
    if value is None:
        return ""
    return f"{value.day} {MONTHS[language if language in MONTHS else 'sv'][value.month - 1]} {value.year}"


def span(first: date | None, last: date | None, language: str = "sv") -> str:
    """A period as it is said; one date when both are the same."""
    days = list(dict.fromkeys(day(value, language) for value in (first, last) if value))
    return " – ".join(days)
