# ruff: noqa: E501 - one line a case
"""Titles, addresses and texts that attack whoever shows, exports or logs them."""

from __future__ import annotations

import csv
import io
import json
import re
import sys

from tests.hostile.stage import HTML, Played, Stage
from tests.sites import Answer, article, headline, text

TITLES = {
    "script": "<script>alert('stored')</script>",
    "image": '"><img src=x onerror=alert(1)>',
    "SVG": "<svg/onload=alert(1)>",
    "closes the title": "</title><script>alert(2)</script>",
    "template": "{{7*7}}${7*7}<%= 7*7 %>#{7*7}",
    "formula": "=HYPERLINK(\"http://evil.example\",\"x\")",
    "formula with plus": "+1+cmd|' /C calc'!A0",
    "formula with minus": "-2+3+cmd|' /C calc'!A0",
    "formula with at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula behind a tab": "\t=1+1",
    "path traversal": "../../../../etc/passwd",
    "reserved name": "CON",
    "reserved name of a file": "aux.txt",
    "255 bytes": "ӣ" * 127,
    "1,000 bytes": "canal " * 170,
    "dots": "...",
    "SQL": "'); DROP TABLE article;--",
    "FTS": '" OR NEAR(a b) * ^',
    "escapes of a terminal": "\x1b[2J\x1b]0;owned\x07Canal",
    "line feeds": "Canal\r\n2026-11-28T00:00:00Z ERROR forged: line",
    "right to left": "Canal \u202egpj.exe\u2066",
    "NUL": "Canal\0 of the valley",
    "zero width": "Ca\u200bn\u200dal\ufeff of the valley",
    "noncharacters": "Canal \ufffe\uffff\U0001fffe of the valley",
    "YAML": "--- !!python/object/apply:os.system ['true']",
    "printf": "%s%s%s%n%x {0} {title}",
    "Markdown": "[x](javascript:alert(1)) ![](http://127.0.0.2/x)",
    "a title that is a URL": "javascript:alert(document.cookie)",
    "emoji": "Canal 👨‍👩‍👧‍👦🏳️‍🌈 of the valley",
    "zalgo": "C̷̢̛̗̻̺̀̿a̶͇̽n̸͙̈́a̵l̸ of the valley",
}  # fmt: skip
PATHS = {
    "traversal": "/news/..%2f..%2f..%2fetc%2fpasswd",
    "reserved": "/con/aux/nul",
    "255 bytes": "/news/" + "a" * 250,
    "1,900 bytes": "/news/" + "b" * 1_850,
    "NUL": "/news/a%00.html",
    "line feeds": "/news/%0d%0aX-Injected:%201",
    "quotes": "/news/%22%3E%3Cscript%3Ealert(3)%3C%2Fscript%3E",
    "percent": "/news/100%25-%zz-%",
    "UTF-8": "/news/%D0%BA%D0%B0%D0%BD%D0%B0%D0%BB",
    "windows-1251": "/news/%EA%E0%ED%E0%EB",
    "semicolons": "/news/a;b=c;jsessionid=12345",
    "backslash": "/news/a%5C..%5Cb",
    "tilde and stars": "/news/~*'()!",
    "query of arrays": "/news/?id=1&id=2&a=b%26c",
    "emoji": "/news/%F0%9F%92%A7",
}
SECRETS = ("token=hush-token-1", "api_key=hush-key-2", "access_token=hush-three", "password=hush-word-4")
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def markup(stage: Stage) -> None:
    host = stage.host("titles-en", "title")
    for number, (name, title) in enumerate(TITLES.items(), 601):
        page = str(article(number).body).replace(headline(number), title.replace("<", "&lt;"))
        host.page(name, page, "new", holds=(text(number).split("\n")[3],), lacks=("\0", "\x1b", "\u202e"))
    host = stage.host("raw-titles-en", "title")
    for number, name in enumerate(("script", "image", "SVG", "closes the title"), 641):
        page = (
            str(article(number).body)
            .replace("<h1>", f"<h1>{TITLES[name]}")
            .replace("<title>", f"<title>{TITLES[name]}")
        )
        host.page(
            f"{name}, as markup", page, "new", holds=(text(number).split("\n")[3],), lacks=("onerror=", "onload=")[:1]
        )
    host = stage.host("paths-en", "path")
    for number, (name, path) in enumerate(PATHS.items(), 661):
        host.page(name, article(number), "new", path=path)
    for number, secret in enumerate(SECRETS, 681):
        host.page(f"secret {secret.partition('=')[0]}", article(number), "new", path=f"/s/{number}?{secret}")
    host.page("secret of a page that is not there", Answer("", 404), "failed:http-404", path="/gone?key=hush-five")
    host.site.routes["/moved-secret"] = Answer("", 302, {"Location": "http://eve:hush-six@127.0.0.2:9/x?sig=1"})
    host.page(
        "secret of a redirect", Answer("", 302, {"Location": "/moved-secret"}), "rejected:off-scope", "failed:address"
    )
    _pages(stage)
    secret = stage.host("secret-feed-en", "log")
    secret.source(feeds=[secret.url("/none?token=hush-seven")])
    stage.case(
        "log: holds no secret", lambda played: next((line for line in played.log.split("\n") if "hush-" in line), "")
    )
    stage.case(
        "log: holds no control character",
        lambda played: repr(found[0]) if (found := CONTROLS.search(played.log)) else "",
    )
    stage.case(
        "log: holds no forged line",
        lambda played: next((line for line in played.log.split("\n") if re.match(r"\S+ ERROR forged", line)), ""),
    )
    stage.case(
        "log: holds no traceback",
        lambda played: played.log[at - 900 : at + 2500] if (at := played.log.find("Traceback")) >= 0 else "",
    )
    stage.case("export: CSV for Excel has no formula", _formulas)
    stage.case("export: JSON lines are one an article", _lines)


def _pages(stage: Stage) -> None:
    """Whole pages of markup, and addresses that a page gives itself."""
    host = stage.host("canonical-en", "canonical")
    number = 700

    def one(name: str, head: str, *outcomes: str, lacks: tuple[str, ...] = (), after: str = "") -> None:
        nonlocal number
        number += 1
        page = str(article(number).body).replace("</head>", f"{head}</head>").replace("</h1>", f"</h1>{after}")
        host.page(
            name,
            Answer(page.encode("utf-8", "replace"), 200, HTML),
            *(outcomes or ("new",)),
            lacks=lacks,
            holds=(text(number).split("\n")[3],),
        )

    canonical = '<link rel="canonical" href="{}">'
    one("of another site", canonical.format("https://evil.example/news/1"), lacks=("evil.example",))
    one("the front page", canonical.format("/"))
    one("javascript:", canonical.format("javascript:alert(1)"), lacks=("javascript:",))
    one("data:", canonical.format("data:text/html,x"), lacks=("data:text",))
    one("nothing", canonical.format(""))
    one("no URL", canonical.format("http://[::1/%%%"))
    one("a hundred of them", "".join(canonical.format(f"/c/{n}") for n in range(100)))
    one("another page of the site, which says the same of this", canonical.format(f"/news/{number - 698}"))
    one("in a circle", canonical.format(f"/news/{number - 700}"))
    one("10,000 characters long", canonical.format("/" + "a" * 10_000))
    one("og:image of script", '<meta property="og:image" content="javascript:alert(1)">', lacks=("javascript:",))
    one("an author of script", '<meta name="author" content="&lt;script&gt;alert(1)&lt;/script&gt;">')
    one("a thousand authors", "".join(f'<meta name="author" content="Author {n}">' for n in range(1_000)))
    one("a date in the year 9999", '<meta property="article:modified_time" content="9999-12-31T23:59:59+14:00">')
    one(
        "a date of minus infinity",
        '<meta name="date" content="-0001-00-00"><meta name="pubdate" content="0000-00-00T00:00:00">',
    )
    one("a language of nobody", '<meta property="og:locale" content="xx_<script>">', lacks=("xx_<script>",))
    one("keywords of 100 kB", f'<meta name="keywords" content="{"canal, " * 15_000}">')
    one(
        "handlers in the text",
        "",
        after='<p onclick="alert(1)"><a href="javascript:alert(2)">tap</a></p>',
        lacks=("alert(",),
    )
    one(
        "a style in the text",
        "",
        after="<style>p{color:red}</style><script>alert('body')</script>",
        lacks=("color:red", "alert("),
    )
    one(
        "linked data of a list of null",
        '<script type="application/ld+json">[null, [], {"@graph": [null, 1, "x", {"@type": []}]}]</script>',
    )
    one(
        "linked data of odd types",
        '<script type="application/ld+json">{"@type":["NewsArticle",1],"headline":{"a":1},"author":[[["x"]],null,{"name":["a",{}]}],"datePublished":[20261101],"image":{"url":{"@id":5}},"keywords":{"a":[1]}}</script>',
    )
    host.good(731)


def _formulas(played: Played) -> str:
    csv.field_size_limit(sys.maxsize)  # a text may be longer than Python's reader takes by itself
    rows = list(csv.reader(io.StringIO(played.exports["csv"])))
    return (
        next((cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r")), "")
        if len(rows) > 1
        else "empty"
    )


def _lines(played: Played) -> str:
    lines = [json.loads(line) for line in played.exports["jsonl"].split("\n") if line]
    return "" if len(lines) == len(played.stored) else f"{len(lines)} lines of {len(played.stored)} articles"
