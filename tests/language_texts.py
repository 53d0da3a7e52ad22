"""Own-written news texts in the region's languages: articles, flashes, headlines, sentences of names."""

from __future__ import annotations

ARTICLES = {
    "tg": (
        "Дар ноҳияи Варзоб рӯзи душанбе пули нави мошингард ба истифода дода шуд. Ба гуфтаи сардори корхона, "
        "сохтмони пул як соли пурра идома ёфт ва дар он беш аз сад коргар ширкат варзид. Сокинони деҳаҳои "
        "болооб акнун метавонанд дар фасли зимистон низ бе мушкилӣ ба шаҳр раванд. Ҳукумати ноҳия ваъда дод, "
        "ки соли оянда роҳи деҳа низ таъмир мешавад ва барои мактаб бинои нав месозанд."
    ),
    "ru": (
        "В понедельник в Варзобском районе открыли новый автомобильный мост. По словам начальника "
        "предприятия, стройка заняла целый год, в ней участвовали больше ста рабочих. Жители верхних "
        "кишлаков теперь смогут без труда добираться до города и зимой. Власти района обещают, что в "
        "следующем году отремонтируют и сельскую дорогу, а для школы построят отдельное здание с библиотекой "
        "и спортивным залом."
    ),
    "en": (
        "A new road bridge opened in the Varzob district on Monday. The head of the company said the work "
        "had taken a whole year and that more than a hundred people had taken part in it. Villagers from the "
        "upper valley can now reach the city in winter without trouble. The district promises to mend the "
        "village road next year and to give the school a building of its own, with a library and a gym."
    ),
    "uz": (
        "Dushanba kuni tumanda yangi avtomobil ko‘prigi foydalanishga topshirildi. Korxona rahbarining "
        "aytishicha, qurilish bir yil davom etgan va unda yuzdan ortiq ishchi qatnashgan. Yuqori qishloqlar "
        "aholisi endi qishda ham shaharga qiynalmasdan bora oladi. Tuman hokimligi kelgusi yilda qishloq "
        "yo‘lini ta’mirlash va maktab uchun alohida bino qurishga va’da berdi."
    ),
    "uz-Cyrl": (
        "Душанба куни туманда янги автомобиль кўприги фойдаланишга топширилди. Корхона раҳбарининг айтишича, "
        "қурилиш бир йил давом этган ва унда юздан ортиқ ишчи қатнашган. Юқори қишлоқлар аҳолиси энди қишда "
        "ҳам шаҳарга қийналмасдан бора олади. Туман ҳокимлиги келгуси йилда қишлоқ йўлини таъмирлаш ва "
        "мактаб учун алоҳида бино қуришга ваъда берди."
    ),
    "ky": (
        "Дүйшөмбү күнү районде жаңы автоунаа көпүрөсү пайдаланууга берилди. Ишкана жетекчисинин айтымында, "
        "курулуш бир жылга созулуп, ага жүздөн ашык жумушчу катышкан. Жогорку айылдардын тургундары эми "
        "кышында да шаарга кыйналбай жете алышат. Район бийлиги келерки жылы айыл жолун оңдоп, мектепке "
        "өзүнчө имарат салып берүүнү убада кылды."
    ),
    "kk": (
        "Дүйсенбі күні ауданда жаңа автомобиль көпірі пайдалануға берілді. Кәсіпорын басшысының айтуынша, "
        "құрылыс бір жылға созылып, оған жүзден астам жұмысшы қатысқан. Жоғарғы ауылдардың тұрғындары енді "
        "қыста да қалаға қиналмай жете алады. Аудан әкімдігі келесі жылы ауыл жолын жөндеп, мектепке бөлек "
        "ғимарат салып беруге уәде етті."
    ),
    "tk": (
        "Duşenbe güni etrapda täze awtoulag köprüsi ulanmaga berildi. Kärhananyň ýolbaşçysynyň aýtmagyna "
        "görä, gurluşyk bir ýyllap dowam edip, oňa ýüzden gowrak işçi gatnaşdy. Ýokarky obalaryň ýaşaýjylary "
        "indi gyşyna-da şähere kynçylyksyz baryp bilerler. Etrap häkimligi geljek ýylda oba ýoluny bejermegi "
        "we mekdep üçin aýratyn jaý gurmagy wada berdi."
    ),
    "fa": (
        "روز دوشنبه پل تازه‌ای در ولسوالی ورزاب به بهره‌برداری سپرده شد. به گفته رئیس شرکت، ساخت این پل یک "
        "سال کامل طول کشید و بیش از صد کارگر در آن شرکت داشتند. باشندگان روستاهای بالا اکنون می‌توانند در "
        "زمستان نیز بدون دشواری به شهر بروند. مقام‌های محلی وعده دادند که سال آینده راه روستا را هم ترمیم "
        "کنند و برای مکتب ساختمان جداگانه بسازند."
    ),
}
"""One article of 300 to 450 letters for each language; ``uz-Cyrl`` is Uzbek in Cyrillic letters."""

SECOND = {
    "tg": (
        "Вазорати кишоварзӣ хабар медиҳад, ки имсол ҳосили пахта нисбат ба соли гузашта зиёд шудааст. "
        "Деҳқонон то охири моҳи ноябр ҷамъоварии ҳосилро ба анҷом мерасонанд. Нархи меваву сабзавот дар "
        "бозорҳо тағйир наёфтааст, вале орд ва равған каме гарон шудааст, мегӯянд фурӯшандагон."
    ),
    "ru": (
        "Министерство сельского хозяйства сообщает, что урожай хлопка в этом году выше, чем в прошлом. "
        "Дехкане завершат уборку до конца ноября. Цены на фрукты и овощи на рынках не изменились, а мука и "
        "масло немного подорожали, говорят продавцы. В ведомстве считают, что запасов хватит до весны."
    ),
    "en": (
        "The ministry of agriculture says the cotton harvest is larger than last year's. Farmers will finish "
        "picking before the end of November. Fruit and vegetables cost the same as before in the markets, "
        "while flour and oil have become a little dearer, traders say. Officials believe the stocks will "
        "last until spring."
    ),
    "uz": (
        "Qishloq xo‘jaligi vazirligi bu yil paxta hosili o‘tgan yilgidan ko‘proq bo‘lganini ma’lum qildi. "
        "Dehqonlar terimni noyabr oxirigacha yakunlaydi. Bozorlarda meva va sabzavot narxi o‘zgarmagan, un "
        "va yog‘ esa biroz qimmatlashgan, deydi sotuvchilar. Vazirlik zaxiralar bahorgacha yetishini "
        "aytmoqda."
    ),
    "uz-Cyrl": (
        "Қишлоқ хўжалиги вазирлиги бу йил пахта ҳосили ўтган йилгидан кўпроқ бўлганини маълум қилди. "
        "Деҳқонлар теримни ноябрь охиригача якунлайди. Бозорларда мева ва сабзавот нархи ўзгармаган, ун ва "
        "ёғ эса бироз қимматлашган, дейди сотувчилар. Вазирлик захиралар баҳоргача етишини айтмоқда."
    ),
    "ky": (
        "Айыл чарба министрлиги быйыл пахтанын түшүмү былтыркыдан көп болгонун билдирди. Дыйкандар терүүнү "
        "ноябрдын аягына чейин бүтүрөт. Базарларда мөмө-жемиштин баасы өзгөргөн жок, ун менен май бир аз "
        "кымбаттады, дешет сатуучулар. Министрликтин айтымында, кор жазга чейин жетет."
    ),
    "kk": (
        "Ауыл шаруашылығы министрлігі биыл мақта өнімі былтырғыдан көп болғанын хабарлады. Диқандар теруді "
        "қараша айының соңына дейін аяқтайды. Базарларда жеміс-жидек бағасы өзгерген жоқ, ал ұн мен май сәл "
        "қымбаттады, дейді сатушылар. Министрлік қор көктемге дейін жетеді деп отыр."
    ),
    "tk": (
        "Oba hojalyk ministrligi şu ýyl pagta hasylynyň geçen ýyldakydan köp bolandygyny habar berdi. "
        "Daýhanlar ýygymy noýabryň ahyryna çenli tamamlarlar. Bazarlarda miwe we gök önümleriň bahasy "
        "üýtgemedi, un we ýag bolsa azajyk gymmatlady, diýip satyjylar aýdýarlar."
    ),
    "fa": (
        "وزارت کشاورزی خبر می‌دهد که حاصل پنبه امسال نسبت به سال گذشته بیشتر شده است. دهقانان تا پایان ماه "
        "نوامبر جمع‌آوری حاصل را به پایان می‌رسانند. بهای میوه و سبزی در بازارها تغییر نکرده، اما آرد و روغن "
        "اندکی گران شده است. مسئولان می‌گویند ذخیره‌ها تا بهار کافی خواهد بود."
    ),
}
"""A second article for each, on another subject."""

FLASHES = {
    "tg": "Дар Хоруғ заминҷунбӣ ба қайд гирифта шуд. Талафот ва харобӣ нест.",
    "ru": "В Хороге зафиксировано землетрясение. Жертв и разрушений нет.",
    "en": "An earthquake was felt in Khorog. There are no victims and no damage.",
    "uz": "Xorog‘da zilzila qayd etildi. Qurbonlar va vayronalar yo‘q.",
    "uz-Cyrl": "Хоруғда зилзила қайд этилди. Қурбонлар ва вайроналар йўқ.",
    "ky": "Хорогдо жер титирөө катталды. Курман болгондор жана кыйроо жок.",
    "kk": "Хорогта жер сілкінісі тіркелді. Құрбан болғандар мен қирау жоқ.",
    "tk": "Horogda ýer titremesi hasaba alyndy. Pida bolanlar we weýrançylyk ýok.",
    "fa": "در خاروغ زمین‌لرزه ثبت شد. تلفات و ویرانی در پی نداشت.",
}

HEADLINES = {
    "tg": "Сохтмони мактаби нав дар деҳаи Сафедорак оғоз ёфт",
    "ru": "В кишлаке Сафедорак началось строительство новой школы",
    "en": "Work begins on a new school in the village of Safedorak",
    "uz": "Safedorak qishlog‘ida yangi maktab qurilishi boshlandi",
    "uz-Cyrl": "Сафедорак қишлоғида янги мактаб қурилиши бошланди",
    "ky": "Сафедорак айылында жаңы мектептин курулушу башталды",
    "kk": "Сафедорак ауылында жаңа мектептің құрылысы басталды",
    "tk": "Safedorak obasynda täze mekdebiň gurluşygy başlandy",
    "fa": "ساخت مکتب تازه در روستای سفیدارک آغاز شد",
}

NAMES = {
    "tg": (
        "Дар мулоқот Рустам Назаров, Фирӯз Саидов, Зарина Каримова, Баҳром Юсуфов ва Ҷамшед Одинаев иштирок доштанд."
    ),
    "ru": "Во встрече участвовали Рустам Назаров, Фируз Саидов, Зарина Каримова, Бахром Юсуфов и Джамшед Одинаев.",
    "en": (
        "Rustam Nazarov, Firuz Saidov, Zarina Karimova, Bahrom Yusufov and Jamshed Odinaev took part in the meeting."
    ),
    "uz": (
        "Uchrashuvda Rustam Nazarov, Feruz Saidov, Zarina Karimova, Bahrom Yusupov va Jamshid Odinayev ishtirok etdi."
    ),
    "ky": "Жолугушууга Рустам Назаров, Фируз Саидов, Зарина Каримова, Бакыт Жусупов жана Жамшид Одинаев катышты.",
    "kk": "Кездесуге Рүстем Назаров, Фируз Саидов, Зарина Кәрімова, Бақыт Жүсіпов және Жәмшид Одинаев қатысты.",
    "tk": "Duşuşyga Rustam Nazarow, Firuz Saidow, Zarina Karimowa, Bahrom Ýusupow we Jemşit Odinaýew gatnaşdy.",
}
"""Sentences that are names for the most part."""

BARE_TAJIK = (
    (
        "Дар нохияи Варзоб рузи душанбе пули нави мошингард ба истифода дода шуд. Ба гуфтаи сардори корхона, сохтмони "
        "пул як соли пурра идома ёфт. Сокинони дехахои болооб акнун метавонанд дар фасли зимистон низ бе мушкили "
        "ба шахр раванд."
    ),
    "Точикон ва хукумат.",
    "Хукумати чумхури дар бораи истифодаи об карори нав кабул кард.",
    "Дар шахри Душанбе намоиши хунархои мардуми баргузор шуд.",
    "Президенти чумхури ба корхонаи нави бофандаги ташриф овард.",
)
"""Tajik as it is typed on a Russian keyboard: х for ҳ, ч for ҷ, к for қ, у for ӯ, и for ӣ."""
