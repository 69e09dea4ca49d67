"""What the tests of the bed share."""

import pytest

from testbed import take_down


@pytest.fixture(name="directory")
def _directory(tmp_path_factory):
    """A directory for one bed, which is taken down at the end."""
    path = tmp_path_factory.mktemp("b") / "d"
    yield path
    take_down(path)
