"""Plain text: encodings, paragraphs, torn margin headings, furniture, drawn tables."""

from __future__ import annotations

import time
import unicodedata
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reading_samples import HEAD, check, kinds, read, sections, words

SENTENCES = "Mörkt på Åvägen. Många är otrygga vid Ängsbron och Östra torget."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "cp850"]
)
def test_every_usual_encoding_gives_the_same_words(tmp_path, encoding):
    assert read(tmp_path, SENTENCES.encode(encoding)).text == SENTENCES


def test_decomposed_letters_and_line_ends_are_kept_as_they_are(tmp_path):
    text = unicodedata.normalize("NFD", "Läget är lugnt.\r\n\r\nMörkt på Åvägen.\r\n")
    document = read(tmp_path, text)
    assert document.text == text
    assert [unicodedata.normalize("NFC", w) for _, w in kinds(document)] == ["Läget är lugnt.", "Mörkt på Åvägen."]


@pytest.mark.parametrize("blank", ["\n", "\n\n", "\n \n", "\r\n\r\n"])
def test_wrapped_lines_make_one_paragraph_whatever_lies_between_them(tmp_path, blank):
    lines = [
        "Det är mörkt längs gångvägen vid Lillån och flera boende",
        "säger att de tar en annan väg hem på kvällarna. Mopeder kör",
        "fort förbi skolan i Norrby och har gjort det sedan i",
        "Augustiveckan.",
    ]
    document = read(tmp_path, blank.join(lines))
    assert kinds(document) == [("paragraph", " ".join(lines))]


def test_a_wider_gap_than_the_files_own_parts_paragraphs(tmp_path):
    first = ["Väktarna går oftare förbi stationen på kvällarna sedan i", "våras och det har blivit lugnare där."]
    second = ["Fältgruppen är ute på fredagar och har god kontakt med de", "ungdomar som samlas vid badet."]
    document = read(tmp_path, "\n\n".join(first) + "\n\n\n\n" + "\n\n".join(second))
    assert [w for _, w in kinds(document)] == [" ".join(first), " ".join(second)]


@pytest.mark.parametrize("sign", ["•", "-", "–", "*", "o", "▪", "\uf0b7", "1.", "a)", "2)"])
def test_bullets_of_all_kinds(tmp_path, sign):
    points = f"{sign} Klotter på Norrskolan och vid det gamla\nbiblioteket.\n{sign} Buller vid torget.\n"
    text = "Inspel från deltagarna:\n" + points
    assert kinds(read(tmp_path, text)) == [
        ("paragraph", "Inspel från deltagarna:"),
        ("bullet", "Klotter på Norrskolan och vid det gamla biblioteket."),
        ("bullet", "Buller vid torget."),
    ]


def test_a_dash_in_mid_sentence_is_no_bullet(tmp_path):
    text = (
        "Belysningen vid Lillån ska bytas ut före hösten av\n"
        "kommunen – det gäller hela vägen fram till bron vid\n"
        "parken och det är tekniska kontoret som gör arbetet\n"
        "– föreningen har bett om det i flera år.\n"
    )
    assert [kind for kind, _ in kinds(read(tmp_path, text))] == ["paragraph"]


def test_a_lists_tenth_number_may_leave_no_room_for_a_space(tmp_path):
    """LibreOffice sets "10." to the very edge of the text. One figure glued to a word may be a heading's."""
    text = "Att göra:\n\n9. Byta lampor vid ån.\n10.Klippa buskar vid skolan.\n11.Sanera tunneln.\n\nKlart 10.30.\n"
    assert [said for kind, said in kinds(read(tmp_path, text)) if kind == "bullet"] == [
        "Byta lampor vid ån.",
        "Klippa buskar vid skolan.",
        "Sanera tunneln.",
    ]


def test_a_date_at_a_lines_start_is_no_numbered_item(tmp_path):
    text = "Nästa vandring i Norrby som alla är välkomna till hålls den\n3. mars och då ses vi vid skolan.\n"
    assert len(read(tmp_path, text).blocks) == 1


def _torn(gap: str = "\n") -> str:
    """Two headings in a block of their own, each on the line, counted from the first, of its paragraph."""
    left = ["Inledning", "", "", "", "", "", "", "Lägesbild"]
    right = [
        "Ordföranden hälsar alla välkomna och går igenom det som",
        "sades på förra mötet. Inspel från deltagarna:",
        "• Klotter på Norrskolan har ökat under våren enligt de",
        "boende.",
        "• Buller vid torget.",
        "",
        "",
        "Läget i Västerby är lugnt. Polisen har inte fått in några",
        "anmälningar den senaste månaden.",
    ]
    return HEAD + "\n\n" + gap.join([*left, "", "", "", "", *right]) + "\n"


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_torn_margin_headings_go_back_to_the_paragraphs_they_stood_beside(tmp_path, gap):
    document = read(tmp_path, _torn(gap))
    assert sections(document) == {
        "Inledning": [
            "Ordföranden hälsar alla välkomna och går igenom det som sades på förra mötet. Inspel från deltagarna:",
            "Klotter på Norrskolan har ökat under våren enligt de boende.",
            "Buller vid torget.",
        ],
        "Lägesbild": ["Läget i Västerby är lugnt. Polisen har inte fått in några anmälningar den senaste månaden."],
    }
    assert not any(block.uncertain for block in document.blocks)


def test_torn_headings_whose_lines_do_not_fit_are_marked_uncertain(tmp_path):
    text = _torn().replace("\n\n\n\n\n\n\nLägesbild", "\n\n\n\n\nLägesbild")
    uncertain = {block.section for block in read(tmp_path, text).blocks if block.uncertain}
    assert "Lägesbild" in uncertain


def test_a_heading_dropped_into_a_sentence_is_taken_out_and_doubted(tmp_path):
    text = (
        "Undersökningen visar att var femte person i landet har\n"
        "utsatts för brott som hot, fickstöld, bedrägeri, trakasserier\n"
        " Övrigt\n \n \n \n \n"
        "och nätbrott under året. Det är färre än året innan.\n\n\n"
        "Rådet vill höra mer om fritidsgården och hur den ska hållas\n"
        "öppen på helgerna.\n"
    )
    document = read(tmp_path, text)
    broken = document.blocks[0]
    assert len(broken.spans) == 2
    assert words(document, broken).endswith(
        "bedrägeri, trakasserier och nätbrott under året. Det är färre än året innan."
    )
    assert kinds(document)[1] == ("heading", "Övrigt")
    last = document.blocks[-1]
    assert (last.section, last.uncertain) == ("Övrigt", True)


@pytest.mark.parametrize("number", ["4 (11)", "Sida 2", "Sida 2 av 5", "- 3 -", "\f4 (11)"])
def test_a_page_number_in_a_sentence_is_furniture(tmp_path, number):
    text = f"Mopeder kör fort på gångvägen vid Lillån och skrämmer\n\n{number}\n\nde äldre som bor intill.\n"
    document = read(tmp_path, text)
    assert [kind for kind, _ in kinds(document)] == ["paragraph", "furniture"]
    assert words(document, document.blocks[0]).endswith("skrämmer de äldre som bor intill.")


def test_heads_that_return_on_every_page_are_furniture_and_pages_are_counted(tmp_path):
    pages = [f"Exempelköpings kommun  {n} (3)\nProtokoll\n\nDet är fortsatt stökigt på plats {n}.\n" for n in (1, 2, 3)]
    document = read(tmp_path, "\f".join(pages))
    assert document.pages == 3
    text = [(block.page, words(document, block)) for block in document.blocks if block.kind == "paragraph"]
    assert text == [(n, f"Det är fortsatt stökigt på plats {n}.") for n in (1, 2, 3)]


def test_list_after_a_colon_is_not_glued(tmp_path):
    text = "Till nästa gång vill rådet bjuda in personer från följande:\nBarn och skola\nKultur och fritid\n"
    assert [w for _, w in kinds(read(tmp_path, text))][1:] == ["Barn och skola", "Kultur och fritid"]


def test_large_texts_take_time_in_proportion(tmp_path):
    piece = "Ordföranden hälsar alla välkomna och\ngår igenom det som sades.\n\nLägesbild\n\n• Klotter vid bron\n"
    started = time.perf_counter()
    read(tmp_path, piece * 10_000)
    read(tmp_path, "mörkt " * 200_000)
    assert time.perf_counter() - started < 20


LINE = st.text("abcÅäö •-–.,:;()0123456789 \t§", max_size=60)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINE, min_size=1, max_size=40), st.sampled_from(["\n", "\r\n", "\n\n", "\f"]))
def test_spans_hold_for_any_lines(tmp_path, lines, end):
    text = end.join(["Läget är lugnt.", *lines])
    document = read(tmp_path, text)
    assert document.text == text
    check(document)
    covered = sum(b - a for block in document.blocks for a, b in block.spans)
    assert covered > 0


def test_headings_in_capitals_or_with_a_colon(tmp_path):
    text = (
        "LÄGESRAPPORT VECKA 12\n\nTRAFIK\n- Höga hastigheter på Storgatan\n\n"
        "Ordningsstörningar:\nUngdomar samlas vid badet.\n\nInspel från dem som bor där:\nDet är mörkt.\n"
    )
    assert sections(read(tmp_path, text)) == {
        "TRAFIK": ["Höga hastigheter på Storgatan"],
        "Ordningsstörningar:": ["Ungdomar samlas vid badet.", "Inspel från dem som bor där:", "Det är mörkt."],
    }


def test_points_without_full_stops_are_text_and_no_row_of_headings(tmp_path):
    points = ["Klotter på skolan", "Inbrott i källare på Norrby", "Mörkt vid Lillån"]
    assert sections(read(tmp_path, "\n\n".join(["Lägesbild", *points]))) == {"Lägesbild": points}


def test_numbered_headings_are_no_list_and_a_numbered_list_no_headings(tmp_path):
    text = "1. Mötet öppnas\nEva hälsar alla.\n\n2. Lägesbild\nDet är lugnt.\n\n3. Beslut\n1. Ny lampa\n2. Ny bom\n"
    document = read(tmp_path, text)
    assert [w for kind, w in kinds(document) if kind == "heading"] == ["1. Mötet öppnas", "2. Lägesbild", "3. Beslut"]
    assert [w for kind, w in kinds(document) if kind == "bullet"] == ["Ny lampa", "Ny bom"]


def test_margin_headings_set_beside_their_text_with_spaces(tmp_path):
    text = (
        "Trygghetsråd Exempelköping\nDatum:           2024-02-12\nPlats:           Kommunhuset\n\n"
        "Inledning        Eva hälsar alla välkomna och går igenom det\n"
        "                 som sades på förra mötet.\n"
        "                 • Klotter på Norrby torg.\n\n"
        "Trafik och       Mopeder kör fort på gångvägen vid Lillån på\n"
        "belysning        kvällarna. Det är mörkt vid skolan.\n\n"
        "Övrigt           Inget övrigt togs upp.\n"
    )
    document = read(tmp_path, text)
    assert sections(document) == {
        "Inledning": [
            "Eva hälsar alla välkomna och går igenom det som sades på förra mötet.",
            "Klotter på Norrby torg.",
        ],
        "Trafik och belysning": ["Mopeder kör fort på gångvägen vid Lillån på kvällarna. Det är mörkt vid skolan."],
        "Övrigt": ["Inget övrigt togs upp."],
    }
    assert (str(document.header.date), document.header.place) == ("2024-02-12", "Kommunhuset")
    assert document.text == text
    check(document)


def test_a_heading_whose_first_line_cannot_end_goes_back_to_its_text(tmp_path):
    text = _torn().replace("Lägesbild", "Statistik om\ntrygghet")
    assert list(sections(read(tmp_path, text))) == ["Inledning", "Statistik om trygghet"]


@pytest.mark.parametrize("heading", ["4. LÄGET I VÄSTERBY", "4. Läget i Västerby"])
def test_a_numbered_heading_after_a_list_is_no_item_of_it(tmp_path, heading):
    text = f"3. LÄGET I NORRBY\nDet är mörkt.\n- Klotter på skolan.\n- Buller.\n\n{heading}\nDet är lugnt.\n"
    assert sections(read(tmp_path, text))[heading] == ["Det är lugnt."]


def test_the_title_said_again_below_a_page_number_is_furniture(tmp_path):
    text = (
        "Trygghetsrådet i Exempelköping\nMinnesanteckningar 2023-03-08\n\nSkolorna\n\nDet är mörkt vid skolan.\n\n"
        "   1 (2)\nTrygghetsrådet 2023-03-08\n\nVillainbrott oroar.\n"
    )
    assert sections(read(tmp_path, text)) == {"Skolorna": ["Det är mörkt vid skolan.", "Villainbrott oroar."]}


def test_a_title_and_a_word_far_to_its_right_are_one_heading(tmp_path):
    document = read(tmp_path, "TRYGGHETSRÅDET" + " " * 70 + "Minnesanteckningar\nDatum: 2023-03-08\n\nDet är mörkt.\n")
    assert document.blocks[0].kind == "heading"


def test_facts_that_every_page_says_again_are_furniture(tmp_path):
    page = "Kommunstyrelsen\n\n{}\n\nProtokoll nr 1\nSammanträdesdatum: 2024-01-10\n\nDet är mörkt på plats {}.\n\n"
    filler = "".join(f"§ {n} Ärende\n\nDet är lugnt.\n\n" for n in range(1, 12))
    text = filler + "".join(page.format(word, word) for word in ("Trafik", "Skolan", "Övrigt"))
    document = read(tmp_path, text, "ks.txt")
    assert document.header.date == date(2024, 1, 10)
    found = sections(document)
    assert [found[name] for name in ("Trafik", "Skolan", "Övrigt")] == [
        [f"Det är mörkt på plats {name}."] for name in ("Trafik", "Skolan", "Övrigt")
    ]


LAST = "Handlingarna skickas redan den 3 maj till\nKF Handling 2024 nr 21"


def _with_heads(head: str) -> str:
    items = ("Belysning", "Trafik", "Skadegörelse", "Övrigt")
    said = "På {} är det mörkt vid gångtunneln och vid den gamla\nskolan, och många boende är otrygga.\n"
    filler = "".join(f"§ {n} Ärende\n\nDet är lugnt i hela kommunen.\n\n" for n in range(1, 12))
    pages = (f"§ {n} {name}\n\n{said.format(name)}\n{head}\n\n" for n, name in enumerate(items, 20))
    return (
        filler
        + "".join(pages)
        + f"{LAST}\n\n{head}\n\n§ 30 Sist\n\nDet är lugnt.\n\nAllt är tyst.\n\nIngen är orolig.\n"
    )


@pytest.mark.parametrize(
    "head",
    [
        "Åmåls kommun Trygghetsrådet, protokoll",
        "TRYGGHETSRÅDET – MINNESANTECKNINGAR",
        "Upplands Väsby kommun, BRÅ",
        "Kommunstyrelsen, Sammanträdesprotokoll",
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_head_that_names_the_minutes_is_furniture_where_no_page_is_numbered(tmp_path, head, form):
    document = read(tmp_path, unicodedata.normalize(form, _with_heads(head)))
    said = [unicodedata.normalize("NFC", w) for kind, w in kinds(document) if kind == "furniture"]
    assert said == [head] * 5
    found = {name: texts for name, texts in sections(document).items() if name and name[2:4] in ("20", "23", "30")}
    told = "På {} är det mörkt vid gångtunneln och vid den gamla skolan, och många boende är otrygga."
    assert {k: [unicodedata.normalize("NFC", t) for t in v] for k, v in found.items()} == {
        "§ 20 Belysning": [told.format("Belysning")],
        "§ 23 Övrigt": [told.format("Övrigt"), LAST.replace("\n", " ")],
        "§ 30 Sist": ["Det är lugnt.", "Allt är tyst.", "Ingen är orolig."],
    }


def test_a_line_said_again_that_names_no_minutes_is_kept(tmp_path):
    text = _with_heads("Åmåls kommun")
    assert "furniture" not in {kind for kind, _ in kinds(read(tmp_path, text))}


def test_decomposed_letters_are_read_as_composed_ones(tmp_path):
    text = (
        "Trygghetsrådet i Åmål\n\nÖvrigt\n\nPå Åvägen är det så mörkt att många äldre går runt över ängen hellre\n"
        "Än genom tunneln som är både våt, mörk och så nedklottrad att\nåldringar är rädda där.\n\n"
        "• Åkande mopeder på Älgvägen\n"
    )
    told = []
    for form in ("NFC", "NFD"):
        document = read(tmp_path, unicodedata.normalize(form, text))
        check(document)
        told.append([(b.kind, unicodedata.normalize("NFC", words(document, b))) for b in document.blocks])
    assert told[0] == told[1]
    assert told[0][:2] == [("heading", "Trygghetsrådet i Åmål"), ("heading", "Övrigt")]
    assert told[0][-1] == ("bullet", "Åkande mopeder på Älgvägen")


def test_a_decomposed_letter_that_counts_an_item_is_cut_at_a_whole_sign(tmp_path):
    document = read(tmp_path, unicodedata.normalize("NFD", "Övrigt\n\nä) Öppen handel\n\nå) Mörkt vid ån\n"))
    check(document)
    assert unicodedata.normalize("NFC", words(document, document.blocks[-1])).endswith("Mörkt vid ån")


TABLES = {
    "spaces": "Plats          Händelse               När\n"
    "Norrvik        Stöld av cyklar        3 mars\n"
    "Ekhagen        Klotter på tunneln     5 mars\n",
    "bars": "Plats | Händelse | När\nNorrvik | Stöld av cyklar | 3 mars\nEkhagen | Klotter på tunneln | 5 mars\n",
    "ruled bars": "| Plats | Händelse | När |\n|---|:--|---|\n| Norrvik | Stöld av cyklar | 3 mars |\n"
    "| Ekhagen | Klotter på tunneln | 5 mars |\n",
    "tabs": "Plats\tHändelse\tNär\nNorrvik\tStöld av cyklar\t3 mars\nEkhagen\tKlotter på tunneln\t5 mars\n",
}


@pytest.mark.parametrize("drawn", TABLES.values(), ids=TABLES)
def test_a_drawn_table_is_rows_under_its_heads(tmp_path, drawn):
    content = f"Lägesbild\n\n{drawn}\nEfter tabellen är det lugnt i Myrtorp.\n"
    document = read(tmp_path, content)
    assert document.text == content
    told = [(b.kind, b.section, content[b.start : b.end]) for b in document.blocks if not b.header]
    assert told == [
        ("heading", None, "Lägesbild"),
        ("cell", "Lägesbild", "Norrvik"),
        ("cell", "Norrvik", "Stöld av cyklar"),
        ("cell", "Norrvik", "3 mars"),
        ("cell", "Lägesbild", "Ekhagen"),
        ("cell", "Ekhagen", "Klotter på tunneln"),
        ("cell", "Ekhagen", "5 mars"),
        ("paragraph", "Lägesbild", "Efter tabellen är det lugnt i Myrtorp."),
    ]
