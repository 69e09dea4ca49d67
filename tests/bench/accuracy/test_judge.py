"""What counts as a broken bound, and what the measurement's own width excuses."""

import pytest

from accuracy.judge import Answer, judge
from accuracy.truth import Truth


@pytest.fixture
def truth():
    """A row of 10.0 to 10.1, missing until 15.0, there from 15.2; one of 12.0 to 12.1 that never arrives."""
    known = Truth()
    known.acknowledge(1, known.send(1, 10.0), 10.1)
    known.look(9.9, 9.95, {})
    known.acknowledge(1, known.send(1, 12.0), 12.1)
    known.look(15.0, 15.1, {1: 0})
    known.look(15.15, 15.2, {1: 1})
    known.look(30.0, 30.1, {1: 1})
    return known


def answer(at, **numbers):
    looks = {"replica_age": 0.1, "replica_took": 0.01, "source_age": 0.1, "source_took": 0.01}
    return Answer(at, at + 0.01, **{**looks, **numbers})


def broken(truth, last, downs=()):
    """The last answer's broken bounds, after some on the beat that say nothing."""
    return judge("x", truth, [*map(answer, range(5, 14)), last], 1.0, downs).broken


def test_the_age_lies_between_two_bounds(truth):
    assert truth.at_least(14.0, 14.01) == pytest.approx(3.9)
    assert truth.at_most(14.0, 14.01) == pytest.approx(4.01)
    assert truth.at_most(9.0, 9.01) == 0


def test_between_two_looks_a_row_is_neither_surely_there_nor_surely_missing(truth):
    assert truth.at_least(15.1, 15.11) == pytest.approx(3.0), "only the newer one is surely missing"
    assert truth.at_most(15.1, 15.11) == pytest.approx(5.11)


def test_rows_missing_are_counted(truth):
    assert [truth.rows_missing(at, at + 0.01) for at in (9.0, 11.0, 13.0, 16.0)] == [0, 1, 2, 1]


def test_a_row_that_was_lost_again_is_missing_again(truth):
    truth.look(31.0, 31.1, {1: 0})
    assert truth.rows_missing(30.5, 30.6) == 2


@pytest.mark.parametrize("numbers, word", [
    ({"staleness": 3.8}, "staleness"), ({"exposure": 3.8}, "exposure"), ({"lag": 4.1}, "lag"),
    ({"staleness": 7.0}, "at most"),
])
def test_a_number_beyond_its_bound_is_told(truth, numbers, word):
    told = broken(truth, answer(14.0, **numbers))
    assert len(told) == 1 and word in told[0]


@pytest.mark.parametrize("numbers", [
    {"staleness": 3.95}, {"staleness": 4.9}, {"exposure": 3.91}, {"lag": 3.8}, {"lag": 0.0}, {},
])
def test_a_number_within_its_bounds_is_not(truth, numbers):
    assert not broken(truth, answer(14.0, **numbers))


def test_an_excess_counts_only_while_the_source_is_looked_at_on_its_beat(truth):
    late = judge("x", truth, [*map(answer, range(5, 9)), answer(14.0, staleness=6.11, source_age=6.1)], 1.0)
    assert not late.broken and late.unchecked_excess == 1


def test_a_row_that_arrives_unseen_is_missing_no_longer_than_it_was():
    known = Truth()
    for number in range(4):
        known.acknowledge(1, known.send(1, 10.0 + number), 10.1 + number)
        known.look(10.2 + number, 10.3 + number, {1: number + 1})
    assert known.at_least(13.5, 13.6) == 0 and known.at_most(13.5, 13.6) == 0


def test_what_a_dead_source_takes_along_grows_no_older(truth):
    assert broken(truth, answer(14.0, exposure=2.1))
    assert not broken(truth, answer(14.0, exposure=2.1), downs=[(12.5, 20.0)])
    assert broken(truth, answer(14.0, exposure=1.9), downs=[(12.5, 20.0)])


def test_unknown_is_no_error_and_is_counted(truth):
    of = judge("x", truth, [answer(14.0, staleness=None), answer(14.5, staleness=5.0)], 1.0).of["staleness"]
    assert of.unknown_share == 0.5 and len(of.errors) == 1


def test_all_is_there_when_the_newest_look_showed_it(truth):
    assert truth.all_there(11.0) and not truth.all_there(13.0)
