"""Forms on one's own phone: a drawn signature, two sittings, and staff who see it."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from daybridge.consents import services
from daybridge.consents.models import Signature, Way
from tests.browsers import PATIENCE, violations

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
BORN = "1988-05-04"  # Dana's


@pytest.fixture
def desk(viewer, clinic):
    return viewer(clinic.staff["faye"])


@pytest.fixture
def packet(dana, desk):
    return services.begin_packet(patient=dana, language="es", at=desk.at, by=desk)


@pytest.fixture
def open_link(browser, live_server, dana, packet, viewer, clinic):
    """`open_link()`: a new link, opened on a phone that has never been here."""

    def make():
        desk = viewer(clinic.staff["faye"])
        made = services.make_link(
            patient=dana, way=Way.PHONE, packet=packet, at=desk.at, by=desk
        )
        context = browser.new_context(
            viewport=PHONE, has_touch=True, is_mobile=True, locale="en-US",
            accept_downloads=True,
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(live_server.url + reverse("consents:sign", args=[made.token]))
        return page

    return make


def show_who(page, label="Your date of birth"):
    page.get_by_label(label).fill(BORN)
    with page.expect_navigation():
        page.locator("form.stack").get_by_role("button").click()


def draw(page):
    """A line across the pad, with a finger."""
    pad = page.locator("[data-signature-pad] canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    finger = page.context.new_cdp_session(page)
    points = [
        {"x": box["x"] + box["width"] * part, "y": box["y"] + box["height"] * height}
        for part, height in ((0.1, 0.7), (0.4, 0.2), (0.6, 0.8), (0.9, 0.4))
    ]
    send = "Input.dispatchTouchEvent"
    finger.send(send, {"type": "touchStart", "touchPoints": points[:1]})
    for point in points[1:]:
        finger.send(send, {"type": "touchMove", "touchPoints": [point]})
    finger.send(send, {"type": "touchEnd", "touchPoints": []})


def sign(page, *, is_drawn=False):
    """Sign the form that is open; back on the list."""
    page.get_by_label("Su nombre completo").fill("Dana Whitfield")
    if is_drawn:
        draw(page)
    page.get_by_label("Lo he leído y lo firmo con mi nombre.").check()
    with page.expect_navigation():
        page.locator(".consents-sign button.button-primary").click()


def test_a_newcomer_signs_in_two_sittings_and_the_desk_sees_it(
    open_link, at_work, live_server, dana, packet, clinic
):
    page = open_link()
    assert "Schuylkill" not in page.content()
    assert violations(page) == []
    show_who(page)
    page.get_by_role("heading", name="Hello, Dana.").wait_for()
    with page.expect_navigation():
        page.get_by_role("button", name="Español").click()
    page.get_by_role("heading", name="Hola, Dana.").wait_for()
    with page.expect_navigation():
        page.get_by_role("link", name="Comenzar", exact=True).click()
    assert page.locator("h1[lang=es]").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert violations(page) == []

    sign(page, is_drawn=True)

    assert page.get_by_text("Firmado", exact=True).count() == 1
    signature = Signature.objects.in_program(clinic.program).get()
    assert (signature.method, signature.way) == ("drawn", "phone")
    with page.expect_download() as kept:
        page.get_by_role("link", name="Copia").click()
    document = PdfReader(BytesIO(kept.value.path().read_bytes()))
    assert "Dana Whitfield" in document.pages[0].extract_text()
    with page.expect_navigation():
        page.get_by_role("button", name="No voy a seguir con este enlace").click()
    used = page.goto(page.url.replace("done/", ""))
    assert used.status == 404

    desk = at_work(clinic.staff["faye"], reverse("consents:packet", args=[packet.pk]))
    assert desk.get_by_text("Signed", exact=True).count() == 1

    again = open_link()
    show_who(again)
    with again.expect_navigation():
        again.get_by_role("button", name="Español").click()
    with again.expect_navigation():
        again.get_by_role("link", name="Seguir con el próximo formulario").click()
    sign(again)

    assert again.get_by_text("Firmado", exact=True).count() == 2
    desk.reload()
    assert desk.get_by_text("In force", exact=True).count() == 1
