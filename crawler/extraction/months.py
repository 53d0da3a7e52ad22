"""Names of months, of days near today and of zones, as the region's outlets and the wider web print them."""

from __future__ import annotations

import re
from typing import Final

_MONTHS = (
    "january jan январь января янв январ январи yanvar yan ýanwar қаңтар қаң",
    "february feb февраль февраля февр фев феврал феврали fevral fev fewral ақпан ақп",
    "march mar март марта мар марти mart наурыз нау",
    "april apr апрель апреля апр апрел апрели aprel сәуір сәу",
    "may май мая маи майи maý мамыр мам",
    "june jun июнь июня июн июни iyun iýun маусым мау",
    "july jul июль июля июл июли iyul iýul шілде шіл",
    "august aug август августа авг августи avgust avg awgust тамыз там",
    "september sept sep сентябрь сентября сент сен сентябр сентябри сентабр sentabr sentyabr sentýabr қыркүйек қыр",
    "october oct октябрь октября окт октябр октябри октабр oktabr oktyabr okt oktýabr қазан қаз",
    "november nov ноябрь ноября нояб ноя ноябр ноябри noyabr noy noýabr қараша қар",
    "december dec декабрь декабря дек декабр декабри dekabr dek желтоқсан жел",
)
"""Nominative, genitive and short forms in English, Russian, Tajik (with izofat too), Uzbek, Turkmen, Kazakh.

Kyrgyz and Uzbek in Cyrillic use the Russian and Tajik forms.
"""

_ELSEWHERE = (
    "januar jänner jän janvier janv enero ene gennaio gen janeiro januari stycznia ocak січня ianuarie január ledna"
    " tammikuuta يناير ژانویه",
    "februar février fevrier févr fév febrero febbraio fevereiro februari lutego şubat лютого februarie február února"
    " helmikuuta فبراير فوریه",
    "märz maerz mär mrz mars marzo março maart maret marca березня martie március března maaliskuuta مارس",
    "avril avr abril abr aprile april kwietnia nisan квітня aprilie április dubna huhtikuuta أبريل ابريل آوریل",
    "mai mayo maggio mag maio mei maja mayıs травня május května toukokuuta مايو مه",
    "juni juin junio giugno giu junho czerwca haziran червня iunie június června kesäkuuta يونيو ژوئن",
    "juli juillet juil julio luglio lug julho lipca temmuz липня iulie július července heinäkuuta يوليو ژوئیه",
    "août aout agosto ago augustus augusti sierpnia ağustos серпня augusztus srpna agustus elokuuta أغسطس اغسطس اوت",
    "septembre septiembre setiembre settembre setembro set september września eylül вересня septembrie szeptember září"
    " syyskuuta سبتمبر سپتامبر",
    "oktober octobre octubre ottobre ott outubro out października ekim жовтня octombrie október října lokakuuta"
    " أكتوبر اكتوبر اکتبر",
    "novembre noviembre novembro listopada kasım листопада noiembrie listopadu marraskuuta نوفمبر نوامبر",
    "dezember dez décembre decembre déc diciembre dic dicembre dezembro grudnia aralık грудня decembrie prosince"
    " joulukuuta ديسمبر دسامبر",
)
"""German, French, Spanish, Italian, Portuguese, Dutch, Polish, Turkish, Ukrainian, Romanian, Hungarian, Czech, Finnish,
Arabic, and the Gregorian months in Persian: pages come from anywhere, and a template may be in another language.
"""

_KYRGYZ = (
    "үчтүн айы", "бирдин айы", "жалган куран", "чын куран", "бугу", "кулжа",
    "теке", "баш оона", "аяк оона", "тогуздун айы", "жетинин айы", "бештин айы",
)  # fmt: skip
"""The old names, still printed by some."""

_JALALI = (
    "فروردین حمل farvardin ҳамал", "اردیبهشت ثور ordibehesht савр", "خرداد جوزا khordad ҷавзо",
    "تیر سرطان tir саратон", "مرداد امرداد اسد mordad асад", "شهریور سنبله shahrivar сунбула",
    "مهر میزان mehr мизон", "آبان عقرب aban ақраб", "آذر قوس azar қавс",
    "دی جدی dey ҷадй ҷадӣ", "بهمن دلو bahman далв", "اسفند حوت esfand ҳут",
)  # fmt: skip
"""Iran's names, Afghanistan's, and both as written in other scripts."""

_PERSIAN_LETTERS: Final = str.maketrans("يىك", "ییک")
"""Keyboards differ: a Persian word may be typed with Arabic letters."""

MONTHS: dict[str, int] = {
    name.translate(_PERSIAN_LETTERS): number
    for table in (_MONTHS, _ELSEWHERE)
    for number, names in enumerate(table, 1)
    for name in names.split()
} | {name.replace(" ", ""): number for number, name in enumerate(_KYRGYZ, 1)}  # fmt: skip

JALALI_MONTHS: dict[str, int] = {name: number for number, names in enumerate(_JALALI, 1) for name in names.split()}

DAYS_FROM_TODAY: dict[str, int] = {
    "today": 0, "сегодня": 0, "имрӯз": 0, "имруз": 0, "bugun": 0, "бугун": 0, "бүгүн": 0, "бүгін": 0, "şu gün": 0,
    "امروز": 0,
    "yesterday": -1, "вчера": -1, "дирӯз": -1, "дируз": -1, "kecha": -1, "кеча": -1, "кечээ": -1, "кеше": -1,
    "düýn": -1, "дина": -1, "دیروز": -1, "позавчера": -2, "парерӯз": -2, "پریروز": -2,
}  # fmt: skip

ZONES: dict[str, str] = {
    "z": "+00:00", "ut": "+00:00", "utc": "+00:00", "gmt": "+00:00", "wet": "+00:00",
    "cet": "+01:00", "bst": "+01:00", "cest": "+02:00", "eet": "+02:00", "eest": "+03:00",
    "msk": "+03:00", "мск": "+03:00", "trt": "+03:00", "irst": "+03:30", "aft": "+04:30",
    "tjt": "+05:00", "uzt": "+05:00", "tmt": "+05:00", "pkt": "+05:00", "kgt": "+06:00", "almt": "+06:00",
    "jst": "+09:00", "kst": "+09:00", "est": "-05:00", "edt": "-04:00", "cst": "-06:00", "cdt": "-05:00",
    "mst": "-07:00", "mdt": "-06:00", "pst": "-08:00", "pdt": "-07:00",
}  # fmt: skip
"""RFC 822's names, the region's and its neighbours'."""

_TWO_WORDS: Final = re.compile("|".join(name for name in _KYRGYZ if " " in name))
_ENDING: Final = re.compile(
    r"(?:[ыи]н|[үу]н)?(?:д[аеыі]|т[аеыі])(?:[гғ][ыіи])?$|(?:н[ыі]ң|н[иы]н|д[ыі]ң|т[ыі]ң|нинг)$|(?:да|га)ги$|(?:da|ning)(?:gi)?$"
)
"""Case endings that Kazakh, Kyrgyz and Uzbek add to a month: "5-martda", "5-мартында", "қаңтардың"."""


def joined(line: str) -> str:
    """The line with month names of two words written as one, as ``MONTHS`` has them."""
    return _TWO_WORDS.sub(lambda match: match[0].replace(" ", ""), line)


def month_number(word: str) -> tuple[int, bool] | None:
    """The number of a month by its lower-case name, and whether it is a Jalali one; None for another word."""
    for name in (word, _ENDING.sub("", word)):
        if number := MONTHS.get(name):
            return number, False
        if number := JALALI_MONTHS.get(name):
            return number, True
    return None
