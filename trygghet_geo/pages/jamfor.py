"""Jämför: two periods or two categories side by side, on two maps with one view, with differences in words."""

from datetime import date

import streamlit as st

from trygghet_geo import maps
from trygghet_geo.pages import compared, figures, filters, shared, words
from trygghet_geo.pages.shared import say
from trygghet_geo.statistics import change, occasions, sides

LINKED = f"<script>{(maps.STATIC / 'linked.js').read_text('utf-8')}</script>"

content = shared.content()
wanted, _ = filters.found_in(content)
for field in ("kinds", "meetings", "date_from", "date_to"):
    wanted = wanted.without(field)
table = wanted.apply(content.table, inside=content.inside)
table = table[(table["kind"] == "concern") & (table["status"] != "rejected")]
sources = occasions.sources(content.documents)

st.title(say("page.compare"), anchor=False)
st.markdown(say("compare.lead"))
if table.empty or not content.options.days:
    st.info(say("empty.selection"))
    st.stop()
modes = {mode: say(f"compare.{mode}") for mode in ("periods", "categories")}
left, middle, right = st.columns(3)
with left:
    mode = compared.choice("jamfor", modes, say("compare.what"))

if mode == "periods":
    halves = {
        f"{first}:{last}": words.span(first, last, shared.language()) for first, last in compared.periods(content)
    }
    keys = list(halves)
    with middle:
        before = compared.choice("a", halves, say("compare.before"), first=keys[min(1, len(keys) - 1)])
    with right:
        after = compared.choice("b", halves, say("compare.after"), first=keys[0])
    two = [change.Period(*map(date.fromisoformat, key.split(":"))) for key in (before, after)]
    if two[0].first <= two[1].last and two[1].first <= two[0].last:
        st.warning(say("compare.overlap"))
        st.stop()
    parts = [compared.of_period(table, sources, period) for period in two]
    titles = [halves[before], halves[after]]
else:
    codes = {code: shared.category_label(code) for code in content.options.categories}
    keys = list(codes)
    with middle:
        first = compared.choice("a", codes, say("compare.first"), first=keys[0])
    with right:
        second = compared.choice("b", codes, say("compare.second"), first=keys[min(1, len(keys) - 1)])
    if first == second:
        st.warning(say("compare.same"))
        st.stop()
    parts = [table[table["category"] == code] for code in (first, second)]
    titles = [codes[first], codes[second]]

compared.two_maps(content, parts, titles)
st.html(LINKED, unsafe_allow_javascript=True)
st.subheader(say("compare.differences"), anchor=False)
if mode == "periods":
    found = change.change(table, sources, content.inside, before=two[0], after=two[1], by=("place",))
    same = change.change(table, sources, content.inside, before=two[0], after=two[1], by=("category",))
    st.caption(say("compare.documents", before=found.documents_before, after=found.documents_after))
    head = [say("trends.by.place"), *titles, say("compare.verdict")]
    figures.table(say("compare.by.place"), head, map(compared.changed, found.rows))
    head[0] = say("trends.by.category")
    figures.table(say("compare.by.category"), head, map(compared.changed, same.rows))
else:
    found = sides.sides(table, sources, content.inside, first=first, second=second)
    head = [say("trends.by.place"), *titles, say("compare.verdict")]
    figures.table(say("compare.by.place"), head, (compared.sided(row, titles) for row in found.rows))
st.caption(say("compare.honest", data=found.basis.data))
shared.method(found.basis.method)
