"""A chart and its table say the same, and a gap is never a zero."""

import json

import pytest

from daybridge.ui.charts import Chart, Series

CHART = Chart(
    title="Hours attended in a week",
    axis="Week of",
    unit="hours",
    labels=["Nov 9", "Nov 16"],
    series=[Series("Attended", [None, 9.5]), Series("Ordered", [9, 9])],
)


def test_the_table_holds_every_number_of_the_drawing():
    drawn = [line["data"] for line in CHART.options["series"]]
    table = [numbers for _, numbers in CHART.rows]

    assert [list(column) for column in zip(*table, strict=True)] == drawn
    assert [label for label, _ in CHART.rows] == CHART.options["xAxis"]["data"]


def test_a_week_without_a_figure_is_a_gap():
    assert CHART.options["series"][0]["data"][0] is None
    assert json.loads(json.dumps(CHART.options))["series"][0]["data"][0] is None


def test_one_series_needs_no_legend():
    alone = Chart(title="One", axis="Week", labels=["a"], series=[Series("s", [1])])

    assert alone.options["legend"]["show"] is False
    assert CHART.options["legend"]["show"] is True


def test_tooltips_are_text_so_that_a_label_can_not_be_markup():
    assert CHART.options["tooltip"]["renderMode"] == "richText"


def test_a_series_that_does_not_fit_its_labels_is_refused():
    with pytest.raises(ValueError, match="one number for each label"):
        Chart(title="Bad", axis="Week", labels=["a", "b"], series=[Series("s", [1])])
