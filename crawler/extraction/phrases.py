"""Lines that belong to a site and never to an article, in the region's languages; matched as whole lines."""

from __future__ import annotations

import re

_PHRASES = """
all news|latest news|news of the day|top news|most read|most popular|most important|more news
related news|related articles|related stories|related posts|related topics|read also|read more|see also
also read|recommended|you may also like|share|share this|share this article|share on facebook
share on twitter|tweet|print|print this article|send to a friend|log in|login|sign in|register|sign up
please log in|log in to comment|leave a comment|leave a reply|comments|no comments|add comment|subscribe
next article|previous article|back to top|advertisement|all rights reserved|xs sm md lg|spot_img|loading
loading...
все новости|последние новости|новости дня|главные новости|главное|другие новости|еще новости
новости по теме|материалы по теме|по теме|читайте также|читайте ещё|читайте еще|читать далее
читать дальше|подробнее|смотрите также|самое читаемое|популярное|похожие новости|похожие материалы
рекомендуем|поделиться|поделиться ссылкой|поделиться в соцсетях|поделиться новостью
поделиться в facebook|печать|распечатать|версия для печати|отправить другу|авторизуйтесь, пожалуйста
авторизуйтесь|войти|вход|регистрация|зарегистрироваться|комментарии|нет комментариев|комментариев нет
добавить комментарий|оставить комментарий|написать комментарий|подписаться|подписывайтесь|наверх|реклама
на правах рекламы|все права защищены|следующая статья|предыдущая статья|источник
ҳамаи хабарҳо|хабарҳои охирин|хабарҳои рӯз|хабарҳои дигар|ҳамчунин хонед|инчунин хонед|боз бихонед
хабарҳои марбут|муҳимтарин|бештар хонед|муфассал|мубодила|мубодила кунед|чоп|чоп кардан|воридшавӣ
ворид шавед|сабти ном|шарҳҳо|шарҳ диҳед|обуна|обуна шавед|ҳамаи ҳуқуқҳо ҳифз шудаанд|реклама
"""

PHRASES = frozenset(phrase for line in _PHRASES.strip().splitlines() for phrase in line.split("|"))

RIGHTS = re.compile(r"(?:©|\(c\)\s|copyright\b).{0,160}", re.IGNORECASE)


def is_site_phrase(line: str) -> bool:
    """Whether the whole line is a phrase of the table, or a line of rights."""
    return line.strip(" \t:.…!»>→|•").casefold() in PHRASES or bool(RIGHTS.fullmatch(line))


_PREFIX = re.compile(r"[^:.!?»>→—–-]{3,40}(?=\s*[:.!?»>→—–-])")
_SIGNS = " \t:.!?»>→—–-"


def begins_with_site_phrase(line: str) -> bool:
    """Whether a phrase of the table, set off by a sign, begins the line: ``Read also: …``."""
    return without_site_phrase(line) != line


def without_site_phrase(line: str) -> str:
    """The line without such a phrase before it."""
    begin = _PREFIX.match(line)
    if begin is None or begin.group().strip().casefold() not in PHRASES:
        return line
    return line[begin.end() :].lstrip(_SIGNS)
