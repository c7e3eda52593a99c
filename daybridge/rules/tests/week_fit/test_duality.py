"""Whatever the prices are, no values are beyond the bound that they prove."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from daybridge.rules.week_fit.model.duality import UNIT, proved_bound
from daybridge.rules.week_fit.model.program import Objective, Program

SMALL = st.integers(-4, 4)


@st.composite
def priced_programs(draw):
    """Two to four small numbers, a few rows that bind them, an aim, and any prices."""
    program = Program()
    for _ in range(draw(st.integers(2, 4))):
        low = draw(SMALL)
        program.whole(low, low + draw(st.integers(0, 3)))
    variables = range(len(program.bounds))
    some = st.dictionaries(st.sampled_from(list(variables)), SMALL, min_size=1)
    for _ in range(draw(st.integers(0, 4))):
        put = draw(st.sampled_from([program.at_most, program.at_least, program.equal]))
        put(draw(some), draw(SMALL))
    aim = Objective(draw(some), draw(SMALL), is_upward=draw(st.booleans()))
    halves = st.integers(-6, 6).map(lambda half: half * UNIT // 2)
    prices = [draw(halves) for _ in program.rows]
    return program, aim, prices


def reached(program, aim):
    """The aim of all values that keep to every row."""
    for values in product(*(range(low, high + 1) for low, high in program.bounds)):
        sums = [
            (sum(f * values[v] for v, f in r.terms.items()), r) for r in program.rows
        ]
        if all(
            (r.low is None or r.low <= found) and (r.high is None or found <= r.high)
            for found, r in sums
        ):
            yield aim.value(values)


@settings(max_examples=500)
@given(priced_programs())
def test_no_values_are_beyond_the_bound_of_any_prices(priced):
    program, aim, prices = priced

    bound = proved_bound(program, aim, prices)

    for value in reached(program, aim):
        assert value <= bound if aim.is_upward else value >= bound


def test_good_prices_prove_what_is_best():
    """By hand: 10 + 3x + 2y, where x + y is at most 4 and x at most 3."""
    program = Program()
    x, y = program.whole(0, 9), program.whole(0, 9)
    program.at_most({x: 1, y: 1}, 4)
    program.at_most({x: 1}, 3)
    aim = Objective({x: 3, y: 2}, 10, is_upward=True)

    assert max(reached(program, aim)) == 10 + 9 + 2
    assert proved_bound(program, aim, [2 * UNIT, 1 * UNIT]) == 21
    assert proved_bound(program, aim, [0, 0]) == 10 + 27 + 18
    assert proved_bound(program, aim, [2 * UNIT + 7, 1 * UNIT]) == 21


def test_a_sum_to_be_made_small_has_its_bound_from_below():
    program = Program()
    x, y = program.whole(0, 9), program.whole(0, 9)
    program.at_least({x: 2, y: 1}, 5)
    aim = Objective({x: 3, y: 2}, 0, is_upward=False)

    assert min(reached(program, aim)) == 8
    assert proved_bound(program, aim, [-3 * UNIT // 2]) == 8  # 7.5 of fractions
