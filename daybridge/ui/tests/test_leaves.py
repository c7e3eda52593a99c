"""The components written as functions: what they write, and that they escape it."""

import re
from html import unescape
from urllib.parse import parse_qs
from uuid import UUID

import pytest
from django.template import engines
from django.urls import NoReverseMatch, reverse
from django_cotton.compiler_regex import CottonCompiler

HOSTILE = '<script>alert("x")</script> & O\'Neil'
ESCAPED = "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; O&#x27;Neil"


def rendered(markup, **context):
    template = engines["django"].from_string(CottonCompiler().process(markup))
    return template.render(context)


@pytest.mark.parametrize(
    "markup",
    [
        '<c-icon name="plus" label="{{ it }}" />',
        '<c-avatar name="Dana" title="{{ it }}" />',
        '<c-person name="{{ it }}" />',
        '<c-person name="{{ it }}" href="/x/">{{ it }}</c-person>',
        '<c-state tone="needs" title="{{ it }}">{{ it }}</c-state>',
        '<c-button hidden_label="{{ it }}">{{ it }}</c-button>',
        '<c-button href="{{ it }}">Open</c-button>',
        '<c-page-header title="{{ it }}" back_url="/" back_label="{{ it }}" />',
        '<c-table caption="{{ it }}"><tr><td>{{ it }}</td></tr></c-table>',
        '<c-tabs label="{{ it }}"><c-tab href="{{ it }}">{{ it }}</c-tab></c-tabs>',
        '<c-facts><c-fact label="{{ it }}">{{ it }}</c-fact></c-facts>',
    ],
)
def test_text_of_people_comes_out_as_text(markup):
    page = rendered(markup, it=HOSTILE)

    assert "<script" not in page
    assert ESCAPED in page


def test_values_passed_as_objects_are_escaped_too():
    page = rendered('<c-person :name="it" :title="it" />', it=HOSTILE)

    assert "<script" not in page
    assert page.count(ESCAPED) == 2


def test_other_attributes_pass_through_and_switches_follow_their_value():
    page = rendered(
        '<c-button data-act="{{ act }}" :disabled="off" :hidden="on">Go</c-button>',
        act="1:no_show", off=False, on=True,
    )  # fmt: skip

    assert page == (
        '<button class="button" type="submit" data-act="1:no_show" hidden>Go</button>'
    )


def test_a_button_with_an_address_is_a_link_and_keeps_its_icons():
    page = rendered(
        '<c-button variant="primary" size="small" href="/a/" icon="plus">Add</c-button>'
    )

    assert page.startswith('<a class="button button-primary button-small" href="/a/">')
    assert page.endswith('#plus"></use></svg>Add</a>')


def test_named_slots_reach_their_places():
    page = rendered(
        '<c-page-header title="People"><c-slot name="lede">Everyone</c-slot>'
        '<c-slot name="actions"><c-button>Add</c-button></c-slot>rest</c-page-header>'
    )

    assert '<p class="page-header-lede">Everyone</p>rest</div>' in page
    assert 'no-print"><button class="button" type="submit">Add</button></div>' in page


def test_an_empty_table_shows_what_is_said_for_empty():
    markup = (
        '<c-table caption="x" :empty="none"><c-slot name="empty_state">Nobody</c-slot>'
        "<tr></tr></c-table>"
    )

    assert rendered(markup, none=True).strip() == "Nobody"
    assert "<table" in rendered(markup, none=False)


def test_a_leaf_in_a_loop_shows_each_value():
    page = rendered(
        '{% for n in names %}<c-person name="{{ n }}" />{% endfor %}',
        names=["Dana Whitfield", "Omar Haddad"],
    )

    assert page.index("Dana Whitfield") < page.index("Omar Haddad")
    assert ">DW<" in page
    assert ">OH<" in page


def test_a_leaf_inside_a_template_component_gets_the_components_values():
    page = rendered('<c-notice tone="danger" title="Stop">Now</c-notice>')

    assert "#octagon-alert" in page


def test_the_next_page_keeps_every_value_that_was_asked_for(rf):
    asked = rf.get("/", {"q": HOSTILE, "kind": ["a", "b"], "before": "k9"})

    page = rendered('<c-pagination next="k 1" />', request=asked)

    address = re.search('href="([^"]*)"', page)[1]
    assert "<script" not in page
    assert parse_qs(unescape(address).removeprefix("?")) == {
        "q": [HOSTILE], "kind": ["a", "b"], "after": ["k 1"],
    }  # fmt: skip


def test_the_same_pagination_shows_each_request_its_own_address(rf):
    markup = engines["django"].from_string(
        CottonCompiler().process('<c-pagination next="k1" />')
    )

    pages = [markup.render({"request": rf.get("/", {"q": q})}) for q in "ab"]

    assert "?q=a&amp;after=k1" in pages[0]
    assert "?q=b&amp;after=k1" in pages[1]


@pytest.mark.parametrize("row", [UUID(int=7), str(UUID(int=7))])
def test_the_address_of_a_row_is_the_one_django_gives(row):
    inline = rendered("{% url 'people:patient' row %}", row=row)
    kept = rendered("{% url 'people:patient' row as it %}[{{ it }}]", row=row)

    address = reverse("people:patient", args=[row])
    assert (inline, kept) == (address, f"[{address}]")


def test_the_address_of_a_page_is_the_one_django_gives():
    for _ in range(2):
        inline = rendered("{% url 'people:search' %}")
        kept = rendered("{% url 'people:search' as it %}[{{ it }}]")

    address = reverse("people:search")
    assert (inline, kept) == (address, f"[{address}]")


def test_a_page_that_is_not_there_has_no_address():
    assert rendered("{% url 'people:nowhere' as it %}[{{ it }}]") == "[]"
    with pytest.raises(NoReverseMatch):
        rendered("{% url 'people:nowhere' %}")


def test_a_row_without_an_id_has_no_address():
    assert rendered("{% url 'people:patient' row as it %}[{{ it }}]", row="") == "[]"
