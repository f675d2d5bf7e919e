"""The items of a meeting as HTML for the projector. All text is escaped here; static/meeting.js steps through them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from trygghet_geo import pictures
from trygghet_geo.pages import cards, mapview, shared
from trygghet_geo.pages.shared import Content, say

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from trygghet_geo.agenda import Agenda, Item
    from trygghet_geo.statistics.measures import Measure
    from trygghet_geo.statistics.statements import Said
    from trygghet_geo.statistics.threads import Step

MOST_STEPS = 4
"""What came of an item, on one slide; the rest is counted."""
HEIGHT = 1060
"""Of the map to 900 across, as the part of a wide screen that it stands in."""
BUTTONS = ("previous", "next", "order", "theme", "full", "leave")


def slides(content: Content, agenda: Agenda, table: GeoDataFrame, layers: Mapping[str, Mapping[str, Any]]) -> str:
    """All slides, the overview first. Without the script they stand below each other and can be read as a page."""
    weights = {item.number: place for place, item in enumerate(agenda.by_weight, 1)}
    parts = [_overview(agenda)]
    parts += [_item(item, agenda, weights[item.number], _picture(item, table, layers)) for item in agenda.items]
    name = escape(say("meeting.name", date=shared.day(agenda.day)))
    # The words the script puts on the page by itself.
    data = {"minutes": say("meeting.order.minutes"), "weight": say("meeting.order.weight")}
    told = "".join(f' data-{key}="{escape(value)}"' for key, value in data.items())
    live = '<p class="tk-live-region" aria-live="polite"></p>'
    body = f"{''.join(parts)}{_bar()}{live}"
    return f'<div class="tk-meeting" tabindex="-1" role="region" aria-label="{name}"{told}>{body}</div>'


def _overview(agenda: Agenda) -> str:
    here = sum(not item.earlier for item in agenda.items)
    facts = [
        (here, say("meeting.items", count=here)),
        (new := agenda.count("new"), say("meeting.new", count=new)),
        (back := agenda.count("back"), say("meeting.back", count=back)),
        (open_ := sum(i.unanswered and not i.earlier for i in agenda.items), say("meeting.open", count=open_)),
        (old := sum(item.earlier for item in agenda.items), say("meeting.earlier", count=old)),
        (gone := len(agenda.silent), say("meeting.silent", count=gone)),
    ]
    if agenda.before is None:
        facts = [facts[0], facts[3]]
    rows = "".join(f"<li><b>{count}</b> {escape(words)}</li>" for count, words in facts)
    title = escape(say("meeting.name", date=shared.day(agenda.day)))
    before = say("meeting.before", date=shared.day(agenda.before)) if agenda.before else say("meeting.first")
    foot = f'<p class="tk-source">{escape(before)} {escape(say("meeting.honest"))}</p>'
    # A relative address: the pages lie side by side, whatever the base path.
    how = f'<a href="metoder?metod=recurrence" target="_self">{escape(say("methods.title"))}</a>'
    body = f'<h1>{title}</h1><ul>{rows}</ul>{foot}<p class="tk-source">{how}</p>'
    return f'<section class="tk-item tk-overview" data-no="0" data-weight="0" aria-label="{title}">{body}</section>'


def _item(item: Item, agenda: Agenda, weight: int, picture: str) -> str:
    here = sum(not one.earlier for one in agenda.items)
    numbers = (item.number - here, len(agenda.items) - here) if item.earlier else (item.number, here)
    at = escape(say("meeting.at.earlier" if item.earlier else "meeting.at", number=numbers[0], of=numbers[1]))
    body = f'<div class="tk-text">{_head(item)}{"".join(map(_quote, item.said))}{_came(item)}</div>{picture}'
    keys = f'data-no="{item.number}" data-weight="{weight}" data-at="{at}"'
    return f'<section class="tk-item" {keys} aria-label="{at}: {escape(place(item))}">{body}</section>'


def place(item: Item) -> str:
    """The item's places by name, or that it has none."""
    return ", ".join(name or say("meeting.nowhere") for _, name in item.places)


def _head(item: Item) -> str:
    colours = shared.style()
    pairs = [(colours.colour(code), escape(shared.category_label(code))) for code in item.categories]
    chips = "".join(f'<span class="tk-chip"><i style="background:{c}"></i>{name}</span>' for c, name in pairs)
    news = say("meeting.state.earlier" if item.earlier else f"meeting.state.{item.state}")
    if item.state != "continuing" or item.earlier:
        chips += f'<span class="tk-news">{escape(news)}</span>'
    again = [one.recurring for one in item.matters if one.recurring]
    most = max(again, key=lambda one: one.k, default=None)
    often = say("meeting.often", count=most.m, k=most.k) if most and most.m > 1 else ""
    return f'<h2>{escape(place(item))}</h2><p class="tk-chips">{chips}</p><p class="tk-often">{escape(often)}</p>'


def _quote(said: Said) -> str:
    words, where = escape(cards.one_line(said.quote)), escape(source(said))
    return f'<blockquote class="tk-quote"><p>{words}</p><footer class="tk-source">{where}</footer></blockquote>'


def source(said: Said) -> str:
    """The way back to a sentence: document, page, date."""
    page = say("meeting.page", page=said.page) if said.page else say("quote.characters", start=said.start, end=said.end)
    return f"{said.document} · {page} · {shared.day(said.day)}"


def _came(item: Item) -> str:
    steps = item.came
    rows = "".join(map(_entered, item.entered)) + "".join(map(_step, steps[:MOST_STEPS]))
    if len(steps) > MOST_STEPS:
        rows += f"<li>{escape(say('meeting.more', count=len(steps) - MOST_STEPS))}</li>"
    nobody = f'<p class="tk-open">{escape(say("meeting.unanswered"))}</p>' if item.unanswered else ""
    head = f"<h3>{escape(say('meeting.came'))}</h3>"
    return f'<div class="tk-came">{head}{nobody}<ul>{rows}</ul></div>' if rows or nobody else ""


def _entered(measure: Measure) -> str:
    """A measure that somebody has entered under Åtgärder, with who does it and how far it has come."""
    state = say(f"measures.state.{measure.state}") if measure.state else ""
    facts = ", ".join(filter(None, (shared.day(measure.day), measure.owner, state.lower())))
    role = say("meeting.role.measure")
    return f"<li><b>{escape(role)}</b> ({escape(facts)}): {escape(cards.one_line(measure.text))}</li>"


def _step(step: Step) -> str:
    role = (
        say(f"meeting.role.{step.role}") if step.sure else say("meeting.perhaps", what=say(f"meeting.role.{step.role}"))
    )
    when = shared.day(step.said.day)
    return f"<li><b>{escape(role)}</b> ({escape(when)}): {escape(cards.one_line(step.said.quote))}</li>"


def _picture(item: Item, table: GeoDataFrame, layers: Mapping[str, Mapping[str, Any]]) -> str:
    """Where it is, drawn here and sent as an image: what is in it cannot run."""
    places = {place_id for place_id, _ in item.places}
    rows = table[table["statement_id"].isin([one.statement for one in item.said]) & table["place_id"].isin(places)]
    look = {"style": shared.style(), "wording": mapview.wording()}
    made = pictures.excerpt(rows, layers, height=HEIGHT, **look) if len(rows) else None
    if made is None:
        return f'<p class="tk-nowhere">{escape(say("meeting.unplaced"))}</p>'
    return f'<figure class="tk-where">{image(made)}</figure>'


def image(made: pictures.Picture, name: str = "") -> str:
    """A picture as an `img` that carries its own content."""
    data = b64encode(pictures.svg(made).encode()).decode()
    told = f'width="{made.width}" height="{made.height}" alt="{escape(name or made.description)}"'
    return f'<img class="tk-picture" {told} src="data:image/svg+xml;base64,{data}">'


def _bar() -> str:
    buttons: Sequence[str] = [
        f'<button type="button" data-do="{name}">{escape(say(f"meeting.do.{name}"))}</button>' for name in BUTTONS
    ]
    return f'<nav class="tk-bar"><span class="tk-at"></span>{"".join(buttons)}</nav>'
