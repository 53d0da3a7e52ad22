from __future__ import annotations

from scrapy.http import Headers, Response

from crawler.headers import header, header_pairs

ANSWER = Response(
    "https://valley.example/",
    headers=Headers({"ETag": '"a"', "Age": "", "Link": ["<a>", "<b>"], "X-Name": "Ду".encode()}),
)


def test_header_is_text_whatever_its_bytes() -> None:
    assert [header(ANSWER, name) for name in ("etag", "Link", "X-Name")] == [
        '"a"',
        "<b>",
        "Ду".encode().decode("latin-1"),
    ]


def test_header_that_is_absent_or_empty_is_none() -> None:
    assert [header(ANSWER, name) for name in ("Expires", "Age")] == [None, None]


def test_pairs_keep_repeated_names() -> None:
    assert [value for name, value in header_pairs(ANSWER) if name == "Link"] == ["<a>", "<b>"]
