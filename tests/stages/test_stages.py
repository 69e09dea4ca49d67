"""The stages' own logic: which are chosen, how commands end, what a missing thing counts as."""

import time

import pytest

from stages import all_stages
from stages.checkout import BuildFailed, Checkout
from stages.command import Commands, OutOfTime


def names(*words):
    return [stage.name for stage in all_stages.chosen(list(words))]


def test_no_word_means_all_that_run_by_default():
    assert names() == ["house", "format", "release", "install-tree", "golden", "live", "accuracy", "asan", "tsan", "fuzz", "tidy"]


def test_a_label_means_its_stages_in_their_order():
    assert names("quick") == ["house", "format", "release"]
    assert names("sanitizers") == ["asan", "tsan"]


def test_a_stage_outside_the_default_runs_when_named():
    assert names("live-asan", "house") == ["house", "live-asan"]


def test_an_unknown_word_is_refused():
    with pytest.raises(KeyError, match="nonsense"):
        names("house", "nonsense")


@pytest.fixture(name="commands")
def fixture_commands(tmp_path):
    return Commands(tmp_path / "log/x.log", tmp_path, 60)


def test_what_a_command_prints_is_in_the_log(commands):
    assert commands.run("sh", "-c", "echo out; echo err >&2; exit 3") == 3
    assert "$ sh -c" in commands.log.read_text() and "out\nerr\n" in commands.log.read_text()


def test_a_command_that_does_not_exist_has_failed(commands):
    assert commands.run("no-such-command") == 127


def test_a_command_ends_with_the_budget_and_takes_its_children_along(tmp_path):
    commands = Commands(tmp_path / "x.log", tmp_path, 0.3)
    with pytest.raises(OutOfTime):
        commands.run("sh", "-c", "(sleep 2; touch alive) & wait")
    time.sleep(2.2)
    assert not (tmp_path / "alive").exists()


def test_a_folder_without_tests_is_a_skip_and_no_pass(tmp_path, commands):
    (tmp_path / "tests/golden").mkdir(parents=True)
    outcome = Checkout(tmp_path).pytest(["tests/golden"], commands, None)
    assert (outcome.passed, outcome.failed, outcome.skipped) == (0, [], [("tests/golden", "holds no tests")])


def test_a_test_file_without_tests_is_a_failure(tmp_path, commands):
    (tmp_path / "tests/golden").mkdir(parents=True)
    (tmp_path / "tests/golden/test_x.py").write_text("")
    assert Checkout(tmp_path).pytest(["tests/golden"], commands, None).failed


def test_a_test_file_that_cannot_be_read_is_a_failure(tmp_path, commands):
    (tmp_path / "tests/golden").mkdir(parents=True)
    (tmp_path / "tests/golden/test_x.py").write_text("def test_y(:\n")
    (tmp_path / "tests/golden/test_z.py").write_text("def test_z(): pass\n")
    assert Checkout(tmp_path).pytest(["tests/golden"], commands, None).failed


def test_a_broken_build_fails_all_that_rest_on_it(tmp_path, commands):
    checkout = Checkout(tmp_path)
    with pytest.raises(BuildFailed, match="fails"):
        checkout.built("release", commands)
    with pytest.raises(BuildFailed, match="failed before"):
        checkout.built("release", commands)


def test_seeds_are_all_fixtures_and_none_of_before(tmp_path):
    (tmp_path / "f/g").mkdir(parents=True)
    (tmp_path / "f/a.log").write_text("a")
    (tmp_path / "f/g/b.log").write_text("b")
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/old").write_text("old")
    all_stages.gather_seeds(tmp_path / "f", tmp_path / "seeds")
    assert sorted(path.name for path in (tmp_path / "seeds").iterdir()) == ["a.log", "g-b.log"]


def test_a_fuzzer_that_tried_nothing_is_noticed():
    assert all_stages.runs("Done\nstat::number_of_executed_units: 123\nstat::peak\n") == 123
    assert all_stages.runs("nothing\n") == 0
