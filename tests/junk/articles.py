# ruff: noqa: E501 - sentences stay whole
"""Articles that look like junk: short ones, ones about error pages, ones made of links. All of them must be kept."""

from __future__ import annotations

from tests.junk.chrome import HEADLINES, HOST, SITE, Junk, cards, document, footer, junk, menu, sidebar, site

_OG = "<meta property='og:type' content='article'><meta property='article:published_time' content='2026-11-02T10:00:00+05:00'>"
_WALL = (
    "<div class='wall'><p>This article is for subscribers only.</p><p>Log in to continue reading.</p><form><input "
    "type='password'></form></div>"
)


def _article(
    title: str, body: str, lang: str = "en", *, path: str = "/news/2026/11/02/a-story", head: str = "", stamp: str = ""
) -> Junk:
    stamp = stamp or "<span class='date'>02.11.2026, 14:30</span>"
    return junk(
        site(
            f"<h1>{title}</h1>{stamp}<div class='text'>{body}</div>",
            title=f"{title} | {SITE[lang]}",
            lang=lang,
            head=head,
        ),
        url=HOST + path,
    )


def _p(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def _linked_paragraphs(lang: str, text: str) -> str:
    return "".join(
        f"<h3><a href='/n/{n}.html'>{line}</a></h3><p>{text.format(n=n + 2)}</p>"
        for n, line in enumerate(HEADLINES[lang][:6])
    )


ARTICLES = {
    "flash of two sentences": _article(
        "Pass closed to lorries", _p("The pass over the ridge is closed to lorries until Friday.", "Cars may use it by day.")
    ),
    "flash of two sentences, ru": _article(
        "Перевал закрыт для грузовиков", _p("Перевал через хребет закрыт для грузовиков до пятницы.", "Легковые машины пропускают днём."), "ru"
    ),
    "flash of one sentence, tg": _article(
        "Ағба барои мошинҳои боркаш баста аст", _p("Ағба то рӯзи ҷумъа барои мошинҳои боркаш баста мешавад, хабар дод вазорат."), "tg"
    ),
    "flash under a body that has many teasers below": junk(
        document(
            f"{menu('ru')}<h1>Перевал закрыт для грузовиков до утра пятницы</h1><span>2 ноября 2026</span><p>Перевал через хребет закрыт для "
            f"грузовиков до утра пятницы. Об этом сообщили дорожники, которые чистят снег вторые сутки.</p>{cards('ru', 8)}{footer('ru')}",
            title="Перевал закрыт для грузовиков до утра пятницы",
            lang="ru",
        )
    ),
    "flash of one line without a heading in the page": junk(
        document(
            f"{menu('ru')}<div class='story'>14:30, 02.11.2026<br>Землетрясение силой четыре балла ощутили жители горных районов, "
            f"разрушений нет, сообщила служба сейсмологии.</div>{sidebar('ru')}",
            title="В горных районах ощутили землетрясение - Вести Пайгом",
            lang="ru",
        )
    ),
    "about a missing page": _article(
        "Page not found: how an error number became folklore",
        _p(
            "Page not found. Everyone has read these words, and few know that the number before them is older than most newspapers online.",
            "A small museum in the capital now shows forty such pages, drawn by students of the academy of arts.",
            "The page you are looking for does not exist, says the first of them, and neither does the artist.",
        ),
    ),
    "named for a missing page alone": junk(
        document(
            "<h1>404</h1><p>The novel with the shortest title of the season begins in a server room, and it stays there for two hundred "
            "pages.</p><p>Its heroine, an engineer from the north, looks for a letter that was deleted before she was born, and she finds "
            "more than she hoped for.</p><p>The author worked in such a room herself; the noise of the fans, she told us, never left her. "
            "She wrote the book at night, between two shifts, on paper that she was not allowed to take home.</p><p>The second edition "
            "comes out in spring, with drawings by her brother.</p>",
            title="404 - Paygom News",
        )
    ),
    "about a missing page, ru": _article(
        "«Страница не найдена»: в театре показали пьесу об интернете",
        _p(
            "Страница не найдена — так называется пьеса, которую молодёжный театр показал в субботу.",
            "Зрители сидели на сцене, а актёры в зале. Режиссёр говорит, что так он представляет себе сеть.",
        ),
        "ru",
    ),
    "about maintenance works": _article(
        "Технические работы на сайте госуслуг пройдут ночью",
        _p("На сайте государственных услуг с полуночи до шести утра пройдут технические работы, сообщило министерство связи."),
        "ru",
    ),
    "about maintenance works, short name": _article(
        "Технические работы",
        _p(
            "Водоканал закрывает на три дня насосную станцию у старого моста, и без воды останутся восемь улиц.",
            "Жителям привезут воду в цистернах, сказал главный инженер Далер Назаров. Машины будут стоять у школ с утра до вечера.",
            "В прошлом году такие работы длились неделю, и две улицы остались сухими на месяц: труба лопнула, когда её снова наполнили.",
            "Теперь трубы испытали заранее, под давлением в полтора раза выше обычного, и заменили четыре задвижки из двадцати.",
        ),
        "ru",
    ),
    "about maintenance works, tg": _article(
        "Корҳои техникӣ дар неругоҳ то шанбе идома меёбанд",
        _p("Корҳои техникӣ дар неругоҳи Пайғом то рӯзи шанбе идома меёбанд. Барқ шабона хомӯш карда намешавад, гуфт сармуҳандис."),
        "tg",
    ),
    "about logging in": _article(
        "Log in with your face: the bank drops passwords",
        _p(
            "Customers of the savings bank can log in with their face from Monday. Passwords remain for those who ask for them.",
            "The bank says that half of the calls to its help line were about forgotten passwords.",
        ),
    ),
    "about logging in, ru": _article(
        "Войти по отпечатку: портал отказался от паролей",
        _p("Войти на портал теперь можно по отпечатку пальца.", "Пароль останется у тех, кто об этом попросит, сказали в министерстве."),
        "ru",
    ),
    "about Cloudflare": _article(
        "Cloudflare outage takes a third of shops offline",
        _p(
            "Access denied: shoppers saw these words for an hour on Tuesday, when a fault at Cloudflare took shops offline.",
            "The company said that a check for robots had taken everybody for one. Just a moment, the pages said, and the moment lasted.",
            "Shops count what they lost. Two of them want to leave for another firm.",
        ),
    ),
    "about blocked sites": _article(
        "Доступ к сайту библиотеки ограничен по ошибке",
        _p("Доступ к сайту областной библиотеки ограничили по ошибке, сообщил оператор связи.", "К вечеру его открыли снова."),
        "ru",
    ),
    "about a blocked service, in other words": _article(
        "Регулятор закрыл Лентограм", _p("Доступ к Лентограму ограничен с полуночи, сообщил регулятор. Операторы ждут разъяснений."), "ru"
    ),
    "about a mine": _article("Горняков отправили по домам", _p("Работа шахты приостановлена до понедельника. Причину аварии выясняют."), "ru"),
    "about a database": _article(
        "Too many connections: registry of land stood still",
        _p(
            "Too many connections stopped the registry of land for two days, an inquiry found. The database could hold a hundred readers.",
            "Notaries wrote contracts by hand, as their fathers did. The ministry buys a second server.",
        ),
    ),
    "about a domain for sale": _article(
        "Домен области выставили на продажу", _p("Домен области выставили на продажу за миллион. Администрация забыла его продлить, и его купил школьник."), "ru"
    ),
    "list of links": _article(
        "Ten books for the winter evenings",
        "<p>We asked librarians what to read when the roads are closed. Here is what they said.</p><ol>"
        + "".join(f"<li><a href='https://books.example/{n}'>{line}</a>, a novel of {n + 3} hundred pages</li>" for n, line in enumerate(HEADLINES["en"][:10]))
        + "</ol>",
    ),
    "digest of the week": _article(
        "What happened this week in five hundred words",
        "<p>A short walk through the week, for those who were in the mountains and saw no news at all.</p>"
        + _linked_paragraphs("en", "The office counted {n} cases, more than last year, and asks for money to go on."),
        head=_OG,
    ),
    "digest of the week, ru, unmarked": _article(
        "Главное за неделю: сады, борцы и паром",
        "<p>Коротко о том, что случилось за неделю, для тех, кто был в горах и новостей не видел.</p>"
        + _linked_paragraphs("ru", "В управлении насчитали {n} случаев, больше, чем год назад, и просят денег на продолжение."),
        "ru",
    ),
    "press review": _article(
        "What the papers of the neighbours write",
        "<p>The papers write about water again, and two of them about us. We read them so that you need not.</p>"
        + "".join(
            f"<p>“<a href='https://paper{n}.example/a'>{line}</a>”, writes the daily of the {n + 2}nd province, and adds that nothing is decided.</p>"
            for n, line in enumerate(HEADLINES["en"][:8])
        ),
    ),
    "interview": _article(
        "“We count every bee”",
        _p(
            "— How many hives did you lose?", "— Eleven of forty.", "— Why?", "— The frost came in May, after the apricots had bloomed.", "— And now?", "— Now we wait.",
            "— Will there be honey?", "— There is always some honey, and it is always too little for the guests.",
        ),
    ),
    "programme": _article(
        "Programme of the film days",
        "<table><tr><td>10:00</td><td>Opening, short films of students</td></tr><tr><td>12:30</td><td>The Ferryman, guests from Khorog</td></tr>"
        "<tr><td>15:00</td><td>Silent films with a pianist</td></tr><tr><td>19:00</td><td>Prizes, and music in the yard</td></tr></table>"
        "<p>Entrance is free. Seats are given out at the door.</p>",
    ),
    "results": _article(
        "Результаты третьего тура чемпионата области",
        "<p>Третий тур прошёл без ничьих.</p><table>"
        + "".join(f"<tr><td>{a}</td><td>{n + 1}:{n}</td><td>{b}</td></tr>" for n, (a, b) in enumerate([("Пахтакор", "Горняк"), ("Сокол", "Река"), ("Чинор", "Восток")]))
        + "</table>",
        "ru",
        head=_OG,
    ),
    "poem": _article(
        "Poem of the week: the ferry",
        "<p>The ferry waits<br>and nobody comes<br>the water is low<br>the ferryman hums</p><p>a song of the stones<br>that he knew as a boy<br>"
        "the river is old<br>it is nobody’s toy</p>",
        head=_OG,
    ),
    "one long paragraph": _article(
        "Letter from the upper valley",
        "<p>" + "The road to the upper valley was closed for nine days, and on the tenth the baker walked down with bread on his back, because he had promised it. " * 9 + "</p>",
    ),
    "headline that is the news": _article(
        "Школы горных районов переходят на дистанционное обучение до конца недели",
        "<p>Школы горных районов переходят на дистанционное обучение до конца недели из-за снегопада</p>",
        "ru",
        head=_OG,
    ),
    "obituary": _article(
        "Safar Nazarov, 1938–2026",
        _p("The botanist Safar Nazarov has died at the age of 88.", "He named eleven tulips, one of them for his wife.", "The funeral is on Friday."),
    ),
    "obituary, tg": _article(
        "Сафар Назаров аз олам гузашт", _p("Гиёҳшинос Сафар Назаров дар синни 88-солагӣ аз олам гузашт.", "Маросими дафн рӯзи ҷумъа баргузор мешавад."), "tg"
    ),
    "lead before a wall": _article(
        "Orchard growers ask for cold stores",
        _p("Growers of the upper valley lost a third of their apples on the way to the market, and they say that a cold store would have saved them.") + _WALL,
        head=_OG,
    ),
    "lead before a wall, unmarked, ru": _article(
        "Садоводы просят построить холодильники",
        _p(
            "Садоводы верхней долины потеряли по дороге на рынок треть яблок и говорят, что холодильник спас бы урожай.",
            "Материал доступен только для подписчиков.",
        ),
        "ru",
    ),
    "under a section's path": _article(
        "Ferry across the reservoir runs again",
        _p("The ferry across the reservoir runs again after eleven weeks.", "It carries forty people and four cars, and it waits for nobody."),
        path="/category/society/ferry-runs-again",
    ),
    "under a tag's path": _article(
        "Ferry across the reservoir runs again",
        _p("The ferry across the reservoir runs again after eleven weeks.", "It carries forty people and four cars, and it waits for nobody."),
        path="/topics/ferry",
    ),
    "under a day's path, with a number in the query": _article(
        "Паром через водохранилище снова на ходу",
        _p("Паром через водохранилище снова на ходу после одиннадцати недель.", "Он берёт сорок человек и четыре машины и никого не ждёт."),
        "ru",
        path="/2026/11/02/?page=1",
    ),
    "live notes with times": _article(
        "Council votes on heating: as it happened",
        "".join(f"<p><b>1{n}:05</b> The council hears speaker number {n + 3}, who asks for stoves instead of pipes.</p>" for n in range(8)),
    ),
    "photo report with captions": _article(
        "Autumn in the orchards in nine pictures",
        "".join(
            f"<figure><img src='{n}.jpg'><figcaption>Picker number {n + 2} fills his basket before the sun comes over the ridge.</figcaption></figure>" for n in range(9)
        )
        + "<p>Our photographer spent a week with the pickers of the upper valley.</p>",
    ),
    "read also between the paragraphs": _article(
        "Река вышла из берегов в нижнем течении",
        "".join(
            f"<p>Вода поднялась за ночь на {n + 2} метра, и жители нижних улиц перебрались к родным. Спасатели держат наготове лодки.</p>"
            f"<p>Читайте также: </p><p><a href='/n/{n}.html'>{line}</a></p>"
            for n, line in enumerate(HEADLINES["ru"][:5])
        ),
        "ru",
    ),
    "correction": _article("Correction", _p("We wrote on Monday that the ferry carries fifty people. It carries forty. We are sorry.")),
    "persian": _article("پل بازگشایی شد", _p("پل روی رودخانه پس از یک سال تعمیر روز دوشنبه بازگشایی شد. دو خط برای خودروها باز است."), "fa"),
    "uzbek": _article("Dovon yuk mashinalari uchun yopildi", _p("Dovon juma kuniga qadar yuk mashinalari uchun yopildi, dedi vazirlik. Yengil mashinalar kunduzi oʻtadi."), "uz"),
}  # fmt: skip
