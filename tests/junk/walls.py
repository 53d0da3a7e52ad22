# ruff: noqa: E501 - sentences stay whole
"""Walls before the page: challenges, refusals, consent, log in. All of them with status 200."""

from __future__ import annotations

from tests.junk.chrome import SITE, Junk, document, footer, junk, menu, sidebar, site


def _challenge(body: str, title: str, lang: str = "en", *other: str, head: str = "") -> Junk:
    return junk(document(body, title=title, lang=lang, head=head), "challenge", *other)


def _login(body: str, title: str, lang: str = "en") -> Junk:
    return junk(site(body, title=title, lang=lang), "login")


_FORM = "<form><input name='user'><input type='password' name='pass'><button>OK</button></form>"

WALLS = {
    "Cloudflare-like, moment": _challenge(
        "<h1>paygom.example</h1><p>Checking if the site connection is secure</p><noscript>Enable JavaScript and cookies to go on"
        "</noscript><p>paygom.example needs to review the security of your connection before proceeding.</p>",
        "Just a moment...",
    ),
    "Cloudflare-like, only scripts": _challenge("<div id='cf'></div><noscript>Enable JavaScript</noscript>", "Just a moment..."),
    "Cloudflare-like, captcha": _challenge(
        "<h1>One more step</h1><h2>Please complete the security check to access paygom.example</h2><h2>Why do I have to complete a "
        "CAPTCHA?</h2><p>Completing the CAPTCHA proves you are a human and gives you temporary access to the web property.</p>"
        "<h2>What can I do to prevent this in the future?</h2><p>If you are on a personal connection, like at home, you can look for "
        "malware on your device.</p><p>If you are at an office or shared network, you can ask the administrator of the network to run "
        "a scan across it, looking for misconfigured or infected devices.</p>",
        "Attention Required! | Cloudflare",
    ),
    "Cloudflare-like, blocked": _challenge(
        "<h1>Sorry, you have been blocked</h1><h2>You are unable to access paygom.example</h2><h2>Why have I been blocked?</h2><p>This "
        "website is using a security service to protect itself from attacks. The action you just performed triggered the rules.</p>"
        "<p>You can email the site owner to let them know you were blocked.</p><p>Your Ray ID: 8f3a</p>",
        "Attention Required!",
    ),
    "DDoS-Guard-like": _challenge(
        "<h1>Checking your browser before accessing paygom.example</h1><p>Please wait a few seconds. Once this check is complete, the "
        "page will open by itself.</p>",
        "DDoS-Guard",
    ),
    "DDoS-Guard-like, ru": _challenge(
        "<h1>Проверка браузера перед переходом на сайт</h1><p>Пожалуйста, подождите несколько секунд. Этот процесс автоматический.</p>",
        "DDoS-Guard",
        "ru",
    ),
    "Akamai-like": _challenge(
        "<h1>Access Denied</h1><p>You don't have permission to access \"http://paygom.example/news\" on this server.</p><p>Reference "
        "#18.aa5b1702</p>",
        "Access Denied",
    ),
    "Qrator-like": _challenge(
        "<h1>Доступ ограничен</h1><p>Ваш IP-адрес заблокирован. Если вы считаете, что это ошибка, напишите администратору сайта.</p>",
        "403",
        "ru",
    ),
    "Sucuri-like": _challenge(
        "<h1>Access Denied - Website Firewall</h1><p>If you are the site owner (or you manage this site), please whitelist your IP.</p>"
        "<p>Block ID: BL14</p>",
        "Website Firewall - Access Denied",
    ),
    "redirecting script": _challenge("<p>You are being redirected...</p>", "You are being redirected...", "en", "too-short"),
    "captcha": _challenge(
        "<h1>Вы не робот?</h1><p>Введите символы с картинки, чтобы продолжить.</p><img src='c.png'><form><input></form>",
        "Проверка",
        "ru",
    ),
    "captcha, tg": _challenge(
        "<h1>Санҷиши амният</h1><p>Лутфан тасдиқ кунед, ки шумо робот нестед.</p>", "Хабарҳои Пайғом", "tg"
    ),
    "browser check, uz": _challenge("<h1>Brauzer tekshirilmoqda</h1><p>Iltimos, bir necha soniya kuting.</p>", "Paygʻom", "uz"),
    "browser check, kk": _challenge("<h1>Күте тұрыңыз</h1><p>Браузеріңіз тексерілуде, бұл бірнеше секунд алады.</p>", "Пайғам", "kk"),
    "browser check, fa": _challenge("<h1>لطفا صبر کنید</h1><p>در حال بررسی مرورگر شما هستیم.</p>", "پیغام", "fa"),
    "JS": _challenge("<p id='cmsg'>Please enable JS and disable any ad blocker</p>", "paygom.example"),
    "unusual traffic": _challenge(
        "<p>Our systems have detected unusual traffic from your computer network. Please solve the challenge below.</p>", "Paygom News"
    ),
    "too many requests": _challenge(
        "<h1>429 Too Many Requests</h1><p>Your IP address has made too many requests and is blocked for one hour.</p>",
        "429 Too Many Requests",
    ),
    "forbidden, nginx": _challenge("<center><h1>403 Forbidden</h1></center><hr><center>nginx</center>", "403 Forbidden"),
    "forbidden, ru, in the site": junk(
        site("<h1>Доступ запрещён</h1><p>У вас нет прав для просмотра этой страницы.</p>", title="Доступ запрещён", lang="ru"),
        "challenge",
        "login",
    ),
    "shell of an app": _challenge(
        "<noscript>You need to enable JavaScript to run this app.</noscript><div id='root'></div>", "Paygom News", "en", "no-text"
    ),
    "shell of an app that speaks": _challenge(
        "<div id='app'><p>Please enable JavaScript in your browser to read this site.</p></div>", "Paygom News", "en", "no-text"
    ),
    "shell of an app that speaks, ru": _challenge(
        "<div id='app'><p>Для корректной работы сайта включите JavaScript в настройках браузера.</p></div>", SITE["ru"], "ru", "no-text"
    ),
    "shell, loading": _challenge("<div id='__next'><div class='spinner'>Loading...</div></div>", "Paygom", "en", "no-text", "too-short"),
    "cookie wall": _challenge(
        "<h1>Before you continue</h1><p>We and our partners use cookies to store information on your device. You must accept them to "
        "read this site, or buy a subscription without advertisements.</p><button>Accept all</button>",
        "Paygom News",
    ),
    "consent wall of 842 partners": _challenge(
        "<h1>Before you continue</h1><p>We value your privacy. We and our 842 partners store and access information on a device, "
        "such as cookies, for personalised ads and content.</p><p>With your permission we and our partners may use precise location "
        "data. You may click to consent to this, or change your preferences before you refuse.</p><button>Accept all</button>",
        "Paygom News",
    ),
    "consent wall of 147 vendors": _challenge(
        "<p>paygom.example asks for your consent to use your personal data to:</p><p>Personalised advertising and content, audience "
        "research and services development. Your personal data will be processed by 147 vendors. Some vendors may process it on "
        "the basis of legitimate interest, to which you can object below.</p><button>Consent</button>",
        "paygom.example",
    ),
    "Anubis": _challenge(
        "<h1>Making sure you&#39;re not a bot!</h1><p>You are seeing this because the administrator of this website has set up Anubis "
        "against companies that scrape websites, which makes their pages inaccessible for everyone.</p>"
        "<p>Anubis is a compromise. Anubis uses a proof of work, so that a mass of requests becomes dear.</p>",
        "Making sure you&#39;re not a bot!",
        head="<script id='anubis_challenge' type='application/json'>{}</script>",
    ),
    "Incapsula, a frame alone": _challenge(
        "<iframe src='/_Incapsula_Resource?CWUDNSAI=9'>Request unsuccessful. Incapsula incident ID: 123-456</iframe>", ""
    ),
    "Sucuri": _challenge(
        "<h1>Access Denied - Sucuri Website Firewall</h1><p>If you are the site owner, please whitelist your address, or if you think "
        "that this block is an error please open a support ticket and include the details below.</p>",
        "Sucuri WebSite Firewall - Access Denied",
    ),
    "cookie wall, ru": _challenge(
        "<h2>Мы используем файлы cookie</h2><p>Продолжая пользоваться сайтом, вы соглашаетесь на обработку персональных данных.</p>"
        "<button>Принять</button>",
        SITE["ru"],
        "ru",
    ),
    "age": _challenge(
        "<h1>Подтвердите возраст</h1><p>Сайт содержит материалы, которые предназначены для лиц старше 18 лет.</p><button>Мне есть 18"
        "</button>",
        SITE["ru"],
        "ru",
    ),
    "region": _challenge(
        "<h1>Unavailable in your region</h1><p>This content is not available in your country for legal reasons. We apologise.</p>",
        "451",
    ),
    "region, ru": _challenge(
        "<h1>Контент недоступен</h1><p>Материал недоступен в вашем регионе по требованию правообладателя.</p>", SITE["ru"], "ru",
        "soft-404",
    ),
    "region, tg": _challenge("<h1>Дастрасӣ маҳдуд аст</h1><p>Дастрасӣ ба ин саҳифа дар кишвари шумо маҳдуд шудааст.</p>", "451", "tg"),
    "log in": _login(f"<h1>Log in</h1><p>Enter your user name and password to read on.</p>{_FORM}", "Log in | Paygom News"),
    "log in, WordPress": junk(
        document(
            "<div id='login'><h1><a href='https://wordpress.org/'>Powered by WordPress</a></h1><form><p><label>Username or Email Address"
            "</label><input></p><p><label>Password</label><input type='password'></p><p><label>Remember Me</label></p></form><p><a "
            "href='/lost'>Lost your password?</a></p></div>",
            title="Log In ‹ Paygom News — WordPress",
            cls="login",
        ),
        "login",
    ),
    "log in, Joomla": _login(f"<h1>Вход на сайт</h1>{_FORM}<ul><li><a href='/r'>Забыли пароль?</a></li></ul>", "Авторизация", "ru"),
    "log in, DLE": _login(
        "<div>Внимание!</div><p>Вы не авторизованы. Для просмотра этого раздела необходимо войти на сайт под своим логином.</p>",
        SITE["ru"],
        "ru",
    ),
    "log in, tg": _login(f"<h1>Воридшавӣ</h1><p>Номи корбар ва рамзи худро нависед.</p>{_FORM}", "Воридшавӣ ба сомона", "tg"),
    "log in, uz": _login(f"<h1>Tizimga kirish</h1><p>Davom etish uchun tizimga kiring.</p>{_FORM}", "Kirish", "uz"),
    "log in, ky": _login(f"<h1>Кирүү</h1><p>Окуу үчүн сайтка кириңиз.</p>{_FORM}", "Кирүү", "ky"),
    "log in, fa": _login(f"<h1>ورود به سایت</h1><p>برای ادامه وارد شوید.</p>{_FORM}", "ورود", "fa"),
    "wall without a word of the article": _login(
        "<h1>Orchard growers of the upper valley ask for cold stores</h1><div class='wall'><p>This article is for subscribers only.</p>"
        f"<p>Already a subscriber? Log in to continue reading.</p>{_FORM}</div>",
        "Orchard growers of the upper valley ask for cold stores | Paygom News",
    ),
    "wall without a word of the article, ru": _login(
        "<h1>Садоводы верхней долины просят построить холодильники</h1><p>Материал доступен только для подписчиков.</p><p>Войдите или "
        "зарегистрируйтесь, чтобы читать дальше.</p>",
        "Садоводы верхней долины просят построить холодильники",
        "ru",
    ),
    "wall without a word of the article, tg": _login(
        "<h1>Боғдорони водии боло сохтани сардхонаҳоро мехоҳанд</h1><p>Барои хондани матни пурра ба сомона ворид шавед ё обуна шавед.</p>",
        "Боғдорони водии боло сохтани сардхонаҳоро мехоҳанд",
        "tg",
    ),
    "registration": _login(f"<h1>Регистрация</h1><p>Введите ваш адрес и придумайте пароль.</p>{_FORM}", "Регистрация", "ru"),
    "challenge inside the site": junk(
        document(
            f"{menu()}<main><h1>Security check</h1><p>Please confirm that you are not a robot.</p></main>{sidebar()}{footer()}",
            title="Security check - Paygom News",
        ),
        "challenge",
    ),
}  # fmt: skip
