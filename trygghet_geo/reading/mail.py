"""E-mail (.eml) → Document: the subject, what the sender wrote, and apart from it who wrote to whom.

Names and addresses, signatures and what is quoted from earlier letters are marked `header`: a letter that answers
another does not report again what that one said. What is forwarded is read, for it may be here only. Its files are
documents of their own: `attachments`.
"""

from __future__ import annotations

import email
import email.errors
import email.header
import email.utils
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from email.message import Message
from pathlib import Path

from trygghet_geo.errors import UnreadableDocument, one_line
from trygghet_geo.reading import html, markup
from trygghet_geo.reading.assembly import finished
from trygghet_geo.reading.files import content
from trygghet_geo.reading.letterparts import apart
from trygghet_geo.reading.lines import Line, lines
from trygghet_geo.reading.paragraphs import Group, groups
from trygghet_geo.reading.text import decoded
from trygghet_geo.records import Block, Document

MOST_ATTACHED = 50
_LOGO = 30_000
"""Bytes below which a picture inside the letter's text is taken for a logo."""
_NEEDLESS = frozenset((".ics", ".vcf", ".p7s", ".p7m", ".asc", ".sig"))
"""Invitations, cards and signatures: not documents."""
_FORWARDED = re.compile(r"\s*(?:VB|Vb|FW|Fw|FWD|Fwd|Vid|VS)\s*:")
_HEADS = (("From", "Från"), ("To", "Till"), ("Cc", "Kopia"))
_QUOTES = "blockquote, .gmail_quote, .yahoo_quoted, .moz-cite-prefix"


@dataclass(frozen=True)
class Attached:
    """A file in a letter: its name without any folder, and its bytes."""

    name: str
    content: bytes


def read(path: Path) -> Document:
    """Read a `.eml` without its attachments. Raises UnreadableDocument: not a letter, nothing written in it."""
    data = content(path, known=(".eml",))
    letter = _parsed(data, path.name)
    subject = _header(letter, "Subject") or path.stem
    forwarded = bool(_FORWARDED.match(subject))
    try:
        body = _body(letter, path.name, forwarded=forwarded)
        files = [one.name for one in _attached(letter)]
    except UnreadableDocument:
        raise
    except Exception as error:  # a damaged letter makes the library raise a dozen kinds
        raise _broken(path.name) from error
    if not body.strip() and not files and not _header(letter, "Subject"):
        raise UnreadableDocument(f"{path.name}: brevet innehåller ingen text; kontrollera att rätt fil valdes")
    heads = [f"{label}: {value}" for name, label in _HEADS if (value := _header(letter, name))]
    told = f"\n\nBilagor: {', '.join(files)}" if files else ""
    head = "\n".join([subject, *heads])
    made = _laid_out(path, data, head=head, rest=body + told, forwarded=forwarded)
    people = dict.fromkeys(name for part, _ in _HEADS for name in _names(letter, part))
    known = made.header.date if made.header.time or made.header.place else None
    header = replace(
        made.header,
        date=known or _date(letter) or made.header.date,
        attendees=tuple(dict.fromkeys([*made.header.attendees, *people])),
    )
    return replace(made, header=header)


def attached(data: bytes, name: str) -> list[Attached]:
    """The files in the letter `data`, letters in it too. Raises UnreadableDocument when it cannot be parsed."""
    try:
        return list(_attached(_parsed(data, name)))
    except UnreadableDocument:
        raise
    except Exception as error:  # as in read()
        raise _broken(name) from error


def _parsed(data: bytes, name: str) -> Message:
    try:
        letter = email.message_from_bytes(data)
    except Exception as error:  # as in read()
        raise _broken(name) from error
    if not any(letter.get(head) for head in ("From", "To", "Subject", "Date", "Received")):
        raise UnreadableDocument(f"{name}: filen är inget e-brev; spara brevet som .eml i e-postprogrammet")
    return letter


def _broken(name: str) -> UnreadableDocument:
    return UnreadableDocument(f"{name}: brevet är trasigt; spara det på nytt ur e-postprogrammet")


def _laid_out(path: Path, data: bytes, *, head: str, rest: str, forwarded: bool) -> Document:
    """The document of the text, in which only the subject and the sender's own words are searched."""
    text = f"{head}\n\n{rest}".replace("\f", "\n")
    every = lines(text)
    heads = sum(line.end <= len(head) for line in every)
    own, other = apart(every[heads:], forwarded=forwarded)
    gathered = [Group("heading", [every[0]], level=1)] if every else []
    for part in own:
        gathered += groups(part)
    made = finished(path, data, text=text, pages=None, gathered=gathered)
    silent = [_silent([line]) for line in every[1:heads]] + [_silent(part) for part in other]
    blocks = sorted((*made.blocks, *silent), key=lambda block: block.start)
    return replace(made, blocks=tuple(blocks))


def _silent(part: Sequence[Line]) -> Block:
    return Block("paragraph", ((part[0].start, part[-1].end),), header=True)


def _header(letter: Message, name: str) -> str:
    """A head's value as text on one line; an encoding that nobody knows leaves what can be read."""
    raw = letter.get(name)
    if raw is None:
        return ""
    try:
        value = str(email.header.make_header(email.header.decode_header(str(raw))))
    except (LookupError, ValueError, email.errors.MessageError):
        value = str(raw)
    return one_line(value.encode("utf-8", "replace").decode("utf-8"))


def _names(letter: Message, head: str) -> Iterator[str]:
    for name, address in email.utils.getaddresses([_header(letter, head)]):
        if name or address:
            yield name or address


def _date(letter: Message) -> date | None:
    try:
        return email.utils.parsedate_to_datetime(str(letter.get("Date", ""))).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _body(letter: Message, name: str, *, forwarded: bool) -> str:
    """What is written in the letter: its plain text, or its web page as plain text."""
    plain = [part for part in letter.walk() if _is_text(part, "text/plain")]
    if plain and any(_words(part, name).strip() for part in plain):
        return "\n\n".join(_words(part, name) for part in plain)
    pages = [part for part in letter.walk() if _is_text(part, "text/html")]
    return "\n\n".join(_page(_words(part, name), name, forwarded=forwarded) for part in pages)


def _is_text(part: Message, kind: str) -> bool:
    return (
        part.get_content_type() == kind and part.get_content_disposition() != "attachment" and not part.get_filename()
    )


def _words(part: Message, name: str) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if not data.strip():
        return ""
    try:
        text = data.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeError):
        text = decoded(data, name)
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    if str(part.get_param("format", "")).lower() == "flowed":
        text = re.sub(r"(?<=[^\s-]) \n(?!>)", " ", text)
    return text


def _page(page: str, name: str, *, forwarded: bool) -> str:
    body = html.parsed(page, name)
    if not forwarded:
        for node in body.css(_QUOTES):
            node.decompose()
    written: list[str] = []
    for item in markup.items(body):
        between = "\t" if item.beside else "\n\n"
        written += [between, "• " * bool(item.paragraph.bullet) + item.paragraph.words]
    return "".join(written).strip()


def _attached(letter: Message) -> Iterator[Attached]:
    count = 0
    for part in _leaves(letter):
        name = _file_name(part)
        if name is None or Path(name).suffix.lower() in _NEEDLESS:
            continue
        data = _payload(part)
        picture = part.get_content_maintype() == "image"
        if not data or (picture and part.get("Content-ID") and len(data) < _LOGO):
            continue
        count += 1
        if count > MOST_ATTACHED:
            return
        yield Attached(name, data)


def _leaves(letter: Message) -> Iterator[Message]:
    """The parts that are files or texts; a letter within the letter is one of them and not opened."""
    waiting = [letter]
    while waiting:
        part = waiting.pop()
        payload = part.get_payload()
        if part.get_content_type() != "message/rfc822" and isinstance(payload, list):
            waiting.extend(reversed(payload))
        elif part is not letter:
            yield part


def _payload(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        return inner[0].as_bytes() if isinstance(inner, list) and inner else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _file_name(part: Message) -> str | None:
    """The file's own name without any folder; None for a part that is no file."""
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        subject = _header(inner[0], "Subject") if isinstance(inner, list) and inner else ""
        return _safe(f"{subject or 'brev'}.eml")
    raw = part.get_filename()
    if not raw:
        return None
    try:
        name = str(email.header.make_header(email.header.decode_header(raw)))
    except (LookupError, ValueError, email.errors.MessageError):
        name = raw
    return _safe(name)


def _safe(name: str) -> str:
    name = re.split(r"[\\/]", one_line(name))[-1]
    name = re.sub(r"[:*?\"<>|]+", "_", name).strip(". ")
    path = Path(name or "bilaga")
    return f"{path.stem[:80]}{path.suffix[:12]}"
