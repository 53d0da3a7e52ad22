# ruff: noqa: E501 - sentences stay whole
"""Pages that say, with status 200, that there is no article: as systems, hosters and walls of the real web word it."""

from __future__ import annotations

from typing import NamedTuple

from tests.hostile.stage import HTML, Stage
from tests.junk.chrome import cards, document, headlines, site
from tests.sites import Answer

LOGIN = "<form><input name='u'><input type='password' name='p'><button>OK</button></form>"


class Soft(NamedTuple):
    reasons: str
    """Any of them is right, parted by blanks."""

    html: str


def bare(reasons: str, lang: str, title: str, body: str) -> Soft:
    return Soft(reasons, document(body, title=title, lang=lang))


def inside(reasons: str, lang: str, title: str, body: str) -> Soft:
    """In its site: menu, sidebar of headlines, footer."""
    return Soft(reasons, site(body, title=title, lang=lang))


MISSING = {
    "WordPress, Twenty Twenty": inside(
        "soft-404",
        "en",
        "Page not found – Paygom News",
        "<h1 class='entry-title'>Page Not Found</h1><div class='intro-text'><p>The page you were looking for could not be found. It might have been removed, renamed, or did not exist in the first place.</p></div><form role='search'><input type='search'></form>",
    ),
    "WordPress, ru": inside(
        "soft-404",
        "ru",
        "Страница не найдена — Вести Пайгом",
        "<h1>Ой! Страница не найдена.</h1><p>Похоже, здесь ничего не найдено. Может быть, попробуете поискать?</p><h2>Свежие записи</h2>"
        + headlines("ru"),
    ),
    "tagDiv": inside(
        "soft-404",
        "en",
        "Page not found | Paygom",
        "<div class='td-404-title'>Ooops... Error 404</div><div class='td-404-sub-title'>Sorry, but the page you are looking for doesn't exist.</div><div class='td-404-sub-sub-title'>You can go to the HOMEPAGE</div><h4>OUR LATEST POSTS</h4>"
        + cards("en"),
    ),
    "Bitrix": inside(
        "soft-404",
        "ru",
        "404 Not Found",
        "<h1>404</h1><h2>Карта сайта</h2><p>Запрашиваемая страница не найдена. Возможно, она была удалена, или вы неправильно набрали адрес.</p><ul><li><a href='/about/'>О компании</a></li><li><a href='/news/'>Новости</a></li></ul>",
    ),
    "Bitrix, element": inside(
        "soft-404 listing",
        "ru",
        "Новости",
        "<h1>Новости</h1><p><font class='errortext'>Элемент не найден!</font></p><p><a href='/news/'>Возврат к списку</a></p>",
    ),
    "Joomla": inside(
        "soft-404",
        "en",
        "404 - Article not found",
        "<div class='error'><h1>404 - Article not found</h1><p><strong>You may not be able to visit this page because of:</strong></p><ol><li>an out-of-date bookmark/favourite</li><li>a search engine that has an out-of-date listing for this site</li><li>a mistyped address</li><li>you have no access to this page</li></ol><p>Please try one of the following pages: <a href='/'>Home Page</a></p></div>",
    ),
    "Drupal, ru": inside(
        "soft-404",
        "ru",
        "Страница не найдена | Вести",
        "<h1 class='page-title'>Страница не найдена</h1><div class='content'>Запрашиваемая страница \"/news/2026/11/1\" не найдена.</div>",
    ),
    "DLE": inside(
        "soft-404",
        "ru",
        "Вести долины",
        "<div class='alert'><b>Внимание, обнаружена ошибка</b><br>К сожалению, данная страница для Вас недоступна, возможно был изменён ее адрес или она была удалена. Пожалуйста, воспользуйтесь поиском.</div>",
    ),
    "nginx": bare(
        "soft-404",
        "en",
        "404 Not Found",
        "<center><h1>404 Not Found</h1></center><hr><center>nginx/1.18.0 (Ubuntu)</center>",
    ),
    "Apache": bare(
        "soft-404",
        "en",
        "404 Not Found",
        "<h1>Not Found</h1><p>The requested URL /news/1 was not found on this server.</p><p>Additionally, a 404 Not Found error was encountered while trying to use an ErrorDocument to handle the request.</p><hr><address>Apache/2.4.52 (Ubuntu) Server at paygom.example Port 80</address>",
    ),
    "IIS": bare(
        "soft-404",
        "en",
        "404 - File or directory not found.",
        "<div id='header'><h1>Server Error</h1></div><div id='content'><fieldset><h2>404 - File or directory not found.</h2><h3>The resource you are looking for might have been removed, had its name changed, or is temporarily unavailable.</h3></fieldset></div>",
    ),
    "Laravel": bare(
        "soft-404",
        "en",
        "Not Found",
        "<div class='flex-center'><div class='code'>404</div><div class='message'>Not Found</div></div>",
    ),
    "Django": bare(
        "soft-404",
        "en",
        "Page not found at /news/1",
        "<h1>Page not found <span>(404)</span></h1><p>Request Method: GET</p><p>Request URL: http://paygom.example/news/1</p><p>Using the URLconf defined in <code>paygom.urls</code>, Django tried these URL patterns, in this order:</p><ol><li>admin/</li><li>news/</li></ol><p>The current path, news/1, didn’t match any of these.</p>",
    ),
    "Next.js": bare(
        "soft-404",
        "en",
        "404: This page could not be found",
        "<div id='__next'><h1 class='next-error-h1'>404</h1><h2>This page could not be found.</h2></div>",
    ),
    "Tilda": bare(
        "soft-404",
        "ru",
        "404",
        "<div><div>404</div><div>Страница не найдена</div><div>Неправильно набран адрес, или такой страницы на сайте больше не существует.</div><a href='/'>Вернуться на главную</a></div>",
    ),
    "Blogger": inside(
        "soft-404",
        "en",
        "Paygom News",
        "<div class='status-msg-body'>Sorry, the page you were looking for in this blog does not exist.</div><div class='status-msg-bg'></div>",
    ),
    "tg, in its site": inside(
        "soft-404",
        "tg",
        "Саҳифа ёфт нашуд - Хабарҳои Пайғом",
        "<h1>Саҳифа ёфт нашуд</h1><p>Бубахшед, саҳифаи дархостшуда ёфт нашуд ё нест карда шудааст. Лутфан ба саҳифаи асосӣ баргардед.</p>",
    ),
    "tg, bare": bare(
        "soft-404",
        "tg",
        "Хато 404",
        "<h1>404</h1><p>Мутаассифона, чунин саҳифа дар сомонаи мо нест.</p><a href='/'>Ба саҳифаи асосӣ</a>",
    ),
    "tg, material": inside(
        "soft-404",
        "tg",
        "Хабарҳои Пайғом",
        "<h1>Хатогӣ!</h1><p>Маводе, ки шумо ҷустуҷӯ мекунед, дар сомона мавҷуд нест.</p>",
    ),
    "uz": inside(
        "soft-404",
        "uz",
        "Sahifa topilmadi",
        "<h1>404</h1><h2>Sahifa topilmadi</h2><p>Kechirasiz, siz qidirayotgan sahifa mavjud emas yoki oʻchirilgan.</p><a href='/'>Bosh sahifaga qaytish</a>",
    ),
    "uz, Cyrillic": bare(
        "soft-404",
        "uz",
        "Саҳифа топилмади",
        "<h1>Хатолик 404</h1><p>Кечирасиз, сиз излаган саҳифа топилмади ёки ўчирилган.</p>",
    ),
    "kk": inside(
        "soft-404",
        "kk",
        "Бет табылмады",
        "<h1>404</h1><p>Кешіріңіз, сіз іздеген бет табылмады немесе жойылған.</p><a href='/'>Басты бетке оралу</a>",
    ),
    "ky": bare(
        "soft-404",
        "ky",
        "Барак табылган жок",
        "<h1>404</h1><p>Кечиресиз, сиз издеген барак табылган жок же өчүрүлгөн.</p>",
    ),
    "fa": inside(
        "soft-404",
        "fa",
        "صفحه یافت نشد",
        "<h1>خطای ۴۰۴</h1><h2>صفحه مورد نظر یافت نشد</h2><p>متأسفانه صفحه‌ای که به دنبال آن هستید وجود ندارد یا حذف شده است.</p>",
    ),
    "tk": bare("soft-404", "tk", "Sahypa tapylmady", "<h1>404</h1><p>Bagyşlaň, siz gözleýän sahypaňyz tapylmady.</p>"),
    "tr": bare(
        "soft-404",
        "tr",
        "Sayfa bulunamadı",
        "<h1>404</h1><p>Aradığınız sayfa bulunamadı. Silinmiş veya taşınmış olabilir.</p>",
    ),
    "gone, in words": inside(
        "soft-404",
        "en",
        "Article unavailable",
        "<h1>This article is no longer available</h1><p>It may have expired or been withdrawn by the publisher. Browse our latest stories instead.</p>",
    ),
    "deleted, ru": inside(
        "soft-404",
        "ru",
        "Вести Пайгом",
        "<h1>Материал удалён</h1><p>Эта публикация была удалена автором или администрацией сайта.</p>",
    ),
    "joke": inside(
        "soft-404 maintenance",
        "en",
        "Well, this is awkward",
        "<h1>Well, this is awkward</h1><p>The page you are trying to reach has wandered off. Try the search box above, or head back home.</p>",
    ),
    "nothing found": inside(
        "soft-404 listing",
        "en",
        "Nothing Found",
        "<h1>Nothing Found</h1><p>Sorry, but nothing matched your search terms. Please try again with some different keywords.</p>",
    ),
    "with teasers under it": inside(
        "soft-404 listing",
        "ru",
        "Ошибка 404 - Вести",
        "<h1>Ошибка 404</h1><p>Такой страницы нет. Зато есть другие новости:</p>" + cards("ru"),
    ),
}
WALLS = {
    "Cloudflare, 2024": bare(
        "challenge",
        "en",
        "Just a moment...",
        "<noscript><div class='h2'><span id='challenge-error-text'>Enable JavaScript and cookies to continue</span></div></noscript><script>window._cf_chl_opt={}</script>",
    ),
    "Cloudflare, ru": bare(
        "challenge",
        "ru",
        "Один момент…",
        "<h1>paygom.example</h1><p>Проверяем, человек ли вы. Это может занять несколько секунд.</p><p>paygom.example должен проверить безопасность вашего подключения, прежде чем продолжить.</p>",
    ),
    "Cloudflare, Turnstile": bare(
        "challenge",
        "en",
        "Just a moment...",
        "<h1>paygom.example</h1><h2>Verify you are human by completing the action below.</h2><p>paygom.example needs to review the security of your connection before proceeding.</p><p>Ray ID: <code>8a1b2c3d</code></p><p>Performance &amp; security by Cloudflare</p>",
    ),
    "Cloudflare 1020": bare(
        "challenge",
        "en",
        "Access denied | paygom.example used Cloudflare to restrict access",
        "<h1>Error 1020</h1><h2>Access denied</h2><h2>What happened?</h2><p>This website is using a security service to protect itself from online attacks.</p>",
    ),
    "Cloudflare 1015": bare(
        "challenge",
        "en",
        "Access denied",
        "<h1>Error 1015</h1><h2>You are being rate limited</h2><p>The owner of this website (paygom.example) has banned you temporarily from accessing this website.</p>",
    ),
    "DDoS-Guard": bare(
        "challenge",
        "ru",
        "DDoS-Guard",
        "<h1>Проверка вашего браузера перед доступом на paygom.example</h1><p>Если вы видите эту страницу слишком долго, свяжитесь с нами.</p><p>Для продолжения включите JavaScript и cookies.</p>",
    ),
    "StormWall": bare(
        "challenge",
        "ru",
        "Проверка браузера",
        "<p>Пожалуйста, подождите, идёт проверка вашего браузера. Вы будете перенаправлены автоматически.</p><noscript>Для просмотра сайта включите JavaScript.</noscript>",
    ),
    "Qrator": bare(
        "challenge",
        "en",
        "403",
        "<h1>HTTP 403</h1><p>Forbidden: access to the requested resource is denied. If you think it is a mistake, contact the site administrator and tell this request ID: 5f2.</p>",
    ),
    "Imperva": bare(
        "challenge no-text",
        "en",
        "",
        "<iframe src='/_Incapsula_Resource?CWUDNSAI=1'>Request unsuccessful. Incapsula incident ID: 877000120-100</iframe>",
    ),
    "PerimeterX": bare(
        "challenge",
        "en",
        "Access to this page has been denied",
        "<h1>Press &amp; Hold to confirm you are a human (and not a bot).</h1><p>Access to this page has been denied because we believe you are using automation tools to browse the website.</p><p>Reference ID #abc</p>",
    ),
    "DataDome": bare(
        "challenge",
        "en",
        "paygom.example",
        "<p id='cmsg'>Please enable JS and disable any ad blocker</p>",
    ),
    "reCAPTCHA": bare(
        "challenge",
        "en",
        "Robot Check",
        "<h4>Enter the characters you see below</h4><p>Sorry, we just need to make sure you're not a robot. For best results, please make sure your browser is accepting cookies.</p>",
    ),
    "Yandex captcha": bare(
        "challenge",
        "ru",
        "Вы не робот?",
        "<h1>Подтвердите, что запросы отправляли вы, а не робот</h1><p>Нам очень жаль, но запросы с вашего устройства похожи на автоматические. Почему это могло произойти?</p>",
    ),
    "AWS WAF": bare(
        "challenge no-text",
        "en",
        "",
        "<div id='challenge-container'></div><noscript><h1>JavaScript is disabled</h1>In order to continue, we need to verify that you're not a robot. This requires JavaScript. Enable JavaScript and then reload the page.</noscript>",
    ),
    "Wordfence": bare(
        "challenge",
        "en",
        "Your access to this site has been limited",
        "<h1>Your access to this site has been limited by the site owner</h1><p>Your access to this service has been limited. (HTTP response code 503)</p><p>If you think you have been blocked in error, contact the owner of this site for assistance.</p><h2>Block Technical Data</h2><p>Block Reason: Access from your area has been temporarily limited for security reasons.</p>",
    ),
    "BitNinja": bare(
        "challenge",
        "en",
        "Waiting for the redirectiron...",
        "<h1>Waiting for the redirection</h1><p>Our system thinks you might be a robot. We are checking your browser, please wait.</p>",
    ),
    "country, ru": bare(
        "challenge",
        "ru",
        "Доступ запрещён",
        "<h1>Доступ из вашей страны ограничен</h1><p>К сожалению, доступ к сайту с вашего IP-адреса запрещён.</p>",
    ),
    "region, en": bare(
        "challenge",
        "en",
        "Unavailable",
        "<h1>451: Unavailable due to legal reasons</h1><p>We recognize you are attempting to access this website from a country where we cannot grant access at this time.</p>",
    ),
    "provider's, ru": bare(
        "challenge",
        "ru",
        "Доступ ограничен",
        "<h1>Уважаемые пользователи!</h1><p>Доступ к запрашиваемому ресурсу ограничен по решению уполномоченных органов.</p>",
    ),
    "tg": bare(
        "challenge",
        "tg",
        "Дастрасӣ маҳдуд аст",
        "<h1>Дастрасӣ ба ин сомона маҳдуд шудааст</h1><p>Лутфан тасдиқ кунед, ки шумо робот нестед.</p>",
    ),
    "uz": bare(
        "challenge",
        "uz",
        "Tekshiruv",
        "<h1>Brauzeringiz tekshirilmoqda</h1><p>Iltimos, kuting. Robot emasligingizni tasdiqlang.</p>",
    ),
    "fa": bare(
        "challenge",
        "fa",
        "در حال بررسی مرورگر",
        "<h1>لطفاً صبر کنید</h1><p>در حال بررسی مرورگر شما هستیم. لطفاً تأیید کنید که ربات نیستید.</p>",
    ),
    "login, WordPress": bare(
        "login",
        "en",
        "Log In ‹ Paygom — WordPress",
        f"<h1><a href='/'>Powered by WordPress</a></h1>{LOGIN}<p>Username or Email Address</p><p>Password</p><p>Remember Me</p><a href='/lost'>Lost your password?</a>",
    ),
    "login, ru": inside(
        "login",
        "ru",
        "Авторизация",
        f"<h1>Авторизация</h1><p>Для просмотра этой страницы необходимо авторизоваться.</p>{LOGIN}<a>Забыли пароль?</a>",
    ),
    "login, paywall": inside(
        "login",
        "en",
        "Subscribe to continue reading",
        f"<h1>Subscribe to continue reading</h1><p>You have reached your limit of free articles. Already a subscriber? Log in.</p>{LOGIN}",
    ),
    "login, tg": inside(
        "login",
        "tg",
        "Воридшавӣ ба сомона",
        f"<h1>Воридшавӣ</h1><p>Барои дидани ин саҳифа ба сомона ворид шавед.</p>{LOGIN}",
    ),
    "login, uz": inside(
        "login", "uz", "Kirish", f"<h1>Tizimga kirish</h1><p>Ushbu sahifani koʻrish uchun tizimga kiring.</p>{LOGIN}"
    ),
    "login, fa": inside(
        "login", "fa", "ورود به سایت", f"<h1>ورود به سایت</h1><p>برای مشاهده این صفحه لطفاً وارد شوید.</p>{LOGIN}"
    ),
}
DOWN = {
    "WordPress": bare("maintenance", "en", "Maintenance", "<p>Briefly unavailable for scheduled maintenance. Check back in a minute.</p>"),
    "WordPress, ru": bare("maintenance", "ru", "Техническое обслуживание", "<p>Сайт ненадолго закрыт на техническое обслуживание. Зайдите через минуту.</p>"),
    "WordPress, database": bare("maintenance", "en", "Database Error", "<div class='wp-die-message'><h1>Error establishing a database connection</h1></div>"),
    "WordPress, database, ru": bare("maintenance", "ru", "Ошибка базы данных", "<h1>Ошибка установки соединения с базой данных</h1><p>Это означает, что имя пользователя и пароль неверны, или нам не удалось связаться с сервером базы данных.</p>"),
    "WordPress, critical": bare("maintenance", "en", "WordPress › Error", "<div class='wp-die-message'><p>There has been a critical error on this website.</p><p><a href='https://wordpress.org/'>Learn more about troubleshooting WordPress.</a></p></div>"),
    "WordPress, critical, ru": bare("maintenance", "ru", "WordPress › Ошибка", "<p>На сайте возникла критическая ошибка.</p><p><a href='https://ru.wordpress.org/'>Узнайте больше про решение проблем с WordPress.</a></p>"),
    "Bitrix, database": bare("maintenance no-text too-short", "ru", "", "DB query error.<br>Please try later."),
    "Bitrix, closed": bare("maintenance", "ru", "Сайт закрыт", "<p>Извините, сайт закрыт на техническое обслуживание.</p>"),
    "MySQL": bare("maintenance", "en", "", "<b>Warning</b>: mysqli_connect(): (HY000/2002): Connection refused in <b>/var/www/html/db.php</b> on line <b>12</b><br>Could not connect to the database"),
    "PHP": bare("maintenance", "en", "", "<br /><b>Fatal error</b>:  Uncaught Error: Call to undefined function news() in /var/www/index.php:7 Stack trace: #0 {main} thrown in <b>/var/www/index.php</b> on line <b>7</b><br />"),
    "Laravel": bare("maintenance", "en", "Server Error", "<div class='code'>500</div><div class='message'>Server Error</div>"),
    "Joomla, offline": bare("maintenance login", "en", "Paygom News", f"<p>This site is down for maintenance.<br>Please check back again soon.</p>{LOGIN}"),
    "Drupal": bare("maintenance", "en", "Site under maintenance", "<h1>Site under maintenance</h1><p>Paygom News is currently under maintenance. We should be back shortly. Thank you for your patience.</p>"),
    "Drupal, error": bare("maintenance", "en", "", "The website encountered an unexpected error. Please try again later."),
    "Cloudflare 522": bare("maintenance", "en", "paygom.example | 522: Connection timed out", "<h1>Connection timed out <span>Error code 522</span></h1><h2>What happened?</h2><p>The initial connection between Cloudflare's network and the origin web server timed out. As a result, the web page can not be displayed.</p>"),
    "nginx 502": bare("maintenance", "en", "502 Bad Gateway", "<center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center>"),
    "nginx, sorry": bare("maintenance", "en", "Error", "<h1>An error occurred.</h1><p>Sorry, the page you are looking for is currently unavailable.<br/>Please try again later.</p><p>If you are the system administrator of this resource then you should check the error log for details.</p><p><em>Faithfully yours, nginx.</em></p>"),
    "Varnish": bare("maintenance", "en", "503 Backend fetch failed", "<h1>Error 503 Backend fetch failed</h1><p>Backend fetch failed</p><h3>Guru Meditation:</h3><p>XID: 32770</p><hr><p>Varnish cache server</p>"),
    "nginx, welcome": bare("maintenance listing soft-404", "en", "Welcome to nginx!", "<h1>Welcome to nginx!</h1><p>If you see this page, the nginx web server is successfully installed and working. Further configuration is required.</p><p>For online documentation and support please refer to nginx.org.</p><p><em>Thank you for using nginx.</em></p>"),
    "Apache, it works": bare("maintenance too-short no-text soft-404", "en", "", "<h1>It works!</h1>"),
    "Ubuntu, default": bare("maintenance listing soft-404", "en", "Apache2 Ubuntu Default Page: It works", "<span>Apache2 Default Page</span><p>This is the default welcome page used to test the correct operation of the Apache2 server after installation on Ubuntu systems. If you can read this page, it means that the Apache HTTP server installed at this site is working properly.</p>"),
    "cPanel, suspended": bare("maintenance soft-404 challenge", "en", "Account Suspended", "<h1>This Account has been suspended.</h1><p>Contact your hosting provider for more information.</p>"),
    "hoster, ru": bare("maintenance soft-404 challenge", "ru", "Сайт временно заблокирован", "<h1>Хостинг сайта временно приостановлен</h1><p>Если вы владелец данного ресурса, то для возобновления работы сайта вам необходимо продлить действие услуги хостинга.</p>"),
    "cPanel, sorry": bare("maintenance soft-404 challenge", "en", "SORRY!", "<h1>SORRY!</h1><p>If you are the owner of this website, please contact your hosting provider.</p><p>It is possible you have reached this page because: the IP address has changed; there has been a server misconfiguration; the site may have moved to a different server.</p>"),
    "Plesk": bare("maintenance soft-404 listing", "en", "Domain Default page", "<h1>Domain Default page</h1><p>If you are seeing this message, the website for paygom.example is not available at this time.</p>"),
    "parked": bare("maintenance soft-404 listing", "en", "paygom.example", "<h1>paygom.example</h1><p>This domain may be for sale. Buy this domain.</p><ul><li><a href='/1'>News</a></li><li><a href='/2'>Online newspaper</a></li></ul>"),
    "registrar, ru": bare("maintenance soft-404 listing", "ru", "Срок регистрации домена истёк", "<h1>Срок регистрации домена paygom.example истёк</h1><p>Домен зарегистрирован на имя клиента REG и скоро будет освобождён. Продлите домен в личном кабинете.</p>"),
    "registrar, new, ru": bare("maintenance soft-404", "ru", "Домен не прилинкован", "<h1>Домен не прилинкован ни к одной из директорий на сервере!</h1><p>Если вы недавно добавили домен, подождите 15 минут.</p>"),
    "under construction": bare("maintenance", "en", "Coming soon", "<h1>Coming Soon</h1><p>Our website is under construction. We'll be here soon with our new awesome site, subscribe to be notified.</p>"),
    "under construction, ru": bare("maintenance", "ru", "Сайт в разработке", "<h1>Сайт находится в разработке</h1><p>Скоро здесь появится новый сайт. Приносим извинения за временные неудобства.</p>"),
    "tg": bare("maintenance", "tg", "Корҳои техникӣ", "<h1>Дар сомона корҳои техникӣ идома доранд</h1><p>Лутфан баъдтар ворид шавед. Узр мепурсем.</p>"),
    "uz": bare("maintenance", "uz", "Texnik ishlar", "<h1>Saytda texnik ishlar olib borilmoqda</h1><p>Iltimos, keyinroq urinib koʻring. Noqulaylik uchun uzr soʻraymiz.</p>"),
    "kk": bare("maintenance", "kk", "Техникалық жұмыстар", "<h1>Сайтта техникалық жұмыстар жүргізілуде</h1><p>Кейінірек кіріп көріңіз. Қолайсыздық үшін кешірім сұраймыз.</p>"),
    "fa": bare("maintenance", "fa", "در دست تعمیر", "<h1>سایت در حال به‌روزرسانی است</h1><p>لطفاً بعداً دوباره مراجعه کنید. از شکیبایی شما سپاسگزاریم.</p>"),
    "directory index": bare("listing", "en", "Index of /news", "<h1>Index of /news</h1><table><tr><th>Name</th><th>Last modified</th><th>Size</th></tr>" + "".join(f"<tr><td><a href='{n}.html'>{n}.html</a></td><td>2026-11-0{n} 10:00</td><td>1{n}K</td></tr>" for n in range(1, 9)) + "</table>"),
    "section": inside("listing", "ru", "Политика — Вести", "<h1>Политика</h1>" + cards("ru")),
    "tag": inside("listing", "tg", "Об — Хабарҳои Пайғом", "<h1>Об</h1>" + cards("tg", look="tagdiv")),
    "search": inside("listing soft-404", "en", "Search results for “canal”", "<h1>Search results for “canal”</h1><p>8 results</p>" + cards("en", look="plain")),
    "front page": inside("front-page listing", "en", "Paygom News — news of the valley", headlines("en", tag="h2") + cards("en")),
    "author": inside("listing", "en", "Zarina Hakimova, author at Paygom News", "<h1>Zarina Hakimova</h1><p>Reporter. Writes on water.</p>" + cards("en", look="tagdiv")),
    "only a menu": inside("no-text listing too-short", "en", "Paygom News", ""),
    "script only": bare("no-text challenge", "en", "Paygom News", "<div id='root'></div><noscript>You need to enable JavaScript to run this app.</noscript><script src='/a.js'></script>"),
}  # fmt: skip
GROUPS = {"missing": MISSING, "wall": WALLS, "down": DOWN}


def soft(stage: Stage) -> None:
    for place, (kind, pages) in enumerate(GROUPS.items()):
        host = stage.host(f"soft-{kind}-en", "soft", languages=["en", "ru", "tg"])
        host.good(401 + place)
        for name, page in pages.items():
            host.page(f"{kind}, {name}", page.html, *(f"rejected:{reason}" for reason in page.reasons.split()))
        host.good(411 + place)
    for status in (401, 402, 403, 404, 410, 429, 451, 500, 502, 503, 520):
        host = stage.host(f"soft-{status}-en", "soft")
        host.good(421 + status)
        host.page(
            f"a wall with status {status}",
            Answer(WALLS["Cloudflare, 2024"].html, status, HTML),
            "rejected:challenge",
        )
