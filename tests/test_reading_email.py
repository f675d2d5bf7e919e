"""Letters: the sender's own words are searched, everything else is kept apart; attachments are documents."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from io import BytesIO

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reading_samples import check, words
from trygghet_geo import pipeline, reading, store
from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.reading import attachments
from trygghet_geo.records import Municipality

HOME = Municipality("1961", "Hallstahammar", "Västmanlands län")
BODY = """Hej!

Det är mörkt vid Lillån och på Ågatan sedan i
fredags. Flera barn går där.

* Klotter på skolan
* Skräp i parken

Med vänlig hälsning
Eva Ek
Samordnare, 070-000 00 00
"""
QUOTED = """
Från: Bo Al <bo@exempel.se>
Skickat: den 1 mars 2024 10:12
Till: Eva Ek <eva@exempel.se>
Ämne: Läget i Norrby

Det har varit inbrott i Norrby.
"""


def letter(body: str = BODY, subject: str = "Läget i Norrby", *, html: str | None = None) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Eva Ek <eva@exempel.se>"
    made["To"] = "Åsa Öst <asa@exempel.se>, Bo Al <bo@exempel.se>"
    made["Subject"] = subject
    made["Date"] = "Mon, 04 Mar 2024 08:15:00 +0100"
    if body:
        made.set_content(body)
    if html is not None:
        if body:
            made.add_alternative(html, subtype="html")
        else:
            made.set_content(html, subtype="html")
    return made


def word_file(text: str) -> bytes:
    out = BytesIO()
    made = docx.Document()
    made.add_paragraph(text)
    made.save(out)
    return out.getvalue()


def attach(made: EmailMessage, data: bytes, name: str, kind: str = "application/octet-stream") -> None:
    main, sub = kind.split("/")
    made.add_attachment(data, maintype=main, subtype=sub, filename=name)


def saved(folder, made: EmailMessage | bytes, name: str = "brev.eml"):
    path = folder / name
    path.write_bytes(made if isinstance(made, bytes) else made.as_bytes(policy=SMTP))
    return path


def here(path):
    return reading.read(path, apart=False)


def searched(document) -> list[tuple[str, str]]:
    return [(b.kind, words(document, b)) for b in document.blocks if not b.header]


def silent(document) -> str:
    return " ".join(words(document, b) for b in document.blocks if b.header)


OWN = [
    ("heading", "Läget i Norrby"),
    ("paragraph", "Hej!"),
    ("paragraph", "Det är mörkt vid Lillån och på Ågatan sedan i fredags. Flera barn går där."),
    ("bullet", "Klotter på skolan"),
    ("bullet", "Skräp i parken"),
]


def test_the_senders_words_are_searched_and_nothing_else(tmp_path):
    document = here(saved(tmp_path, letter()))
    check(document)
    assert searched(document) == OWN
    for apart in ("Åsa Öst", "asa@exempel.se", "Med vänlig hälsning", "070-000 00 00"):
        assert apart in silent(document)
    assert str(document.header.date) == "2024-03-04"
    assert document.header.attendees == ("Eva Ek", "Åsa Öst", "Bo Al")
    assert document.format == "eml"


@pytest.mark.parametrize(
    "earlier",
    [
        QUOTED,
        "\nDen 1 mars 2024 kl. 10:12 skrev Bo Al <bo@exempel.se>:\n> Det har varit inbrott i Norrby.\n> Hej då\n",
        "\nDen fre 1 mars 2024 10:12Bo Al <bo@exempel.se> skrev:\n\nDet har varit inbrott i Norrby.\n",
        "\n-----Ursprungligt meddelande-----\nDet har varit inbrott i Norrby.\n",
        "\n> Det har varit inbrott i Norrby.\n",
    ],
)
def test_what_an_earlier_letter_said_is_not_counted_again(tmp_path, earlier):
    document = here(saved(tmp_path, letter(BODY + earlier, "SV: Läget i Norrby")))
    check(document)
    assert searched(document)[1:] == OWN[1:]
    assert "inbrott i Norrby" in silent(document)


@pytest.mark.parametrize(
    ("body", "subject"),
    [
        ("För kännedom.\n" + QUOTED, "VB: Läget i Norrby"),
        ("Se nedan.\n\n---------- Forwarded message ---------\n" + QUOTED, "Läget"),
        (QUOTED, "SV: Läget i Norrby"),
    ],
)
def test_what_is_forwarded_is_read_without_its_heads(tmp_path, body, subject):
    document = here(saved(tmp_path, letter(body, subject)))
    assert ("paragraph", "Det har varit inbrott i Norrby.") in searched(document)
    assert "bo@exempel.se" not in " ".join(text for _, text in searched(document))


def test_a_letter_that_is_a_web_page(tmp_path):
    page = "<html><body><p>Mörkt vid Lillån.</p><ul><li>Klotter på skolan</li></ul><blockquote>Inbrott.</blockquote>"
    document = here(saved(tmp_path, letter("", html=page)))
    assert searched(document)[1:] == [("paragraph", "Mörkt vid Lillån."), ("bullet", "Klotter på skolan")]
    both = here(saved(tmp_path, letter("Bara detta.", html=page)))
    assert searched(both)[1:] == [("paragraph", "Bara detta.")]


def test_heads_and_text_in_old_encodings(tmp_path):
    raw = (
        b"From: =?iso-8859-1?Q?=C5sa_=D6st?= <asa@exempel.se>\r\nSubject: =?utf-8?B?TMOkZ2V0IGkgw4VieQ==?=\r\n"
        b"Date: Mon, 4 Mar 2024 08:15:00 +0100\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n"
    ) + "Mörkt på Ågatan – ofta.\r\n".encode("cp1252")
    document = here(saved(tmp_path, raw))
    assert document.blocks[0].kind == "heading"
    assert words(document, document.blocks[0]) == "Läget i Åby"
    assert "Mörkt på Ågatan" in document.text
    assert document.header.attendees == ("Åsa Öst",)


def test_attachments_are_documents_of_their_own(tmp_path):
    data = word_file("Klotter på Åvägen i Norrby.")
    made = letter()
    attach(made, data, "läget i åby.docx")
    attach(made, b"Vad;Plats\nRattfylla;Torget\n", "../../rapport.csv", "text/csv")
    attach(made, b"BEGIN:VCALENDAR", "inbjudan.ics", "text/calendar")
    attach(made, b"MZ", "program.exe")
    path = saved(tmp_path, made)
    first, *others = reading.read_all(path, read=here)
    assert searched(first) == OWN
    assert [one.name for one in others] == ["brev.eml › läget i åby.docx", "brev.eml › rapport.csv"]
    assert others[0].sha256 == sha256(data).hexdigest()
    assert others[0].text == "Klotter på Åvägen i Norrby."
    assert (others[1].kind, others[1].format) == ("table", "csv")
    assert "läget i åby.docx" in silent(first)
    assert ["program.exe" in line for line in attachments.opened(path, here).unread] == [True]


def test_letters_in_letters_to_a_depth(tmp_path):
    made = letter("Innerst. Mörkt vid Lillån.", "nivå 5")
    for level in (4, 3, 2, 1):
        outer = letter(f"Nivå {level}.", f"nivå {level}")
        outer.add_attachment(made)
        made = outer
    found = attachments.opened(saved(tmp_path, made), here)
    assert [part.document.name for part in found.parts] == [
        "brev.eml › nivå 2.eml",
        "brev.eml › nivå 2.eml › nivå 3.eml",
        "brev.eml › nivå 2.eml › nivå 3.eml › nivå 4.eml",
    ]
    assert len(found.unread) == 1
    assert "led" in found.unread[0]


def test_the_pipeline_and_the_store_take_all_of_a_letter_or_nothing(tmp_path, monkeypatch):
    made = letter("Det är klotter på skolan i Kolbäck.")
    attach(made, word_file("Det har varit inbrott i Strömsholm."), "a.docx")
    path = saved(tmp_path, made)
    told = pipeline.extract([path], HOME)
    assert {(f.document, f.category) for f in told.features} == {
        ("brev.eml", "vandalism"),
        ("brev.eml › a.docx", "burglary"),
    }
    assert (told.read, told.skipped) == (2, ())
    opened = store.open(tmp_path / "lager.gpkg")
    with monkeypatch.context() as broken:
        broken.setattr(store.keeping.writing, "insert_places", lambda *args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            opened.ingest(path, HOME)
    assert opened.documents() == ()
    result = opened.ingest(path, HOME)
    assert (result.status, result.features) == ("new", len(told.features))
    kept = opened.documents()
    assert sorted(one.name for one in kept) == ["brev.eml", "brev.eml › a.docx"]
    assert opened.ingest(path, HOME).status == "same"
    attached = next(one for one in kept if one.format == "docx")
    assert sha256(opened.content(attached.sha256)).hexdigest() == attached.sha256


@pytest.mark.parametrize(
    ("data", "expected"),
    [(b"Bara text", "inget e-brev"), (b"From: a@b.se\r\n\r\n", "ingen text"), (b"%PDF-1.4", "en PDF")],
)
def test_what_cannot_be_read_is_told(tmp_path, data, expected):
    with pytest.raises(UnreadableDocument, match=expected):
        here(saved(tmp_path, data))


def _sample() -> bytes:
    made = letter(BODY + QUOTED, html="<p>Mörkt</p>")
    attach(made, b"Vad\nKlotter\n", "å.csv")
    return made.as_bytes(policy=SMTP)


SAMPLE = _sample()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=12), st.integers(0, 40)), max_size=6))
def test_mutated_letters_are_read_or_refused(tmp_path, mutations):
    data = SAMPLE
    for where, inserted, removed in mutations:
        at = int(where * len(data))
        data = data[:at] + inserted + data[at + removed :]
    message = ""
    try:
        for document in reading.read_all(saved(tmp_path, data), read=here):
            check(document)
    except UnreadableDocument as error:
        message = str(error)
    assert "\n" not in message
