"""When: hand-made phrases with the days that a calendar gives."""

import json
from datetime import date
from pathlib import Path

import pytest

from trygghet_geo import dates
from trygghet_geo.dates import Anchor, absolute, expressions, feasts, needs, rules

WEDNESDAY = Anchor(date(2021, 3, 10))
"""10 March 2021 was a Wednesday of week 10; Easter Sunday that year was 4 April."""


def days(text: str, anchor: Anchor = WEDNESDAY) -> list[tuple[str, str]]:
    return [(e.first.isoformat(), e.last.isoformat()) for e in expressions(text, anchor)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Den 3 mars anmäldes det.", "2021-03-03", "2021-03-03"),
        ("lördag kväll den 27 februari", "2021-02-27", "2021-02-27"),
        ("helgen 27–28 februari", "2021-02-27", "2021-02-28"),
        ("natten mot söndagen den 7 mars", "2021-03-06", "2021-03-07"),
        ("i november", "2020-11-01", "2020-11-30"),
        ("under februari", "2021-02-01", "2021-02-28"),
        ("vecka 9", "2021-03-01", "2021-03-07"),
        ("v. 8–9", "2021-02-22", "2021-03-07"),
        ("under vecka 50", "2020-12-07", "2020-12-13"),
        ("förra veckan", "2021-03-01", "2021-03-07"),
        ("i helgen", "2021-03-06", "2021-03-07"),
        ("i helgen var det stökigt", "2021-03-06", "2021-03-07"),
        ("i fredags", "2021-03-05", "2021-03-05"),
        ("natten mot lördag", "2021-03-05", "2021-03-06"),
        ("i natt", "2021-03-09", "2021-03-10"),
        ("igår kväll", "2021-03-09", "2021-03-09"),
        ("i somras", "2020-06-01", "2020-08-31"),
        ("till sommaren", "2021-06-01", "2021-08-31"),
        ("under hösten", "2020-09-01", "2020-11-30"),
        ("i vintras", "2020-12-01", "2021-02-28"),
        ("sedan i december", "2020-12-01", "2021-03-10"),
        ("sedan den 3 januari 2021", "2021-01-03", "2021-03-10"),
        ("sedan nyår", "2021-01-01", "2021-03-10"),
        ("senast i lördags", "2021-03-06", "2021-03-06"),
        ("förbud 1 maj till sista augusti 2021", "2021-05-01", "2021-08-31"),
        ("från den 28 december till den 3 januari", "2020-12-28", "2021-01-03"),
        ("under nyårshelgen", "2020-12-31", "2021-01-01"),
        ("på annandag jul", "2020-12-26", "2020-12-26"),
        ("hösten 2019", "2019-09-01", "2019-11-30"),
        ("under höstlovet", "2020-10-26", "2020-11-01"),
        ("under påsklovet 2021", "2021-03-29", "2021-04-11"),
        ("mellan år 2020–2022", "2020-01-01", "2022-12-31"),
        ("under 2019", "2019-01-01", "2019-12-31"),
        ("i fjol", "2020-01-01", "2020-12-31"),
        ("2/3", "2021-03-02", "2021-03-02"),
        ("vårterminen 2021", "2021-01-01", "2021-06-30"),
        ("andra halvåret 2020", "2020-07-01", "2020-12-31"),
        ("Fre 26/2 bröts låset upp", "2021-02-26", "2021-02-26"),
        ("natten mot lördag 27/2", "2021-02-26", "2021-02-27"),
        ("v 7 + v 8", "2021-02-15", "2021-02-28"),
        ("vecka 7 & 8", "2021-02-15", "2021-02-28"),
        ("rapport period 7–8 2021", "2021-02-15", "2021-02-28"),
        ("i helgen v. 8", "2021-02-27", "2021-02-28"),
        ("22 februari–7 mars 2021", "2021-02-22", "2021-03-07"),
        ("1–7 mars 2021", "2021-03-01", "2021-03-07"),
        ("i år", "2021-01-01", "2021-03-10"),
        ("årets två första månader", "2021-01-01", "2021-02-28"),
        ("de senaste två veckorna", "2021-02-24", "2021-03-10"),
        ("sedan tre veckor", "2021-02-17", "2021-03-10"),
        ("sedan en dryg vecka", "2021-03-03", "2021-03-10"),
        ("sedan halvårsskiftet", "2020-07-01", "2021-03-10"),
        ("på Black Friday", "2020-11-27", "2020-11-27"),
        ("sedan ett kabelfel i februari", "2021-02-01", "2021-03-10"),
        ("sedan båttrafiken startade i februari", "2021-02-01", "2021-03-10"),
        ("påskafton 2019", "2019-04-20", "2019-04-20"),
        ("på midsommarafton", "2020-06-19", "2020-06-19"),
        ("september till november 2020", "2020-09-01", "2020-11-30"),
        ("tre bränder aug–sept", "2020-08-01", "2020-09-30"),
        ("i tisdags i förra veckan", "2021-03-02", "2021-03-02"),
        ("fredagen förra veckan", "2021-03-05", "2021-03-05"),
        ("första helgen i februari", "2021-02-06", "2021-02-07"),
        ("sista helgen i februari", "2021-02-27", "2021-02-28"),
        ("första kvartalet 2020", "2020-01-01", "2020-03-31"),
        ("under fjärde kvartalet", "2020-10-01", "2020-12-31"),
        ("störningarna minskade kvartal ett", "2021-01-01", "2021-03-31"),
        ("första tertialet 2020", "2020-01-01", "2020-04-30"),
        ("tertial 3", "2020-09-01", "2020-12-31"),
        ("t.o.m. februari", "2021-01-01", "2021-02-28"),
        ("till och med oktober", "2020-01-01", "2020-10-31"),
        ("under höstterminen", "2020-08-01", "2020-12-31"),
        ("andra halvåret", "2020-07-01", "2020-12-31"),
        ("den senaste månaden", "2021-02-10", "2021-03-10"),
        ("under det senaste året", "2020-03-10", "2021-03-10"),
        ("hittills i vår har tre bilar brunnit", "2021-03-01", "2021-03-10"),
        ("i vår har det varit lugnt", "2021-03-01", "2021-05-31"),
        ("sedan jul", "2020-12-24", "2021-03-10"),
        ("sen midsommar", "2020-06-19", "2021-03-10"),
        ("under jul och nyår", "2020-12-24", "2021-01-01"),
        ("natten mot nyårsdagen", "2020-12-31", "2021-01-01"),
        ("natten till Kristi himmelsfärdsdag 2020", "2020-05-20", "2020-05-21"),
        ("under allhelgonahelgen", "2020-10-30", "2020-11-01"),
        ("natten till i söndags", "2021-03-06", "2021-03-07"),
        ("båten är borta efter natten mot söndagen", "2021-03-06", "2021-03-07"),
        ("klockan 02.48 i natt", "2021-03-10", "2021-03-10"),
        ("fredagskvällen var stökig", "2021-03-05", "2021-03-05"),
        ("lördagsnatten var stökig", "2021-03-06", "2021-03-07"),
        ("natt till lördag", "2021-03-05", "2021-03-06"),
        ("under natten mot lördag", "2021-03-05", "2021-03-06"),
        ("under fredagen och lördagen", "2021-03-05", "2021-03-06"),
        ("senaste 14 dgr", "2021-02-24", "2021-03-10"),
        ("kl 23.10 natten mot söndag", "2021-03-06", "2021-03-06"),
        ("natten till onsdag 3/3 kl 03.55", "2021-03-03", "2021-03-03"),
        ("natten mellan fredag och lördag", "2021-03-05", "2021-03-06"),
        ("natten mellan den 4 och 5 mars", "2021-03-04", "2021-03-05"),
        ("natten mellan fredagen den 26 och lördagen den 27 februari", "2021-02-26", "2021-02-27"),
        ("natten mellan 28/2 och 1/3", "2021-02-28", "2021-03-01"),
        ("natten mot i dag", "2021-03-09", "2021-03-10"),
        ("i lördags natt", "2021-03-06", "2021-03-07"),
        ("i eftermiddags", "2021-03-10", "2021-03-10"),
        ("för tre dagar sedan", "2021-03-07", "2021-03-07"),
        ("för två veckor sedan", "2021-02-24", "2021-02-24"),
        ("för en månad sedan", "2021-02-01", "2021-02-28"),
        ("den senaste veckan", "2021-03-03", "2021-03-10"),
        ("det senaste halvåret", "2020-09-10", "2021-03-10"),
        ("de två senaste veckorna", "2021-02-24", "2021-03-10"),
        ("under de senaste tre åren", "2018-03-10", "2021-03-10"),
        ("fyra gånger på två veckor", "2021-02-24", "2021-03-10"),
        ("tre påhälsningar på en månad", "2021-02-10", "2021-03-10"),
        ("har varit borta i två veckors tid", "2021-02-24", "2021-03-10"),
        ("över nyår", "2020-12-31", "2021-01-01"),
        ("vid årsskiftet", "2020-12-31", "2021-01-01"),
        ("sedan årsskiftet", "2021-01-01", "2021-03-10"),
        ("mellan jul och nyår", "2020-12-27", "2020-12-30"),
        ("första advent", "2020-11-29", "2020-11-29"),
        ("på fettisdagen", "2021-02-16", "2021-02-16"),
        ("i början av februari", "2021-02-01", "2021-02-28"),
        ("lördagskvällen den 27 februari", "2021-02-27", "2021-02-27"),
        ("i månadsskiftet februari/mars", "2021-02-26", "2021-03-03"),
        ("från och med den 1 mars", "2021-03-01", "2021-03-10"),
        ("sedan en påkörning i februari", "2021-02-01", "2021-03-10"),
        ("sedan skylten flyttades i februari", "2021-02-01", "2021-03-10"),
        ("2020 års första kvartal", "2020-01-01", "2020-03-31"),
        ("T1 2020", "2020-01-01", "2020-04-30"),
        ("läsåret 2019/2020", "2019-08-01", "2020-06-30"),
        ("under läsåret", "2020-08-01", "2021-06-30"),
        ("HT-20", "2020-08-01", "2020-12-31"),
        ("vt 2021", "2021-01-01", "2021-06-30"),
        ("förra terminen", "2020-08-01", "2020-12-31"),
        ("sedan terminsstarten", "2021-01-01", "2021-03-10"),
        ("den 7:e", "2021-03-07", "2021-03-07"),
        ("den nionde mars", "2021-03-09", "2021-03-09"),
        ("torsdag v 9", "2021-03-04", "2021-03-04"),
        ("w09", "2021-03-01", "2021-03-07"),
        ("hösten -20", "2020-09-01", "2020-11-30"),
        ("i maj -20", "2020-05-01", "2020-05-31"),
        ("1-7/3", "2021-03-01", "2021-03-07"),
        ("22/2 till 7/3", "2021-02-22", "2021-03-07"),
        ("22/2–7/3 2021", "2021-02-22", "2021-03-07"),
        ("11 anmälningar 2020.", "2020-01-01", "2020-12-31"),
        ("varje kväll den här veckan", "2021-03-08", "2021-03-14"),
        ("det gångna året", "2020-01-01", "2020-12-31"),
        ("i februari förra året", "2020-02-01", "2020-02-29"),
        ("under första halvan av februari", "2021-02-01", "2021-02-28"),
        ("fredagkväll vid kiosken", "2021-03-05", "2021-03-05"),
        ("natten mot måndagen i förra veckan", "2021-02-28", "2021-03-01"),
        ("Alla helgons helg", "2020-10-30", "2020-11-01"),
    ],
)
def test_says_when(text, first, last):
    assert days(text) == [(first, last)]


@pytest.mark.parametrize(
    "text",
    [
        "längs 252:an och väg 56",
        "ring 112 eller 114 14",
        "pojkar i åldern 16–84 år",
        "90 kilometer i timmen på 70-väg",
        "från 42 till 54 procent",
        "klockan 17.30–19.00",
        "varje fredag",
        "före jul",
        "senast den 30 juni ska det vara klart",
        "Nästa möte den 15 september",
        "31 april",
        "vecka 60",
        "stökigt fredag och lördag",
        "på vintern är det halt",
        "på samma nivå som förra året",
        "i vardagsrummet",
        "tre dagar i rad",
        "kvinnor i vår dialoggrupp",
        "i vår kommun",
        "en natt i veckan",
        "för sextusen i veckan",
        "mer belysning till jul eller påsk",
        "väntetid på åtta veckor",
        "en man på 87 år",
        "18 anmälningar mot 44 i februari",
        "högre än vid samma tid förra året",
        "för andra gången i år",
        "de kom hem från sportlovet",
        "trygghetsmätningen 2020",
        "71 fall samma period 2020",
        "sedan dess",
        "samma kväll",
        "sedan förra mötet",
    ],
)
def test_says_no_interval(text):
    assert days(text) == []


def test_the_year_as_a_whole_is_looked_back_on_when_it_ends():
    assert days("fem bränder under året", Anchor(date(2021, 12, 6))) == [("2021-01-01", "2021-12-31")]
    assert days("fem bränder under året", Anchor(date(2021, 6, 9))) == [("2021-01-01", "2021-06-09")]
    assert days("fem bränder under året", Anchor(date(2021, 1, 12))) == [("2020-01-01", "2020-12-31")]


def test_days_of_a_short_report_are_its_own():
    report = Anchor(date(2021, 3, 15), period=(date(2021, 3, 8), date(2021, 3, 14)))
    assert days("de skrek åt varandra tisdag till torsdag", report) == [("2021-03-09", "2021-03-11")]
    assert days("öppet tisdag till torsdag", Anchor(date(2021, 3, 15))) == []


def test_looks_ahead_when_the_sentence_does():
    ahead = Anchor(date(2021, 3, 10), ahead=True)
    assert days("Buskarna klipps vecka 15", ahead) == [("2021-04-12", "2021-04-18")]
    assert days("Under hösten sätts lampor upp", ahead) == [("2021-09-01", "2021-11-30")]
    assert dates.looks_ahead("Ordningsvakter anlitas till sommaren")


def test_weekdays_of_a_log_lie_in_its_week():
    log = Anchor(date(2021, 3, 15), period=(date(2021, 3, 8), date(2021, 3, 14)))
    assert days("må: klotter", log) == [("2021-03-08", "2021-03-08")]
    assert days("natten mot lördag", log) == [("2021-03-12", "2021-03-13")]


def test_what_was_named_before_is_gone_back_to():
    friday = date(2021, 3, 5)
    after = Anchor(date(2021, 3, 10), told=(friday, friday))
    assert days("samma kväll slogs rutor sönder", after) == [("2021-03-05", "2021-03-05")]
    assert days("sedan dess är det tyst", after) == [("2021-03-05", "2021-03-10")]
    week = Anchor(date(2021, 3, 10), told=(date(2021, 3, 1), date(2021, 3, 7)))
    assert days("under samma vecka", week) == [("2021-03-01", "2021-03-07")]
    assert days("samma kväll", week) == []


def test_the_day_or_night_after_the_one_that_was_named():
    friday = date(2021, 3, 5)
    after = Anchor(date(2021, 3, 10), told=(friday, friday))
    assert days("Natten efter brann en bil.", after) == [("2021-03-05", "2021-03-06")]
    assert days("Morgonen efter låg glas på gatan.", after) == [("2021-03-06", "2021-03-06")]
    assert days("Kvällen därpå samlades de igen.", after) == [("2021-03-06", "2021-03-06")]
    assert days("Dagen efter mötet ringde en granne.", after) == []
    assert days("Dagen efter krossades en ruta.", Anchor(friday, told=(friday, friday))) == []


def test_since_the_meeting_before_where_it_is_known():
    known = Anchor(date(2021, 3, 10), former=date(2021, 2, 3))
    assert days("Sedan förra mötet har fyra bilar brunnit", known) == [("2021-02-03", "2021-03-10")]
    assert days("sedan sist", known) == [("2021-02-03", "2021-03-10")]


def test_last_thursday_is_not_to_come_though_the_report_is_of_the_week_that_begins():
    monday = Anchor(date(2021, 3, 8), period=(date(2021, 3, 8), date(2021, 3, 14)))
    assert days("i torsdags", monday) == [("2021-03-04", "2021-03-04")]


def test_the_year_of_a_survey_is_its_own():
    survey = Anchor(date(2021, 3, 10), period=(date(2020, 1, 1), date(2020, 12, 31)))
    assert days("var tionde har haft inbrott under året", survey) == [("2020-01-01", "2020-12-31")]


def test_without_an_anchor_only_full_dates_count():
    assert expressions("i helgen", None) == []
    assert [e.first for e in expressions("den 3 mars 2021", None)] == [date(2021, 3, 3)]


def test_spans_give_back_the_words():
    text = "Klotter vid skolan i helgen."
    [found] = expressions(text, WEDNESDAY)
    assert text[found.start : found.end] == "i helgen"


def test_easter():
    assert [feasts.easter(y) for y in (2019, 2021, 2024)] == [date(2019, 4, 21), date(2021, 4, 4), date(2024, 3, 31)]


def test_absolute_skips_the_impossible():
    assert list(absolute("2021-02-30")) == []
    assert [d for _, _, d in absolute("2021-02-28 och 1/3 2021")] == [date(2021, 2, 28), date(2021, 3, 1)]


def test_a_form_is_looked_for_wherever_it_would_be_found():
    """What `needs` asks for must be there in everything that a form's pattern finds, in any case of letters."""
    folder = Path(__file__).resolve().parent.parent / "data" / "evaluation"
    lines = [line for path in sorted(folder.glob("dev-*.jsonl")) for line in path.read_text("utf-8").splitlines()[::5]]
    found = 0
    for text in (one for line in lines for one in json.loads(line)["text"].splitlines()):
        for said in (text, text.upper()):
            looked_for = needs.forms(said)[1]
            for rule in rules.RULES:
                if rule[1].search(said):
                    found += 1
                    assert rule in looked_for, (rule[0], said)
    assert found > 500
