"""C++ is looked at without its comments and literals, line by line where it was."""

import pathlib

import pytest

from stages import source_tree

CASES = {
    "a // b\nc": "a  \nc",
    "a /* b\nc */ d": "a  \n d",
    'f("x // y") // z': 'f("")  ',
    r'f("\"// y") g': 'f("") g',
    "c = '\"'; d(\"x\")": "c = ''; d(\"\")",
    "n = 1'000'000; s = \"it's\";": 'n = 1000000; s = "";',
    'R"(a // "b"\nc)" d': '""\n d',
    'R"x(a)" b)x" d': '"" d',
    '#include "a/b.h"  // why': '#include "a/b.h"   ',
}


@pytest.mark.parametrize("source", CASES)
def test_bare(source):
    assert source_tree.bare_cpp(source) == CASES[source]


def test_build_and_git_are_no_source(tmp_path):
    for name in ("a/x.cc", "build/y.cc", ".git/z", ".ci/run", "a/__pycache__/q.pyc"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x\n")
    assert source_tree.files(tmp_path) == [pathlib.PurePosixPath(".ci/run"), pathlib.PurePosixPath("a/x.cc")]


def test_bytes_that_are_no_text_are_told(tmp_path):
    (tmp_path / "b").write_bytes(b"a\0b")
    assert source_tree.text(tmp_path, pathlib.PurePosixPath("b")) is None
