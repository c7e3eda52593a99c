"""Every warning while a group runs is one sentence, and its button leads somewhere."""

import pytest
from django.urls import resolve

from daybridge.notes.views.conduct import advice_for
from daybridge.rules.group_conduct import GroupWarning, Mend, WarningCode


@pytest.mark.parametrize("mend", list(Mend))
def test_a_mend_has_a_page_or_only_its_sentence(clinic, dana, viewer, ruth, mend):
    warning = GroupWarning(WarningCode.NO_LEADER, "A sentence.", mend, str(dana.pk))

    advice = advice_for(warning, clinic.session, viewer(ruth))

    assert advice.sentence == "A sentence."
    assert not advice.url or resolve(advice.url)


@pytest.mark.parametrize(
    ("mend", "part"),
    [(Mend.RENEW_CREDENTIAL, "credentials"), (Mend.CHOOSE_SUPERVISOR, "supervision")],
)
@pytest.mark.parametrize(
    ("who", "has_button"),
    [("ruth", True), ("grace", True), ("sylvia", False), ("faye", False)],
)
def test_what_is_missing_of_a_leader_leads_to_their_page_where_one_may_open_it(
    clinic, ruth, viewer, sign_in, mend, part, who, has_button
):
    looks = clinic.staff[who]
    warning = GroupWarning(WarningCode.NO_SUPERVISOR, "It is.", mend, str(ruth.pk))

    advice = advice_for(warning, clinic.session, viewer(looks))

    page, _, anchor = advice.url.partition("#")
    assert bool(page) is has_button
    if has_button:
        assert anchor == part
        assert f'id="{anchor}"' in sign_in(looks).get(page).text


def test_an_intern_without_a_supervisor_is_said_with_its_button(clinic, ruth, sign_in):
    for credential in ruth.credentials.all():
        credential.kind = "Intern"
        credential.save()

    page = sign_in(ruth).get(f"/sessions/{clinic.session.pk}/conduct/")

    assert "no supervisor is set to co-sign" in page.text
    assert f"/staff/{ruth.pk}/#supervision" in page.text
