"""What stands around a name in a byline, in the region's languages and the wider web's."""

from __future__ import annotations

BY = (
    "by", "von", "vom", "par", "por", "di", "door", "автор", "авторы", "авторлар", "текст", "подготовил",
    "подготовила", "подготовили", "материал", "муаллиф", "муаллифи", "муаллифон", "таҳияи", "muallif",
    "muallifi", "mualliflar", "tayyorladi", "tayyorlagan", "тайёрлади", "даярлаған", "даярдаган", "autor",
    "autoren", "autorin", "auteur", "autore", "text", "story", "words", "gepostet", "beitrag", "artikel",
    "artículo",
)  # fmt: skip
"""Words before a name that say that it is the author's."""

DONE = (
    "written", "submitted", "posted", "published", "updated", "reported", "опубликовано", "опубликовал", "geschrieben",
    "veröffentlicht", "erstellt", "gespeichert", "verfasst", "publié", "escrito", "нашр шуд", "joylandi",
)  # fmt: skip
"""Words before "by"."""

FOR = (
    "special to", "special for", "specially for", "exclusive to", "exclusively for", "специально для",
    "махсус барои", "эксклюзивно для", "maxsus",
)  # fmt: skip
"""Words after a name, with an outlet's name after them."""

LINKS = (
    "alle artikel", "all articles", "all posts", "all stories", "more by", "mehr artikel", "view all", "follow",
    "posted", "published", "updated", "shares", "все статьи", "все материалы", "ҳамаи мақолаҳо",
)  # fmt: skip
"""Words of links after a name."""

COUNTS = (
    "views", "viewed", "view count", "reads", "hits", "comments", "shares", "min read", "minute read", "просмотров",
    "просмотра", "просмотры", "просмотр", "прочитано", "прочтений", "прочитали", "посмотрели", "комментариев",
    "комментарии", "маротиба", "дида шуд", "бинишҳо", "хонданд", "шарҳҳо", "ko‘rildi", "ko'rildi", "koʻrildi",
    "ko‘rishlar", "ko'rishlar", "кўрилди", "кўришлар", "марта ўқилди", "қаралды", "қаралым", "көрілді", "көрүүлөр",
    "көрүлдү", "aufrufe", "gelesen", "kommentare", "vues", "lectures", "commentaires", "visitas", "lecturas",
    "görüldi", "okunma", "بازدید",
)  # fmt: skip
"""Labels of a counter beside the byline, before its number or after it."""

JOBS = (
    "staff", "writer", "writers", "reporter", "reporters", "correspondent", "correspondents", "editor",
    "editors", "columnist", "journalist", "journalists", "contributor", "producer", "photographer", "analyst",
    "author", "intern", "хабарнигор", "хабарнигори", "мухбир", "мухбири", "рӯзноманигор", "рӯзноманигори",
    "муҳаррир", "муҳаррири", "муаллиф", "муаллифи", "шореҳ", "muxbir", "muxbiri", "muharrir", "muharriri",
    "jurnalist", "jurnalisti", "тілші", "тілшісі", "журналисі", "кабарчы", "кабарчысы", "redakteur",
    "redakteurin", "redaktor", "reporterin", "autorin", "journaliste", "journalistin", "periodista",
    "redacción", "기자", "記者", "phd", "ph.d", "ph.d.", "md", "m.d", "m.d.", "mba", "msc", "к.и.н", "д.и.н",
    "к.э.н", "д.э.н",
)  # fmt: skip
JOB_STEMS = (
    "корреспондент", "журналист", "редактор", "обозреватель", "спецкор", "собкор", "колумнист", "фотограф",
    "фотокор", "аналитик", "политолог", "эксперт", "публицист",
)  # fmt: skip
"""Beginnings or ends of job titles."""

JOBS_BEFORE = (
    "специальный", "собственный", "главный", "шеф", "наш", "махсуси", "хоси", "senior", "chief", "deputy",
    "managing", "executive", "special", "foreign", "political", "contributing", "news", "guest", "health",
    "business", "sports",
)  # fmt: skip
"""Words of a job title before its last one."""

NOBODY = (
    "admin", "administrator", "webmaster", "root", "user", "guest", "anonymous", "no author", "unknown", "none",
    "null", "undefined", "default", "superuser", "editor", "wp admin", "site admin", "админ", "администратор",
    "гость", "аноним", "name", "name erforderlich", "source", "quelle", "источник", "манбаъ", "manba",
    "twitter", "facebook", "telegram", "instagram", "collectif", "contributor",
)  # fmt: skip
"""What stands in the place of a name and is none."""

AND = ("and", "und", "et", "и", "ва", "va", "hamda", "ҳамда", "және", "жана", "ve", "dan", "و")

WEEKDAYS = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "понедельник", "вторник", "среда",
    "четверг", "пятница", "суббота", "воскресенье", "душанбе", "сешанбе", "чоршанбе", "панҷшанбе", "ҷумъа", "шанбе",
    "якшанбе", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag",
)  # fmt: skip
