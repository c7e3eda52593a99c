"""Every warning while a group runs is one sentence, and its button leads somewhere."""

import pytest
from django.urls import resolve

from daybridge.notes.views.conduct import advice_for
from daybridge.rules.group_conduct import GroupWarning, Mend, WarningCode


@pytest.mark.parametrize("mend", list(Mend))
def test_a_mend_has_a_page_or_only_its_sentence(clinic, dana, mend):
    warning = GroupWarning(WarningCode.NO_LEADER, "A sentence.", mend, str(dana.pk))

    advice = advice_for(warning, clinic.session)

    assert advice.sentence == "A sentence."
    assert not advice.url or resolve(advice.url)
