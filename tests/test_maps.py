"""The map's data: what is drawn how, and that no string of it can run on the server or in the browser."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Template
from shapely.geometry import LineString, MultiPoint, Point, Polygon, mapping
from streamlit_folium import _get_map_string, generate_js_hash

from trygghet_geo import atlases, drawing, maps
from trygghet_geo.atlases import Atlas
from trygghet_geo.summaries import Drawn

PAYLOADS = (
    "{{7*7}}",
    "{{cycler.__init__.__globals__.os.getpid()}}",
    "{% for x in () %}",
    "{%",
    "{# gone #}",
    "${window.top.hit=1}",
    "`+(window.top.hit=1)+`",
    "'\"><img src=x onerror=window.top.hit=1>",
    "</script><script>window.top.hit=1</script>",
    "\\u003cimg src=x onerror=window.top.hit=1\\u003e",
    "\\",
    "\\';window.top.hit=1;//",
    "\u202egnp.exe\u2066",
    "\u2028window.top.hit=1\u2029",
    "Ort_med_understreck",
    "Å" + "\u030a" + "😀",
)
SQUARE = Polygon([(16.0, 59.0), (16.1, 59.0), (16.1, 59.1), (16.0, 59.1)])
ROAD = LineString([(16.0, 59.0), (16.2, 59.0)])
SPOT = Point(16.123456789, 59.987654321)
STYLE = drawing.Style({"traffic": "#0072b2", "theft": "red;}"}, {"traffic": "Trafik", "theft": "Stöld"})
KINDS = {"concern": "problem", "calm": "lugnt", "measure": "åtgärd", "proposal": "förslag", "statistic": "statistik"}
WORDING = drawing.Wording("Förklaring", "Flera", "Yta", "Linje", "Ungefär", "Punkt", KINDS, KINDS)


def thing(geometry=SPOT, **changes) -> Drawn:
    values = {"place_id": "1-x", "name": "Ort", "kind": "concern", "precision": "site", "count": 1}
    values |= {"category": "traffic", "geometry": geometry, "uncertainty_m": 30.0}
    return Drawn(**values | changes)


def drawn(*things: Drawn, **options) -> dict:
    """The data that map.js gets for the layer of concerns, its shapes put together as map.js does."""
    kept = Atlas(things)
    data = maps.concern_layer(
        atlases.counted(things), maps.Shelf(kept, "../x/bank.json"), style=STYLE, wording=WORDING, **options
    )
    data = json.loads(json.dumps(data, allow_nan=False))
    pairs = zip(data["shapes"][::2], data["shapes"][1::2], strict=True)
    shapes = [kept.parts[number] | data["looks"][look] for number, look in pairs]
    # A picture without a browser is drawn from `layer`: it must show the same.
    assert shapes == drawing.layer(things, style=STYLE, wording=WORDING, **options)["shapes"]
    return {name: data[name] for name in ("labels", "legend", "chosen")} | {"shapes": shapes}


def scripts(under: maps.Background, *things: Drawn) -> tuple[str, str]:
    """What goes to the browser: the script of folium's map, and the places as JSON."""
    made = maps.base_map(under, assets="../x")
    made.get_root().render()
    shelf, found = maps.Shelf(Atlas(things), "../x/b.json"), atlases.counted(things)
    return _get_map_string(made), json.dumps(maps.concern_layer(found, shelf, style=STYLE, wording=WORDING))


def background(name: str, **properties) -> dict:
    feature = {"type": "Feature", "properties": {"name": name, **properties}, "geometry": mapping(SPOT)}
    return {"label": {"type": "FeatureCollection", "features": [feature]}}


@given(st.text())
def test_a_string_survives_every_reader_on_the_way_as_text(text):
    """Through the template twice and the JavaScript parser it is still the same text, and only that."""
    written = drawing.literal(text)
    assert Template(Template(written).render()).render() == written
    assert json.loads(written) == drawing.plain(text)
    assert re.fullmatch(r'"([a-zA-Z0-9 .,:+()-]|\\u[0-9a-f]{4})*"', written)


@given(
    st.recursive(
        st.text() | st.integers() | st.none() | st.booleans(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_nested_values_never_become_a_template(value):
    written = drawing.literal(value)
    assert Template(written).render() == written
    json.loads(written)


def test_numbers_that_json_does_not_know_become_null():
    assert drawing.literal([1, 2.5, float("nan"), float("inf"), True, None]) == "[1,2.5,null,null,true,null]"


def test_what_is_no_value_is_refused():
    with pytest.raises(TypeError):
        drawing.literal(object())


def test_control_and_bidi_marks_are_taken_out_and_letters_composed():
    assert drawing.plain("A\u0308lv\u202edal\u200b\nby\u0000") == "Älvdal by"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_place_name_reaches_the_browser_as_the_same_text(payload):
    under = maps.background(background(payload), credit=payload, schematic=payload)
    base, layer = scripts(under, thing(name=payload))
    assert "hit=1" not in base
    (names,) = (json.loads(text)["names"] for text in re.findall(r"Trygghet\.background\([^,]+, [^,]+, (.*)\);", base))
    assert [name["text"] for name in names] == [drawing.plain(payload)]
    (label,) = json.loads(layer)["labels"]
    assert label["name"] == drawing.plain(payload)


def test_attributions_are_escaped_for_html_as_well():
    """Leaflet sets them as HTML; the one text that is not a text node."""
    feature = {"type": "Feature", "properties": {"schematic": True}, "geometry": mapping(ROAD)}
    under = maps.background({"road": {"features": [feature]}}, credit="<img src=x>", schematic="a & b")
    assert json.loads(under.script)["attributions"] == ["&lt;img src=x&gt;", "a &amp; b"]


def test_two_maps_that_differ_in_a_word_after_an_underscore_are_two_maps():
    """streamlit-folium drops `_word` from the script before it compares: the stale map of the notes."""
    first, second = (scripts(maps.background(background(name)))[0] for name in ("vag_252", "vag_253"))
    assert generate_js_hash(first, "map") != generate_js_hash(second, "map")


def test_the_same_background_is_the_same_map():
    first, second = (scripts(maps.background(background("Ort")))[0] for _ in range(2))
    assert generate_js_hash(first, "map") == generate_js_hash(second, "map")


def test_nothing_is_fetched_from_elsewhere():
    made = maps.base_map(maps.background({}), assets="../x")
    links = [url for child in (made, *made._children.values()) for url in links_of(child)]
    assert len(links) == 5
    assert all(url.startswith("../x/") for url in links)


def links_of(element) -> list[str]:
    return [url for name in ("default_js", "default_css") for _, url in getattr(element, name, [])]


@pytest.mark.parametrize(
    ("geometry", "precision", "uncertainty", "form"),
    [
        (SPOT, "site", 30.0, "point"),
        (SPOT, "site", 900.0, "soft"),
        (SPOT, "neighbourhood", 500.0, "soft"),
        (SPOT, "locality", 1300.0, "soft"),
        (SPOT, "road", 350.0, "soft"),
        (ROAD, "road", 350.0, "line"),
        (SQUARE, "locality", 25.0, "outline"),
        (SQUARE, "neighbourhood", 25.0, "outline"),
        (SQUARE, "vague", 1000.0, "soft"),
        (SPOT, "vague", 1000.0, "soft"),
        (ROAD, "vague", 1000.0, "soft"),
    ],
)
def test_nothing_is_drawn_more_exactly_than_it_is_known(geometry, precision, uncertainty, form):
    data = drawn(thing(geometry, precision=precision, uncertainty_m=uncertainty))
    top = data["shapes"][-1]
    is_soft = top["style"].get("className") == "tk-soft"
    is_point = "radius" in top
    is_line = not is_soft and top.get("geometry", {}).get("type") == "LineString"
    found = "point" if is_point else "soft" if is_soft else "line" if is_line else "outline"
    assert found == form
    keys = {row["key"] for row in data["legend"]["rows"]}
    assert {"softkey" if form == "soft" else form} == keys & {"outline", "line", "softkey", "point"}


def test_a_soft_disc_has_the_radius_of_its_uncertainty_in_metres():
    (disc,) = drawn(thing(SPOT, precision="locality", uncertainty_m=1300.0))["shapes"]
    assert disc["radius_m"] == 1300
    (small,) = drawn(thing(SPOT, precision="locality", uncertainty_m=None))["shapes"]
    assert small["radius_m"] == drawing.SMALLEST_RADIUS_M


def test_the_swap_to_latitude_first_and_the_rounding():
    (disc,) = drawn(thing())["shapes"]
    assert disc["at"] == [59.98765, 16.12346]
    assert len(drawn(thing(MultiPoint([(16, 59), (17, 60)])))["shapes"]) == 2


def test_the_area_of_a_symbol_grows_with_the_count():
    sizes = [drawn(thing(count=n))["shapes"][0]["radius"] for n in (1, 4, 16)]
    # 7 + 4·√n
    assert sizes == [11, 15, 23]


def test_a_colour_that_is_none_becomes_the_neutral_one():
    (disc,) = drawn(thing(category="theft"))["shapes"]
    assert disc["style"]["fillColor"] == drawing.NEUTRAL
    (other,) = drawn(thing(category=None))["shapes"]
    assert other["style"]["fillColor"] == drawing.NEUTRAL


@pytest.mark.parametrize("kind", ["calm", "measure", "proposal", "statistic"])
@pytest.mark.parametrize("geometry", [SPOT, ROAD, SQUARE])
def test_what_is_no_concern_is_dashed_and_empty_and_never_in_a_category_colour(kind, geometry):
    data = drawn(thing(geometry, kind=kind, precision="road"))
    for shape in data["shapes"]:
        assert shape["style"]["dashArray"]
        assert shape["style"]["fillOpacity"] < 0.2
        assert shape["style"]["color"] != "#0072b2"
    (label,) = data["labels"]
    assert [count["kind"] for count in label["counts"]] == [kind]
    assert next(row["key"] for row in data["legend"]["rows"]) == "dashed"


def test_one_label_per_place_adds_up_its_kinds_and_stands_at_the_finest_geometry():
    things = (
        thing(SQUARE, precision="vague", count=2),
        thing(SQUARE, precision="locality", count=3),
        thing(SPOT, precision="site", kind="calm", count=1),
        thing(ROAD, place_id="1-y", name="Väg", precision="road"),
    )
    labels = {label["name"]: label for label in drawn(*things)["labels"]}
    assert set(labels) == {"Ort", "Väg"}
    assert [count["text"] for count in labels["Ort"]["counts"]] == ["5", "lugnt 1"]
    assert labels["Ort"]["title"] == "Ort: 5 problem, 1 lugnt"
    assert labels["Ort"]["at"] == [59.98765, 16.12346]
    assert labels["Väg"]["at"] == [59.0, 16.1]


def test_shape_and_label_of_a_place_carry_the_same_id_of_letters_and_digits():
    data = drawn(thing(place_id="1961-ort_med/tecken"))
    ids = {item["id"] for item in (*data["shapes"], *data["labels"])}
    assert ids == {drawing.key("1961-ort_med/tecken")}
    assert re.fullmatch(r"p[0-9a-f]{12}", ids.pop())


def test_the_chosen_place_stands_out():
    plain, chosen = drawn(thing(SQUARE, precision="locality")), drawn(thing(SQUARE, precision="locality"), chosen="1-x")
    assert plain["shapes"][0]["style"] != chosen["shapes"][0]["style"]
    assert (plain["chosen"], chosen["chosen"]) == (None, [59.05, 16.05])


def test_the_geometries_are_sent_once_and_then_spoken_of_by_number(tmp_path):
    area, road = thing(SQUARE, precision="locality"), thing(ROAD, place_id="1-v", precision="road")
    kept = Atlas([area, road])
    # A road is drawn twice, its casing below it: one geometry.
    assert len(kept.parts) == 2
    shelf = maps.shelve(kept, tmp_path, address="../x")
    (file,) = tmp_path.iterdir()
    assert shelf.address == f"../x/{file.name}"
    assert json.loads(file.read_text()) == {"parts": list(kept.parts), "names": kept.names}
    counted = [replace(area, count=7, category=None), replace(road, count=2)]
    data = kept.brief(atlases.counted(counted), style=STYLE, wording=WORDING)
    assert data["shapes"] == [0, 0, 1, 1, 1, 2]
    assert [look["style"]["weight"] for look in data["looks"]] == [3, 12.8, 8.8]
    assert maps.shelve(kept, tmp_path, address="../x") == shelf
    for count in range(2 * maps.SHELVED):
        maps.shelve(Atlas([thing(Point(16, 59 + count / 100))]), tmp_path, address="../x")
    assert len(list(tmp_path.iterdir())) == maps.SHELVED


def test_only_the_places_with_most_statements_are_labelled():
    things = [thing(place_id=f"1-{n}", count=n) for n in range(1, drawing.LABELS + 51)]
    data = Atlas(things).brief(atlases.counted(things), style=STYLE, wording=WORDING)
    assert len(data["shapes"]) == 2 * len(things)
    assert len(data["labels"]) == drawing.LABELS
    assert min(int(label["counts"][0]["text"]) for label in data["labels"]) == 51


def test_an_empty_layer_and_an_unknown_background_are_maps_too():
    assert drawn() == {"shapes": [], "labels": [], "legend": {"title": "Förklaring", "rows": []}, "chosen": None}
    base, layer = scripts(maps.background({}))
    assert "Trygghet.background" in base
    assert json.loads(layer)["shapes"] == []
    assert maps.background({}).bounds == maps.SWEDEN


def test_properties_of_the_background_other_than_its_names_stay_behind():
    feature = {"type": "Feature", "properties": {"name": "Dold", "note": "hemligt"}, "geometry": mapping(SQUARE)}
    script = maps.background({"built_up": {"features": [feature]}}).script
    assert "Dold" not in script
    assert "hemligt" not in script


def test_tiles_replace_the_background_but_not_the_border():
    feature = {"type": "Feature", "properties": {}, "geometry": mapping(SQUARE)}
    layers = {"boundary": {"features": [feature]}, "road": {"features": [feature]}, **background("Ort")}
    data = json.loads(maps.background(layers, tiles=True).script)
    assert [layer["style"]["fill"] for layer in data["layers"]] == [False]
    assert data["names"] == []
    tiles = maps.Tiles("https://kartor.example/{z}/{x}/{y}.png", "<b>Vi")
    made = maps.base_map(maps.background(layers, tiles=True), assets="../x", tiles=tiles)
    made.get_root().render()
    script = _get_map_string(made)
    assert "kartor.example" in script
    assert "<b>" not in script
