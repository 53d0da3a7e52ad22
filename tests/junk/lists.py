# ruff: noqa: E501 - sentences stay whole
"""Pages that lead to articles: sections, tags, authors, days, galleries, programmes of results."""

from __future__ import annotations

from tests.junk.chrome import (
    HEADLINES,
    HOST,
    SITE,
    TEASERS,
    Junk,
    cards,
    document,
    footer,
    headlines,
    junk,
    menu,
    sidebar,
    site,
)

_PAGES = "<div class='pagination'><a href='?page=2'>2</a> <a href='?page=3'>3</a> <a href='?page=4'>4</a></div>"
_OG = "<meta property='og:type' content='article'>"


def _list(
    body: str, title: str, lang: str = "en", *other: str, path: str = "/news/world/", head: str = "", cls: str = ""
) -> Junk:
    return junk(site(body, title=title, lang=lang, head=head, cls=cls), "listing", *other, url=HOST + path)


def _plain_teasers(lang: str) -> str:
    return "".join(
        f"<div class='item'><span class='date'>{n + 3}.11.2026</span><h3><a href='/n/{n}.html'>{line}</a></h3><p>"
        f"{TEASERS[lang].format(n=n + 3)}</p></div>"
        for n, line in enumerate(HEADLINES[lang])
    )


LISTS = {
    **{
        f"section of headlines, {lang}": _list(f"<h1>{name}</h1>{headlines(lang)}{_PAGES}", f"{name} | {SITE[lang]}", lang)
        for lang, name in {"en": "Politics", "ru": "Политика", "tg": "Сиёсат"}.items()
    },
    **{
        f"section of teasers, WordPress, {lang}": _list(
            f"<h1 class='page-title'>{name}</h1>{cards(lang)}{_PAGES}", f"{name} – {SITE[lang]}", lang, path="/category/world/", head=_OG,
            cls="archive category category-world",
        )
        for lang, name in {"en": "World", "ru": "В мире", "tg": "Ҷаҳон"}.items()
    },
    **{
        f"section of teasers without classes, {lang}": _list(f"<h1>{name}</h1>{_plain_teasers(lang)}", f"{name} — {SITE[lang]}", lang)
        for lang, name in {"en": "World", "ru": "В мире", "tg": "Ҷаҳон"}.items()
    },
    "section of teasers that calls itself an article": _list(
        f"<h1>Новости экономики и финансов области</h1>{cards('ru')}", "Новости экономики и финансов области", "ru", path="/economy/",
        head=_OG,
    ),
    "section of teasers, tagDiv, second page": _list(
        f"<h1 class='entry-title td-page-title'>World</h1>{cards('en', 10, look='tagdiv')}", "World | Page 2 of 40 | Paygom News",
        path="/world/page/2/",
    ),
    "section, Joomla": _list(
        f"<h2>Общество</h2>{cards('ru', 8, look='plain')}", "Общество", "ru", cls="site com_content view-category layout-blog",
        path="/society",
    ),
    "section, Drupal": _list(
        f"<h1>Культура</h1>{cards('ru', 8, look='plain')}", "Культура | Вести Пайгом", "ru", cls="path-taxonomy", path="/taxonomy/term/5",
    ),
    "section, Bitrix": _list(
        f"<h1>Новости</h1><div class='news-list'>{cards('ru', 10, look='plain')}</div>{_PAGES}", "Новости", "ru",
        path="/news/?PAGEN_1=2",
    ),
    "section, DLE": _list(f"<div id='dle-content'>{cards('ru', 10)}</div>", "Вести Пайгом » Общество", "ru", path="/society/page/3/"),
    "section, old table": _list(f"<table>{cards('ru', 10, look='table')}</table>", "Все новости", "ru", path="/all.php?start=20"),
    "tag of headlines": _list(f"<h1>Tag: water</h1>{headlines('en')}", "water Archives - Paygom News", path="/tag/water/"),
    "tag of teasers, ru": _list(f"<h1>Метка: вода</h1>{cards('ru')}", "вода | Вести Пайгом", "ru", path="/tag/voda/"),
    "tag of teasers, tg": _list(f"<h1>об</h1>{cards('tg', look='plain')}", "об — Хабарҳои Пайғом", "tg", path="/tags/ob"),
    "author with a word about her": _list(
        "<h1>Zarina Hakimova</h1><p>Zarina writes about mountains, rivers and the people between them. She has been with us since 2011."
        f"</p>{cards('en')}", "Zarina Hakimova, Author at Paygom News", path="/author/zarina/", cls="archive author author-zarina",
    ),
    "author without classes": _list(
        f"<h1>Зарина Ҳакимова</h1><p>Корреспондент отдела общества.</p>{cards('ru')}", "Зарина Ҳакимова", "ru", path="/authors/zarina",
    ),
    "day": _list(f"<h1>2 ноября 2026</h1>{cards('ru', 10, look='plain')}", "Новости за 2 ноября 2026", "ru", path="/2026/11/02/"),
    "month of headlines": _list(f"<h1>November 2026</h1>{headlines('en')}", "November 2026 – Paygom News", path="/2026/11/"),
    "search with hits": _list(
        f"<h1>Search Results for: water</h1>{cards('en')}", "You searched for water", path="/?s=water", cls="search search-results",
    ),
    "search with hits, ru": _list(f"<h1>Результаты поиска</h1>{cards('ru')}", "Поиск: вода", "ru", path="/search?q=voda"),
    "RSS shown as HTML": junk(
        document(f"<h1>Paygom News RSS</h1>{_plain_teasers('en')}", title="Paygom News RSS feed"), "listing", url=f"{HOST}/rss.html",
    ),
    "front page in another language": junk(
        document(f"{menu('tg')}<h2>Хабарҳои рӯз</h2>{cards('tg', 9)}{sidebar('tg')}{footer('tg')}", title=SITE["tg"], lang="tg"),
        "listing", "front-page", url=f"{HOST}/tg/index.html",
    ),
    "front page of headlines": junk(
        document(f"{menu('ru')}{headlines('ru', tag='h2')}{sidebar('ru')}", title=SITE["ru"], lang="ru"),
        "listing", "front-page", url=f"{HOST}/index.php",
    ),
    "index of a folder": junk(
        document(
            "<h1>Index of /uploads</h1><pre><a href='../'>Parent Directory</a>\n<a href='a.jpg'>a.jpg</a> 02-Nov-2026 10:00 12K\n"
            "<a href='b.jpg'>b.jpg</a> 02-Nov-2026 10:00 14K\n</pre>", title="Index of /uploads",
        ),
        "listing", url=f"{HOST}/uploads/",
    ),
    "map of the site": _list(f"<h1>Карта сайта</h1>{headlines('ru')}", "Карта сайта", "ru", path="/sitemap.html"),
    "gallery": junk(
        site("<h1>Autumn in the orchards</h1>" + "".join(f"<img src='{n}.jpg'>" for n in range(12)), title="Autumn in the orchards"),
        "no-text", "too-short", "listing", url=f"{HOST}/photo/12",
    ),
    "gallery with credits": junk(
        site(
            "<h1>Осень в садах</h1>" + "".join(f"<figure><img src='{n}.jpg'><figcaption>Фото: З. Ҳакимова</figcaption></figure>"
                                               for n in range(9)), title="Осень в садах", lang="ru",
        ),
        "no-text", "too-short", "listing", url=f"{HOST}/photo/13",
    ),
    "video alone": junk(
        site("<h1>Видеои рӯз</h1><video src='a.mp4'></video><span>02:14</span>", title="Видеои рӯз", lang="tg"),
        "no-text", "too-short", "listing", url=f"{HOST}/video/14",
    ),
    "video alone, embedded": junk(
        site("<h1>Ferry runs again</h1><iframe src='//tube.example/1'></iframe><p>Watch the video</p>", title="Ferry runs again"),
        "no-text", "too-short", "listing", url=f"{HOST}/video/15",
    ),
    "scores": junk(
        site(
            "<h1>Live</h1><table>" + "".join(f"<tr><td>{n}'</td><td>Istiqlol</td><td>{n} : 1</td><td>Khosilot</td></tr>" for n in range(8))
            + "</table>", title="Live scores",
        ),
        "no-text", "too-short", "listing", url=f"{HOST}/live/",
    ),
    "rates": junk(
        site("<h1>Курсы</h1><table><tr><td>USD</td><td>10,95</td></tr><tr><td>EUR</td><td>11,80</td></tr></table>", title="Курсы", lang="ru"),
        "no-text", "too-short", "listing", url=f"{HOST}/rates/",
    ),
}  # fmt: skip
