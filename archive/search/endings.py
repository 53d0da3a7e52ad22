"""Endings of Tajik, Persian, Uzbek, Kazakh and Kyrgyz, from their grammars, slot by slot.

Nouns with adjectives, and verbs, have each their own; derived words (беморхона, Тоҷикистон) are words of their own.
Endings are in plain letters, as many people type them: ғ as г, ҷ as ч, ө as о; Uzbek in Latin letters as it is.
"""

from __future__ import annotations

from itertools import chain

from archive.search.paradigms import Endings, Paradigm

PLAIN = str.maketrans("ғқҳһҷӣіӯўүұөңәёيىئكۀةؤأإآ", "гкххчииууууонаеیییکههوااا")
"""Letters of the region's alphabets to those that stand for them on other keyboards, one for one."""

A, I = "аео", "иыу"  # noqa: E741
"""Vowels of Turkic endings by harmony."""

HARD, VOWELS, CONSONANTS = "кпстфхцчшщ", "аеиоуыэюя", "бвгджзйклмнпрстфхцчшщъь"
SOFT = "".join(letter for letter in CONSONANTS + VOWELS if letter not in HARD)
"""Letters after which an ending begins with voice; HARD are the others."""


def after(last: str, *endings: str, least: int = 3) -> Endings:
    """These endings, behind so many letters, the last of which is one of ``last``; any, if that is empty."""
    return dict.fromkeys(endings, (least, last))


def slot(*kinds: Endings) -> Endings:
    """The endings of all these, of which one may be in several: it stands behind what any of them allows."""
    found: dict[str, tuple[int, str]] = {}
    for ending, (least, last) in chain.from_iterable(kind.items() for kind in kinds):
        before, letters = found.get(ending, (least, last))
        found[ending] = min(before, least), letters + last if letters and last else ""
    return found


# Tajik

TAJIK_WHOLE = """
    забон замон чавон имкон чахон нишон гумон арзон калон борон гарон осмон фармон паймон дармон майдон дандон
    мехмон инсон карон сомон туфон эрон достон тобистон зимистон хайвон хиебон биебон посбон пахлавон хонадон
    пинхон зиндон даре дуне дукон макон бухрон эълон султон шайтон карвон тавон поен дастархон айвон бустон
    хонавода канон иншоон донон равон пайкон имтихон курбон нолон ларзон дафтар кафтар ахтар муштари бехтар бештар
    самар хаво даста хафта сада бадан ватан мадан чода омода пода дода мода сарват матн ката хатта модда чомадон
"""
"""Words that another word would be left of: забон (language) is not the plural of заб."""
TAJIK_DEGREE = after("", "тар", "тарин", least=4)
TAJIK_PLURAL = slot(
    after("", "хо", least=2),
    after("ая", "гон"),
    after("уи", "ен", "ён"),
    after("у", "вон"),
    after(CONSONANTS, "он"),
)
TAJIK_OWNER = slot(
    after("", "и", least=2),
    after("", "аш", "амон", "атон", "ашон", "ямон", "ятон", "яшон"),
    after("оу", "яш"),
    after(CONSONANTS + "а", "е"),
)
TAJIK_OBJECT = after("", "ро", least=2)
TAJIK_AND = slot(after(CONSONANTS, "у"), after(VOWELS, "ву"))
"""Шаҳру деҳот: town and country."""

TAJIK_PAST = after("дт", "ам", "и", "ем", "ед", "анд", "ан", "ани", "а", "аги", "ааст", "аанд", "агон", "агист")
TAJIK_PRESENT = after("", "ам", "ад", "ем", "ед", "анд", "ям", "яд", "янд", "й")

TAJIK = Paradigm(
    *(TAJIK_DEGREE, TAJIK_PLURAL, TAJIK_OWNER, TAJIK_OBJECT, TAJIK_AND),
    whole=TAJIK_WHOLE,
    tails=("рахмон", "сулаймон", "истон", "индустон"),
    no_form="ӣ",
)
TAJIK_VERB = Paradigm(TAJIK_PAST, after("ан", "и", "ро"), whole=TAJIK_WHOLE, no_form="ӣ")
TAJIK_NOW = Paradigm(TAJIK_PRESENT, bare=False, must=0, starts=("ме", "наме"))

# Persian

PERSIAN_WHOLE = """
    زبان زمان جهان جوان انسان امکان ایران باران ارزان مهمان میهمان درمان پایان جریان سازمان زندان میدان خیابان بیابان
    تهران نشان گران روان بیان میان دکان مکان لبنان فرمان پیمان اسمان اسان توان عنوان حیوان بحران قران تومان ساختمان
    رمضان سلطان شیطان طوفان قربان داستان دندان پنهان عثمان طالبان همدان گیلان سمنان کرمان خراسان جبران زیان کیهان جان
    پیشان چنان هزاران فراوان یکسان ابان کوهان عریان بنیان مازندران
    هفته دسته رشته هسته پسته نوشته دختر دفتر تیاتر مردن وطن بدن متن
    یاری علی ولی
"""
PERSIAN_DEGREE = after("", "تر", "ترین")
PERSIAN_PLURAL = slot(after("", "ها", "ان", least=2), after("او", "یان"), after("", "ین", least=4))
PERSIAN_OWNER = slot(
    after("", "ی", "یی", least=2),
    after("", "یم", "یت", "یش", "یمان", "یتان", "یشان", "مان", "تان", "شان", "ش", least=4),
)
PERSIAN_PAST = after("دت", "ی", "یم", "ید", "ند", "ن", "ه")
PERSIAN_PRESENT = after("", "د", "ند", "یم", "ید")
PERSIAN_HEH = after("", "ه", "گان")
"""Of which the one stands in the singular and the other in the plural: نماینده, نمایندگان."""

PERSIAN_TAILS = ("ستان", "رحمان", "سلیمان")
PERSIAN = Paradigm(PERSIAN_DEGREE, PERSIAN_PLURAL, PERSIAN_OWNER, whole=PERSIAN_WHOLE, tails=PERSIAN_TAILS)
PERSIAN_LIVING = Paradigm(PERSIAN_HEH, PERSIAN_OWNER, bare=False, must=0, whole=PERSIAN_WHOLE)
PERSIAN_VERB = Paradigm(PERSIAN_PAST, whole=PERSIAN_WHOLE)
PERSIAN_NOW = Paradigm(PERSIAN_PRESENT, bare=False, whole=PERSIAN_WHOLE)

# Kazakh, Kyrgyz and Uzbek in Cyrillic letters

TURKIC_WHOLE = "доллар карда карта базар команда погода семинар календар"
TURKIC_PLURAL = slot(
    after("", *(f"л{a}р" for a in A), least=2),
    after("лмнрйзж", *(f"д{a}р" for a in A), least=2),
    after(HARD + "бвгд", *(f"т{a}р" for a in A), least=2),
)
TURKIC_OWNER = slot(
    after(CONSONANTS + "у", *I, least=2),
    after(VOWELS, *(f"с{i}" for i in I)),
    after(VOWELS, "м", least=5),
    after(CONSONANTS, *(f"{i}м" for i in I), least=5),
    after(CONSONANTS, *(f"{i}{n}{j}з" for i in I for n in ("м", "б", "н", "нг") for j in I)),
    after(VOWELS, *(f"{n}{j}з" for n in ("м", "б", "н", "нг") for j in I)),
)
TURKIC_CASE = slot(
    after("", "нинг", "гача", "кача", "мен", "бен", "пен"),
    after("", *(f"н{i}" for i in I), least=2),
    after(SOFT, *(f"н{i}н" for i in I)),
    after("бвгджзйлмнрьу", *(f"д{i}{n}" for i in I for n in ("", "н")), least=2),
    after(HARD, *(f"т{i}{n}" for i in I for n in ("", "н"))),
    after(I, "н", *(f"{n}{a}" for n in ("н", "нд") for a in A), *(f"{n}{a}н" for n in ("н", "нд") for a in A), least=4),
    after(SOFT, *(f"г{a}" for a in A), least=2),
    after(HARD, *(f"к{a}" for a in A), least=2),
    after("м", "а", "е", least=5),
    after("", *(f"д{a}{n}" for a in A for n in ("", "н")), least=2),
    after(HARD, *(f"т{a}{n}" for a in A for n in ("", "н"))),
    after("мн", *(f"н{a}н" for a in A)),
)
TURKIC_THERE = slot(
    after("", *(f"д{a}г{i}" for a in A for i in I)),
    after("", "ники", "дики", "тики", least=4),
    after(HARD, *(f"т{a}г{i}" for a in A for i in I)),
    after(I, *(f"нд{a}г{i}" for a in A for i in I)),
)
"""What is at a place, or somebody's: қаладағы, шаҳардаги."""

TURKIC_NOT = after("", *(f"{n}{a}" for n in "мбп" for a in A))
TURKIC_TENSE = slot(
    after(SOFT, *(f"д{i}" for i in I)),
    after(HARD, *(f"т{i}" for i in I)),
    after("", *(f"{g}{a}н" for g in "гк" for a in A)),
    after(CONSONANTS, "ади", "еди", "ады", "ат", "ет", "от", "атын", "етин", "адиган", "аяпти", "аетган"),
    after(VOWELS, "йди", "йды", "йт", "йтын", "йтин", "йдиган", "япти", "етган"),
    after("", "мокда", "мокчи", "мок", "мак", "мек", "са", "се", "со", "син", "сын", "сун"),
    after(CONSONANTS, "иб", "ып", "ип", "уп", "иш", "ыш", "уш", "у", "уу", "оо", "уучу", "оочу", "уши", "ушы"),
    after(VOWELS, "б", "п", "ш", "ю", "у", "йтугын"),
    after(CONSONANTS, *(f"{i}ш{end}" for i in "ыиу" for end in ("кан", "кен", "кон", "ты", "ти", "ту", "ат", "ет"))),
    after("", *(f"{n}{a}{s}" for n in "мбп" for a in A for s in "сй")),
    after(CONSONANTS, "ошот", "ошкон", "ошту"),
)
TURKIC_VOICE = slot(
    after(CONSONANTS, "ил", "ин", "ыл", "ын", "ул", "ун", "иш", "ыш", "уш"), after(VOWELS, "н", "л", "ш", least=4)
)
"""Passive and together: қурилди, келишди."""

TURKIC_PERSON = after("", "м", "миз", "мыз", "биз", "быз", "сиз", "сыз", "дир", "дыр", "дур", "ман", "мин", "мын")

TURKIC = Paradigm(
    *(TURKIC_PLURAL, TURKIC_OWNER, TURKIC_THERE, TURKIC_PLURAL, TURKIC_CASE),
    whole=TURKIC_WHOLE,
    no_form="ёӣ",
    unsure="ын ун",
    discord={"о": ("ди", "дин", "ти", "тин")},
    rounded="о",
)
TURKIC_VERB = Paradigm(
    *(TURKIC_VOICE, TURKIC_NOT, TURKIC_TENSE, TURKIC_PERSON, TURKIC_PLURAL, TURKIC_OWNER, TURKIC_CASE),
    bare=False,
    must=2,
    whole=TURKIC_WHOLE,
    no_form="ёӣ",
    rounded="о",
)

# Uzbek in Latin letters

LATIN_VOWELS, LATIN_CONSONANTS = "aeiouʻ", "bdfghjklmnpqrstvxyzʻ"
UZBEK_WHOLE = """
    dollar morning evening similar popular regular during manning planning meaning nothing something propaganda agenda
    canada uganda panda veranda florida mustang sudan jordan pardon dan
"""
UZBEK_PLURAL = after("", "lar", least=2)
UZBEK_OWNER = slot(
    after(LATIN_CONSONANTS, "i", least=2),
    after(LATIN_CONSONANTS, "im", "imiz", "ingiz"),
    after(LATIN_VOWELS, "si", "miz", "ngiz", "yi", "yim", "yimiz"),
    after(LATIN_VOWELS, "m", least=5),
)
UZBEK_CASE = slot(
    after("", "ning", "ni", "ga", "dan", "da", "gacha", "dek", "day", least=2),
    after("k", "ka", "kacha"),
    after("q", "qa", "qacha"),
)
UZBEK_THERE = after("", "dagi", "niki")
UZBEK_NOT = after("", "ma")
UZBEK_TENSE = slot(
    after("", "di", "gan", "moqda", "moqchi", "moq", "sa", "sin", "mas", "may", "gach", "guncha"),
    after("k", "kan", "kach"),
    after("q", "qan", "qach"),
    after(LATIN_CONSONANTS, "adi", "ib", "ish", "ayotgan", "yapti", "adigan"),
    after(LATIN_VOWELS, "ydi", "b", "sh", "yotgan", "yapti", "ydigan"),
)
UZBEK_VOICE = slot(after(LATIN_CONSONANTS, "il", "in", "ish"), after(LATIN_VOWELS, "n", "sh", least=4))
UZBEK_PERSON = after("", "m", "miz", "siz", "man", "dir")

UZBEK = Paradigm(UZBEK_PLURAL, UZBEK_OWNER, UZBEK_THERE, UZBEK_PLURAL, UZBEK_CASE, whole=UZBEK_WHOLE)
UZBEK_VERB = Paradigm(
    *(UZBEK_VOICE, UZBEK_NOT, UZBEK_TENSE, UZBEK_PERSON, UZBEK_PLURAL, UZBEK_OWNER, UZBEK_CASE),
    bare=False,
    must=2,
    whole=UZBEK_WHOLE,
)
FOREIGN_TO_UZBEK = ("w", "ea", "ee", "oo", "ou", "th", "ph", *(f"c{letter}" for letter in "aeioucklrst"), "ght", "tion")
"""What Uzbek words in Latin letters never hold: war is not the stem of warning."""
