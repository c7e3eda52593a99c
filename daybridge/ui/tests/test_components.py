"""Components say what they are given, to eyes and ears alike, and run none of it."""

import re
from datetime import UTC, date, datetime

import pytest
from django import forms

from daybridge.ui.charts import Chart, Series
from daybridge.ui.tests.markup import HOSTILE, read, render
from daybridge.ui.week import Block, Week, week_of


class ArrivalForm(forms.Form):
    name = forms.CharField(help_text="What the group calls them.")
    remark = forms.CharField(required=False)
    way = forms.ChoiceField(
        choices=[("room", "In the room"), ("video", "By video")],
        widget=forms.RadioSelect,
    )
    told = forms.BooleanField(required=False)


def attributes_of(html: str, tag: str, **wanted: str) -> dict[str, str | None]:
    """The first element of this kind that has the wanted attributes."""
    for found, attrs in read(html)[0]:
        if found == tag and wanted.items() <= attrs.items():
            return attrs
    raise AssertionError(f"no <{tag}> with {wanted} in {html}")


EVERYWHERE = (  # each component, with a stranger's text wherever text may go
    '<c-button variant="primary" :title="text" hidden_label="{{ text }}">'
    "{{ text }}</c-button>",
    '<c-button href="/x/" :aria-label="text" data-a="{{ text }}">{{ text }}</c-button>',
    '<c-field label="{{ text }}" for="a" help="{{ text }}" error="{{ text }}">'
    "</c-field>",
    '<c-page-header title="{{ text }}" back_url="/" back_label="{{ text }}">'
    '<c-slot name="lede">{{ text }}</c-slot></c-page-header>',
    '<c-state tone="needs" :title="text">{{ text }}</c-state>',
    '<c-card title="{{ text }}" :data-name="text">{{ text }}</c-card>',
    '<c-person :name="text" href="/x/">{{ text }}</c-person>',
    '<c-avatar :name="text" />',
    '<c-table caption="{{ text }}"><tr><td>{{ text }}</td></tr></c-table>',
    '<c-tabs label="{{ text }}"><c-tab href="/x/">{{ text }}</c-tab></c-tabs>',
    '<c-dialog id="d" title="{{ text }}">{{ text }}</c-dialog>',
    '<c-toast tone="success">{{ text }}</c-toast>',
    '<c-notice tone="danger" :title="text">{{ text }}</c-notice>',
    '<c-empty-state :title="text">{{ text }}</c-empty-state>',
    '<c-stepper label="{{ text }}"><c-step state="done">{{ text }}</c-step>'
    "</c-stepper>",
    '<c-stats><c-stat :label="text" :value="text" :unit="text" :note="text" />'
    "</c-stats>",
    '<c-meter :label="text" :text="text" :value="3" :max="9" />',
    '<c-progress :label="text" :text="text" :value="3" :max="9" />',
    '<c-timeline :label="text"><c-event :title="text" :by="text">{{ text }}</c-event>'
    "</c-timeline>",
    '<c-facts><c-fact :label="text">{{ text }}</c-fact></c-facts>',
    '<c-menu :label="text"><li>{{ text }}</li></c-menu>',
    '<c-segmented :legend="text" name="a" :options="options" :value="text" />',
    '<c-icon name="check" :label="text" />',
    '<c-chart id="c" :chart="chart" />',
    '<c-error-summary :form="form" title="{{ text }}" />',
    '<c-field :field="form.name" />',
    '<c-field :field="form.way" />',
    '<c-field :field="form.told" />',
    '<c-segmented :field="form.way" />',
    '<c-segmented legend="Way" name="{{ text }}" :options="options" />',
    '<c-person name="{{ text }}" />',
    '<c-stats><c-stat label="{{ text }}" value="{{ text }}" unit="{{ text }}" '
    'href="/x/" /></c-stats>',
    '<c-event title="{{ text }}" when="{{ text }}" href="/x/" />',
    '<c-week-grid label="{{ text }}" :week="week" />',
    '<table><tr><c-sort-th label="{{ text }}" key="a" /></tr></table>',
    '<table><tr><c-sort-th label="{{ text }}" key="a" current="a" /></tr></table>',
    '<c-pagination next="1" label="{{ text }}" next_label="{{ text }}" />',
)


def strange_form() -> ArrivalForm:
    """A form whose labels, hints and complaints repeat what a stranger typed."""
    form = ArrivalForm({})
    for field in form.fields.values():
        field.label = field.help_text = HOSTILE
    form.fields["way"].choices = [(HOSTILE, HOSTILE)]
    for name in form.fields:
        form.add_error(name, HOSTILE)
    form.add_error(None, HOSTILE)
    return form


def strange_week() -> Week:
    at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    block = Block(HOSTILE, at, at, url="/x/", detail=HOSTILE, state=HOSTILE)
    closed = {date(2026, 11, 25): HOSTILE}
    return week_of(at.date(), [block], today=at.date(), closures=closed)


BY_NAME = tuple(  # the same, handed over as an object instead of written as text
    re.sub(r' ([\w-]+)="\{\{ text \}\}"', r' :\1="text"', markup)
    for markup in EVERYWHERE
)


@pytest.mark.parametrize("isolated", [True, False])
@pytest.mark.parametrize(
    "markup", sorted({*EVERYWHERE, *BY_NAME}), ids=lambda m: m.split()[0]
)
def test_text_from_a_stranger_is_shown_and_never_run(settings, markup, isolated):
    settings.COTTON_ISOLATE_BY_DEFAULT = isolated
    chart = Chart(
        title=HOSTILE, axis=HOSTILE, labels=[HOSTILE], series=[Series(HOSTILE, [1])]
    )

    html = render(
        markup,
        text=HOSTILE,
        options=[(HOSTILE, HOSTILE)],
        chart=chart,
        form=strange_form(),
        week=strange_week(),
    )
    elements, words = read(html)

    scripts = [attrs for tag, attrs in elements if tag == "script"]
    assert all(attrs.get("type") == "application/json" for attrs in scripts)
    assert not [a for _, attrs in elements for a in attrs if a.startswith("on")]
    shown = " ".join(HOSTILE.split())
    values = [value for _, attrs in elements for value in attrs.values()]
    assert shown in words or HOSTILE in values or "<c-avatar" in markup
    assert "14" not in words


def test_a_button_is_a_button_and_with_an_address_a_link():
    assert (
        attributes_of(render("<c-button>Go</c-button>"), "button")["type"] == "submit"
    )
    assert attributes_of(render('<c-button href="/go/">Go</c-button>'), "a")[
        "href"
    ] == ("/go/")


def test_a_button_that_is_not_disabled_carries_no_such_attribute():
    off = '<c-button disabled="{% if no %}disabled{% endif %}">Go</c-button>'

    assert "disabled" not in attributes_of(render(off), "button")
    assert "disabled" in attributes_of(render(off, no=True), "button")


def test_attributes_for_htmx_pass_through_to_the_button():
    html = render('<c-button hx-post="/x/" hx-target="closest tr">Go</c-button>')

    assert attributes_of(html, "button")["hx-target"] == "closest tr"


def test_a_field_ties_its_hint_and_its_error_to_its_control():
    html = render('<c-field :field="form.name" />', form=ArrivalForm({}))

    control = attributes_of(html, "input", name="name")
    ids = {attrs["id"] for _, attrs in read(html)[0] if "id" in attrs}
    assert control["aria-invalid"] == "true"
    assert set((control["aria-describedby"] or "").split()) == {
        "id_name_helptext",
        "id_name_error",
    }
    assert {"id_name_helptext", "id_name_error"} <= ids
    assert attributes_of(html, "label")["for"] == "id_name"


def test_a_field_made_by_hand_names_its_hint_and_error_as_a_form_would():
    html = render('<c-field label="Age" for="age" help="In years." error="Too low." />')

    assert attributes_of(html, "label")["for"] == "age"
    assert attributes_of(html, "div", id="age_helptext")
    assert attributes_of(html, "p", id="age_error")


def test_a_field_that_may_stay_empty_says_so():
    form = ArrivalForm()

    assert "(optional)" in render('<c-field :field="form.remark" />', form=form)
    assert "(optional)" not in render('<c-field :field="form.name" />', form=form)


def test_a_group_of_radios_is_a_fieldset_with_a_legend():
    html = render('<c-field :field="form.way" />', form=ArrivalForm({}))

    assert attributes_of(html, "fieldset")["aria-describedby"] == "id_way_error"
    assert attributes_of(html, "legend") == {}


def test_the_error_summary_links_to_each_field_that_needs_a_look():
    html = render('<c-error-summary :form="form" />', form=ArrivalForm({}))

    links = [attrs["href"] for tag, attrs in read(html)[0] if tag == "a"]
    assert links == ["#id_name", "#id_way"]
    assert "data-focus-on-load" in attributes_of(html, "div", role="alert")


def test_a_form_without_errors_has_no_summary():
    assert render('<c-error-summary :form="form" />', form=ArrivalForm()).strip() == ""


def test_a_table_has_a_caption_and_a_region_that_keys_can_reach():
    html = render('<c-table caption="Tonight"><tr><td>Dana</td></tr></c-table>')

    region = attributes_of(html, "div", role="region")
    assert region["tabindex"] == "0"
    assert region["aria-label"] == "Tonight"
    assert attributes_of(html, "caption") == {}


def test_an_empty_table_shows_what_to_do_instead():
    html = render(
        '<c-table caption="Tonight" :empty="nobody">'
        '<c-slot name="empty_state"><p>Add people.</p></c-slot></c-table>',
        nobody=True,
    )

    assert "Add people." in html
    assert "<table" not in html


@pytest.mark.parametrize(
    ("current", "order", "link"),
    [
        ("", None, "?sort=name"),
        ("name", "ascending", "?sort=-name"),
        ("-name", "descending", "?sort=name"),
    ],
)
def test_a_column_head_sorts_by_a_link_and_says_the_order(rf, current, order, link):
    html = render(
        '<c-sort-th label="Name" key="name" current="{{ current }}" />',
        request=rf.get("/"),
        current=current,
    )

    assert attributes_of(html, "th").get("aria-sort") == order
    assert attributes_of(html, "a")["href"] == link


def test_the_next_page_keeps_the_filter_and_the_order(rf):
    html = render(
        '<c-pagination next="k2" previous="k1" />',
        request=rf.get("/?sort=name&after=k0"),
    )

    assert attributes_of(html, "a", rel="next")["href"] == "?sort=name&after=k2"
    assert attributes_of(html, "a", rel="prev")["href"] == "?sort=name&before=k1"


def test_a_single_page_has_no_pagination():
    assert render('<c-pagination next="" />').strip() == ""


def test_the_tab_in_view_is_the_current_page():
    html = render(
        '<c-tabs><c-tab href="?tab=a" current="yes">A</c-tab>'
        '<c-tab href="?tab=b" current="">B</c-tab></c-tabs>'
    )

    assert attributes_of(html, "a", href="?tab=a")["aria-current"] == "page"
    assert "aria-current" not in attributes_of(html, "a", href="?tab=b")


def test_a_meter_says_in_words_what_it_draws():
    html = render(
        '<c-meter label="This week" :value="6.5" :max="12" :goal="9" '
        'text="6 h 30 min of 9 h" />'
    )

    assert "6 h 30 min of 9 h" in html
    assert attributes_of(html, "svg")["viewbox"] == "0 0 12 10"
    assert attributes_of(html, "rect")["width"] == "6.5"
    assert attributes_of(html, "path")["d"] == "M9 0v10"


def test_a_meter_is_drawn_the_same_where_decimals_have_commas(settings):
    settings.LANGUAGE_CODE = "es"

    html = render('<c-meter label="Semana" :value="6.5" :max="12" text="x" />')

    assert attributes_of(html, "rect")["width"] == "6.5"


def test_a_dialog_is_named_by_its_title():
    html = render('<c-dialog id="cancel" title="Cancel?">Words</c-dialog>')

    assert attributes_of(html, "dialog")["aria-labelledby"] == "cancel-title"
    assert attributes_of(html, "h2")["id"] == "cancel-title"


def test_a_component_takes_no_value_from_the_page_around_it(settings):
    settings.COTTON_ISOLATE_BY_DEFAULT = False
    page = {
        "title": "Page",
        "icon": "siren",
        "href": "/",
        "tone": "danger",
        "foot": "x",
    }

    assert 'href="/"' not in render("<c-button>Go</c-button>", **page)
    assert "danger" not in render("<c-state>Fine</c-state>", **page)
    assert "<tfoot" not in render('<c-table caption="T"></c-table>', **page)
    assert "Page" not in render("<c-card>Words</c-card>", **page)
