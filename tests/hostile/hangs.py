# ruff: noqa: E501 - one line a case
"""Pages that keep a parser busy, and strings that nobody means well."""

from __future__ import annotations

from tests.hostile.stage import Stage
from tests.sites import article, text

ENDED = (
    "new",
    "duplicate",
    "failed:extraction-timeout",
    "failed:extraction-error",
    "rejected:no-text",
    "rejected:too-short",
    "rejected:charset",
    "rejected:not-html",
    "rejected:listing",
)
"""Which of them is the parser's affair; that it ends, and that the others are whole, is ours."""


def _with(number: int, head: str = "", before: str = "", after: str = "", body: str = "") -> str:
    page = str(article(number).body).replace("</head>", f"{head}</head>")
    return page.replace("<article>", f"<article {body}>{before}").replace("</article>", f"</article>{after}")


def hangs(stage: Stage) -> None:
    json_ld = '<script type="application/ld+json">{}</script>'
    pages = {
        "broken JSON-LD of 60 kB": _with(501, json_ld.format('{"@type":"NewsArticle","articleBody":"' + '\\"a' * 20_000)),
        "JSON-LD of 200,000 brackets": _with(502, json_ld.format("[" * 200_000)),
        "JSON-LD of 100,000 closed brackets": _with(503, json_ld.format("[" * 100_000 + "]" * 100_000)),
        "JSON-LD with a number of 5,000 digits": _with(504, json_ld.format('{"@type":"NewsArticle","wordCount":' + "9" * 5_000 + "}")),
        "100,000 attributes": _with(505, body=" ".join(f'a{n}="1"' for n in range(100_000))),
        "5,000 deep": _with(507, before="<div>" * 5_000),
        "50,000 deep": _with(508, after="<div><span>" * 25_000),
        "100,000 siblings": _with(509, after="<i>a</i>" * 100_000),
        "a table of 60,000 cells": _with(510, after=f"<table>{'<tr><td>1<td>2<td>3' * 20_000}</table>"),
        "tables in tables": _with(511, after="<table><tr><td>" * 2_000),
        "50,000 links": _with(512, after="".join(f"<a href='/{n}'>Canal {n} of the valley is dry</a> " for n in range(50_000))),
        "a word of 3 MB": _with(513, after=f"<p>{'a' * 3_000_000}</p>"),
        "2 MB of dots": _with(514, after=f"<p>{'. ' * 1_000_000}</p>"),
        "2 MB of combining marks": _with(515, after="<p>a" + "\u0301" * 1_000_000),
        "a title of 1 MB": _with(516, "<title>" + "Canal " * 170_000 + "</title>"),
        "10,000 metas": _with(517, "".join(f'<meta name="m{n}" content="{n}">' for n in range(10_000))),
        "unclosed comment": _with(518, after="<!--" + "-" * 500_000),
        "100,000 entities": _with(519, after="<p>" + "&amp;&#0;&#x110000;&bogus;" * 25_000),
        "a date of 100,000 digits": _with(520, f'<meta property="article:published_time" content="{"2026-" * 20_000}">'),
        "blanks between quotes": _with(521, after="<p>" + ('"' + " " * 5_000) * 100),
        "formatting tags crossed": _with(522, after="<b><i><u><a href=x><font>" * 3_000 + "x" + "</b></i></u>" * 3_000),
        "a select of 50,000": _with(523, after=f"<select>{'<option>Canal' * 50_000}</select>"),
        "SVG and MathML": _with(524, after="<svg><math><mtext><table><mglyph><style><!--</style><img title='-->'>" * 500),
        "frameset": "<frameset>" + "<frame src='/x'>" * 9_000,
        "templates": _with(526, after="<template>" * 3_000 + "x"),
    }  # fmt: skip
    keys = {"crawl": {"delay": 0, "removed_checks": 1, "removed_days": 0}}
    for place, (name, page) in enumerate(pages.items()):
        slug = f"hang-{place % 3}-en"
        host = stage.hosts.get(slug) or stage.host(slug, "hang", **keys)
        host.page(name, page.encode("utf-8", "replace"), *ENDED, path=f"/news/{place}")
    for place in range(3):
        stage.hosts[f"hang-{place}-en"].good(531 + place)
    for name, number in (("256 deep", 541), ("1,000 deep", 542)):
        deep = str(article(number).body).replace(
            "<article>", "<div>" * int(name.split()[0].replace(",", "")) + "<article>"
        )
        stage.hosts["hang-0-en"].page(f"{name} and whole", deep, "new", holds=tuple(text(number).split("\n")))
