"""The lägesbild: the same facts in each format, names masked, the same bytes twice."""

from __future__ import annotations

import io
import json
from datetime import date

import docx
import pypdf
import pytest
from lxml import html as lxml_html

from tests.browser import invented
from tests.browser.invented import Said
from tests.test_pages_meeting import MEETINGS, NEW
from trygghet_geo import cli, followups, reports, store, taxonomy
from trygghet_geo.errors import InvalidSelection

SECRET = Said(
    "Anna Hemlig (S) ringde 070-174 06 05 om klotter i Kolbäck.",
    (("vandalism", "graffiti"),),
    "1961-kolback",
    "locality",
)
HOSTILE = "<script>alert(1)</script> & =1+1 {{7*7}} \u202eabc"


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / store.FILE
    more = ("2024-05-02 <b>.txt", date(2024, 5, 2), [SECRET, Said(HOSTILE, (("traffic", None),))])
    return invented.fill(path, [*MEETINGS, more])


def made(opened, first=date(2024, 4, 1), last=date(2024, 5, 31)) -> reports.Report:
    given = reports.of_store(opened, taxonomy.load())
    return reports.report(given, first=first, last=last, people=opened.attendees())


def words(suffix: str, content: bytes) -> str:
    """All text of a report, on one line."""
    if suffix == ".pdf":
        found = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    elif suffix == ".docx":
        document = docx.Document(io.BytesIO(content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        found = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    else:
        found = lxml_html.fromstring(content.decode()).text_content()
    return " ".join(found.split())


@pytest.mark.parametrize("suffix", reports.FORMATS)
def test_every_format_tells_the_same_and_names_nobody(opened, suffix):
    content = reports.to_bytes(made(opened), suffix)
    told = words(suffix, content)
    # April and May: graffiti, speeding, loneliness; then the call and the hostile one. Two of five have no place.
    assert "5 problem togs upp i 2 handlingar; 3 av dem har en plats på kartan." in told
    assert "Dessutom: 0 lugna lägen, 1 åtgärd, 0 förslag." in told
    assert NEW.quote in told
    assert "Många är ensamma." in told
    assert "Det körs fort i Kolbäck." not in told.split("Citaten")[1], "that was in February"
    assert "2 av 3" in told, "speeding in Kolbäck at the first two of three meetings"
    assert "Hemlig" not in told
    assert "070-174" not in told
    assert "<script>alert(1)</script> & =1+1 {{7*7}} abc" in told
    assert content == reports.to_bytes(made(opened), suffix)


def test_html_runs_and_fetches_nothing(opened):
    content = reports.to_bytes(made(opened), ".html").decode()
    root = lxml_html.fromstring(content)
    assert root.xpath("//script | //iframe | //link | //@onclick | //@onerror") == []
    assert all(source.startswith("data:image/svg+xml") for source in root.xpath("//@src"))
    assert root.get("lang") == "sv"
    assert len(root.xpath("//table/caption")) == len(root.xpath("//table")) > 3
    assert root.xpath("//img/@alt")[0].startswith("Vad som togs upp i Hallstahammar")


def test_a_place_without_concerns_before_and_after_is_no_sure_difference(opened):
    """One document before and two after can show nothing: the report says that there is too little."""
    told = words(".html", reports.to_bytes(made(opened), ".html"))
    assert "Ingen säker skillnad på någon plats." in told
    assert "Underlaget räcker inte" in told


def test_an_empty_period_is_a_report_that_says_so(opened):
    empty = made(opened, date(2019, 1, 1), date(2019, 12, 31))
    assert "Inga handlingar med datum i perioden" in words(".pdf", reports.to_bytes(empty, ".pdf"))
    with pytest.raises(InvalidSelection, match="byt plats"):
        made(opened, date(2020, 1, 2), date(2020, 1, 1))


def test_rejected_statements_are_left_out(tmp_path):
    opened = invented.fill(tmp_path / store.FILE, MEETINGS)
    table = opened.table()
    one = opened.statement(table[table["quote"] == NEW.quote].iloc[0].statement_id)
    opened.review(one.id, "rejected", by="anna", version=one.version)
    assert NEW.quote not in words(".html", reports.to_bytes(made(opened), ".html"))


def test_an_entered_measure_answers_a_concern(tmp_path):
    opened = invented.fill(tmp_path / store.FILE, MEETINGS)
    table = opened.table()
    statement = table[table["quote"] == NEW.quote].iloc[0].statement_id
    opened.measures.create(title="Sanera", by="anna", owner="Tekniska", due=date(2024, 6, 1), statements=[statement])
    (entered,) = followups.measures(opened, opened.table())
    assert (entered.threads, entered.owner) == (("1961-nibble/vandalism",), "Tekniska")


def test_the_command_writes_a_report_and_refuses_what_makes_no_sense(opened, tmp_path, capsys):
    out = tmp_path / "lägesbild.html"
    asked = ["report", "--store", str(opened.path), "--output", str(out)]
    assert cli.main([*asked, "--from", "2024-04-01", "--to", "2024-05-31", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["concerns"] == 5
    assert "Lägesbild" in out.read_text("utf-8")
    before = out.read_bytes()
    assert cli.main([*asked, "--from", "2024-05-31", "--to", "2024-04-01"]) == 2
    assert cli.main([*asked[:-1], str(tmp_path / "a.odt")]) == 2
    assert ".pdf, .docx, .html" in capsys.readouterr().err
    assert out.read_bytes() == before
