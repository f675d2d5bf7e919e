"""The forms of date expressions, in the order in which they are looked for."""

from __future__ import annotations

import re
from collections.abc import Callable

from trygghet_geo.dates.calendars import ANY_DAY, DAY, LONG_MONTH, MONTH, SHORT_YEAR, YEAR, Anchor, Interval
from trygghet_geo.dates.feasts import FEASTS, MOVABLE, eve, feast, holiday, movable, pattern
from trygghet_geo.dates.spells import (
    COUNTED,
    back,
    beside,
    in_all,
    latest,
    latest_one,
    same,
    since_meeting,
    since_told,
)
from trygghet_geo.dates.values import (
    HABIT,
    ORDINAL,
    ago,
    day_and_hour,
    day_in_words,
    day_number,
    from_to,
    named_days,
    night_between,
    night_between_days,
    part_of_weekday,
    season,
    slashed,
    two_weekdays,
    week_from,
    weekday,
    weekday_of_last_week,
    weekday_of_week,
    weekdays,
    weekend,
    weekend_of_month,
    weekend_of_week,
    weeks,
)
from trygghet_geo.dates.years import (
    bare_year,
    half,
    in_month,
    last_month,
    months_of_year,
    quarter,
    school_year,
    term,
    third,
    this_month,
    this_term,
    this_year,
    turn_of_month,
    until_month,
    year_from,
    years,
)

Rule = tuple[str, re.Pattern[str], Callable[[re.Match[str], Anchor], Interval | None]]
"""Name, form, and the days that a match of it says."""


def _rule(name: str, form: str, value: Callable[[re.Match[str], Anchor], Interval | None]) -> Rule:
    return name, re.compile(form, re.IGNORECASE), value


_M = rf"(?P<month>{MONTH})\.?(?!\w)"
_Y = rf"(?: ?(?P<year>(?<= ){YEAR}(?![-/.]\d)|(?<! - )(?<! – ){SHORT_YEAR}))?(?!\d)"
_M0 = rf"(?:{MONTH})\.?(?!\w)"
_PART = r"(?:s?(?:kväll|morgon|eftermiddag|förmiddag|natt)(?:en)?| (?:kväll|morgon|eftermiddag|förmiddag|natt))?"
_NIGHT = r"(?:(?P<night>natt(?:en)? (?:mot|till)(?: i)?) )?"
_COUNT = rf"(?:\d{{1,2}}|{'|'.join(sorted(COUNTED, key=len, reverse=True))})"
_WEEK = r"(?:5[0-3]|[1-4]\d|0?[1-9])"
RULES = (
    _rule(
        "from day to day",
        rf"(?:den )?(?<![\d.,:])(?P<d1>\d{{1,2}})(?::?e)? {_M} ?(?:-|–|till(?: och med)?|t\.?o\.?m\.?) ?(?:den )?"
        rf"(?:(?P<d2>\d{{1,2}})(?::?e)?|sista(?: dagen i)?) (?P<until>{MONTH})\b\.?{_Y}",
        from_to,
    ),
    _rule(
        "night between",
        rf"(?<!\w)natt(?:en)? mellan (?:{DAY})(?:en)? och (?P<last>{DAY})(?:en)?(?! (?:den )?\d)(?!\w)",
        night_between,
    ),
    _rule(
        "night between",
        rf"(?<!\w)natt(?:en)? mellan (?:(?:{DAY})(?:en)? )?(?:den )?\d{{1,2}}(?: {_M0}| ?/ ?\d{{1,2}})? och "
        rf"(?:(?:{DAY})(?:en)? )?(?:den )?"
        rf"(?P<d1>\d{{1,2}})(?:(?P<d2>)(?P<night>) (?P<month>{MONTH})(?!\w)| ?/ ?(?P<m>\d{{1,2}})){_Y}",
        night_between_days,
    ),
    _rule(
        "days of a month",
        rf"{_NIGHT}(?:(?<!\w)(?:{ANY_DAY})(?:en|s(?:kväll|morgon|natt|eftermiddag|förmiddag)(?:en)?)?\.?"
        r"(?: (?:kväll|morgon|natt))?,? )?(?:den )?"
        rf"(?<![\d.,:])(?P<d1>\d{{1,2}})(?::?e)?"
        rf"(?: ?(?:-|–|och|till) ?(?:(?:{ANY_DAY})(?:en)?\.?,? (?:den )?)?(?P<d2>\d{{1,2}})(?::?e)?)? {_M}{_Y}",
        named_days,
    ),
    _rule(
        "day and hour",
        r"^\W*(?P<d>[0-3]\d)(?P<m>[01]\d)[ ,](?:kl\.? ?)?(?:[01]\d|2[0-3])[.:]?[0-5]\d(?![\d.:])(?! ?[-–/])",
        day_and_hour,
    ),
    _rule(
        "day/month",
        rf"{_NIGHT}(?:(?<!\w)(?:{ANY_DAY})(?:en)?\.?,? (?:den )?)?"
        rf"(?<![\d/.,:-])(?:(?P<d0>\d{{1,2}})[-–])?(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})"
        rf"(?: ?(?:[-–]|till) ?(?:(?:{ANY_DAY})(?:en)?\.?,? (?:den )?)?(?P<d2>\d{{1,2}})/(?P<m2>\d{{1,2}}))?"
        rf"{_Y}(?![\d/%]| %)",
        slashed,
    ),
    _rule("day of the month", rf"{_NIGHT}(?:{DAY})(?:en)? den (?P<d>\d{{1,2}})(?::?e)?(?!\d|[.:]\d)", day_number),
    _rule("day of the month", rf"{_NIGHT}(?<!\w)den (?P<d>\d{{1,2}}):?e(?!\w)", day_number),
    _rule("day in words", rf"(?<!\w)den (?P<nth>{ORDINAL}) (?P<month>{LONG_MONTH})(?!\w){_Y}", day_in_words),
    _rule(
        "weekday of a week",
        rf"(?<!\w)(?P<day>{DAY})(?:en)?,? (?:i )?(?:vecka|v\.?) ?(?P<w1>{_WEEK})(?P<w2>)"
        rf"(?!\d|[/.:]\d| ?[-–] ?\d),?{_Y}",
        weekday_of_week,
    ),
    _rule(
        "weekend of a week",
        rf"(?<!\w)helgen (?:i )?(?:vecka|v\.?) ?(?P<w1>{_WEEK})(?P<w2>)(?!\d),?{_Y}",
        weekend_of_week,
    ),
    _rule(
        "week",
        r"(?<!\w)(?:vecka|veckorna|veckorapport(?:er)?|vecko(?:brev|blad|logg)|v\.?|w(?=\d\d)"
        rf"|period(?:en)?(?= ?\d\d? ?[-–] ?\d\d?(?: {YEAR}|\W*$))) ?(?P<w1>{_WEEK})"
        rf"(?: ?(?:-|–|/|&|,|\+|o|och|samt|till) ?(?:v\.? ?)?(?P<w2>{_WEEK}))?(?!\d|[/.:]\d),?{_Y}",
        weeks,
    ),
    _rule("years", rf"(?<![\d-])(?P<y1>{YEAR}) ?(?:–|-|—|till|och|t\.o\.m\.) ?(?P<y2>{YEAR})(?!\d)", years),
    _rule(
        "quarter",
        rf"(?<!\w)(?:(?:kvartal(?:srapport)?|kv\.?|Q) ?(?P<q>[1-4]|ett|två|tre|fyra)"
        rf"|(?:(?P<year1>{YEAR}) års )?(?P<nth>första|andra|tredje|fjärde|sista) kvartal(?:et)?(?!\w)){_Y}",
        quarter,
    ),
    _rule(
        "third of a year",
        rf"(?<!\w)(?:(?:tertial(?:s?rapport)? ?|T(?=[1-3] {YEAR}))(?P<t>[1-3])"
        rf"|(?:(?P<year1>{YEAR}) års )?(?P<nth>första|andra|tredje|sista) tertial(?:et)?(?!\w)){_Y}",
        third,
    ),
    _rule(
        "until a month",
        rf"(?<!\w)(?:t\.?o\.?m\.?|till och med|fram till och med) (?P<month>{LONG_MONTH})(?!\w){_Y}",
        until_month,
    ),
    _rule(
        "half-year",
        rf"(?:(?P<year1>{YEAR}) års )?(?P<half>första|andra) "
        rf"(?:halvåret|halvår(?!\w)|halvan av(?: året|(?= {YEAR}))){_Y}",
        half,
    ),
    _rule(
        "term",
        rf"(?<!\w)(?:(?P<half>vår|höst)terminen{_Y}|(?P<half2>VT|HT)(?:[ -]?(?P<year2>{YEAR}|\d\d)))(?!\d)",
        term,
    ),
    _rule(
        "this term",
        r"(?<!\w)(?:(?P<which>denna|den här|innevarande|förra|föregående) termin(?:en)?"
        r"|(?:sedan|sen) (?P<start>termins?start(?:en)?|skolstart(?:en)?|terminen (?:började|startade)))(?!\w)",
        this_term,
    ),
    _rule(
        "school year",
        rf"(?<!\w)(?P<which>förra |föregående )?läsåret(?: (?P<y1>{YEAR}|\d\d) ?[/–-] ?(?:{YEAR}|\d\d))?(?!\w)",
        school_year,
    ),
    _rule("school holiday", rf"(?P<lov>sport|påsk|höst|jul|sommar)lov(?:et|en|s)?{_Y}", holiday),
    _rule("night before a feast", rf"natten (?:mot|till) (?P<feast>{pattern([*FEASTS, *MOVABLE])})(?!\w){_Y}", eve),
    _rule("feast", rf"(?<!\w)(?P<feast>{pattern(FEASTS)})(?:en|s)?(?!\w){_Y}", feast),
    _rule("movable feast", rf"(?<!\w)(?P<feast>{pattern(MOVABLE)})(?:en|s)?(?!\w){_Y}", movable),
    _rule(
        "weekday of last week",
        rf"(?<!\w)(?:i |på )?{_NIGHT}(?P<day>{DAY})(?:s|en)?(?: i)? (?:förra|föregående) veckan(?!\w)",
        weekday_of_last_week,
    ),
    _rule("last week", r"(?:förra|föregående|gångna) veckan?|veckan som (?:gick|var)|gångna veckan", week_from(-7)),
    _rule("this week", r"(?<!\w)(?:i|under) veckan|(?P<this>denna|den här) veckan?", week_from(0)),
    _rule("next week", r"(?:nästa|kommande) veckan?", week_from(7)),
    _rule(
        "weekend of a month",
        rf"(?<!\w)(?P<which>första|andra|tredje|fjärde|sista) helgen i (?P<month>{LONG_MONTH}){_Y}",
        weekend_of_month,
    ),
    _rule(
        "weekend",
        r"(?<!\w)(?:i |under |(?P<which>förra|nästa|kommande|gångna|senaste) )?helgen"
        r"(?! (?:(?:vecka|v|den)\b|\d))(?!\w)",
        weekend,
    ),
    _rule("night before yesterday", r"natten (?:mot|till) i ?går", ago(2, 1)),
    _rule(
        "same",
        r"(?<!\w)samma (?P<unit>dag|dygn|kväll|natt|morgon|eftermiddag|helg|vecka|månad|period|termin|år)(?!\w)",
        same,
    ),
    _rule("day beside", r"(?<!\w)(?:dagen|kvällen) (?P<before>innan|före)(?= \w+(?:ade|te|de|des)s?\b|[,.]|$)", beside),
    _rule("day beside", r"(?<!\w)(?:dagen|kvällen|morgonen|(?P<night>natten)) därpå(?!\w)", beside),
    _rule(
        "day beside",
        r"(?<!\w)(?:dagen|kvällen|morgonen|(?P<night>natten)) efter(?= \w+(?:ade|te|de|des|ades|tes)(?!\w)"
        r"| (?:var|blev|brann|slogs|kom|fick|stod|låg|hittades|sågs|fanns|gick|bröts|stals|sköts)(?!\w)|[,.]|$)",
        beside,
    ),
    _rule("since then", r"(?<!\w)(?:alltsedan|ända sedan|sedan|sen) dess(?!\w)", since_told),
    _rule(
        "since the meeting before",
        r"(?<!\w)(?:sedan|sen|efter) (?:sist"
        r"|(?:förra|senaste|föregående|sista) (?:möte|sammanträde|rådsmöte|träff)(?:t|et|en)?)(?!\w)",
        since_meeting,
    ),
    _rule(
        "last night",
        r"(?<!\w)(?:i natt|inatt|under natten(?! (?:mot|till|mellan))|nattens|natten (?:till|mot) i ?dag)(?!\w)",
        ago(1, 0),
    ),
    _rule("yesterday", r"(?<!\w)i ?går(?: kväll| natt| morse| eftermiddag)?(?!\w)", ago(1, 1)),
    _rule("day before yesterday", r"(?<!\w)i förrgår(?!\w)", ago(2, 2)),
    _rule(
        "today",
        r"(?<!\w)(?:i morse|i kväll|i (?:efter|för)middags|(?:tidigare )?i ?dag|under dagen)(?!\w)",
        ago(0, 0),
    ),
    _rule(
        "part of a weekday",
        rf"(?<!\w)(?P<day>{DAY})s?(?P<part>natt|kväll|morgon|eftermiddag|förmiddag|dygn)(?:en|et)?(?!\w)",
        part_of_weekday,
    ),
    _rule(
        "weekdays",
        rf"(?<!\w)(?:under|på) (?P<first>{DAY})en och (?P<last>{DAY})en(?!\w)",
        two_weekdays,
    ),
    _rule(
        "from weekday to weekday",
        rf"(?<!\w)från (?P<first>{DAY})(?:en)?{_PART} till (?P<last>{DAY})(?:en)?{_PART}(?!\w)",
        two_weekdays,
    ),
    _rule(
        "from weekday to weekday",
        rf"(?<!\w)mellan (?P<first>{DAY})(?:en)?{_PART} och (?P<last>{DAY})(?:en)?{_PART}(?!\w)(?! (?:den )?\d)",
        lambda m, a: None if HABIT.search(m.string) else two_weekdays(m, a),
    ),
    _rule(
        "weekday to weekday",
        rf"(?<!\w)(?P<first>{DAY})(?:en)?(?: ?[–-] ?| till )(?P<last>{DAY})(?:en)?(?!\w)",
        weekdays,
    ),
    _rule(
        "weekday",
        rf"(?<!\w)(?P<pre>i |på |under )?{_NIGHT}(?P<day>{DAY})(?P<s>s|en|ens)?"
        rf"(?P<part> (?:kväll|natt|morgon|eftermiddag|förmiddag)(?:en)?)?(?!\w)",
        weekday,
    ),
    _rule(
        "weekday, short",
        r"(?<!\w)(?P<pre>)(?P<night>)(?P<s>)(?P<part>)"
        r"(?P<day>må|ti|on|to|fr|lö|sö|mån|tis|ons|tors|fre|lör|sön)(?=:| \d|\. )",
        lambda m, a: weekday(m, a) if a.period else None,
    ),
    _rule(
        "turn of the month",
        rf"(?<!\w)månadsskiftet (?:{MONTH})\.? ?[/–-] ?(?P<until>{MONTH})(?!\w){_Y}",
        turn_of_month,
    ),
    _rule(
        "months, short",
        rf"(?<!\w)(?P<month>{MONTH})\.? ?[–-] ?(?P<until>{MONTH})\.?(?!\w){_Y}",
        in_month,
    ),
    _rule(
        "month",
        rf"(?<!\w)(?<!\d )(?:i |under |för )?(?P<month>{LONG_MONTH})"
        rf"(?: ?(?:–|-|till|t\.o\.m\.|och) ?(?P<until>{MONTH})(?!\w))?{_Y}(?P<former> (?:förra året|i fjol))?(?!\w)",
        in_month,
    ),
    _rule("last month", r"(?:förra|föregående) månaden", last_month),
    _rule("this month", r"under månaden|denna månad|den gångna månaden", this_month),
    _rule(
        "season",
        rf"(?<!\w)(?:(?:i|till|under|inför|hela|(?:i )?(?:början|mitten|slutet) (?:av|på)|nästa|kommande|förra) )"
        rf"(?:våren|våras|vår|sommaren|somras|sommar|hösten|höstas|höst|vintern|vintras|vinter)(?!\w){_Y}|"
        rf"(?<!\w)(?:våren|sommaren|hösten|vintern) ?(?P<year2>(?<= ){YEAR}|{SHORT_YEAR})|"
        r"(?<!\w)(?<!\bpå )(?<!\btill )(?<!\bom )(?<!\bför )(?<!\båt )(?:våren|sommaren|hösten|vintern)"
        r"(?= (?:\w+ ){0,3}?(?:har varit|var|blev|gick|passera\w+|bjöd|präglades|inleddes)\b)|"
        r"(?<=\bsedan )(?:våren|sommaren|hösten|vintern|i? ?våras|i? ?somras|i? ?höstas|i? ?vintras)(?!\w)",
        lambda m, a: season(m, a),
    ),
    _rule(
        "months of the year",
        rf"(?<!\w)årets (?:(?P<n1>{_COUNT}) första|första (?P<n2>{_COUNT})) månader(?:na)?(?!\w)",
        months_of_year,
    ),
    _rule(
        "latest",
        r"(?<!\w)(?:under )?(?:den |det )?senaste (?P<unit>veck|månad|år|halvår|kvartal)(?:an|en|et)(?!\w)",
        latest_one,
    ),
    _rule(
        "latest",
        rf"(?<!\w)(?:de )?(?:(?:senaste|sista|gångna) (?P<n>{_COUNT})|(?P<n2>{_COUNT}) senaste)"
        r" (?P<unit>dag|dygn|dgr|veck|v(?!\w)|månad|mån(?!\w)|år(?=en|\W|$))\w*",
        latest,
    ),
    _rule(
        "for some time",
        rf"(?<!\w)(?:har|är) (?:\w+ ){{0,3}}?(?:i|under) (?P<n>{_COUNT}) (?P<unit>veck|månad)\w+",
        latest,
    ),
    _rule("for some time", rf"(?<!\w)i (?P<n>{_COUNT}) (?P<unit>veckor|månader)s tid(?!\w)", latest),
    _rule("so long ago", rf"(?<!\w)för (?P<n>{_COUNT}) (?P<unit>dag|veck|månad)\w* sedan(?!\w)", back),
    _rule(
        "in all",
        rf"(?<!\w)på (?:bara |mindre än |knappt |drygt )?(?P<n>{_COUNT}) "
        r"(?P<unit>veckor?|v(?=\W|$)|månad(?:er)?|dagar|dygn|nätter|kvällar)(?!\w)",
        in_all,
    ),
    _rule(
        "for some time",
        rf"(?<!\w)(?:sedan|sen) (?P<n>{_COUNT}) (?:dryg |knapp )?(?P<unit>dag|veck|månad)\w+(?! sedan)",
        latest,
    ),
    _rule(
        "last year",
        r"(?<!\w)(?:förra året|föregående år|i fjol|fjolåret|(?:det )?gångna året)(?!\w)",
        year_from(-1),
    ),
    _rule(
        "this year",
        r"(?<!\w)(?:(?P<whole>under året)|detta år|det här året|(?:hittills )?i år)(?!\w)",
        this_year,
    ),
    _rule("year", rf"(?<!\w)(?:under|år|för|i|våren|hösten|hela) (?P<y1>{YEAR})(?P<y2>)(?![\d-])", years),
    _rule(
        "year, bare",
        rf"(?<=[a-zåäö] )(?P<y1>{YEAR})(?=[.,;:)!?]|$| (?:och|men|mot|jämfört|sammanlagt|totalt)\b)",
        bare_year,
    ),
)
