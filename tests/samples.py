"""A small archive to search, show, export and browse in tests: own-written texts in three languages."""

from __future__ import annotations

import json
from pathlib import Path

from sqlite_utils import Database

from archive.fingerprints import fingerprint, sha256
from archive.migrations import migrations
from archive.search.fold import search_keys

SOURCES = (
    ("vodi-en", "Vodi News (English)", '["en"]'),
    ("vodi-ru", "Вести долины", '["ru"]'),
    ("vodi-tg", "Хабари водӣ", '["tg"]'),
)

ARTICLES = (
    (
        "vodi-en",
        "en",
        "Bridge over the Varzob reopens",
        "The bridge over the Varzob river reopened on Monday after a year of repairs.\nEngineer Dilshod Rahmonov said it would carry two lanes of traffic.",
        "2026-11-02T06:00:00Z",
    ),
    (
        "vodi-en",
        "en",
        "School in Khorog gets a library",
        "A new library with four thousand books opened in Khorog.\nPupils helped to carry the shelves.",
        "2026-11-03T07:30:00Z",
    ),
    (
        "vodi-en",
        "en",
        "Rates of the somoni on Tuesday",
        "The National Bank set the dollar at 10.61 somoni on Tuesday.\nThe rouble stood at 0.12.",
        "2026-11-03",
    ),
    (
        "vodi-ru",
        "ru",
        "Мост через Варзоб открыт после ремонта",
        "Мост через реку Варзоб открыли в понедельник после года ремонта.\nИнженер Дилшод Рахмонов сообщил, что движение идёт по двум полосам.",
        "2026-11-02T06:10:00Z",
    ),
    (
        "vodi-ru",
        "ru",
        "В Хороге открылась школьная библиотека",
        "В Хороге открылась библиотека на четыре тысячи книг.\nШкольники помогали носить полки.",
        "2026-11-03T08:00:00Z",
    ),
    (
        "vodi-ru",
        "ru",
        "Президент Рахмон посетил выставку ёлок",
        "Президент Эмомали Рахмон посетил выставку новогодних ёлок в Душанбе.\nНа выставке показали «сто игрушек» ручной работы.",
        "2026-11-05T09:00:00Z",
    ),
    (
        "vodi-tg",
        "tg",
        "Раҳмон аз намоишгоҳ дидан кард",
        "Президент Эмомалӣ Раҳмон аз намоишгоҳи ҳунарҳои мардумӣ дидан кард.\nДар он ҳунармандони тоҷик иштирок карданд.",
        "2026-11-05T09:20:00Z",
    ),
    (
        "vodi-tg",
        "tg",
        "Қарори нав дар бораи об",
        "Ҳукумат дар бораи истифодаи об қарори нав қабул кард.\nОн аз аввали сол эътибор пайдо мекунад.",
        "2026-11-06T05:00:00Z",
    ),
    (
        "vodi-tg",
        "tg",
        "Дар Хоруғ китобхона кушода шуд",
        "Дар Хоруғ китобхонаи нави мактабӣ бо чор ҳазор китоб кушода шуд.",
        None,
    ),
    (
        "vodi-en",
        "en",
        "Library opens in Khorog school",
        "A new library with four thousand books opened in Khorog.\nPupils helped to carry the shelves.",
        "2026-11-04T07:30:00Z",
    ),
)

SEEN = "2026-11-07T00:00:00Z"


def sample_archive(path: Path) -> Path:
    """Ten articles of three sources: 1 was revised once, 3 is removed, 10 is a duplicate of 2, 9 has no date."""
    db = Database(path)
    migrations.apply(db)
    with db.atomic():
        for slug, name, languages in SOURCES:
            db.execute(
                "INSERT INTO source VALUES (?, ?, 'TJ', ?, 'Asia/Dushanbe', ?, 'unknown', 'ok')",
                [slug, name, languages, f"https://{slug}.example/"],
            )
        for number, (source, language, title, text, published) in enumerate(ARTICLES, 1):
            url = f"https://{source}.example/news/{number}"
            columns = {
                "id": number,
                "url_key": url.removeprefix("https://"),
                "url": url,
                "canonical_url": url,
                "source": source,
                "title": title,
                "text": text,
                "search_keys": search_keys(title, text),
                "language": language,
                "published": published,
                "published_raw": published,
                "published_precision": None if published is None else "second" if "T" in published else "day",
                "published_zone": published and "+05:00",
                "authors": json.dumps(["Зарина Ҳакимова"] if number == 1 else [], ensure_ascii=False),
                "section": "Society",
                "keywords": '["Varzob"]' if number == 1 else "[]",
                "description": None,
                "image": None,
                "license": None,
                "word_count": len(text.split()),
                "sha256": sha256(text),
                "fingerprint": fingerprint(text),
                "first_seen": SEEN,
                "last_seen": SEEN,
                "checked_at": SEEN,
                "change": number,
                "settled": 1,
            }
            db.execute(
                f"INSERT INTO article ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
                list(columns.values()),
            )
            db.execute(
                "INSERT INTO revision (article_id, number, seen_at, title, text, sha256) VALUES (?, 1, ?, ?, ?, ?)",
                [number, SEEN, title, text, sha256(text)],
            )
        old = ARTICLES[0][3].replace("two lanes", "one lane")
        db.execute("UPDATE revision SET text = ?, sha256 = ? WHERE article_id = 1", [old, sha256(old)])
        db.execute(
            "INSERT INTO revision (article_id, number, seen_at, title, text, sha256) VALUES (1, 2, '2026-11-08T00:00:00Z', ?, ?, ?)",
            [ARTICLES[0][2], ARTICLES[0][3], sha256(ARTICLES[0][3])],
        )
        db.execute("UPDATE article SET revisions = 2, change = 11, last_seen = '2026-11-08T00:00:00Z' WHERE id = 1")
        db.execute(
            "UPDATE article SET removed = '2026-11-08T00:00:00Z', missing_checks = 1, missing_since = '2026-11-08T00:00:00Z', change = 12 WHERE id = 3"
        )
        db.execute("UPDATE article SET duplicate_of = 2 WHERE id = 10")
        db.execute("UPDATE sequence SET value = 12 WHERE name = 'change'")
    db.close()
    return path
