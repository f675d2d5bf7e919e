"""A path → its bytes, or one clear line about why not: everything that can be told before a format is parsed."""

from __future__ import annotations

import errno
import os
import stat
import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

from trygghet_geo.errors import UnreadableDocument

LARGEST_MB = 50
"""Minutes with pictures are a few MB; what is larger than this is a mistake or an attack."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = (
    (b"%PDF-", ".pdf"),
    (_OLE, ".doc"),
    (b"{\\rtf", ".rtf"),
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"II*\0", ".tif"),
    (b"MM\0*", ".tif"),
)
NAMES = {
    ".pdf": "en PDF",
    ".docx": "ett Word-dokument (.docx)",
    ".doc": "ett äldre Word-dokument (.doc) eller en lösenordsskyddad Office-fil",
    ".odt": "ett OpenDocument-dokument (.odt)",
    ".ods": "ett OpenDocument-kalkylark (.ods)",
    ".xlsx": "ett kalkylark (.xlsx)",
    ".zip": "ett zip-arkiv",
    ".rtf": "en RTF-fil",
    ".png": "en bild (PNG)",
    ".jpg": "en bild (JPEG)",
    ".gif": "en bild (GIF)",
    ".tif": "en bild (TIFF)",
    ".html": "en webbsida (HTML)",
    ".txt": "ren text",
}
_SAME = {".htm": ".html", ".jpeg": ".jpg", ".tiff": ".tif"}
_SHOWN = frozenset((".pdf", ".docx", ".odt", ".ods", ".xlsx", ".rtf", ".png", ".jpg", ".tif"))
"""Formats that always show what they are in their first bytes."""
_MACROS = "filen kan innehålla makron och läses därför inte; spara om den som {} utan makron"
_LOCKED = "filen är skyddad med lösenord; spara en kopia utan lösenord och läs in den"
_REFUSED = {
    ".docm": _MACROS.format(".docx"),
    ".dotm": _MACROS.format(".docx"),
    ".xlsm": _MACROS.format(".xlsx"),
    ".doc": "äldre Word-format läses inte; spara om filen som .docx",
    ".dot": "äldre Word-format läses inte; spara om filen som .docx",
    ".xls": "äldre Excel-format läses inte; spara om filen som .xlsx",
    ".xlsb": "Excels binära format läses inte; spara om filen som .xlsx",
    ".msg": "Outlooks eget format läses inte; spara brevet som .eml",
    "locked": _LOCKED,
}
REFUSED = frozenset(suffix for suffix in _REFUSED if suffix.startswith("."))
"""Suffixes of documents that are not read, each with a message of its own."""
_REASONS = MappingProxyType(
    {
        errno.EACCES: "åtkomst nekad",
        errno.EPERM: "åtkomst nekad",
        errno.ENAMETOOLONG: "namnet är för långt",
        errno.ELOOP: "länken leder i en cirkel",
        errno.EIO: "disken kan inte läsas",
        errno.ENOTDIR: "en del av sökvägen är ingen mapp",
        errno.ENXIO: "det är ingen vanlig fil",
        errno.ENODEV: "enheten svarar inte",
        errno.EMFILE: "för många filer är öppna",
        errno.ENFILE: "för många filer är öppna",
        errno.ENOMEM: "minnet är slut",
        errno.EINVAL: "sökvägen är ogiltig",
        errno.EBUSY: "filen används av ett annat program",
        errno.ETXTBSY: "filen används av ett annat program",
        errno.ETIMEDOUT: "nätverket svarar inte",
    }
    | dict.fromkeys((getattr(errno, "ESTALE", -1), getattr(errno, "EHOSTDOWN", -2)), "nätverksmappen svarar inte")
)
_SHEET = b"opendocument.spreadsheet"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream in which Office keeps a document that has a password."""


def content(path: Path, *, known: Iterable[str]) -> bytes:
    """The bytes of `path`, once its suffix is among `known` and its first bytes agree with it.

    Raises UnreadableDocument for what is missing, a folder, unreadable, empty, larger than `LARGEST_MB`, of an unknown
    suffix, or of another format than its suffix says.
    """
    suffix = path.suffix.lower()
    if os.path.isdir(path):  # noqa: PTH112 (Path.is_dir raises for a name too long)
        raise _folder(path)
    if suffix not in known:
        if suffix in _REFUSED:
            raise UnreadableDocument(f"{path.name}: {_REFUSED[suffix]}")
        what = f"filändelsen {suffix} kan inte läsas" if suffix else "filen saknar filändelse"
        raise UnreadableDocument(f"{path.name}: {what}; spara om som {_either(known)}")
    data = raw(path)
    if not data.strip():
        raise UnreadableDocument(f"{path.name}: filen är tom; kontrollera att rätt fil valdes")
    _agree(path.name, suffix, guess(data))
    return data


def guess(data: bytes) -> str | None:
    """The suffix that the content answers to, None when the first bytes tell nothing; `locked` when it is encrypted."""
    if data.startswith(_OLE) and _ENCRYPTED in data:
        return "locked"
    for magic, suffix in _MAGIC:
        if data.startswith(magic):
            return suffix
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    # A PDF may have junk before its head; pdfium accepts it within the first kilobyte.
    if b"%PDF-" in data[:1024]:
        return ".pdf"
    if data[:512].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        return ".html"
    return None


def _zipped(data: bytes) -> str:
    try:
        names = set(zipfile.ZipFile(BytesIO(data)).namelist())
    except Exception:  # zipfile raises a dozen kinds on damaged archives; the reader says what is wrong
        return _torn(data)
    for part, suffix in (("word/vbaProject.bin", ".docm"), ("xl/vbaProject.bin", ".xlsm")):
        if part in names:
            return suffix
    if "content.xml" in names:
        return ".ods" if _SHEET in data[:200] else ".odt"
    for part, suffix in (("word/document.xml", ".docx"), ("xl/workbook.xml", ".xlsx")):
        if part in names:
            return suffix
    return ".docx" if "[Content_Types].xml" in names and any(n.startswith("word/") for n in names) else ".zip"


def _torn(data: bytes) -> str:
    """What a damaged archive was, by the names of parts that are left in it."""
    if b"mimetypeapplication/vnd.oasis.opendocument" in data[:200]:
        return ".ods" if _SHEET in data[:200] else ".odt"
    return ".docx" if b"word/" in data else ".xlsx" if b"xl/" in data else ".zip"


def _agree(name: str, suffix: str, found: str | None) -> None:
    suffix = _SAME.get(suffix, suffix)
    if found is None and suffix in _SHOWN:
        raise UnreadableDocument(
            f"{name}: filen är inte {NAMES[suffix]}, den är trasig eller har fel filändelse; hämta eller spara om den"
        )
    if found in (None, suffix) or (suffix in (".txt", ".md", ".eml") and found == ".html"):
        return
    if found in _REFUSED and found not in NAMES:
        raise UnreadableDocument(f"{name}: {_REFUSED[found]}")
    raise UnreadableDocument(f"{name}: innehållet ser ut att vara {NAMES[found]}; döp om filen eller spara om den")


def raw(path: Path) -> bytes:
    """All bytes of `path`, whatever they are. Raises UnreadableDocument: missing, no file, unreadable, too large."""
    most = LARGEST_MB * 1_000_000
    try:
        with open(path, "rb", opener=_opened) as file:
            mode, size = os.fstat(file.fileno()).st_mode, os.fstat(file.fileno()).st_size
            if not stat.S_ISREG(mode):
                raise _folder(path) if stat.S_ISDIR(mode) else _no_file(path)
            # Never more than asked for, though the file should grow meanwhile.
            data = file.read(most + 1) if size <= most else b""
    except IsADirectoryError as error:
        raise _folder(path) from error
    except FileNotFoundError as error:
        raise UnreadableDocument(f"{path.name}: filen finns inte ({path.parent}); kontrollera sökvägen") from error
    except UnreadableDocument:
        raise
    except (OSError, ValueError) as error:
        raise UnreadableDocument(
            f"{path.name}: filen kan inte öppnas ({_reason(error)}); kontrollera rättigheterna"
        ) from error
    if max(size, len(data)) > most:
        raise UnreadableDocument(
            f"{path.name}: filen är {max(size, len(data)) / 1e6:.0f} MB och gränsen är {LARGEST_MB} MB; dela upp den"
        )
    return data


def _opened(name: str, flags: int) -> int:
    # A pipe without a writer would keep whoever opens it waiting for ever.
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))


def _folder(path: Path) -> UnreadableDocument:
    return UnreadableDocument(f"{path.name}: är en mapp; ange en fil, eller läs in hela mappen")


def _no_file(path: Path) -> UnreadableDocument:
    return UnreadableDocument(f"{path.name}: är ingen vanlig fil (ett rör eller en enhet); ange en fil på disk")


def _reason(error: Exception) -> str:
    """Why the system would not, in Swedish; what has no words of ours keeps its number."""
    number = getattr(error, "errno", None)
    return _REASONS.get(number, f"systemfel {number}" if number else "sökvägen är ogiltig")


def _either(known: Iterable[str]) -> str:
    *first, last = sorted(known)
    return f"{', '.join(first)} eller {last}" if first else last
