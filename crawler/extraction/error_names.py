"""What error pages, walls and challenges call themselves, by reason and language: whole titles and headings.

Language knowledge, nothing learned from a site. Patterns for lower-case text; ``error_pages.py`` puts them together.
"""

from __future__ import annotations

THING = r"(?:web ?page|page|url|file|article|document|content|post|news|resource|story|item|address)"
RU_THING = (
    r"(?:страниц\w*|элемент\w*|новост\w*|стать\w*|материал\w*|документ\w*|публикаци\w*|запис\w*|адрес\w*"
    r"|файл\w*|раздел\w*)"
)
RU_GONE = (
    r"не (?:была )?(?:найден\w*|обнаружен\w*|существует|опубликован\w*)|(?:была )?удален\w*|недоступ\w*|отсутствует"
)
TG_THING = r"(?:саҳифа\w*|хабар\w*|мақола\w*|мавод\w*|маълумот\w*|чизе|натиҷае)"
TG_GONE = r"(?:ёфт|пайдо|дарёфт) (?:нашуд\w*|нагардид\w*)|вуҷуд надорад|мавҷуд нест|нест шудааст|дастрас нест"
UZ_THING = r"(?:sahifa\w*|maqola\w*|xabar\w*|саҳифа\w*|мақола\w*|хабар\w*|hech narsa|ҳеч нарса)"
UZ_GONE = r"topilmadi|mavjud emas|o['‘’ʻ]chirilgan|топилмади|мавжуд эмас|ўчирилган"
KK_GONE = r"табылмады|жоқ|қолжетімсіз|өшірілген"
KY_GONE = r"табылган жок|табылбады|жок|өчүрүлгөн"
_NUMBER = (
    r"(?:http |status |error |ошибка |код |хатои |хатогӣ |хатолик |xato |хато |қате |ката |خطای |fehler |erreur "
    r"|hata |xəta |ýalňyşlyk )*(?:№ ?)?{}"
    r"(?: ?-? ?(?:error|ошибка|xato|қате|ката|page))?"
)

NAMES = {
    "soft-404": (
        _NUMBER.format("(?:404|410|۴۰۴)"),
        rf"(?:(?:the|this|that|your|requested|sorry|oops|ooops|whoops|uh oh)[ ,.!…]*)*(?:{THING} )?"
        r"(?:you requested |you are looking for |requested )?(?:was |is |could |has |does |that )?"
        r"(?:can ?not |can[’']t |couldn[’']t |doesn[’']t |isn[’']t )?"
        r"(?:not |no longer )?(?:be |been )?(?:found|exist|missing|gone|deleted|removed|available|unavailable)",
        rf"no such {THING}|(?:nothing|no results?|no posts?|no articles?)(?: was| were)?(?: found| here)?",
        rf"(?:(?:запрашиваем\w+|запрошенн\w+|иском\w+|так\w+|эт\w+|данн\w+|указанн\w+) )?{RU_THING} (?:{RU_GONE})",
        rf"так\w+ {RU_THING} (?:у нас )?(?:нет|больше нет)|(?:по вашему запросу )?ничего не (?:найдено|нашлось)"
        r"|не найдено"
        rf"|{RU_THING} не существует|(?:ой|упс|увы)\W{{1,5}}так\w+ {RU_THING} нет",
        r"(?:die )?seite (?:wurde )?(?:leider )?nicht gefunden|page (?:introuvable|non trouvée)|sayfa bulunamad[ıi]",
        rf"(?:(?:ин|чунин) )?{TG_THING}(?: \w+){{0,3}} (?:{TG_GONE})|(?:ёфт|пайдо) нашуд"
        rf"|{TG_THING} нест карда шуд(?:ааст)?",
        rf"(?:(?:bunday|бундай|siz qidirgan|сиз қидирган|so['‘’ʻ]ralgan|сўралган) )?{UZ_THING} (?:{UZ_GONE})",
        rf"(?:(?:мұндай|сұралған|сіз іздеген) )?(?:бет|парақ\w*|мақала|жаңалық|материал|ештеңе) (?:{KK_GONE})",
        rf"(?:(?:мындай|суралган|сиз издеген) )?(?:бет|барак\w*|макала|кабар|материал|эч нерсе) (?:{KY_GONE})",
        r"(?:صفحه|مطلب|خبر)(?: \w+){0,3} (?:یافت|پیدا) نشد|یافت نشد",
    ),
    "challenge": (
        _NUMBER.format("(?:403|429|451)"),
        r"just a moment|one moment(?: please)?|attention required|one more step|are you (?:a )?(?:human|robot)"
        r"|(?:security|browser|bot|human|robot|ddos) (?:check|verification|challenge|protection)(?: required)?"
        r"|(?:checking|verifying) (?:your browser|you are human|that you are human"
        r"|your connection)(?: before .{1,60})?"
        r"|(?:ddos-guard|ddos guard|captcha|recaptcha|robot check)"
        r"|(?:verify|confirm|please verify|please confirm) (?:that )?you are (?:a )?(?:human|not a robot)"
        r"|(?:access|request|permission) (?:to this page )?(?:is |has been |was )?(?:denied|blocked|restricted"
        r"|forbidden)"
        r"|(?:sorry,? )?you have been blocked|(?:website )?firewall|blocked|forbidden|too many requests"
        r"|(?:please )?wait|redirecting|enable javascript(?: and cookies)?|javascript (?:is )?(?:required|disabled)"
        r"|unavailable (?:for legal reasons|in your (?:region|country))|age (?:verification|check|restriction)"
        r"|(?:before you continue|we value your privacy|cookie (?:consent|settings|wall))"
        r"|making sure you['’]re not a bot|(?:sucuri )?web ?site firewall",
        r"доступ (?:к сайту |к странице |к ресурсу |временно )*(?:запрещ[её]н|ограничен|заблокирован|закрыт)"
        r"|проверка (?:вашего )?(?:браузера|безопасности|соединения|подключения)|вы (?:не )?робот"
        r"|подтвердите,? что вы не робот"
        r"|(?:один|одну) (?:момент|секунду|минуту|минутку)|подождите(?: пожалуйста)?|защита от (?:ddos|роботов"
        r"|ботов)(?:-атак)?"
        r"|капча|слишком много запросов|требуется javascript|включите javascript|подтвердите (?:ваш |свой )?возраст"
        r"|подтверждение возраста|запрос заблокирован|перенаправление",
        r"дастрасӣ (?:манъ|маҳдуд|баста) (?:аст|шуд\w*)|санҷиши (?:браузер|амният)|лутфан интизор шавед"
        r"|шумо робот нестед",
        r"kirish (?:taqiqlangan|cheklangan)|brauzer tekshirilmoqda|iltimos,? kuting|кириш тақиқланган",
        r"қол ?жеткізуге тыйым салынған|кіруге тыйым салынған|кирүүгө тыюу салынган|күте тұрыңыз|күтө туруңуз",
        r"دسترسی (?:غیرمجاز|مجاز نیست|مسدود است)|لطفا صبر کنید",
    ),
    "login": (
        _NUMBER.format("401"),
        r"(?:log ?in|sign ?in|login|log on|member login|user login|subscriber login)(?: required| page)?"
        r"(?: to (?:your account|continue|read .{1,40}))?|(?:log ?in|sign ?in) or (?:register|sign ?up|subscribe"
        r"|create an account)"
        r"|(?:unauthori[sz]ed|authentication required|my account|create (?:an |your )?account|registration"
        r"|subscribers? only)",
        r"вход(?: на сайт| в систему| в личный кабинет| в аккаунт| для подписчиков)?|авторизация(?: на сайте)?"
        r"|войти(?: на сайт)?"
        r"|авторизуйтесь|личный кабинет|регистрация|вход (?:и|или) регистрация|(?:требуется|необходима) авторизация"
        r"|только для подписчиков",
        r"воридшавӣ|ворид шавед|даромад(?:ан)? ба (?:сомона|система|сайт)|воридшавӣ ба \w+|сабти ном|вуруд",
        r"kirish|tizimga kirish|saytga kirish|ro['‘’ʻ]yxatdan o['‘’ʻ]tish|тизимга кириш|сайтга кириш",
        r"кіру|жүйеге кіру|сайтқа кіру|тіркелу|кирүү|системага кирүү|сайтка кирүү|катталуу",
        r"ورود|ورود به (?:سایت|سامانه|حساب کاربری)|ثبت ?نام",
    ),
    "maintenance": (
        _NUMBER.format("(?:50[0-9]|52[0-9]|1040)"),
        r"(?:site |website |we are |we[’']re |currently |down |scheduled |is |closed )*(?:under |for "
        r"|in )?(?:scheduled )?maintenance(?: mode)?"
        r"|(?:site |website |page )?(?:is )?(?:under construction|coming soon|temporarily (?:unavailable|closed|down))"
        r"|(?:we[’']ll be back|be right back)(?: soon)?|service (?:temporarily )?unavailable"
        r"|(?:internal )?server error|bad gateway"
        r"|gateway time-?out|(?:web )?server is (?:down|not responding)|(?:application|fatal|runtime"
        r"|unexpected) error|service error"
        r"|(?:account|site|website|domain|hosting|this account|this site) (?:has been |is )?(?:suspended|expired"
        r"|parked|disabled|blocked)"
        r"|(?:database|mysql|sql)(?: connection| fatal)? error|error establishing (?:a )?(?:new )?database connection"
        r"|too many connections"
        r"|whoops,? (?:looks like )?something went wrong|something went wrong|an error occurred|site offline"
        r"|welcome to (?:nginx|centos|apache|iis|our server)!?|(?:apache2?|nginx|test|default"
        r"|iis)(?: \w+){0,3} (?:default |test )?page"
        r"|(?:web ?site|hosting|(?:web )?server(?:['’]s)?) (?:default|placeholder) page|it works"
        r"|default web site page|plesk|future home of .{1,60}"
        r"|(?:this |the )?domain(?: name)?(?: [\w.-]{1,60})? (?:is |may be )?(?:for sale|parked|available for sale"
        r"|has expired)"
        r"|buy this domain|phpinfo(?:\(\))?|[a-z]{3,40}(?:error|exception|doesnotexist) at /\S*",
        r"(?:на сайте |сайт |раздел )?(?:ведутся |идут |проводятся |закрыт на |находится на |на )?"
        r"(?:плановые |профилактические )?(?:технические работы|техническое обслуживание"
        r"|техническом обслуживании|профилактические работы"
        r"|реконструкции|обслуживании|ремонте)"
        r"|сайт (?:временно )?(?:недоступен|не работает|закрыт|отключ[её]н|заблокирован|в разработке|приостановлен)"
        r"|(?:сервис|сервер|страница) временно недоступ\w+|внутренняя ошибка сервера|ошибка (?:базы данных|сервера"
        r"|подключения к (?:базе данных|бд))"
        r"|ошибка (?:установки|установления) соединения с базой данных|(?:аккаунт|хостинг|домен"
        r"|обслуживание сайта) (?:приостановлен|заблокирован|продаётся|продается|припаркован|отключ[её]н)\w*"
        r"|(?:аккаунт|домен|сайт) (?:только что создан|не прилинкован|не привязан)\w*(?: .{1,60})?|продажа домена"
        r"|что-то пошло не так",
        r"(?:дар сомона |дар сайт )?корҳои (?:техникӣ|профилактикӣ)(?: идома доранд| рафта истодаанд)?"
        r"|хатои (?:дохилии )?(?:сервер|пойгоҳи додаҳо)"
        r"|домен фурӯхта мешавад"
        r"|(?:сомона|сайт) (?:муваққатан )?(?:кор намекунад|дастрас нест|баста аст|фаъол нест)",
        r"(?:saytda )?texnik ishlar(?: olib borilmoqda| ketmoqda)?|sayt vaqtincha ishlamayapti"
        r"|сайтда техник ишлар(?: олиб борилмоқда)?|техник ишлар",
        r"(?:сайтта )?техникалық жұмыстар(?: жүр\w+ жатыр)?|(?:сайтта )?техникалык иштер(?: жүр\w+ жатат)?"
        r"|сайт уақытша жұмыс істемейді",
        r"(?:سایت )?در (?:دست|حال) (?:تعمیر|بروزرسانی|به‌روزرسانی)(?: است)?|خطای سرور",
    ),
    "listing": (
        r"index of /\S*|search(?:: .{1,80})?|(?:search results?|results of (?:the )?search)(?: for:? .{1,80})?"
        r"|поиск(?: по сайту)?(?:: .{1,80})?|(?:результаты поиска|поиск по запросу)(?:(?: по запросу)?:? .{1,80})?"
        r"|натиҷаҳои ҷустуҷӯ(?: .{1,80})?"
        r"|ҷустуҷӯ"
        r"|qidiruv natijalari(?: .{1,80})?|іздеу нәтижелері(?: .{1,80})?|издөө жыйынтыктары(?: .{1,80})?"
        r"|نتایج جستجو(?: .{1,80})?"
        r"|(?:карта сайта|sitemap|site map)",
    ),
}  # fmt: skip
