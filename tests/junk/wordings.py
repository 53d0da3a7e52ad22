"""Error pages and walls in words that no table was made for: each bare, in its site, and before recommended teasers."""

from __future__ import annotations

from tests.junk.chrome import HEADLINES, SITE, Junk, cards, document, junk, site

_SAID = (
    (
        "soft-404",
        "en",
        "Oops! We can't find that page",
        "It seems we can't find what you're looking for. Perhaps searching can help.",
    ),
    ("soft-404", "en", "This story doesn't exist", "The link may be broken, or the story may have been taken down."),
    (
        "soft-404",
        "en",
        "Sorry, this page isn't available",
        "The link you followed may be broken, or the page may have been removed.",
    ),
    ("soft-404", "en", "Hmm. That didn't work.", "We looked everywhere, but there is no page at this address."),
    ("soft-404", "en", "", "The article you requested has been archived and is no longer online."),
    ("soft-404", "en", "Page Missing", "You may have mistyped the address or the page may have moved."),
    (
        "soft-404 maintenance",
        "ru",
        "Увы, такой страницы у нас нет",
        "Вернитесь на главную или воспользуйтесь поиском по сайту.",
    ),
    ("soft-404", "ru", "Упс! Кажется, вы заблудились", "Страницы по этому адресу нет. Начните с главной страницы."),
    ("soft-404", "ru", "Ошибка!", "Запрошенная Вами страница отсутствует на сервере, проверьте адрес."),
    ("soft-404", "ru", "Такой новости нет", "Возможно, новость удалили или вы перешли по старой ссылке."),
    ("soft-404", "ru", "", "Страница, на которую вы пытаетесь попасть, не существует или была перенесена."),
    ("soft-404", "ru", "Страница удалена или перемещена", "Попробуйте поискать материал в архиве по дате публикации."),
    ("soft-404", "tg", "Чунин саҳифа вуҷуд надорад", "Ба саҳифаи асосӣ баргардед ё аз ҷустуҷӯ истифода баред."),
    ("soft-404", "tg", "Хатогӣ 404", "Саҳифае, ки шумо меҷӯед, мавҷуд нест ё нест карда шудааст."),
    ("soft-404", "tg", "", "Маводи дархостшуда нест карда шудааст ё суроғаи он нодуруст аст."),
    ("soft-404", "tg", "Ин саҳифа ёфт нашуд", "Шояд суроғаро нодуруст навиштаед, онро бори дигар санҷед."),
    ("login", "en", "Members only", "Please sign in to view this page. New here? Create an account."),
    (
        "login challenge",
        "en",
        "Subscribe to continue reading",
        "Get unlimited access to all our stories from two dollars a month.",
    ),
    (
        "login",
        "ru",
        "Доступ только для зарегистрированных пользователей",
        "Зарегистрируйтесь или войдите под своим именем.",
    ),
    ("login challenge", "ru", "", "Вы должны авторизоваться, чтобы просматривать эту страницу."),
    ("login", "tg", "Ворид шудан", "Барои дидани ин саҳифа бояд ба сомона ворид шавед."),
    ("challenge", "en", "", "Verifying you are human. This may take a few seconds."),
    (
        "challenge too-short listing",
        "en",
        "Press & Hold to confirm you are a human (and not a bot).",
        "Reference ID 71f2",
    ),
    ("challenge", "en", "Human Verification", "Slide the puzzle piece to continue to the site."),
    ("challenge", "ru", "Проверяем, что вы не робот", "Это займёт несколько секунд, страница откроется сама."),
    (
        "challenge",
        "ru",
        "Ой!",
        "Мы зарегистрировали подозрительный трафик, исходящий из вашей сети. Введите код с картинки.",
    ),
    ("challenge", "ru", "Проверка безопасности", "Ваш браузер проверяется перед входом на сайт."),
    ("challenge", "tg", "Санҷиш", "Лутфан тасдиқ кунед, ки шумо одам ҳастед."),
    ("maintenance", "en", "We'll be right back", "Our site is getting a facelift, come back in an hour."),
    (
        "maintenance",
        "en",
        "Scheduled downtime",
        "We are moving to new servers tonight and will be online by the morning.",
    ),
    ("maintenance too-short", "ru", "Сайт на техобслуживании", "Мы обновляем сервер, скоро всё заработает."),
    ("maintenance", "ru", "", "Сайт временно отключен. Ведутся работы на сервере, зайдите через час."),
    ("maintenance", "tg", "Сайт дар ҳоли таъмир аст", "Сомона муваққатан дастрас нест, баъдтар ташриф оред."),
    ("maintenance", "tg", "", "Дар сервер корҳои таъмирӣ гузаронида мешаванд, лутфан дертар ворид шавед."),
    ("maintenance too-short", "en", "", "Can't connect to MySQL server on 'localhost' (111)"),
    ("maintenance", "ru", "", "Ошибка соединения с MySQL: не удалось выбрать базу данных news_db."),
    ("maintenance", "en", "DB Error", "DB Error: connection failed. Please try again in a few minutes."),
    (
        "maintenance",
        "en",
        "",
        "Fatal error: Allowed memory size of 134217728 bytes exhausted in index.php on line 88",
    ),
    ("maintenance too-short", "en", "Unable to connect to the database", "Please tell the webmaster if this goes on."),
    ("maintenance", "en", "This site has been suspended", "The hosting bill of this site was not paid in time."),
    (
        "maintenance",
        "ru",
        "Хостинг-аккаунт заблокирован",
        "Аккаунт заблокирован за неуплату, обратитесь в отдел продаж.",
    ),
    ("maintenance", "uz", "Sayt taʼmirda", "Saytda profilaktika ishlari olib borilmoqda, birozdan soʻng qayting."),
    ("maintenance", "ky", "Сайт иштебей жатат", "Сайтта оңдоо иштери жүрүүдө, кийинчерээк кайрылыңыз."),
    ("soft-404", "kk", "404", "Кешіріңіз, мұндай бет жоқ немесе ол жойылған."),
)
"""Reasons, language, heading, sentence."""


def _pages() -> dict[str, Junk]:
    pages = {}
    for reasons, lang, heading, sentence in _SAID:
        body = (f"<h1>{heading}</h1>" if heading else "") + f"<p>{sentence}</p>"
        title = f"{heading} - {SITE[lang]}" if heading else SITE[lang]
        name = f"{lang}: {heading or sentence}"
        pages[f"bare, {name}"] = junk(document(body, title=heading or SITE[lang], lang=lang), *reasons.split())
        pages[f"in its site, {name}"] = junk(site(body, title=title, lang=lang), *reasons.split())
        if "soft-404" in reasons and lang in HEADLINES:
            page = site(body + cards(lang, 6, look="tagdiv"), title=title, lang=lang)
            pages[f"before teasers, {name}"] = junk(page, "soft-404", "listing")
    return pages


WORDINGS = _pages()
