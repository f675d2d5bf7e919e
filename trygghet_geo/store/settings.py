"""Settings of the installation and the roles of its users."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update

from trygghet_geo.errors import InvalidSelection
from trygghet_geo.store.migrating import now
from trygghet_geo.store.models import ROLE, SETTING
from trygghet_geo.store.opening import Access

DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {
        "show_unreviewed": True,
        "retention_months": None,
        "retention_action": "pseudonymise",
    }
)
"""`show_unreviewed`: items nobody has reviewed show inside the organisation (never outside it).
`retention_months`: after so many months from its meeting a document is due for `retention_action` (`pseudonymise` or
`remove`); None keeps it."""
ROLES = ("reader", "reviewer", "administrator")


class Settings:
    """`Store.settings`. Other parts of the product may keep keys of their own, with a dot in them: "dashboard.home"."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def get(self, key: str) -> Any:
        """The value, or its default. Raises InvalidSelection for a key that is none of the store's."""
        return self.all().get(_known(key))

    def all(self) -> dict[str, Any]:
        """Every setting, with the defaults of those never set."""
        with self._access.reading() as connection:
            return values(connection)

    def set(self, key: str, value: Any, *, by: str) -> None:
        """Keep a value (anything JSON holds). Raises InvalidSelection when it makes no sense."""
        _check(_known(key), value)
        with self._access.writing(by=by) as connection:
            _put(connection, SETTING, "key", key, {"value": json.dumps(value, ensure_ascii=False)}, by=by)


class Roles:
    """`Store.roles`: what each person may do; whoever asks decides what follows from it."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def of(self, person: str) -> str | None:
        """The person's role, None when none is set."""
        return self.all().get(person)

    def all(self) -> dict[str, str]:
        """Person → role."""
        with self._access.reading() as connection:
            return {row.person: row.role for row in connection.execute(select(ROLE).order_by(ROLE.c.person))}

    def set(self, person: str, role: str | None, *, by: str) -> None:
        """Give a role, or with None take it away."""
        if role is not None and role not in ROLES:
            raise InvalidSelection(f"{role}: okänd roll; välj bland {', '.join(ROLES)}")
        with self._access.writing(by=by) as connection:
            if role is None:
                connection.execute(ROLE.delete().where(ROLE.c.person == person))
            else:
                _put(connection, ROLE, "person", person, {"role": role}, by=by)


def values(connection: Connection) -> dict[str, Any]:
    """Every setting, with the defaults of those never set."""
    return dict(DEFAULTS) | {row.key: json.loads(row.value) for row in connection.execute(select(SETTING))}


def _put(connection: Connection, table: Table, key: str, name: str, own: dict[str, Any], *, by: str) -> None:
    facts = own | {"set_by": by, "set_at": now()}
    if not connection.execute(update(table).where(table.c[key] == name).values(**facts)).rowcount:
        connection.execute(insert(table), {key: name} | facts)


def _known(key: str) -> str:
    if key not in DEFAULTS and "." not in key:
        raise InvalidSelection(f"{key}: okänd inställning; välj bland {', '.join(DEFAULTS)}")
    return key


def _check(key: str, value: Any) -> None:
    wrong = {
        "show_unreviewed": not isinstance(value, bool),
        "retention_months": not (value is None or (type(value) is int and value >= 1)),
        "retention_action": value not in ("pseudonymise", "remove"),
    }
    if wrong.get(key):
        raise InvalidSelection(f"{key}: {value} går inte att använda; se docs/store.md")
    try:
        json.dumps(value)
    except (TypeError, ValueError) as error:
        raise InvalidSelection(f"{key}: värdet går inte att spara ({error})") from error
