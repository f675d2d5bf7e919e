"""Trender: how often each category or place is raised over time, and by season; gaps are gaps, not noughts."""

import streamlit as st

from trygghet_geo import charts, drawing
from trygghet_geo.pages import figures, filters, shared, slides, steps
from trygghet_geo.pages.shared import say
from trygghet_geo.statistics import occasions, trends

SHOWN = 8

content = shared.content()
selection, table = filters.chosen(content)
st.title(say("page.trends"), anchor=False)
st.markdown(say("trends.lead"))
st.html("<style>.tk-picture{width:100%;max-width:760px;height:auto}</style>")

with st.container(horizontal=True):
    by = st.radio(say("trends.by"), ["category", "place"], format_func=lambda b: say(f"trends.by.{b}"), horizontal=True)
    labels = {step: say(f"trends.step.{step}") for step in steps.STEPS}
    step = st.radio(say("trends.step"), steps.STEPS, format_func=labels.__getitem__, horizontal=True)

found = steps.lines(content, table, step=step, by=by)
if not found:
    st.info(say("trends.none"))
    st.stop()
highest = max(bar.count or 0 for line in found for bar in line.bars)
colours = shared.style()
for at in range(0, min(len(found), SHOWN), 2):
    # Two beside each other, so that a wall shows four lines of development at once; on a phone below each other.
    for line, column in zip(found[at : min(at + 2, SHOWN)], st.columns(2, gap="medium"), strict=False):
        told = f"{line.name}: " + ", ".join(
            f"{b.label} {say('trends.gap') if b.count is None else b.count}" for b in line.bars
        )
        colour = colours.colour(line.code) if by == "category" else drawing.NEUTRAL
        made = charts.bars(line.bars, highest=highest, colour=colour, gap=say("trends.gap"), description=told)
        column.markdown(f"**{shared.markdown(line.name)}** {shared.markdown(f'– {line.words}') if line.words else ''}")
        column.html(slides.image(made))

heads = [say(f"trends.by.{by}"), *(bar.label for bar in found[0].bars), say("trends.test")]
rows = [[one.name, *("–" if b.count is None else b.count for b in one.bars), one.words or "–"] for one in found]
rows.append([say("trends.documents"), *(bar.documents for bar in found[0].bars), "–"])
with st.expander(say("trends.table"), expanded=len(found) > SHOWN):
    figures.table(say("trends.table.caption"), heads, rows)

st.subheader(say("trends.seasons"), anchor=False)
st.caption(say("trends.seasons.lead"))
seasons = trends.seasons(table, occasions.sources(content.documents))
figures.table(
    say("trends.seasons"),
    [say("trends.season"), say("trends.documents"), say("trends.count"), say("trends.rate")],
    [
        [
            say(f"trends.season.{number}"),
            one.documents,
            "–" if one.count is None else one.count,
            "–"
            if one.count is None
            else f"{shared.number(round(one.count / one.documents, 1))} "
            f"({shared.number(round(one.low, 1))}–{shared.number(round(one.high, 1))})",
        ]
        for number, one in enumerate(seasons)
    ],
)
st.caption(say("trends.honest"))
shared.method("trends")
