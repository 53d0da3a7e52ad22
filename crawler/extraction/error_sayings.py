"""How error pages, walls and challenges speak, by reason and language: the beginnings of their sentences.

Language knowledge, nothing learned from a site. Patterns for lower-case text; ``error_pages.py`` puts them together.
"""

from __future__ import annotations

from crawler.extraction.error_names import (
    KK_GONE,
    KY_GONE,
    RU_GONE,
    RU_THING,
    TG_GONE,
    TG_THING,
    THING,
    UZ_GONE,
    UZ_THING,
)

SORRY = (
    r"(?:(?:sorry|oops|hmm+|увы|ooops|whoops|we[’']re sorry|we are sorry|unfortunately|it (?:looks|seems) like"
    r"|error|ой|упс"
    r"|к сожалению|извините|простите|приносим (?:свои )?извинения|ошибка|бубахшед|мутаассифона|узр|uzr|afsuski"
    r"|кечирасиз|kechirasiz"
    r"|кешіріңіз|өкінішке қарай|кечиресиз|тилекке каршы|متاسفانه|متأسفانه)[\s,.!…:;—–-]*(?:but |that |но |что )?)*"
)

SAYINGS = {
    "soft-404": (
        rf"(?:the |this |that |your )?(?:requested )?{THING}s? (?:that )?(?:you (?:are looking for|were looking for"
        rf"|look for|requested"
        r"|have requested|tried to (?:reach|open))|requested|you[’']re looking for|at this address|(?:was|is|has|does"
        r"|could|can ?not|can[’']t|may|might|no longer)\b)"
        rf".{{0,80}}(?:not|n[’']t|no longer|moved|deleted|removed|renamed|unavailable|never|gone)",
        rf"(?:the )?requested (?:url|{THING}) .{{0,120}}not found|nothing (?:was |has been )?found|no (?:results"
        rf"|posts|articles|entries|news) "
        rf"(?:were |was |have been )?(?:found|match)|we (?:could ?n[o’']t|can ?not|can[’']t|were unable to) find"
        r"|it (?:looks|seems) like nothing was found|nothing was found at this|there (?:is|are) no(?:thing)? (?:page"
        r"|results|such|here|posts)"
        rf"|that {THING} can[’']t be found|no such {THING}|you may not be able to visit this page",
        rf"(?:(?:запрашиваем|запрошенн|иском|так|эт|данн|указанн"
        rf"|ваш)\w+ )*(?:вами )?{RU_THING}(?:,? (?:котор\w+ )?вы (?:ищете|искали|запросили|запрашиваете"
        rf"|пытаетесь \w+),?)?"
        rf"(?: по (?:этому|данному|указанному) адресу)?(?: \w+){{0,2}},? (?:{RU_GONE}|больше нет|нет на сайте"
        rf"|перемещен\w*|переехал\w*|нет)\b"
        rf"|так\w+ {RU_THING} (?:у нас )?(?:нет|не существует|не найден\w*)|(?:по (?:вашему|данному) запросу "
        rf"|по запросу .{{1,60}} )?ничего не (?:найдено|нашлось)"
        r"|мы не (?:смогли|можем) найти|возможно,? (?:она|он|страница|материал|вы) (?:был\w?|удал\w+|неправильно"
        r"|ошиблись|перемещ\w+)"
        r"|неправильно набран адрес|(?:проверьте|убедитесь).{0,40}правильност\w+ .{0,20}адрес"
        r"|в этом разделе (?:пока )?нет|записей не найдено|вы попали на (?:несуществующую|удал[её]нную) страницу",
        rf"(?:(?:ин|чунин) )?{TG_THING}(?: \S+){{0,5}} (?:{TG_GONE})|мо (?:ин )?саҳифаро наёфтем"
        r"|аз рӯи (?:ин )?дархост",
        rf"(?:(?:bunday|бундай|siz|сиз|so['‘’ʻ]ralgan|сўралган|qidir\S+"
        rf"|қидир\S+) )*{UZ_THING}(?: \S+){{0,2}} (?:{UZ_GONE})",
        rf"(?:(?:мұндай|сұралған|сіз|іздеген) )*(?:бет|парақ\w*|мақала|жаңалық|ештеңе)(?: \S+){{0,2}} (?:{KK_GONE})",
        rf"(?:(?:мындай|суралган|сиз|издеген) )*(?:бет|барак\w*|макала|кабар|эч нерсе)(?: \S+){{0,2}} (?:{KY_GONE})",
        r"(?:صفحه|مطلب|خبر)(?:\S*)(?: \S+){0,6} (?:یافت|پیدا) نشد|(?:صفحه|مطلب|خبر)(?: \S+){0,6} وجود ندارد",
    ),
    "challenge": (
        r"(?:checking|verifying|we are (?:checking|verifying)|please wait while we (?:check|verify)).{0,30}(?:browser"
        r"|human|connection|robot|request|secure)"
        r"|(?:please )?(?:enable|turn on|allow) (?:javascript|js|cookies)\b|(?:javascript|cookies?) (?:is|are|must be"
        r"|has to be)(?: \w+)? (?:required|disabled|enabled|turned)"
        r"|(?:this|our|the|your) (?:site|website|page|app|browser) (?:requires|needs|does not support"
        r"|has) .{0,30}(?:javascript|cookies)"
        r"|you need to enable javascript|(?:this process is automatic|your browser will redirect)|you (?:are being"
        r"|will be) redirected"
        r"|(?:please )?(?:complete|solve|pass|enter|type).{0,30}(?:captcha|security check|characters|challenge|code)"
        r"|completing the captcha"
        r"|(?:please )?(?:confirm|prove|verify).{0,20}(?:you are|you[’']re|that you|your age)"
        r"|why (?:do i have to complete|have i been blocked|am i seeing)"
        r"|what can i do to (?:prevent|resolve) this|if you are (?:on a personal|at an office)|(?:your|the) (?:ray"
        r"|reference|incident|event|support|request) id"
        r"|you (?:do not|don[’']t) have (?:permission|access)|(?:your )?access (?:to .{1,60} )?(?:is|was|has been"
        r"|from .{1,40}) (?:temporarily )?(?:denied|blocked|limited|restricted|forbidden)"
        r"|(?:your|this) (?:request|ip|ip address|connection)\b.{0,60}(?:blocked|banned|denied|rejected|limited"
        r"|suspicious|unusual)"
        r"|this (?:website|site) is using a security service|(?:the action you just performed|several actions"
        r"|you can email the site)"
        r"|(?:our systems have |we(?: have|[’']ve)? )?detected (?:unusual|suspicious|automated)|ddos (?:protection"
        r"|guard|attack)|ddos-guard|too many requests|pardon our interruption"
        r"|(?:this|the) (?:content|site|website|page|service|article|video) is (?:not available|unavailable"
        r"|blocked) (?:in|from|for) (?:your|the|visitors|users)"
        r"|we value your privacy|(?:with your permission )?we (?:and|or) our (?:\d+ )?partners"
        r"|\S{4,60} asks for your consent to use|you may click to consent|some vendors may process your personal data"
        r"|your personal data will be processed|store and/or access information on a device"
        r"|we (?:and our partners )?use cookies|(?:to continue|before you continue|by clicking|you must accept"
        r"|to read this site)"
        r"|you must be (?:at least |over )?(?:18|21|of legal)|are you (?:over|18|21|at least)|(?:this page|this site"
        r"|this website) contains? (?:adult|age)",
        r"(?:проверяем|проверка|идет проверка|идёт проверка|мы проверяем).{0,30}(?:браузер|соединени|безопасност"
        r"|робот|подключени)|подтвердите,? (?:пожалуйста,? )?(?:что|ваш|свой|возраст)"
        r"|(?:пожалуйста,? )?(?:включите|разрешите|активируйте).{0,30}(?:javascript|cookie|куки)|для (?:работы"
        r"|просмотра|корректн\w+|доступа|продолжения).{0,50}(?:javascript|cookie|куки)"
        r"|(?:в вашем браузере|ваш браузер).{0,30}(?:отключ|не поддерж|javascript|cookie|провер)|(?:введите|решите"
        r"|пройдите).{0,30}(?:символ|капч|код|провер|пример)"
        r"|(?:ваш |доступ |вам )?(?:ip|ip-адрес|запрос|доступ)\b.{0,60}(?:заблокирован|ограничен|запрещ[её]н|закрыт"
        r"|отклон[её]н)|у вас нет (?:прав|доступа)"
        r"|(?:с вашего|из вашей|от вас).{0,30}(?:запрос|адрес|сети).{0,60}|этот процесс автоматический|(?:вы будете"
        r"|вас).{0,20}перенаправ|(?:ваш )?(?:идентификатор|id) (?:запроса|инцидента)"
        r"|(?:содержимое|контент|материал|сайт|страница)\b.{0,20}(?:недоступ\w+|не доступ\w+) (?:в|для|из) (?:вашей"
        r"|вашего|жителей|пользователей)|мы (?:используем|обрабатываем) (?:файлы )?(?:cookie|куки)"
        r"|вам (?:уже )?(?:есть|исполнилось|должно быть).{0,15}18|сайт (?:содержит|предназначен).{0,40}(?:18|возраст"
        r"|совершеннолет)|защита от ddos|продолжая (?:использовать|пользоваться)",
        r"(?:лутфан,? )?javascript-?ро фаъол|(?:браузер|пайваст)и шумо.{0,40}санҷида|дастрасӣ(?: \S+){0,4} (?:манъ"
        r"|маҳдуд|баста)|(?:лутфан,? )?(?:тасдиқ кунед|рамзро ворид)|мо аз cookie"
        r"|(?:лутфан,? )?интизор шавед",
        r"(?:brauzeringiz|ulanishingiz).{0,30}tekshir|(?:iltimos,? )?(?:javascript|robot emas)"
        r"|kirish(?: \S+){0,3} (?:taqiqlangan|cheklangan)|saytga kirish cheklan"
        r"|браузерингиз.{0,30}текшир",
        r"(?:браузеріңіз|қосылым).{0,30}тексер|javascript.{0,10}(?:қосыңыз|иштет|күйгүз)|(?:браузериңиз"
        r"|байланыш).{0,30}текшер|робот емес|робот эмес",
        r"(?:لطفا )?(?:جاوا ?اسکریپت|javascript).{0,20}فعال|دسترسی(?: \S+){0,5} (?:مسدود|محدود|مجاز نیست)|ربات نیستید"
        r"|در حال بررسی مرورگر",
    ),
    "login": (
        r"(?:please |you (?:must|need to|have to) (?:be )?)?(?:log(?:ged)? ?in|sign(?:ed)? ?in|login|subscribe"
        r"|register)\b.{0,20}(?:to|with|or|below|using|in order)\b"
        r"|(?:to (?:continue|keep) reading|to read (?:this|the full|the rest|on)|this (?:article|content|page|story"
        r"|material) is (?:only |for |available |exclusively )+)"
        r"|(?:already (?:a )?(?:subscriber|member|have an account|registered)|(?:do not|don[’']t) have an account"
        r"|forgot (?:your )?password|lost your password|remember me|not a member)"
        r"|(?:enter|type) your (?:user ?name|e-?mail|login|password|details)|(?:user ?name|e-?mail"
        r"|password)(?: or e-?mail(?: address)?)?[:*]?$|create (?:an|your) (?:free )?account",
        r"(?:пожалуйста,? )?(?:войдите|авторизуйтесь|зарегистрируйтесь|введите (?:ваш |свой )?(?:логин|пароль|e-?mail"
        r"|имя пользователя|адрес))|(?:чтобы|для того,? чтобы) (?:продолжить|читать|прочитать|просмотреть"
        r"|получить доступ)"
        r"|для (?:просмотра|чтения|доступа|продолжения).{0,60}(?:войти|войдите|авториз|зарегистр|подпис)"
        r"|(?:вы не авторизованы|необходимо (?:войти|авториз|зарегистр)|требуется (?:вход|авториз))"
        r"|(?:материал|статья|текст|доступ|страница|раздел)\b.{0,30}(?:только|лишь) (?:для )?(?:подписчик|зарегистр"
        r"|авториз)|(?:забыли пароль|запомнить меня|уже (?:зарегистрированы|есть аккаунт|подписаны)|нет аккаунта"
        r"|ещё нет аккаунта)"
        r"|(?:логин|пароль|имя пользователя|e-?mail)[:*]?$",
        r"(?:лутфан,? )?(?:ворид шавед|ба (?:сомона|система|ҳисоб|сайт)\S* (?:ворид|дароед))|барои (?:хондан|хондани"
        r"|дидани|идома\S*|дастрасӣ)\b.{0,60}(?:ворид|сабти ном|обуна)|(?:номи корбар|рамз|гузарвожа"
        r"|рамзи убур)\S*(?: \S+){0,4}$"
        r"|рамзро фаромӯш|номи корбар ва",
        r"(?:iltimos,? )?(?:tizimga|saytga) kiring|o['‘’ʻ]qish uchun.{0,40}kir|parolni (?:unutdingiz|kiriting)"
        r"|тизимга киринг|давом этиш учун.{0,40}кир|davom etish uchun.{0,40}kir",
        r"(?:жүйеге|сайтқа) кіріңіз|оқу үшін.{0,40}кір|құпия ?сөзді|(?:системага|сайтка) кириңиз|окуу үчүн.{0,40}кир"
        r"|сырсөздү",
        r"(?:لطفا )?(?:وارد (?:شوید|حساب|سایت)|ثبت ?نام کنید)|برای (?:ادامه|مشاهده|خواندن).{0,40}(?:وارد|ورود|عضو)",
    ),
    "maintenance": (
        r"(?:we are|we[’']re|(?:this|our|the) (?:site|website|page|service|server|portal)(?: is)?|currently"
        r"|the site)\b.{0,60}(?:maintenance|under construction|upgrad|updat|temporarily|briefly|overload|capacity"
        r"|suspended|coming soon|performing|technical work)"
        r"|(?:we will|we[’']ll|will|should) be back|(?:please )?(?:check|come|try) (?:back|again) (?:soon|later|in a)"
        r"|thank you for (?:your patience|waiting)|back (?:soon|online)"
        r"|error establishing|(?:this|could not|can ?not|unable to|failed to) (?:either means|connect)|(?:could not"
        r"|can ?not|can[’']t|unable to|failed to) (?:connect|select|establish|open)\b.{0,40}(?:database|mysql|server"
        r"|sql|stream)"
        r"|(?:are you sure (?:you have|that)|what[’']s (?:going on|this)|if you[’']re unsure what)|(?:database|mysql"
        r"|sql) (?:error|connection|server)|mysql server has gone away|the error returned was"
        r"|error number: |1040 |sqlstate\["
        r"|(?:php )?(?:fatal|parse|uncaught|runtime|syntax)\b.{0,20}(?:error|exception)|warning: \w+\(|stack trace"
        r"|#\d+ \S+\(|thrown in|traceback \(most recent|exception in|at \S+\(\S+:\d+\)|\S+\.php(?::| on line)"
        r"|(?:the|this|an?) (?:server|internal server|application|unexpected|critical) (?:encountered|error|is|was"
        r"|has|returned|could)|(?:there has been|there was) (?:a|an) (?:critical )?error|(?:something"
        r"|looks like something) went wrong"
        r"|(?:please )?contact (?:your|the|us|this) (?:hosting|server|site|website|administrator|system|billing"
        r"|support)|more information about this error|(?:apache|nginx|openresty)/[\d.]+"
        r"|(?:this|the|your|that) (?:account|domain|domain name|hosting)\b.{0,60}(?:suspended|expired|for sale|parked"
        r"|registered|disabled|available|blocked|inactive|purchas)|(?:is this your|buy this|are you the owner"
        r"|interested in|inquire about|get this|make an offer|related searches|this webpage was generated)"
        r"|if you (?:see|can see|can read|are seeing|are the owner|are a|are the (?:site"
        r"|website) owner) .{0,80}(?:page|owner|web ?site|server|administrator|domain)?|welcome to (?:nginx"
        r"|our server|apache)|this is the default|it works|for online documentation|thank you for using nginx"
        r"|future home of"
        r"|(?:the )?(?:upstream|origin|web) server|you can (?:use|replace|replace this)|this (?:page"
        r"|server) (?:is generated by|is used|is (?:powered|running|hosted))|(?:there is|there[’']s) no (?:web ?site"
        r"|content|site)|index\.html",
        r"(?:(?:сейчас|в данный момент|в настоящее время|временно|уважаем\w+ \w+)[,!]? )*(?:на (?:нашем )?(?:сайте"
        r"|портале|сервере)|наш сайт|сайт|портал|ресурс|сервер|страница)(?: (?:сейчас|временно|находится"
        r"|в данный момент|в настоящее время|закрыт\w?|ведутся|проводятся|идут|на|по|причине|техническ\w+|плановы\w+"
        r"|профилактическ\w+)){1,6}"
        r".{0,30}(?:работы|работ|обслуживани|реконструкц|недоступ|разработк|ремонт|не работает|обновлени|перегружен)"
        r"|(?:ведутся|проводятся|идут) (?:плановые |профилактические )?(?:технические|профилактические) работы"
        r"|(?:мы|сайт) (?:скоро|вскоре) (?:вернемся|вернёмся|заработает|откро\w+)|(?:попробуйте|зайдите|заходите"
        r"|загляните|повторите|обновите).{0,30}(?:позже|позднее|через|попытку|страницу|скоро)|приносим извинения за"
        r"|спасибо за (?:понимание|терпение)"
        r"|(?:ошибка|не удалось|невозможно|не удается).{0,30}(?:баз\w+ данных|соединени|подключ|сервер)"
        r"|(?:внутренняя )?ошибка сервера|что-то пошло не так|произошла (?:внутренняя |непредвиденная "
        r"|критическая )?ошибка|на (?:сервере|сайте) (?:произошла|возникла)"
        r"|(?:хостинг|аккаунт|домен|обслуживание|данный сайт|этот сайт|сайт)\b.{0,60}(?:приостановлен"
        r"|заблокирован|прода[её]тся|припаркован|отключ[её]н|зарегистрирован|истек|ист[её]к|не опубликован"
        r"|не оплачен)|(?:если вы|вы) .{0,10}(?:владелец|администратор|являетесь владельцем)|(?:купить|выкупить"
        r"|приобрести) (?:этот )?домен|обратитесь (?:в|к) .{0,20}(?:поддержк|администратор|хостинг|провайдер)"
        r"|(?:сайт|домен|страница) (?:только что|успешно) (?:создан|добавлен|размещен|размещён)",
        r"(?:дар (?:сомона|сайт|портал)|сомона|сайт|портал)\S*(?: \S+){0,5} (?:корҳои (?:техникӣ|профилактикӣ"
        r"|таъмирӣ)|навсозӣ|таъмир|кор намекунад|дастрас нест|баста)|(?:баъдтар"
        r"|дертар) (?:бори дигар |аз нав )?(?:кӯшиш|ворид|ташриф)|хатои (?:дохилии )?(?:сервер|пойгоҳи додаҳо)"
        r"|бо пойгоҳи (?:додаҳо|маълумот)|барои (?:фаҳмиш|нороҳатӣ|интизорӣ)",
        r"(?:saytda|sayt|saytimiz\S*|portal\S*)(?: \S+){0,5} (?:texnik|ta['‘’ʻ]mir|ishlamayapti|yangilan)"
        r"|keyinroq|noqulaylik|сайтда.{0,30}техник ишлар|кейинроқ",
        r"сайт\S*(?: \S+){0,4} (?:техникалық|техникалык|жөндеу|оңдоо|жұмыс істемейді|иштебейт)"
        r"|кейінірек|кийинчерээк|бір аздан|бир аздан",
        r"(?:سایت|وب ?سایت|سامانه)(?:\S*)(?: \S+){0,5} (?:تعمیر|بروزرسانی|به‌روزرسانی|دسترس نیست)|لطفا (?:بعدا|دوباره"
        r"|بعداً)",
    ),
}  # fmt: skip
