"""Heads and feet of pages: for a page and a number of pages, what stands where."""

from __future__ import annotations

from benchmarks.layouts.content import Minutes
from benchmarks.layouts.plan import Layout

BODY = "Exempelköpings kommun"


def head(layout: Layout, minutes: Minutes, page: int, pages: int) -> list[list[str]]:
    """Rows of the page's head, each as left, middle and right part."""
    return {
        "none": [],
        "name": [[BODY, "", ""]],
        "name_number": [[BODY, "", f"{page} ({pages})"]],
        "two_rows": [[BODY, "", f"Sida {page} av {pages}"], ["Kommunstyrelsens förvaltning", "", ""]],
        "title_date": [[minutes.title, "", "2024-03-19"]],
        "number_right": [["", "", f"{page}({pages})"]],
        "three_parts": [[BODY, "Dnr KS 2024/117", f"Sid {page}"]],
        "office": [["Kansli och säkerhet", "", ""], ["Handläggare Sven Exempelsson", "", f"Sida {page}({pages})"]],
        "case": [["Diarienummer KS 2024:117", "", ""], ["", "", f"{page} av {pages}"]],
        "word_number": [["PROTOKOLL", "", f"{page} ({pages})"], ["Sammanträdesdatum 2024-03-19", "", ""]],
        "right_rows": [["", "", "Exempelköping"], ["", "", "2024-03-19"], ["", "", f"Sida {page}"]],
        "page_slash": [["", f"{page}/{pages}", ""]],
        "board": [["Trygghetsrådet", "Sammanträdesprotokoll", f"Sida {page}/{pages}"]],
        "number_left": [[f"{page} ({pages})", "", BODY]],
        "dated": [["Mötesanteckningar", "", "19 mars 2024"]],
        "case_number": [["", "", "KS-2024-00117"], ["", "", f"{page}({pages})"]],
        "upper": [["EXEMPELKÖPINGS KOMMUN", "", ""]],
        "logo": [["Exempelköpings", "", ""], ["kommun", "", ""]],
        "committee": [["Brottsförebyggande rådet", "", "Protokoll nr 3/2024"]],
        "reference": [["Datum", "Vår beteckning", "Sida"], ["2024-03-19", "KS 2024/117", f"{page} ({pages})"]],
        "middle_title": [["", minutes.title, ""]],
        "approved": [["Justerat 2024-03-26", "", f"s. {page}"]],
    }[layout.head]


def foot(layout: Layout, page: int, pages: int) -> list[list[str]]:
    return {
        "none": [],
        "number": [["", f"Sida {page}", ""]],
        "page_of": [["", "", f"{page} av {pages}"]],
        "brackets": [["", f"{page} ({pages})", ""]],
        "dashes": [["", f"- {page} -", ""]],
        "bare": [["", "", f"{page}"]],
        "slash": [["", f"Sida {page}/{pages}", ""]],
        "address": [[f"{BODY}, Kommunhuset, 999 99 Exempelköping", "", ""], ["Telefon 0999-12 34 56", "", str(page)]],
        "initials": [["Justerandes signatur", "", "Utdragsbestyrkande"]],
        "file": [["minnesanteckningar_trygghet_v2.docx", "", f"{page}"]],
        "middle_number": [["", f"{page}", ""]],
        "page_colon": [["", "", f"Sid: {page} ({pages})"]],
        "contact": [["Trygghetssamordnare, 0999-12 34 56", "trygghet@exempelkoping.example", f"{page}({pages})"]],
        "long": [["Handlingen är undertecknad digitalt, underskrifterna finns på sista sidan", "", ""]],
        "version": [["Version 1.2", "", f"Sida {page} av {pages}"]],
        "number_of": [["", "", f"{page} av {pages}"], ["", "", "Exempelköping"]],
        "dotted": [["", f"· {page} ·", ""]],
        "bar": [[f"{BODY} | Trygghet och säkerhet | {page}", "", ""]],
        "web": [["Besöksadress: Torget 1", "exempelkoping.example", f"Sid {page}"]],
        "registered": [["Organisationsnummer 212000-0000", "", "Växel 0999-123 00"]],
        "colon_of": [["", f"Sida: {page} av {pages}", ""]],
        "total": [["", "", f"{page} / {pages}"]],
        "printed": [["Utskriftsdatum: 2024-03-20", "", f"Sida {page} av {pages}"]],
        "template": [["Mall: Minnesanteckningar, fastställd 2022-01-10", "", f"{page}"]],
        "box": [["Box 99", "999 99 Exempelköping", "kommun@exempelkoping.example"]],
    }[layout.foot]
