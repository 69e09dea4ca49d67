"""Counting: what did not run is never counted as passed."""

import pytest

from stages import junit

CTEST = '<testsuite tests="5">{}</testsuite>'
CASES = {
    "a test that ran has passed": ('<testcase name="a/B.C" classname="a/B.C" status="run"/>', (1, [], [])),
    "a failed test is named once": (
        '<testcase name="a/B.C" classname="a/B.C" status="fail"><failure message=""/></testcase>', (0, ["a/B.C"], [])),
    "a skipped test is a skip, with its reason": (
        '<testcase name="a" classname="a" status="notrun"><skipped message="SKIP_REGULAR_EXPRESSION_MATCHED"/></testcase>',
        (0, [], [("a", "SKIP_REGULAR_EXPRESSION_MATCHED")])),
    "a test whose program is missing has failed": (
        '<testcase name="a" classname="a" status="notrun"><skipped message="Unable to find executable: x"/></testcase>',
        (0, ["a (Unable to find executable: x)"], [])),
    "gtest's word for a program that was not built is a failure": (
        '<testcase name="test_a_NOT_BUILT" classname="test_a_NOT_BUILT" status="notrun"><skipped message=""/></testcase>',
        (0, ["test_a_NOT_BUILT"], [])),
    "a disabled test is a skip": (
        '<testcase name="a" classname="a" status="disabled"/>', (0, [], [("a", "disabled")])),
    "an unknown status is a failure": (
        '<testcase name="a" classname="a" status="flying"/>', (0, ["a (status flying)"], [])),
    "pytest's test has its module before its name": (
        '<testcase classname="golden.test_x" name="test_y"><failure message="no"/></testcase>',
        (0, ["golden.test_x.test_y"], [])),
    "an error in a fixture is a failure": (
        '<testcase classname="m" name="t"><error message="no"/></testcase>', (0, ["m.t"], [])),
}


@pytest.mark.parametrize("sentence", CASES)
def test_cases(sentence):
    case, (passed, failed, skipped) = CASES[sentence]
    outcome = junit.parse(CTEST.format(case), "ctest")
    assert (outcome.passed, outcome.failed, outcome.skipped) == (passed, failed, skipped)


def test_no_test_at_all_is_a_failure():
    assert junit.parse(CTEST.format(""), "ctest").failed == ["ctest (ran no test)"]


def test_a_damaged_file_is_a_failure():
    assert len(junit.parse("<testsuite><testcase", "ctest").failed) == 1


def test_a_missing_file_is_a_failure(tmp_path):
    assert len(junit.read(tmp_path / "none.xml", "ctest").failed) == 1
