"""A page left open never speaks for the person who signed in after its own."""

import pytest

from daybridge.access.gate import PAGE_OF

pytestmark = pytest.mark.django_db
JSON = "application/json"


def test_a_script_of_ones_own_page_is_answered(clinic, ruth, sign_in):
    headers = {PAGE_OF: str(ruth.pk), "Accept": JSON}

    answer = sign_in(ruth).post(f"/sessions/{clinic.session.pk}/live/", headers=headers)

    assert answer.status_code == 200


def test_a_script_of_someone_elses_page_is_told_to_sign_in(clinic, ruth, ben, sign_in):
    headers = {PAGE_OF: str(ben.pk), "Accept": JSON}

    answer = sign_in(ruth).post(f"/sessions/{clinic.session.pk}/live/", headers=headers)

    assert answer.status_code == 401
