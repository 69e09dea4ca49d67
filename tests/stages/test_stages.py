"""The stages' own logic: which are chosen, how commands end, what a missing thing counts as."""

import time

import pytest

from stages import all_stages
from stages.checkout import BuildFailed, Checkout
from stages.command import Commands, OutOfTime


def names(*words):
    return [stage.name for stage in all_stages.chosen(list(words))]


def test_no_word_means_all_that_run_by_default():
    assert names() == ["house", "format", "release", "install-tree", "golden", "live", "asan", "tsan", "fuzz", "tidy"]


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


def test_seeds_are_what_a_fuzzer_names(tmp_path):
    (tmp_path / "f/g").mkdir(parents=True)
    (tmp_path / "f/a.log").write_text("a")
    (tmp_path / "f/g/b.log").write_text("b")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    assert all_stages.gather_seeds(tmp_path, "// Seeds: f/*.log f/g/*.log\n", corpus) == 2
    assert sorted(path.name for path in corpus.iterdir()) == ["f-a.log", "f-g-b.log"]
    assert all_stages.gather_seeds(tmp_path, "// nothing\n", corpus) == 0
