# ruff: noqa: E501 - sentences stay whole
"""Good articles on odd subjects, in words that no other has: headlines like an error, a wall, an attack."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random

from tests.hostile.stage import HTML, Played, Stage
from tests.junk.chrome import HEADLINES, cards, footer, menu, sidebar
from tests.sites import Answer

WHO = {
    "en": "The council|The water board|A group of teachers|The head of the cooperative|The district museum|Farmers of the valley",
    "ru": "Районный совет|Управление водного хозяйства|Группа учителей|Председатель кооператива|Районный музей|Фермерский союз",
    "tg": "Шӯрои ноҳия|Раёсати хоҷагии об|Гурӯҳи омӯзгорон|Раиси ширкати деҳқонӣ|Осорхонаи ноҳия|Иттиҳоди деҳқонон",
    "uz": "Tuman kengashi|Suv xoʻjaligi boshqarmasi|Bir guruh oʻqituvchilar|Shirkat raisi|Tuman muzeyi|Dehqonlar uyushmasi",
    "kk": "Аудандық кеңес|Су шаруашылығы басқармасы|Бір топ мұғалім|Кооператив төрағасы|Аудандық мұражай|Шаруалар одағы",
    "fa": "شورای ناحیه|اداره آب|گروهی از آموزگاران|رئیس تعاونی|موزه ناحیه|اتحادیه دهقانان",
}
DID = {
    "en": "agreed on {day} November to mend the road to {place}|told on Monday how {n} families of {place} had spent the winter|counted {n} new trees along the canal near {place}|opened a reading room for {n} children in {place}",
    "ru": "решил {day} ноября отремонтировать дорогу в {place}|рассказал в понедельник, как {n} семей из {place} провели зиму|насчитал {n} новых деревьев вдоль канала у {place}|открыл читальный зал для {n} детей в {place}",
    "tg": "{day} ноябр қарор кард, ки роҳи {place} таъмир шавад|рӯзи душанбе нақл кард, ки {n} оила аз {place} зимистонро чӣ гуна гузаронд|дар канори ҷӯйбори {place} {n} дарахти навро ба ҳисоб гирифт|дар {place} барои {n} кӯдак толори хониш кушод",
    "uz": "{day} noyabr kuni {place} yoʻlini taʼmirlashga qaror qildi|dushanba kuni {place}lik {n} oila qishni qanday oʻtkazganini aytib berdi|{place} yaqinidagi ariq boʻyida {n} ta yangi daraxtni sanab chiqdi|{place}da {n} nafar bola uchun oʻqish zali ochdi",
    "kk": "{day} қарашада {place} жолын жөндеуге келісті|дүйсенбіде {place} тұратын {n} отбасының қысты қалай өткізгенін айтты|{place} маңындағы арық бойынан {n} жаңа ағаш санады|{place} {n} балаға арналған оқу залын ашты",
    "fa": "در {day} نوامبر تصمیم گرفت راه {place} را ترمیم کند|روز دوشنبه گفت که {n} خانواده از {place} زمستان را چگونه گذراندند|در کنار جوی {place} {n} درخت تازه را شمرد|در {place} برای {n} کودک تالار خواندن گشود",
}
WHY = {
    "en": "The work will take {n} days, and the stones come from the quarry behind the mill.|Nobody will be paid for it, although bread and tea are given to all who come.|“We have waited for this since the flood of the year {year},” said an old gardener.|The money was put aside {n} years ago and lay untouched in the savings bank.",
    "ru": "Работы займут {n} дней, а камень привезут из карьера за старой мельницей.|Платить никому не станут, хотя хлеб и чай получат все, кто придёт.|«Мы ждали этого со времён паводка {year} года», — сказал старый садовник.|Деньги отложили {n} лет назад, и всё это время они лежали в сберкассе.",
    "tg": "Кор {n} рӯз давом мекунад ва сангро аз кони паси осиёби кӯҳна меоранд.|Ба касе музд намедиҳанд, аммо ба ҳамаи омадагон нону чой дода мешавад.|«Мо инро аз замони сели соли {year} интизор будем», — гуфт боғбони пир.|Маблағро {n} сол пеш ҷудо карда буданд ва он то ҳол дар бонк мехобид.",
    "uz": "Ish {n} kun davom etadi, tosh esa eski tegirmon ortidagi kondan keltiriladi.|Hech kimga haq toʻlanmaydi, ammo kelganlarning hammasiga non va choy beriladi.|“Biz buni {year} yilgi seldan beri kutgan edik”, dedi keksa bogʻbon.|Pul {n} yil oldin ajratilgan va shu paytgacha bankda turgan edi.",
    "kk": "Жұмыс {n} күнге созылады, тасты ескі диірменнің артындағы карьерден әкеледі.|Ешкімге ақы төленбейді, бірақ келгендердің бәріне нан мен шай беріледі.|«Біз мұны {year} жылғы су тасқынынан бері күткен едік», — деді қарт бағбан.|Қаражат {n} жыл бұрын бөлініп, осы уақытқа дейін банкте жатқан.",
    "fa": "کار {n} روز طول می‌کشد و سنگ را از معدن پشت آسیاب کهنه می‌آورند.|به کسی مزد داده نمی‌شود، اما همه نان و چای می‌گیرند.|باغبان پیر گفت: «ما از زمان سیل سال {year} منتظر این روز بودیم».|پول را {n} سال پیش کنار گذاشته بودند و تا امروز در بانک مانده بود.",
}
PLACES = {
    "en": "Vanj|Norak|Aini|Rasht|Hisor", "ru": "Вандж|Нурек|Айни|Рашт|Гиссар", "tg": "Ванҷ|Норак|Айнӣ|Рашт|Ҳисор",
    "uz": "Vanj|Norak|Ayniy|Rasht|Hisor", "kk": "Вандж|Нұрек|Айни|Рашт|Хисар", "fa": "ونج|نارک|عینی|رشت|حصار",
}  # fmt: skip
SUBJECTS = {
    "a headline like a missing page": ("en", "Page not found: a library looks for {n} lost leaves of its oldest book"),
    "a headline of the number 404": ("en", "404 schools of {place} get new roofs"),
    "a headline of the number 404, ru": ("ru", "404 школы получат новые крыши до зимы, сказали в {place}"),
    "a headline like a challenge": ("en", "Just a moment: how {place} checks whether a caller is human"),
    "a headline like a challenge, ru": ("ru", "Доступ запрещён: почему в {place} закрыли тропу к леднику"),
    "on a cyber attack": ("en", "DDoS attack takes the bank of {place} offline for {n} hours"),
    "on a cyber attack, ru": ("ru", "Хакеры {n} часов атаковали сайт больницы в {place}"),
    "on a login": ("en", "Log in with a fingerprint: {n} offices of {place} give up passwords"),
    "on a login, tg": ("tg", "Воридшавӣ ба сомонаи омор дар {place} осонтар шуд"),
    "on maintenance works": ("en", "Maintenance works leave {place} without water for {n} days"),
    "on maintenance works, ru": ("ru", "Технические работы на подстанции в {place} продлятся {n} дней"),
    "on maintenance works, tg": ("tg", "Корҳои техникӣ дар нерӯгоҳи {place} {n} рӯз давом мекунанд"),
    "on a suspended account": ("en", "Account suspended: {n} traders of {place} wait for their bank"),
    "on a domain for sale": ("en", "Domain for sale: heirs of {place} sell the old manor for {n} million"),
    "on a database": ("en", "Database error in {place} sends {n} tax bills to the wrong houses"),
    "on a captcha": ("en", "Are you a robot? Pupils of {place} build {n} machines"),
}


def words(lang: str, number: int, title: str = "") -> tuple[str, list[str]]:
    """A headline and five paragraphs that no other number has."""
    dice = Random(number)

    def say(pattern: str) -> str:
        return pattern.format(
            place=dice.choice(PLACES[lang].split("|")),
            n=dice.randint(3, 97) * 10 + number % 10,
            day=number % 28 + 1,
            year=1900 + number % 99,
        )

    sentences = [
        f"{who} {say(did)}."
        for who, did in zip(dice.sample(WHO[lang].split("|"), 4), DID[lang].split("|"), strict=True)
    ]
    reasons = list(map(say, WHY[lang].split("|")))
    head = say(title) if title else f"{dice.choice(WHO[lang].split('|'))} {say(dice.choice(DID[lang].split('|')))}"
    lead = f"{head}. {reasons[0]}" if title else f"{sentences[3]} {reasons[0]}"
    return head, [lead, *(f"{one} {why}" for one, why in zip(sentences, reasons[1:], strict=False))]


def plain(lang: str, title: str, lines: list[str]) -> str:
    return _document(lang, title, f"<article><h1>{title}</h1>{_paragraphs(lines)}</article>")


def wordpress(lang: str, title: str, lines: list[str]) -> str:
    return _document(lang, title, (
        f"{menu(lang)}<main><article class='post'><h1 class='entry-title'>{title}</h1><div class='entry-meta'>02.11.2026, 14:30</div>"
        f"<div class='entry-content'>{_paragraphs(lines)}</div></article><div class='related'><h3>…</h3>{cards(_near(lang), 5)}</div></main>"
        f"{sidebar(lang)}{footer(lang)}"
    ), "<meta property='og:type' content='article'>")  # fmt: skip


def old(lang: str, title: str, lines: list[str]) -> str:
    """A table, breaks for paragraphs, headlines of others behind the text."""
    others = "".join(f"<li><a href='/n/{n}.html'>{line}</a></li>" for n, line in enumerate(HEADLINES[_near(lang)]))
    body = "<br><br>".join(lines)
    return _document(lang, title, (
        f"<table><tr><td>{menu(lang)}</td><td><h1>{title}</h1><span class='date'>02.11.2026</span><div class='text'>{body}</div>"
        f"<h3>Ещё по теме</h3><ul>{others}</ul></td><td>{sidebar(lang)}</td></tr></table>{footer(lang)}"
    ))  # fmt: skip


def walled(lang: str, title: str, lines: list[str]) -> str:
    """With a form to log in, a banner of cookies, a warning for browsers without scripts, a box to subscribe."""
    return _document(lang, title, (
        "<noscript>Please enable JavaScript to view the comments.</noscript><div class='cookie-banner'>We use cookies. <button>Accept</button></div>"
        f"{menu(lang)}<article itemscope itemtype='https://schema.org/NewsArticle'><h1 itemprop='headline'>{title}</h1>"
        f"<div itemprop='articleBody'>{_paragraphs(lines)}</div></article><form class='login'><input type='password'><button>Log in</button></form>"
        f"{sidebar(lang)}{footer(lang)}"
    ))  # fmt: skip


LAYOUTS: dict[str, Callable[[str, str, list[str]], str]] = {
    "plain": plain,
    "WordPress": wordpress,
    "old": old,
    "walled": walled,
}


def subjects(stage: Stage) -> None:
    """A host for every layout, as a site has one look; the odd subjects go round."""
    for place, (layout, page) in enumerate(LAYOUTS.items()):
        host = stage.host(f"subject-{place}-en", "subject", languages=list(WHO))
        told = [(f"{lang}, {turn}", lang, "") for lang in WHO for turn in (1, 2)]
        told += [(name, lang, title) for name, (lang, title) in list(SUBJECTS.items())[place::4]]
        for number, (name, lang, title) in enumerate(told, 7000 + place * 100):
            head, lines = words(lang, number, title)
            path = f"/news/{number}"
            host.site.routes[path] = Answer(page(lang, head, lines), 200, HTML)
            host.entries.append(host.url(path))
            stage.good[f"{layout}, {name}"] = partial(_fault, host.url(path), head, lines)


def _fault(url: str, title: str, lines: list[str], played: Played) -> str:
    """Every line of the article, in order, and none besides."""
    found = played.stored.get(url)
    if played.outcomes.get(url) != ["new"] or found is None:
        return f"{url}: {played.outcomes.get(url)}, {title!r}"
    if (found.title, found.text.split("\n")) != (title, lines):
        return f"{url}: {found.title!r} {found.text!r}, not {title!r} {lines!r}"
    return ""


def _near(lang: str) -> str:
    return lang if lang in HEADLINES and lang in ("en", "ru", "tg") else "ru"


def _paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def _document(lang: str, title: str, body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html lang='{lang}'><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>{body}</body></html>"
