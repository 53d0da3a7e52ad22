"""Names of months and of days near today, as the region's outlets print them."""

from __future__ import annotations

_MONTHS = (
    "january jan январь января янв январ январи yanvar ýanwar қаңтар қаң",
    "february feb февраль февраля февр фев феврал феврали fevral fewral ақпан ақп",
    "march mar март марта мар марти mart наурыз нау",
    "april apr апрель апреля апр апрел апрели aprel сәуір сәу",
    "may май мая маи майи maý мамыр мам",
    "june jun июнь июня июн июни iyun iýun маусым мау",
    "july jul июль июля июл июли iyul iýul шілде шіл",
    "august aug август августа авг августи avgust awgust тамыз там",
    "september sept sep сентябрь сентября сент сен сентябр сентябри sentabr sentyabr sentýabr қыркүйек қыр",
    "october oct октябрь октября окт октябр октябри oktabr oktyabr oktýabr қазан қаз",
    "november nov ноябрь ноября нояб ноя ноябр ноябри noyabr noýabr қараша қар",
    "december dec декабрь декабря дек декабр декабри dekabr желтоқсан жел",
)
"""Nominative, genitive and short forms in English, Russian, Tajik (with izofat too), Uzbek, Turkmen, Kazakh.

Kyrgyz and Uzbek in Cyrillic use the Russian and Tajik forms.
"""

MONTHS: dict[str, int] = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}

DAYS_FROM_TODAY: dict[str, int] = {
    "today": 0, "сегодня": 0, "имрӯз": 0, "имруз": 0, "bugun": 0, "бугун": 0, "бүгүн": 0, "бүгін": 0,
    "yesterday": -1, "вчера": -1, "дирӯз": -1, "дируз": -1, "kecha": -1, "кеча": -1, "кечээ": -1, "кеше": -1,
}  # fmt: skip

ZONES: dict[str, str] = {
    "z": "+00:00", "utc": "+00:00", "gmt": "+00:00", "msk": "+03:00", "мск": "+03:00", "tjt": "+05:00",
    "est": "-05:00", "edt": "-04:00", "cst": "-06:00", "cdt": "-05:00",
    "mst": "-07:00", "mdt": "-06:00", "pst": "-08:00", "pdt": "-07:00",
}  # fmt: skip
"""RFC 822's names, Moscow's and Dushanbe's."""
