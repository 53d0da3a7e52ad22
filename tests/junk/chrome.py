# ruff: noqa: E501 - sentences stay whole
"""What stands around the text on a page of ours: menus, sidebars, teasers, footers, in several looks and languages."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

HOST = "https://paygom.example"
SITE = {"en": "Paygom News", "ru": "Вести Пайгом", "tg": "Хабарҳои Пайғом", "uz": "Paygʻom xabarlari"}
SITE |= {"kk": "Пайғам жаңалықтары", "ky": "Пайгам кабарлары", "fa": "خبرهای پیغام"}

MENU = {
    "en": "Home|Politics|Economy|Society|Sport|Culture|Video|About us|Contacts|Log in|Subscribe",
    "ru": "Главная|Политика|Экономика|Общество|Спорт|Культура|Видео|О нас|Контакты|Войти|Подписка",
    "tg": "Асосӣ|Сиёсат|Иқтисод|Ҷомеа|Варзиш|Фарҳанг|Видео|Дар бораи мо|Тамос|Воридшавӣ|Обуна",
    "uz": "Bosh sahifa|Siyosat|Iqtisod|Jamiyat|Sport|Madaniyat|Video|Biz haqimizda|Aloqa|Kirish|Obuna",
    "kk": "Басты бет|Саясат|Экономика|Қоғам|Спорт|Мәдениет|Видео|Біз туралы|Байланыс|Кіру|Жазылу",
    "ky": "Башкы бет|Саясат|Экономика|Коом|Спорт|Маданият|Видео|Биз жөнүндө|Байланыш|Кирүү|Жазылуу",
    "fa": "خانه|سیاست|اقتصاد|جامعه|ورزش|فرهنگ|ویدیو|درباره ما|تماس|ورود|اشتراک",
}

HEADLINES = {
    "en": [
        "Orchard growers of the upper valley ask for cold stores",
        "New trolleybus line will cross the eastern district",
        "School in the mountains opens a weather station",
        "Beekeepers count their losses after a late frost",
        "Museum shows coins found under the old bazaar",
        "Rescuers bring four hikers down from a glacier",
        "City council votes on the price of heating",
        "Potters of the southern towns hold their fair",
        "Young wrestlers bring home seven medals",
        "Library lends its first books in braille",
        "Ferry across the reservoir runs again",
        "Farmers try a cotton that needs less water",
    ],
    "ru": [
        "Садоводы верхней долины просят построить холодильники",
        "Новая линия троллейбуса пройдёт через восточный район",
        "В горной школе открыли метеостанцию для учеников",
        "Пчеловоды считают убытки после поздних заморозков",
        "Музей показал монеты, найденные под старым базаром",
        "Спасатели вывели с ледника четырёх туристов",
        "Городской совет проголосовал за цену отопления",
        "Гончары южных городов собрались на ярмарку",
        "Юные борцы привезли домой семь медалей",
        "Библиотека выдала первые книги для незрячих",
        "Паром через водохранилище снова на ходу",
        "Фермеры пробуют хлопок, которому нужно меньше воды",
    ],
    "tg": [
        "Боғдорони водии боло сохтани сардхонаҳоро мехоҳанд",
        "Хатти нави троллейбус аз ноҳияи шарқӣ мегузарад",
        "Дар мактаби кӯҳӣ истгоҳи обуҳаво кушода шуд",
        "Занбӯрпарварон зарари сардии баҳориро ҳисоб мекунанд",
        "Осорхона тангаҳои зери бозори кӯҳнаро нишон дод",
        "Наҷотдиҳандагон чор сайёҳро аз пирях поён оварданд",
        "Шӯрои шаҳр ба нархи гармидиҳӣ овоз дод",
        "Кулолгарони шаҳрҳои ҷануб ба ярмарка омаданд",
        "Гӯштингирони ҷавон ҳафт медал оварданд",
        "Китобхона китобҳои аввалини брайлро дод",
        "Паром дар обанбор боз ба кор даромад",
        "Деҳқонон пахтаи камобталабро месанҷанд",
    ],
}

TEASERS = {
    "en": "The regional office said on {n} November that the work had begun and that residents of {n} villages would see…",
    "ru": "В областном управлении сообщили {n} ноября, что работы начались и что жители {n} сёл вскоре увидят первые…",
    "tg": "Дар раёсати вилоят {n} ноябр хабар доданд, ки корҳо оғоз шуданд ва сокинони {n} деҳа ба зудӣ аввалин…",
}

MORE = {"en": "Read more", "ru": "Читать далее", "tg": "Муфассал"}


@dataclass(frozen=True)
class Junk:
    """A page that is no article."""

    html: str
    reasons: frozenset[str]
    """Any of them is right."""

    url: str = f"{HOST}/news/2026/11/02/orchard-growers"


def junk(html: str, *reasons: str, url: str = Junk.url) -> Junk:
    """A page and the reasons that are right for it."""
    return Junk(html, frozenset(reasons), url)


def document(body: str, *, title: str = "", lang: str = "en", head: str = "", cls: str = "") -> str:
    """A whole HTML document."""
    return (
        f"<!DOCTYPE html><html lang='{lang}'><head><meta charset='utf-8'><title>{escape(title)}</title>{head}</head>"
        f"<body class='{cls}'>{body}</body></html>"
    )


def menu(lang: str = "en") -> str:
    """A site's menu with a search box and a form to log in."""
    items = "".join(f"<li><a href='/c/{n}/'>{word}</a></li>" for n, word in enumerate(MENU[lang].split("|")))
    login = "<form class='popup'><input name='login'><input type='password' name='password'></form>"
    return (
        f"<header><a href='/'>{SITE[lang]}</a><nav><ul>{items}</ul></nav><form><input name='s'></form>{login}</header>"
    )


def headlines(lang: str = "en", count: int = 12, tag: str = "li") -> str:
    """Linked headlines with their times."""
    known = HEADLINES.get(lang, HEADLINES["ru"])[:count]
    lines = (f"<{tag}><span>12:{n:02}</span> <a href='/n/{n}.html'>{line}</a></{tag}>" for n, line in enumerate(known))
    return f"<ul>{''.join(lines)}</ul>" if tag == "li" else "".join(lines)


def sidebar(lang: str = "en", count: int = 12) -> str:
    """The latest news."""
    return f"<aside class='latest'><h3>{MORE.get(lang, 'Latest')}</h3>{headlines(lang, count)}</aside>"


def cards(lang: str = "en", count: int = 8, *, look: str = "wordpress") -> str:
    """Teasers: a linked headline, a date, the beginning of a text."""
    return "".join(_card(lang, n, look) for n in range(count))


def _card(lang: str, n: int, look: str) -> str:
    href, line, text, more = f"/n/{n}.html", HEADLINES[lang][n], TEASERS[lang].format(n=n + 3), MORE[lang]
    if look == "wordpress":
        return (
            f"<article class='post hentry'><a href='{href}'><img src='{n}.jpg'></a>"
            f"<h2 class='entry-title'><a href='{href}'>{line}</a></h2><time datetime='2026-11-{n + 3:02}'>{n + 3}.11.2026</time>"
            f"<div class='entry-summary'><p>{text}</p></div><a class='more-link' href='{href}'>{more}</a></article>"
        )
    if look == "plain":
        return f"<div class='news'><b><a href='{href}'>{line}</a></b><br>{text}<br><small>{n + 3}.11.2026</small></div>"
    if look == "table":
        return f"<tr><td>{n + 3}.11.2026</td><td><a href='{href}'>{line}</a><br>{text}</td></tr>"
    return f"<div class='td_module'><h3><a href='{href}'>{line}</a></h3><div class='td-excerpt'>{text}</div></div>"


def footer(lang: str = "en") -> str:
    """Rights, and a sentence of law as many sites have."""
    law = {
        "en": "All materials may be quoted if a link to the page they were taken from is given. The editors do not answer for advertisements.",
        "ru": "При использовании материалов ссылка на страницу обязательна. За содержание рекламы редакция ответственности не несёт.",
    }
    return f"<footer><p>© 2026 {SITE[lang]}</p><p>{law.get(lang, law['ru'])}</p></footer>"


def site(body: str, *, title: str, lang: str = "en", head: str = "", cls: str = "") -> str:
    """A document with the whole site around its body."""
    inner = f"{menu(lang)}<main>{body}</main>{sidebar(lang)}{footer(lang)}"
    return document(inner, title=title, lang=lang, head=head, cls=cls)
