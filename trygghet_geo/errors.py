"""The few kinds of error a user can meet. Each is also a builtin, so that callers may catch either.

A message says where, what was found, what was expected and what to do, in one line, in Swedish: it is shown to the
person at the screen or the terminal as it stands.
"""

import unicodedata

_LONGEST_WORD = 120
_LONGEST = 600


class TrygghetError(Exception):
    """Base of all errors that are the user's to mend; anything else that is raised is a bug."""


class UnreadableDocument(TrygghetError, ValueError):
    """A file that no reader can turn into a document: empty, broken, encrypted, of an unknown format."""


class InvalidData(TrygghetError, ValueError):
    """A catalogue (gazetteer, taxonomy) or a table that breaks its own format; all faults in one message."""


class UnknownMunicipality(TrygghetError, LookupError):
    """A municipality that is not among Sweden's 290, or one that could not be told from the document."""


class InvalidSelection(TrygghetError, ValueError):
    """A filter or an option that makes no sense: an unknown category, a period that ends before it begins."""


class StoreError(TrygghetError, OSError):
    """The store cannot be opened, read or written."""


class UnwritableOutput(TrygghetError, OSError):
    """A file that was asked for cannot be written where it was asked for."""


def one_line(text: str) -> str:
    """`text` as one line that is safe to show, whatever file names and documents put into it.

    Line ends, control signs and signs that turn the direction of writing become a space or nothing; a word longer than
    a file name has any reason to be loses its middle.
    """
    plain = "".join(_shown(c) for c in text)
    words = (w if len(w) <= _LONGEST_WORD else f"{w[: _LONGEST_WORD - 41]}…{w[-40:]}" for w in plain.split())
    line = " ".join(words)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 301]}…{line[-300:]}"


def _shown(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in ("Cc", "Zl", "Zp"):
        return " "
    if kind == "Cf":
        return ""
    # Half surrogates (a file name in another encoding), private and unassigned signs: nothing that can be shown.
    return "\ufffd" if kind in ("Cs", "Co", "Cn") else character
