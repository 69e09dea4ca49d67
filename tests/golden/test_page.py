"""The golden status pages are well formed, hold no script and no outside asset, and their policy allows their style."""

import base64
import hashlib
import html.parser
import re

import pytest

PAGES = ("page_full_local.html", "page_unlooked.html", "page_empty.html")
WITHOUT_END = {"meta", "link", "br"}


class Outline(html.parser.HTMLParser):
    """Holds the tags to be well nested and lists what could load or run something."""

    def __init__(self):
        super().__init__()
        self.open, self.suspect, self.tags = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag in {"script", "img", "iframe", "object", "embed", "form"}:
            self.suspect.append(tag)
        for name, value in attrs:
            outside = name in {"href", "src"} and not re.match(r"(/[^/]|data:,)", value or "")
            if name.startswith("on") or name == "style" or outside:
                self.suspect.append(f"{tag} {name}={value}")
        if tag not in WITHOUT_END:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, f"</{tag}> at {self.getpos()}, open are {self.open}"
        self.open.pop()


def outline(top, page):
    parser = Outline()
    parser.feed((top / "tests/golden" / page).read_text(encoding="utf-8"))
    parser.close()
    return parser


@pytest.mark.parametrize("page", PAGES)
def test_page_is_well_formed_and_loads_nothing(top, page):
    seen = outline(top, page)
    assert seen.open == [] and seen.suspect == []
    assert seen.tags.count("h1") == 1


def test_each_link_is_a_card(top):
    assert outline(top, "page_full_local.html").tags.count("article") == 2


def test_policy_holds_the_hash_of_the_style(top):
    page = (top / "tests/golden/page_empty.html").read_text(encoding="utf-8")
    style = re.search("<style>(.*?)</style>", page, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in (top / "exporters/page_style.h").read_text(encoding="utf-8")
