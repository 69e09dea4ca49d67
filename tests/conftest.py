"""What the Python tests share: where the checkout and the build are."""

import os
import pathlib
import signal

import pytest

signal.signal(signal.SIGINT, signal.default_int_handler)  # where the caller ignores it, children would too

TOP = pathlib.Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def top() -> pathlib.Path:
    return TOP


@pytest.fixture(scope="session")
def build() -> pathlib.Path:
    """The build that is tested: tests/run says which; by hand it is the release build."""
    return pathlib.Path(os.environ.get("REPLWATCH_BUILD", TOP / "build/release"))


@pytest.fixture(scope="session")
def replwatch(build) -> pathlib.Path:
    binary = build / "agent/replwatch"
    assert binary.is_file(), f"{binary} is missing: run 'tests/run release' first"
    return binary
