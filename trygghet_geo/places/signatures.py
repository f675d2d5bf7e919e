"""Names that sign, answer for a point or are reached by telephone: "Klart 1 maj, Mellerås", "Mellerås, 070-123 45 67".

One by one they are judged only without a preposition of place.
"""

from __future__ import annotations

import re

from trygghet_geo.places.line import NAME, UPPER, Found, Page

_REACHED = re.compile(
    r",? ?(?:\((?:tel\.?|tfn\.?)? ?)?(?:tel\.?|tfn\.?|telefon|mobil|ankn\.?)?:? ?(?:\+46|0\d{1,3})(?: ?[-/] ?| )\d\d"
    r"|,? [\w.+-]+@\w"
)
"""What follows is a telephone number or an address of mail."""
_POINT = re.compile(
    r"(?:Åtgärd|Att göra|Uppdrag|Beslut|Beslutas|Uppföljning|Punkt|Klart|Klar|Senast|Kollas|Tar kontakt|Utförs|Görs|Vem"
    r"|Bevakas|Utförare|Antecknat|Skrivet|Leds|Vidare)(?: av| till| senast)?\b"
)
"""How a line opens that says what is to be done and by whom."""
_BRACKETS = re.compile(r"\($")
_DAY = re.compile(r"\b\d{1,2}(?:/\d{1,2}| (?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)\w*), $")
_ROLE = re.compile(
    r"(?i:\brektorn?|[\wåäö]*chef(?:en)?|\bordförande(?:n)?|[\wåäö]*samordnare(?:n)?|[\wåäö]*ledare(?:n)?"
    r"|[\wåäö]*handläggare(?:n)?|\bkuratorn?|[\wåäö]*polisen|[\wåäö]*sekreterare(?:n)?)"
    r"(?: (?:på|för|vid|i|hos) [\wåäö]+){0,2}, $"
)
"""Who it is, before the name between two commas: "rektorn på skolan, Mellerås, vill …"."""
_WHO = re.compile(
    r"(?<!\w)(?:(?:hon|han|\w*polis\w*|chef\w*|rektor\w*|vakt\w*|värd\w*|ledar\w*|fältar\w*) heter"
    r"|(?:vinnare|segrare|mottagare|pristagare) (?:är|blev)|(?:avlös|efterträd|vikarier)\w*"
    r"|(?:bad|ber|bett)|önska[rd]?e?|eldsjäl(?:ar)?:)(?: även| också| nu)? $",
    re.IGNORECASE,
)
_COMES = re.compile(r"(?<!\w)(?:kommer|kom) $")
_HERE = re.compile(r" (?:hit|för att (?:berätta|informera)|och (?:berättar|informerar|föreläser))\b")
_ROOM = re.compile(r" ?\((?:\w*(?:sammanträdes|konferens|mötes)\w*|lokal\w*|rum\w*|sal\w*|plan \d|våning\w*)")
_WRITTEN = re.compile(rf"{NAME},? (?:(?:den )?\d{{1,2}} [a-z]{{3,9}} \d{{4}}|\d{{4}}-\d\d-\d\d)\.?")
"""Where and when a letter was written, on a line of its own above those who sign it."""
_AND_OTHERS = re.compile(r" m\.? ?fl\b")
_CLOSING = re.compile(
    r"(?:Med (?:vänlig|bästa|hjärtlig)\w* hälsning\w*|(?:Vänliga|Bästa|Soliga|Goda|Varma|Många) hälsning\w*"
    r"|Vänligen|MVH|Mvh|mvh"
    r"|Hälsningar|Hälsn|Hälsar|Vi (?:hörs|ses)|Kram(?:ar)?|Tack på förhand|Högaktningsfullt|Namnteckningar"
    r"|Undertecknat?"
    r"|Undertecknade|Hör av dig|Allt gott|Ha det(?: gott)?|Underskrift(?:er)?|På uppdrag)[,:.!]?$"
)
_ONLY_NAMES = re.compile(rf"[-–/ ]*{NAME}(?:(?:, | och | & | samt | ?/ ?){NAME})*[.]?$")
_ROLL = re.compile(rf"(?P<label>[{UPPER}][a-zåäö/ -]{{2,30}}): {NAME}(?:(?:, | och ){NAME})*\.?$")
_BODIES = re.compile(
    r"(?:skola[nr]?|polis(?:en)?|fritid|kultur(?: och fritid)?|gata(?:/park)?|kommunen|socialtjänst(?:en)?"
    r"|räddningstjänst(?:en)?|stadsbyggnad"
    r"|näringsliv(?:et)?|tekniska?|bostadsbolag(?:et)?|kyrkan|föreningar(?:na)?|förvaltning(?:en)?|gymnasiet"
    r"|region(?:en)?|\w+förbund)$",
    re.IGNORECASE,
)


def is_signature(page: Page, one: Found) -> bool:
    """Whether the name is that of who is to do something, is asked for, or of the room where a meeting is held."""
    if one.form not in ("name", "unknown") or one.preposition is not None:
        return False
    before, after = page.before(one.start), page.after(one.end)
    if _REACHED.match(after) or _ROOM.match(after) or _AND_OTHERS.match(after) or _WHO.search(before):
        return True
    if (_ROLE.search(before) and after.startswith(", ")) or (_COMES.search(before) and _HERE.match(after)):
        return True
    closes = not re.search(r"\w", after)
    return closes and _closes_point(page, one, before, after)


def _closes_point(page: Page, one: Found, before: str, after: str) -> bool:
    """Whether the name stands last on a line of what is to be done: "Åtgärd: byta lampa (Mellerås)"."""
    line = page.text[page.text.rfind("\n", 0, one.start) + 1 : one.start]
    if not _POINT.match(line.lstrip("-•* ")):
        return False
    bracketed = bool(_BRACKETS.search(before)) and after.startswith(")")
    named = re.fullmatch(r"(?:Tar kontakt|Utförs|Kollas|Görs|Vem|Utförare|Antecknat|Skrivet|Leds)[\w ]*: ?", line)
    return bracketed or bool(_DAY.search(before)) or bool(named)


def signed(page: Page) -> list[tuple[int, int]]:
    """Spans of the lines that sign a letter or a report: what follows its closing words, and names alone at its end."""
    if len(page.lines) < 3:
        return []
    texts = [page.text[start:end] for start, end in page.lines]
    closing = next(
        (n for n in range(len(texts) - 1, max(0, len(texts) - 12), -1) if _CLOSING.fullmatch(texts[n])), None
    )
    spans = [] if closing is None else [page.lines[n] for n in range(closing + 1, len(texts)) if _is_short(texts[n])]
    rolls = [n for n, text in enumerate(texts) if (m := _ROLL.fullmatch(text)) and _BODIES.match(m["label"])]
    if len(rolls) > 1:
        # Who came from each body: one such line may as well say where something was.
        spans += [page.lines[n] for n in rolls]
    last = len(texts) - 1
    written = (n for n in range(max(2, last - 7), last) if _WRITTEN.fullmatch(texts[n]))
    spans += [page.lines[n] for n in written if all(map(_is_short, texts[n + 1 :]))]
    if (
        _ONLY_NAMES.fullmatch(texts[last])
        and page.lines[last][0] not in page.headings
        and texts[last - 1][-1:] in ".!?"
    ):
        spans.append(page.lines[last])
    return spans


def _is_short(text: str) -> bool:
    return len(text) < 60 and not text.endswith(".")
