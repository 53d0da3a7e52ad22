# ruff: noqa: E501 - sentences stay whole
"""Pages that are missing, and say so with status 200."""

from __future__ import annotations

from tests.junk.chrome import HOST, SITE, Junk, cards, document, footer, headlines, junk, menu, sidebar, site

_YOAST = "<meta property='og:type' content='article'><meta property='og:site_name' content='Paygom News'>"

_SAYINGS = {
    "en": ("Page not found", "The page you are looking for was moved, removed or never existed. Try the search."),
    "ru": (
        "Страница не найдена",
        "К сожалению, запрашиваемая страница не существует или была удалена. Воспользуйтесь поиском.",
    ),
    "tg": ("Саҳифа ёфт нашуд", "Мутаассифона, саҳифаи дархосткардаи шумо ёфт нашуд. Аз ҷустуҷӯ истифода баред."),
    "uz": (
        "Sahifa topilmadi",
        "Afsuski, siz qidirgan sahifa topilmadi. Bosh sahifaga qayting yoki qidiruvdan foydalaning.",
    ),
    "kk": ("Бет табылмады", "Кешіріңіз, сіз іздеген бет табылмады. Басты бетке оралыңыз."),
    "ky": ("Барак табылган жок", "Кечиресиз, сиз издеген барак табылган жок. Башкы бетке кайтыңыз."),
    "fa": ("صفحه یافت نشد", "متاسفانه صفحه مورد نظر شما یافت نشد. از جستجو استفاده کنید."),
}


def _missing(html: str, url: str = Junk.url) -> Junk:
    return junk(html, "soft-404", url=url)


MISSING = {
    **{
        f"missing page in a full site, {lang}": _missing(
            site(f"<h1>{name}</h1><p>{said}</p>", title=f"{name} — {SITE[lang]}", lang=lang)
        )
        for lang, (name, said) in _SAYINGS.items()
    },
    **{
        f"missing page under the site's own title, {lang}": _missing(
            site(f"<p>{said}</p>", title=SITE[lang], lang=lang)
        )
        for lang, (_, said) in _SAYINGS.items()
    },
    **{
        f"missing page with recommended teasers, {lang}": _missing(
            site(f"<h1>{_SAYINGS[lang][0]}</h1>{cards(lang, 6)}", title=f"{_SAYINGS[lang][0]} | {SITE[lang]}", lang=lang)
        )
        for lang in ("en", "ru", "tg")
    },
    "Joomla, its list of reasons": _missing(
        site(
            "<h1>404 - Article not found</h1><p>You may not be able to visit this page because of:</p><ul><li>an out-of-date bookmark"
            "</li><li>a mistyped address</li></ul><p>If difficulties persist, please contact the administrator of this site.</p>",
            title="404 - Article not found", lang="en",
        )
    ),
    "no such page, ru": _missing(
        site(
            "<article><h1>Ой! Такой страницы нет</h1><p>Вы попали на несуществующую страницу. Неправильно набран адрес, или такой "
            "страницы на сайте больше не существует.</p></article>",
            title=f"Ой! Такой страницы нет — {SITE['ru']}", lang="ru",
        )
    ),
    "deleted, tg": _missing(
        site(
            "<h1>Мавод нест карда шуд</h1><p>Маводи дархостшуда аз сомона нест карда шудааст.</p>",
            title=f"Мавод нест карда шуд — {SITE['tg']}", lang="tg",
        )
    ),
    "WordPress, class of the body": _missing(
        site(f"<h1>Oops!</h1><p>Nothing here.</p>{cards('en')}", title="Paygom News", cls="error404 wp-theme hfeed")
    ),
    "WordPress, Twenty Twenty": _missing(
        document(
            f"{menu()}<main id='site-content'><h1 class='entry-title'>Page Not Found</h1><div class='intro-text'><p>The page you "
            f"were looking for could not be found. It might have been removed, renamed, or did not exist in the first place."
            f"</p></div><form><input type='search'></form></main>{footer()}",
            title="Page not found – Paygom News",
        )
    ),
    "JNews": _missing(
        document(
            f"{menu()}<div class='jeg_404_content'><h1 class='jeg_archive_title'>Page Not Found</h1><p>Sorry, the page you were "
            f"looking for is not here any more.</p><div class='jeg_postblock'>{cards('en', 6, look='tagdiv')}</div></div>{footer()}",
            title="Page not found - Paygom News",
            head=_YOAST,
        )
    ),
    "tagDiv": _missing(
        document(
            f"{menu()}<div class='td-404-title'>Ooops... Error 404</div><div class='td-404-sub-title'>Sorry, but the page you are "
            f"looking for doesn't exist.</div><h4>OUR LATEST POSTS</h4>{cards('en', 6, look='tagdiv')}{footer()}",
            title="Page not found | Paygom News",
        )
    ),
    "tagDiv in Russian under the site's title": _missing(
        document(
            f"{menu('ru')}<div class='td-404-title'>Ой... Ошибка 404</div><div class='td-404-sub-title'>Извините, но страница, "
            f"которую вы ищете, не существует.</div>{cards('ru', 6, look='tagdiv')}{footer('ru')}",
            title=SITE["ru"],
        )
    ),
    "Drupal": _missing(
        document(
            f"{menu()}<h1 class='page-title'>Page not found</h1><div class='content'>The requested page could not be found.</div>"
            f"{sidebar()}{footer()}",
            title="Page not found | Paygom News",
            cls="path-system",
        )
    ),
    "Joomla": _missing(
        document(
            "<div class='error'><div id='errorboxheader'>404 - Материал не найден</div><div id='errorboxbody'><p><strong>Вы не можете "
            "посетить текущую страницу по причине:</strong></p><ol><li>просроченная закладка</li><li>ошибка в адресе</li></ol>"
            "<p>Пожалуйста, перейдите на одну из следующих страниц:</p><ul><li><a href='/'>Домашняя страница</a></li></ul></div></div>",
            title="404 - Материал не найден",
            lang="ru",
        )
    ),
    "DLE": _missing(
        site(
            "<div class='berrors'><b>Внимание! Обнаружена ошибка</b><br>По данному адресу публикаций на сайте не найдено, либо у Вас "
            "нет доступа для просмотра информации по данному адресу.</div>",
            title="Вести Пайгом » Страница не найдена",
            lang="ru",
        )
    ),
    "Bitrix": _missing(
        site("<h1>404 Not Found</h1><font class='errortext'>Элемент не найден</font>", title="404 Not Found", lang="ru")
    ),
    "Pangea": _missing(
        document(
            f"{menu('tg')}<div class='c-404'><h1 class='title pg-title'>Саҳифа ёфт нашуд</h1><p>Саҳифае, ки меҷӯед, дар сомона нест. "
            f"Инҳоро бихонед:</p></div><div class='media-block-wrap'>{headlines('tg')}</div>{footer('tg')}",
            title="Саҳифа ёфт нашуд",
            lang="tg",
        )
    ),
    "nginx": _missing(document("<center><h1>404 Not Found</h1></center><hr><center>nginx/1.24.0</center>", title="404 Not Found")),
    "Apache": _missing(
        document(
            "<h1>Not Found</h1><p>The requested URL /news/2026/11/02/orchard-growers was not found on this server.</p><hr>"
            "<address>Apache/2.4.57 (Debian) Server at paygom.example Port 443</address>",
            title="404 Not Found",
        )
    ),
    "IIS": junk(
        document(
            "<div><h1>Server Error</h1></div><h2>404 - File or directory not found.</h2><h3>The resource you look for might have "
            "been removed, had its name changed, or is away for a while.</h3>",
            title="404 - File or directory not found.",
        ),
        "soft-404",
        "maintenance",
    ),
    "number alone": _missing(site("<div class='big'>404</div><a href='/'>На главную</a>", title="404", lang="ru")),
    "no heading, title of the section": _missing(
        site("<p>Новость не найдена.</p>", title="Новости - Вести Пайгом", lang="ru")
    ),
    "deleted article": _missing(site("<h1>Материал удалён</h1><p>Материал был удалён автором.</p>", title=SITE["ru"], lang="ru")),
    "article removed, en": _missing(
        site("<h1>This article is no longer available</h1><p>It was removed by the editors.</p>", title=SITE["en"])
    ),
    "missing page called an article by OpenGraph": _missing(
        site("<h1>Page not found</h1><p>We could not find the page.</p>", title="Page not found - Paygom News", head=_YOAST)
    ),
    "missing page in uzbek cyrillic": _missing(
        document("<h1>Саҳифа топилмади</h1><p>Бундай саҳифа мавжуд эмас.</p>", title="Хато 404", lang="uz")
    ),
    "joke": _missing(
        site(
            "<h1>404</h1><p>Кажется, что-то пошло не так! Страница, которую вы запрашиваете, не существует. Возможно, она была "
            "удалена, или вы ошиблись в адресе.</p><p><a href='/'>Вернуться на главную</a></p>",
            title="Ошибка 404. Страница не найдена",
            lang="ru",
        )
    ),
    "search without a hit, WordPress": junk(
        site(
            "<h1 class='page-title'>Nothing Found</h1><p>Sorry, but nothing matched your search terms. Please try again with some "
            "different keywords.</p>",
            title="You searched for orchard - Paygom News",
            cls="search search-no-results",
        ),
        "soft-404",
        "listing",
        url=f"{HOST}/?s=orchard",
    ),
    "search without a hit, ru": junk(
        site(
            "<h1>Результаты поиска</h1><p>По вашему запросу ничего не найдено. Попробуйте изменить запрос.</p>",
            title="Поиск по сайту",
            lang="ru",
        ),
        "soft-404",
        "listing",
        url=f"{HOST}/search/?q=bog",
    ),
    "search without a hit, tg": junk(
        site("<h1>Натиҷаҳои ҷустуҷӯ</h1><p>Аз рӯи дархости шумо чизе ёфт нашуд.</p>", title="Ҷустуҷӯ", lang="tg"),
        "soft-404",
        "listing",
        url=f"{HOST}/?s=bog",
    ),
    "element, Bitrix": junk(
        document("<h1>Новости</h1><p><font class='errortext'>Элемент не найден!</font></p>", title="Новости", lang="ru"), "soft-404"
    ),
    "de": junk(
        document("<h1>Fehler 404</h1><p>Die gesuchte Seite wurde nicht gefunden.</p>", title="Seite nicht gefunden", lang="de"), "soft-404"
    ),
    "nothing but a menu, headlines and a footer": junk(site("", title="Paygom News"), "no-text", "listing"),
    "front page under an old address": junk(
        document(
            f"{menu('ru')}<h2>Главное</h2>{cards('ru', 8, look='plain')}{footer('ru')}",
            title="Вести Пайгом — новости области и страны",
            lang="ru",
            head=f"<link rel='canonical' href='{HOST}/'>",
        ),
        "listing",
        "front-page",
        "soft-404",
    ),
}  # fmt: skip
