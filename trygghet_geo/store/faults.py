"""What went wrong with a store, in Swedish, on one line, with what to do."""

from __future__ import annotations

_FILE = (
    (
        ("locked", "busy"),
        "lagret är upptaget av ett annat program; stäng det (till exempel QGIS) eller försök igen strax",
    ),
    (("readonly", "read-only"), "lagret får bara läsas; ge skrivrätt till filen och dess mapp"),
    (
        ("not a database", "malformed", "corrupt"),
        "filen är trasig eller inget lager; lägg tillbaka en säkerhetskopia eller flytta undan filen",
    ),
    (
        ("full", "too big", "disk i/o"),
        "disken är full eller svarar inte; frigör plats och försök igen (inget sparades)",
    ),
    (("unable to open",), "lagret kan inte öppnas; kontrollera att mappen finns och att du har skrivrätt i den"),
)
_SERVER = (
    (
        ("password authentication", "no password supplied"),
        "fel användare eller lösenord; kontrollera adressen till lagret",
    ),
    (("does not exist",), "databasen eller användaren finns inte; låt den som sköter servern skapa den"),
    (("permission denied", "must be owner", "must be superuser"), "användaren saknar rättigheter i databasen"),
    (("lock timeout", "deadlock"), "lagret är upptaget av någon annan; försök igen strax"),
    (("no space left", "could not extend"), "serverns disk är full; frigör plats och försök igen (inget sparades)"),
    (("postgis", 'extension "'), "PostGIS saknas på servern; installera det och kör CREATE EXTENSION postgis"),
    (("too many", "remaining connection slots"), "servern har inga lediga anslutningar; försök igen strax"),
    (("read-only",), "databasen får bara läsas; fråga den som sköter servern"),
)
_LOST = "förbindelsen till servern bröts eller kom aldrig till stånd; kontrollera att den är igång och försök igen"


def explained(error: Exception, label: str) -> str:
    """A sentence about `error`, raised by either backend's driver, for the store shown as `label`."""
    cause = getattr(error, "orig", None) or error
    said = " ".join(str(cause).split())
    server = type(cause).__module__.partition(".")[0] == "psycopg"
    for words, explanation in _SERVER if server else _FILE:
        if any(word in said.lower() for word in words):
            return f"{label}: {explanation}"
    if server and type(cause).__name__ in ("OperationalError", "AdminShutdown", "InterfaceError", "ConnectionTimeout"):
        return f"{label}: {_LOST}"
    return f"{label}: lagret kan inte användas ({said})"
