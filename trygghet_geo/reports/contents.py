"""The lägesbild put together: what was raised, where, how often, what changed, what came of it, with its sentences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from trygghet_geo import drawing, pictures, summaries
from trygghet_geo.errors import InvalidSelection
from trygghet_geo.reports import figures, quotes
from trygghet_geo.reports.blocks import Block, Figure, Heading, Points, Report, Text
from trygghet_geo.reports.material import Material, Named, masked, within
from trygghet_geo.statistics import basis, change, measures, occasions, recurrence, threads

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from trygghet_geo.statistics.measures import Measure

HONEST = (
    "Rapporten visar vad som togs upp i de inlästa handlingarna, inte vad som har hänt. Det som ingen tog upp syns "
    "inte. Lugna lägen, åtgärder, förslag och rikets siffror räknas inte som problem."
)
DOCUMENT_KINDS = {
    "minutes": "protokoll eller minnesanteckningar",
    "report": "rapport",
    "table": "tabell",
    "walk": "trygghetsvandring",
    "pledge": "medborgarlöfte",
}


def report(
    given: Material, *, first: date, last: date, people: Iterable[str] = (), entered: Iterable[Measure] = ()
) -> Report:
    """The report of `first` to `last`, both days within. Names of `people` and other personal data are masked.

    Concerns belong to the period of their document. An empty period gives a report that says so.
    Raises InvalidSelection for a period that ends before it begins.
    """
    if first > last:
        raise InvalidSelection(f"perioden börjar {first} men slutar {last}; byt plats på datumen")
    material = masked(given, people)
    documents = within(material.documents, first, last)
    rows = material.table[material.table["document_sha256"].isin([one.sha256 for one in documents])]
    concerns = rows[rows["kind"] == "concern"]
    parts: list[Block] = [Text(HONEST), Text(material.selection, small=True)]
    parts += _summary(rows, documents)
    if len(concerns):
        parts += [*_where(concerns, material, first=first, last=last), *figures.raised(concerns, material)]
    parts += [*_history(material, first, last), *_answers(material, last, tuple(entered))]
    parts += [*quotes.sections(rows, material), *_sources(documents), *_method(rows)]
    return Report("Lägesbild", f"{material.municipality}, {first} till {last}", tuple(parts))


def _summary(rows: GeoDataFrame, documents: tuple[Named, ...]) -> list[Block]:
    if not documents:
        return [Text("Inga handlingar med datum i perioden är inlästa, så det finns inget att visa.")]
    concerns = rows[rows["kind"] == "concern"]
    count, placed = summaries.said(concerns), summaries.said(concerns) - summaries.said(summaries.unplaced(concerns))
    lines = [f"{count} problem togs upp i {figures.documents(len(documents))}; {placed} av dem har en plats på kartan."]
    words = (
        ("calm", "lugnt läge", "lugna lägen"),
        ("measure", "åtgärd", "åtgärder"),
        ("proposal", "förslag", "förslag"),
    )
    counts = [(summaries.said(rows[rows["kind"] == kind]), one, several) for kind, one, several in words]
    told = ", ".join(f"{number} {one if number == 1 else several}" for number, one, several in counts)
    lines.append(f"Dessutom: {told}.")
    return [Heading("I korthet"), Points(tuple(lines))]


def _where(concerns: GeoDataFrame, material: Material, *, first: date, last: date) -> list[Block]:
    caption = pictures.Caption(
        f"Vad som togs upp i {material.municipality}, {first} till {last}",
        "Siffran är antalet gånger det togs upp. Suddigt är ungefärligt; det som saknar plats är inte ritat.",
        "Togs upp i handlingarna; inte ett mått på vad som har hänt.",
        f"Bakgrund: {material.credit}",
    )
    drawn = pictures.picture(concerns, material.layers, style=material.style, wording=WORDING, caption=caption)
    return [Heading("Karta"), Figure(drawn, "Platserna med antal står också i tabellen nedan.")]


def _history(material: Material, first: date, last: date) -> list[Block]:
    """How often, and more or fewer than in the equally long time before."""
    sources = occasions.sources(material.documents)
    often = recurrence.recurrence(material.table, sources, material.places, until=last)
    before = change.Period(first - (last - first) - timedelta(days=1), first - timedelta(days=1))
    by = {"before": before, "after": change.Period(first, last)}
    changed = change.change(material.table, sources, material.places, **by, by=("place", "category"))
    return [*figures.recurring(often, material.labels), *figures.changes(changed, material.labels)]


def _answers(material: Material, last: date, entered: tuple[Measure, ...]) -> list[Block]:
    sources = occasions.sources(material.documents)
    spun = threads.threads(material.table, sources, material.places, until=last)
    until = [one for one in sources if one.day is not None and one.day <= last]
    told = measures.measures(material.table, until, spun, entered=[one for one in entered if one.day <= last])
    waiting = measures.unanswered(spun, occasions.meetings(sources, until=last), entered=entered)
    return [*figures.measures(told, last), *figures.unanswered(waiting, material.labels)]


def _sources(documents: tuple[Named, ...]) -> list[Block]:
    if not documents:
        return []
    lines = tuple(
        f"{one.day} {one.name} ({DOCUMENT_KINDS.get(one.kind, one.kind)}), SHA-256 {one.sha256[:16]}"
        for one in documents
    )
    return [Heading("Handlingar i perioden"), Points(lines)]


def _method(rows: GeoDataFrame) -> list[Block]:
    return [
        Heading("Så är rapporten gjord"),
        Text(
            "Uppgifterna är lästa ur handlingarna av ett program och kan vara fel lästa; varje citat leder "
            "tillbaka till sin handling. Återkommande: vid hur många av de senaste mötena något togs upp. "
            "Förändring: exakt test mot lika lång tid före perioden, rättat för att många par prövas; ”underlaget "
            "räcker inte” betyder att ingen skillnad hade kunnat visas hur det än hade fallit ut. Personuppgifter "
            "är maskerade så långt regler räcker; läs igenom rapporten innan den lämnas ut. Metoderna står i "
            "docs/statistics.md."
        ),
        Text(f"Dataversion {basis.data_version(rows)}.", small=True),
    ]


def _wording() -> drawing.Wording:
    kinds = {
        "concern": "problem",
        "calm": "lugnt",
        "measure": "åtgärd",
        "proposal": "förslag",
        "statistic": "statistik",
    }
    forms = ("Ort eller område med känd gräns", "Väg eller gata", "Ungefärligt läge", "Bestämd plats")
    return drawing.Wording("Förklaring", "Flera kategorier", *forms, kinds, kinds)


WORDING = _wording()
