"""Sound documents of our own writing, one or more for each kind: what the mutators begin with."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
import zlib
from typing import Any

from scrapy.utils._compression import brotli, zstd

from archive.fingerprints import sha256
from tests.test_query import HOSTILE
from tests.warcs import body, record, url

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Хабари водӣ</title><link>https://vodi.example/tg/</link><ttl>30</ttl>
<skipHours><hour>1</hour><hour>24</hour></skipHours>
<item><title>Пули Варзоб &amp; роҳ <![CDATA[<b>кушода</b> шуд]]></title><link>/tg/news/11201</link>
<guid isPermaLink="false">11201 at vodi.example</guid><pubDate>Сшб, 21 ноя 2026 09:53:50 +0500</pubDate>
<dc:creator>Зарина Ҳакимова</dc:creator><description>&lt;p&gt;Пас аз соли таъмир&lt;/p&gt;</description></item>
<item><title>Канал</title><link>https://vodi.example/tg/news/11202?utm_source=rss&amp;id=5</link>
<pubDate>Fri, 20 Nov 26 07:00:00 GMT</pubDate><dc:date>2026-11-20T07:00:00Z</dc:date>
<enclosure url="/a.jpg" length="12" type="image/jpeg"/><content:encoded><![CDATA[<p>Дар водӣ</p>]]></content:encoded></item>
</channel></rss>"""

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://vodi.example/en/">
<title>Vodi News</title><updated>2026-11-21T09:00:00.123456+05:00</updated><link rel="self" href="feed.atom"/>
<entry><id>urn:uuid:60a76c80-d399-11d9-b93C-0003939e0af6</id><title type="html">Snow &amp;mdash; the pass</title>
<link rel="alternate" type="text/html" href="news/anzob-11203"/><published>2026-11-21T09:00:00Z</published>
<updated>2026-11-21</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Closed.</p></div></content>
</entry></feed>"""

RDF = """<?xml version="1.0" encoding="windows-1251"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://vodi.example/ru/"><title>Вести долины</title>
<link>https://vodi.example/ru/</link></channel><item rdf:about="https://vodi.example/ru/9"><title>Мост открыт</title>
<link>https://vodi.example/ru/news/9</link><dc:date>2026-11-20T10:00+05:00</dc:date></item></rdf:RDF>"""

FEEDS = (RSS.encode(), ATOM.encode(), RDF.encode("cp1251"))

SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://vodi.example/en/news/11201?a=1&amp;b=2</loc><lastmod>2026-11-20T07:00:00+05:00</lastmod>
<changefreq>daily</changefreq><image:image><image:loc>https://vodi.example/a.jpg</image:loc></image:image></url>
<url><loc>https://vodi.example/tg/хабар/11202</loc><news:news><news:publication><news:name>Vodi</news:name></news:publication>
<news:publication_date>2026-11-19</news:publication_date><news:title>Пул &amp; роҳ</news:title></news:news></url></urlset>"""

INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://vodi.example/map-2026-11.xml.gz</loc><lastmod>2026-11-20</lastmod></sitemap>
<sitemap><loc>/map-2026-10.xml</loc></sitemap></sitemapindex>"""

URL_LIST = "https://vodi.example/en/news/1\r\nhttps://vodi.example/en/news/2\n"

SITEMAPS = (SITEMAP.encode(), INDEX.encode(), URL_LIST.encode(), gzip.compress(SITEMAP.encode(), mtime=0), *FEEDS[:1])

ROBOTS = (
    b"""# Vodi
User-agent: backissue
Crawl-delay: 2.5
Disallow: /private/*/draft$
Allow: /private/a%20b
User-agent: *
User-agent: Another/2.0
Disallow: /search?q=*&page=*
Disallow: /*.php$
Request-rate: 1/5
Visit-time: 0600-0845
Sitemap: https://vodi.example/sitemap.xml
sitemap : /map.xml
""",
    b"User-agent:*\r\nDisallow:\r\n",
    b"\xef\xbb\xbfDisallow: /\nUser-agent: *\nDisallow: /a*b*c*d*e$\n",
)

PARAGRAPHS = """<p>The bridge over the Varzob river reopened on Monday after a year of repairs, and the first buses
crossed it before eight in the morning.</p><p>Engineer Dilshod Rahmonov said that it would carry two lanes of traffic,
and that the old railing from 1957 had been kept on the southern side.</p><blockquote>We waited long for this, said a
driver from Ayni.</blockquote><p>Tolls will not be taken before the spring, the ministry of transport told Vodi News.</p>"""

JSON_LD = """{"@context": "https://schema.org", "@graph": [{"@type": ["NewsArticle"], "headline": "Bridge over the Varzob",
"datePublished": "2026-11-16T09:30:00+05:00", "dateModified": "2026-11-17", "author": [{"@type": "Person",
"name": "Zarina Hakimova"}], "publisher": {"name": "Vodi News"}, "articleSection": "Society", "keywords": "Varzob, bridge",
"mainEntityOfPage": {"@type": "WebPage", "@id": "https://vodi.example/en/news/11201"}}]}"""

PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Bridge over the Varzob | Vodi News</title>
<base href="/en/"><link rel="canonical" href="https://vodi.example/en/news/11201">
<meta property="og:type" content="article"><meta property="og:title" content="Bridge over the Varzob reopens">
<meta property="og:image" content="/a.jpg"><meta property="article:published_time" content="2026-11-16T09:30:00+05:00">
<meta name="author" content="Zarina Hakimova, Vodi News"><meta name="keywords" content="Varzob, bridge, roads">
<script type="application/ld+json">{JSON_LD}</script><script>var a = {{"publish_date": "2026-11-16 09:30:00"}};</script>
</head><body><nav><ul><li><a href="/en/">Home</a></li><li><a href="/en/politics/">Politics</a></li></ul></nav>
<article><h1>Bridge over the Varzob reopens</h1><div class="byline">By <a rel="author" href="/author/zarina">Zarina
Hakimova</a>, <time datetime="2026-11-16T09:30">16 November 2026, 09:30</time></div>{PARAGRAPHS}<table><tr><td>Length</td>
<td>120 m</td></tr></table></article><aside class="sidebar"><h3>All news</h3><ul>
<li><a href="/en/news/11202">Snow closes the Anzob pass for a night</a></li>
<li><a href="/en/news/11203">Library opens in a Khorog school</a></li></ul></aside><footer>© Vodi</footer></body></html>"""

RUSSIAN_PAGE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251">
<title>Мост через Варзоб открыт</title></head><body><div id="content"><h1>Мост через Варзоб открыт</h1>
<span class="date">16 ноября 2026, 09:30</span><p>Мост через реку Варзоб открыли в понедельник после года ремонта, и первые
автобусы прошли по нему ещё до восьми утра.</p><p>Инженер Дилшод Рахмонов сообщил, что движение идёт по двум полосам, а
старые перила 1957 года сохранили.</p><p>Плату за проезд не будут брать до весны.</p><p><i>Зарина Хакимова</i></p></div>
</body></html>"""

PERSIAN_PAGE = """<html dir="rtl" lang="fa"><head><title>پل ورزاب باز شد</title></head><body><h1>پل ورزاب باز شد</h1>
<p>۲۵ آبان ۱۴۰۵ ساعت ۹:۳۰</p><p>پل رودخانهٔ ورزاب پس از یک سال تعمیر روز دوشنبه باز شد و نخستین اتوبوس‌ها پیش از ساعت هشت
از آن گذشتند.</p><p>مهندس دلشاد رحمانف گفت که این پل دو خط رفت‌وآمد دارد و نرده‌های کهنهٔ آن نگه داشته شده است.</p></body></html>"""

LISTING = """<!DOCTYPE html><html><head><base href="/en/"><link rel="next" href="page/2/"></head><body>
<h2><a href="news/2026/11/11201-bridge-over-varzob">Bridge over the Varzob reopens</a></h2>
<a href="/en/news/2026/11/11202"><img src="a.jpg"></a><a href="/en/news/2026/11/11202">Snow closes the Anzob pass</a>
<a href="https://other.example/news/5">Elsewhere</a><a href="/en/category/sport/">Sport</a><area href="/en/news/11203.html">
<div class="pagination"><a href="?page=1">1</a><a class="next" href="?page=2" aria-label="Next page">›</a></div></body></html>"""

PAGES = (PAGE.encode(), RUSSIAN_PAGE.encode("cp1251"), PERSIAN_PAGE.encode(), LISTING.encode())
LISTINGS = (LISTING.encode(), *PAGES[:2])

TEXTS = (
    PARAGRAPHS.encode(), *PAGES[1:3], "Президент Эмомалӣ Раҳмон аз намоишгоҳ дидан кард. Дар он ҳунармандон.".encode(),
    "Президент посетил выставку ёлок".encode("koi8-r"), "Ð¢Ð°Ð´Ð¶Ð¸ÐºÐ¸ÑÑ‚Ð°Ð½, РўР°РґР¶РёРє, donâ€™t".encode(),
    "پل رودخانهٔ ورزاب".encode("cp1256", "replace"), "мост".encode("utf-16"), b"plain, ascii",
)  # fmt: skip

DATES = tuple(
    text.encode()
    for text in (
        "2026-11-16T09:30:00+05:00", "20261116T093000Z", "Mon, 16 Nov 2026 09:30:00 GMT", "16 ноября 2026, 09:30",
        "Душанбе, 16 ноябри соли 2026, соати 9:30", "16-noyabr, 2026-yil 09:30", "2026-жылдын 16-ноябры", "۲۵ آبان ۱۴۰۵",
        "دوشنبه ۲۵ آبان ۱۴۰۵ - ۰۹:۳۰", "25 Aban 1405", "1405/08/25", "16 نوامبر 2026", "١٦ نوفمبر ٢٠٢٦", "16 नवंबर 2026",
        "11/16/2026 9:30 p.m.", "16.11.26", "Nov 16, 2026 at 9:30 AM EST", "2026年11月16日 09:30", "2026년 11월 16일", "вчера, 09:30",
        "today at 9.30", "16. November 2026, 14.30 Uhr", "le 16 novembre 2026 à 10h30", "1794796200", "/Date(1794796200000)/",
        "https://vodi.example/2026/11/16/bridge", "https://vodi.example/news/16-11-2026-bridge", "30 эсфанд 1403", "15 рамазон 1447",
    )
)  # fmt: skip

AUTHORS = tuple(
    text.encode()
    for text in (
        "By Zarina Hakimova and Dilshod Rahmonov, Vodi News", "Автор: Зарина Ҳакимова, корреспондент «Вести долины»",
        "Муаллиф: Дилшод Раҳмонов", "Written by: J. O'Neill-Smith (zarina@vodi.example) for Vodi | @zarina", "admin",
        "Muallif: Oʻgʻiloy Toʻrayeva", "von Anna Müller, Fotos: dpa / AFP", "زرینا حکیموا", "Text A. B., photos C. D., 16 November",
    )
)  # fmt: skip

LINKED_DATA = (
    JSON_LD.encode(),
    b'<!--\n{"@type":"https://schema.org/NewsArticle","headline":"A \\ud800 b","author":"Z","datePublished":20261116}-->',
    b'{"@type":"NewsArticle","headline":"Broken "quotes"","datePublished":"2026-11-16","articleSection":["A",["B"]],}',
    b'[[{"@type":"WebPage","mainEntity":{"@type":"Article","author":{"name":{"@value":"Z"}}}}]]',
)

URLS = tuple(
    text.encode()
    for text in (
        "https://vodi.example/en/news/11201?utm_source=a&id=5#top", "//www.vodi.example:443/en/../tg/./хабар/%D1%85/index.html",
        "HTTP://ВОДӢ.example:8080/a;jsessionid=AB/b?b=2&a=1&&=", "http://[2001:db8::1]/a", "http://user:pass@vodi.example/",
        "/news/2026/11/16/bridge-over-varzob", "news?page=2", "mailto:a@vodi.example", "http://0x7f.1/", "http://127.1:80/%2e%2e/%00",
        "https://xn--b1aew.xn--p1ai/%e2%80%ae/a%3D\u0307", "https://vodi.example/en/", "?", "#", "https://m.amp.www.vodi.example/amp/amp",
    )
)  # fmt: skip

QUERIES = (
    b'"new library" Khorog -museum OR school* title:bridge',
    "Рахмон source:vodi-tg lang:tg after:2026-11 before:2026-12-01 -lang:en".encode(),
    "o'zbekcha OʻZBEK ёлка Алма-Ата کتاب‌ها".encode(),
    *(text.encode("utf-8", "surrogatepass") for text in HOSTILE if len(text) < 2_000),
)

SOURCE_FILES = (
    b"""# Vodi
name = "Vodi News (English)"
country = "TJ"
languages = ["en", "uz-Latn"]
timezone = "Asia/Dushanbe"
scope = ["vodi.example/en/", "en.vodi.example:8080/"]
homepage = "https://vodi.example/en/"
feeds = ["https://vodi.example/en/feed/"]
sitemaps = []
article_url = '^/en/\\d{4}/\\d{2}/[^/]+/?$'
license = "unknown"
status = "ok"
evidence = "seen 2026-11-20"

[aliases]
"en.vodi.example/" = "vodi.example/en/"

[[listings]]
url = "https://vodi.example/en/page/{page}/"
pages = 3

[extract]
body = ".shortcode-content > div:not(.ad)"
drop = [".share", "p:nth-child(2n+1)"]

[identity]
keep_params = ["id"]
id = '/a/(?:[^/]+/)?(\\d+)\\.html$'

[crawl]
delay = 1.5
interval = "2h"
removed_checks = 3
removed_days = 0.5
rechecks = 200
tls = "strict"
""",
    b'floods = "flood OR ' + "сел".encode() + b'"\nbridges = "title:bridge -toll"\n',
)
"""A source, and saved searches: both are TOML."""


def _record(number: int, body: bytes, *, packed: bool = False, **more: Any) -> bytes:
    """With an id that is the same in every run."""
    return record(url(number), body, warc_headers={"WARC-Record-ID": f"<urn:vodi:{number}>"}, packed=packed, **more)


CHUNKED = b"6\r\n<p>one\r\n9;x=1\r\n two</p>\n\r\n0\r\n\r\n"
WARC = b"".join((
    _record(1, CHUNKED, headers=[("Transfer-Encoding", "chunked")]), _record(2, body(2)), _record(3, gzip.compress(body(3), mtime=0),
    headers=[("Content-Encoding", "gzip")]),
))  # fmt: skip
OTHERS = _record(4, b"", status="302 Found") + _record(1, b"", kind="revisit")
PACKED_WARC = _record(1, body(1), packed=True) + _record(2, body(2), packed=True)
WARCS = (WARC, WARC + OTHERS, PACKED_WARC, gzip.compress(WARC, mtime=0))


def _wacz(compression: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as file:
        for name, content in (
            ("datapackage.json", b"{}"),
            ("archive/a.warc", WARC),
            ("archive/b.warc.gz", PACKED_WARC),
        ):
            file.writestr(zipfile.ZipInfo(name), content, compression)
    return out.getvalue()


WACZS = tuple(map(_wacz, (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)))

MANIFESTS = (
    b'{"url": "https://vodi.example/en/news/1", "file": "a.html", "fetched_at": "2026-11-16T09:30:00Z"}\n'
    b'{"url": "https://vodi.example/en/news/2", "file": "./a.html.gz", "fetched_at": "2026-11-16 09:30", "status": 200, '
    b'"headers": {"Content-Type": "text/html"}}\n'
    b'{"url": "https://vodi.example/en/news/3", "file": "../a.html", "fetched_at": "20261116", "headers": [["a", "b"]]}\n',
)

BODY = "The bridge over the Varzob river reopened.\nIt carries two lanes."
EXPORTED = {
    "url": "https://vodi.example/en/news/11201", "canonicalUrl": None, "headline": "Bridge", "author": ["Zarina"],
    "datePublished": "2026-11-16T04:30:00Z", "datePublishedRaw": "16 November", "dateModified": "2026-11-17",
    "inLanguage": "en", "articleSection": "Society", "keywords": ["a"], "publisher": "Vodi", "articleBody": BODY,
    "sha256": sha256(BODY), "source": "vodi-en", "dateFirstSeen": "2026-11-16T05:00:00Z", "removed": None,
    "dateLastSeen": "2026-11-17T05:00:00+05:00", "image": "https://vodi.example/a.jpg", "license": "unknown",
    "revisions": [{"seen": "2026-11-16T05:00:00Z", "headline": "Bridge", "articleBody": BODY, "sha256": sha256(BODY)}],
}  # fmt: skip
_EXPORTS = tuple(
    json.dumps(row, ensure_ascii=is_ascii).encode()
    for row in (EXPORTED, {**EXPORTED, "revisions": 3, "removed": "2026-11-18T05:00:00Z"})
    for is_ascii in (True, False)
)
EXPORTS = (*_EXPORTS, json.dumps({**EXPORTED, "articleBody": "a \ud800 b", "author": ["\udfff"]}).encode())

HEADERS = (
    b"120\nMon, 16 Nov 2026 09:30:00 GMT\nmax-age=600, public\n30",
    b'Mon, 16 Nov 2026 10:30:00 +0500\nMon, 16 Nov 2026 09:30:00 GMT\nno-cache, max-age="60"\n0',
    b"Monday, 16-Nov-26 10:30:00 EST\n\ns-maxage=1, max-age=99\n-5",
    b"Mon Nov 16 10:30:00 2026\n16 Nov 2026\nprivate\n1",
)
"""Retry-After, Date, Cache-Control and Age, each in a line."""

_DEFLATE = zlib.compressobj(wbits=-zlib.MAX_WBITS)
PACKED = (
    gzip.compress(PAGE.encode(), mtime=0), gzip.compress(b"", mtime=0), zlib.compress(PAGE.encode()),
    _DEFLATE.compress(PAGE.encode()) + _DEFLATE.flush(), brotli.compress(PAGE.encode()), zstd.compress(PAGE.encode()),
    gzip.compress(gzip.compress(PAGE.encode(), mtime=0), mtime=0), PAGE.encode(),
)  # fmt: skip

LOG_LINES = (
    b"fetched https://user:secret@vodi.example/a?key=abc&token=def: \x1b[31m200\nINFO forged",
    b'{"password": "abc", "api_key":"x", "X-Signature": "y"} access-token%3Dabc passwd=1',
    "ошибка: secret=тайна \u202e".encode(),
)
