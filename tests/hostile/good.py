# ruff: noqa: E501 - one line a case
"""Good articles in six languages and as many looks, beside headlines of one another: all must come out whole and clean."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count, islice
from random import Random

from tests.benchmarks.seed_layouts import ENGLISH, LAYOUTS, Page, judge, lines_of_article, sentence
from tests.hostile.stage import HTML, Played, Stage
from tests.sites import Answer
from tests.test_seed_layouts import TAJIK

RUSSIAN = (
    "сельский совет|группа геологов|областная библиотека|старший садовник|управление водных ресурсов|молодые альпинисты",
    "за один месяц|впервые за десять лет|на собственные деньги|накануне праздника|после долгой зимы|перед уборкой урожая",
    "отремонтировал|показал гостям|купил|описал|передал школе|снова открыл|измерил",
    "сорок километров каналов|самый старый мост|музей ковров|новое расписание|триста ореховых деревьев|глубокие колодцы",
    "возле озера|за базаром|на обоих берегах реки|в шести кишлаках|по дороге к границе|у подножия перевала",
)
UZBEK = (
    "qishloq kengashi|geologlar guruhi|viloyat kutubxonasi|bosh bogʻbon|suv vazirligi|yosh alpinistlar",
    "uzoq qishdan keyin|oʻn yilda ilk bor|oʻz mablagʻiga|bayram arafasida|hosil yigʻimidan oldin",
    "koʻl boʻyida|bozor orqasida|daryoning ikki qirgʻogʻida|olti qishloqda|chegara yoʻlida",
    "qirq kilometr kanalni|eng eski koʻprikni|gilam muzeyini|yangi jadvalni|uch yuz yongʻoq daraxtini",
    "taʼmirladi|mehmonlarga koʻrsatdi|sotib oldi|tasvirladi|maktabga berdi|yana ochdi|oʻlchab chiqdi",
)
KAZAKH = (
    "ауыл кеңесі|геологтар тобы|облыстық кітапхана|аға бағбан|су министрлігі|жас альпинистер",
    "ұзақ қыстан кейін|он жылда алғаш рет|өз қаражатына|мереке қарсаңында|егін жинау алдында",
    "көл жағасында|базардың артында|өзеннің екі жағасында|алты ауылда|шекара жолында",
    "қырық шақырым арнаны|ең ескі көпірді|кілем мұражайын|жаңа кестені|үш жүз жаңғақ ағашын",
    "жөндеді|қонақтарға көрсетті|сатып алды|сипаттап берді|мектепке берді|қайта ашты|өлшеп шықты",
)
PERSIAN = (
    "شورای روستا|گروهی از زمین‌شناسان|کتابخانه استان|باغبان ارشد|وزارت آب|کوهنوردان جوان",
    "پس از زمستانی طولانی|برای نخستین بار در ده سال|با هزینه خود|در آستانه عید|پیش از برداشت محصول",
    "کنار دریاچه|پشت بازار|در دو سوی رودخانه|در شش روستا|در راه مرز",
    "چهل کیلومتر کانال را|کهن‌ترین پل را|موزه فرش را|برنامه تازه را|سیصد درخت گردو را",
    "تعمیر کرد|به مهمانان نشان داد|خرید|شرح داد|به مدرسه سپرد|دوباره گشود|اندازه گرفت",
)
SITES = {
    "en": (ENGLISH, "wordpress, plain list in a widget", ("All news", "Log in to comment")),
    "ru": (RUSSIAN, "tables, rows of the next cell", ("Все новости", "Авторизуйтесь, пожалуйста")),
    "tg": (TAJIK, "drupal, dated links beside", ("Ҳамаи хабарҳо", "Авторизуйтесь, пожалуйста")),
    "uz": (UZBEK, "soup, paragraphs beside", ("Barcha yangiliklar",)),
    "kk": (KAZAKH, "wordpress, paragraphs after", ("Барлық жаңалықтар",)),
    "fa": (PERSIAN, "drupal, headings after", ("همه خبرها",)),
}
EACH = 8
"""Articles of a site."""


def good(stage: Stage) -> None:
    for place, (language, (words, layout, own)) in enumerate(SITES.items(), 1):
        host = stage.host(f"good-{language}", "good", languages=[language], name="Valley")
        rng = Random(place)
        bodies = [lines_of_article(words, place * 1000 + number) for number in range(EACH)]
        titles = _titles(words, rng, " ".join(line for body in bodies for line in body))
        hrefs = {title: f"/news/{number}" for number, title in enumerate(titles)}
        for number, title in enumerate(titles):
            tail = [*(other for other in titles if other != title), *own]
            page = Page(number, title, bodies[number], tail)
            host.site.routes[hrefs[title]] = Answer(page.html(LAYOUTS[layout], hrefs), 200, HTML)
            url = host.url(hrefs[title])
            host.entries.append(url)
            stage.good[f"{language}, {layout}: {number}"] = lambda played, url=url, page=page: _fault(played, url, page)


def _titles(words: Sequence[str], rng: Random, said: str) -> list[str]:
    """Sentences that no body says: a body that says another article's headline may keep it."""
    drawn = (sentence(words, rng)[:-1] for _ in count())
    return list(islice((line for line in drawn if line not in said), EACH))


def _fault(played: Played, url: str, page: Page) -> str:
    words, found = played.outcomes.get(url), played.stored.get(url)
    if words != ["new"] or found is None:
        return f"{url}: {words}"
    judged = judge(page, found.text)
    if any(judged) or found.title != page.headline:
        return f"{url}: {found.title!r}, not {page.headline!r}; {judged}"
    return ""
