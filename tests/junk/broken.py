# ruff: noqa: E501 - sentences stay whole
"""Sites that are closed, suspended, sold, or broken."""

from __future__ import annotations

from tests.junk.chrome import SITE, Junk, document, junk, site


def _down(body: str, title: str, lang: str = "en", *other: str) -> Junk:
    return junk(document(body, title=title, lang=lang), "maintenance", *other)


BROKEN = {
    "maintenance": _down("<h1>Under maintenance</h1><p>We will be back in a few hours, thank you for waiting.</p>", "Paygom News"),
    "maintenance, WordPress": _down("<p>Briefly unavailable for scheduled maintenance. Check back in a minute.</p>", "Maintenance"),
    "maintenance, Drupal": _down(
        "<h1>Site under maintenance</h1><p>Paygom News is currently under maintenance. We should be back shortly. Thank you for your "
        "patience.</p>",
        "Site under maintenance | Paygom News",
    ),
    "maintenance, Joomla": _down(
        "<h1>Вести Пайгом</h1><p>Сайт закрыт на техническое обслуживание.<br>Пожалуйста, зайдите позже.</p><form><label>Логин</label>"
        "<input><label>Пароль</label><input type='password'></form>",
        "Вести Пайгом",
        "ru",
    ),
    "maintenance, Bitrix": _down(
        "<div>Уважаемые посетители!</div><p>На сайте ведутся технические работы. Приносим извинения за неудобства.</p>", SITE["ru"], "ru"
    ),
    "maintenance, DLE": _down(
        "<h2>Сайт временно недоступен</h2><p>В данный момент на сайте проводятся профилактические работы, загляните позже.</p>",
        "Технические работы",
        "ru",
    ),
    "maintenance, tg": _down(
        "<h1>Корҳои техникӣ</h1><p>Дар сомона корҳои техникӣ идома доранд. Лутфан баъдтар ташриф оред.</p>", SITE["tg"], "tg"
    ),
    "maintenance, uz": _down("<h1>Texnik ishlar</h1><p>Saytda texnik ishlar olib borilmoqda, keyinroq kiring.</p>", SITE["uz"], "uz"),
    "maintenance, kk": _down("<h1>Техникалық жұмыстар</h1><p>Сайтта техникалық жұмыстар жүріп жатыр.</p>", SITE["kk"], "kk"),
    "maintenance, ky": _down("<h1>Техникалык иштер</h1><p>Сайтта техникалык иштер жүрүп жатат.</p>", SITE["ky"], "ky"),
    "maintenance, fa": _down("<h1>در حال بروزرسانی</h1><p>سایت در دست تعمیر است. لطفا بعدا مراجعه کنید.</p>", SITE["fa"], "fa"),
    "maintenance inside the site": junk(
        site(
            "<h1>Раздел на реконструкции</h1><p>Сайт находится на реконструкции, скоро вернёмся с новым дизайном.</p>",
            title=SITE["ru"],
            lang="ru",
        ),
        "maintenance",
    ),
    "maintenance, with the name of the site": _down(
        "<h1>Вести области Пайгом</h1><p>Сайт «Вести области Пайгом» временно недоступен из-за технических работ. Заходите позже.</p>",
        "Вести области Пайгом", "ru",
    ),
    "a page of Django for its developers": _down(
        "<h1>OperationalError at /news/1</h1><pre>could not connect to server: Connection refused.</pre><p>You are seeing this error "
        "because you have DEBUG = True in your Django settings file.</p>",
        "OperationalError at /news/1",
    ),
    "phpinfo": _down(
        "<h1>PHP Version 7.4</h1><table>" + "".join(f"<tr><td>directive {n}</td><td>value {n}</td></tr>" for n in range(60)) + "</table>",
        "phpinfo()",
    ),
    "domain for sale, tg": _down("<h1>Домен фурӯхта мешавад</h1><p>Барои харид ба мо нависед.</p>", "Домен фурӯхта мешавад", "tg"),
    "503": _down("<h1>503 Service Temporarily Unavailable</h1><hr>nginx", "503 Service Temporarily Unavailable"),
    "502": _down("<center><h1>502 Bad Gateway</h1></center><hr><center>nginx/1.18.0</center>", "502 Bad Gateway"),
    "500, Apache": _down(
        "<h1>Internal Server Error</h1><p>The server encountered an internal error or misconfiguration and was unable to complete your "
        "request.</p><p>Please contact the server administrator and tell them the time of the error.</p><p>More information about this "
        "error may be available in the server error log.</p>",
        "500 Internal Server Error",
    ),
    "500, ru": _down("<h1>Внутренняя ошибка сервера</h1><p>На сервере произошла ошибка. Повторите попытку позднее.</p>", "500", "ru"),
    "gateway of a cloud": _down(
        "<h1>Error 521</h1><h2>Web server is down</h2><p>The web server is not returning a connection. As a result, the page is not "
        "shown.</p><p>If you are the owner of this website: contact your hosting provider.</p>",
        "paygom.example | 521: Web server is down",
    ),
    "cPanel suspended": _down(
        "<h1>Account Suspended</h1><p>This Account has been suspended.</p><p><a href='/b'>Contact your hosting provider</a> for more "
        "information.</p>",
        "Account Suspended",
    ),
    "suspended, ru": _down(
        "<h1>Сайт заблокирован</h1><p>Обслуживание сайта приостановлено. Если вы владелец сайта, обратитесь в службу поддержки.</p>",
        "Аккаунт приостановлен",
        "ru",
        "challenge",
    ),
    "database, WordPress": _down("<h1>Error establishing a database connection</h1>", "Database Error"),
    "database, WordPress, long": _down(
        "<h1>Error establishing a database connection</h1><p>This either means that the username and password information in your "
        "wp-config.php file is incorrect or that contact with the database server at localhost could not be established.</p><ul><li>Are "
        "you sure you have the correct username and password?</li><li>Are you sure the database server is running?</li></ul>",
        "Error",
    ),
    "database, ru": _down("<h1>Ошибка установки соединения с базой данных</h1>", "Ошибка базы данных", "ru"),
    "database, tg": _down("<h1>Хатои пойгоҳи додаҳо</h1><p>Пайваст шудан бо пойгоҳи додаҳо муяссар нашуд.</p>", "Хато", "tg"),
    "database, DLE": _down(
        "<div class='top'>MySQL Error!</div><div><b>The Error returned was:</b> Too many connections</div><div>Error Number: 1040</div>",
        "MySQL Fatal Error",
    ),
    "database, 1040": junk("<b>Warning</b>: mysqli_connect(): (08004/1040): Too many connections in <b>/var/www/db.php</b> on line "
                           "<b>31</b><br>1040 Too many connections", "maintenance", "not-html"),
    "database, in a page": _down("<p>SQLSTATE[HY000] [2002] Connection refused</p>", "Paygom News", "en", "too-short"),
    "PHP, fatal": _down(
        "<b>Fatal error</b>: Uncaught Error: Call to undefined function get_story() in /var/www/html/index.php:17<br>Stack trace:<br>#0 "
        "{main}<br> thrown in <b>/var/www/html/index.php</b> on line <b>17</b>",
        "",
    ),
    "PHP, critical, WordPress": _down(
        "<p>There has been a critical error on this website.</p><p><a href='https://wordpress.org/'>Learn more</a></p>", "WordPress › Error"
    ),
    "Laravel": _down(
        "<h1>Whoops, looks like something went wrong.</h1><h2>QueryException in Connection.php line 647</h2><ol><li>in Connection.php line "
        "647</li><li>at Connection->run() in Connection.php line 319</li></ol>",
        "Whoops!",
    ),
    "Django": _down(
        "<h1>Server Error (500)</h1>",
        "Server Error (500)",
    ),
    "Python": _down(
        "<pre>Traceback (most recent call last):\n  File \"app.py\", line 12, in show\nKeyError: 'story'</pre>", "Internal Server Error"
    ),
    "domain for sale": _down(
        "<h1>paygom.example is for sale</h1><p>This domain is for sale. Get this domain before somebody else does. Make an offer.</p>",
        "paygom.example - domain name for sale",
        "en",
        "soft-404",
    ),
    "domain parked with searches": _down(
        "<h1>paygom.example</h1><h2>Related searches</h2><ul><li><a href='/a'>Cheap flights</a></li><li><a href='/b'>Credit cards</a></li>"
        "</ul><p>This webpage was generated by the domain owner. Is this your domain? Buy this domain.</p>",
        "paygom.example",
        "en",
        "soft-404",
    ),
    "domain, ru": _down("<h1>Домен продаётся</h1><p>Купить этот домен можно у его владельца.</p>", "Домен paygom.example", "ru", "soft-404"),
    "domain expired": _down("<h1>This domain has expired</h1><p>If you are the owner, please contact your provider.</p>", "Expired"),
    "hosting, default": _down(
        "<h1>Сайт только что создан</h1><p>Если вы владелец сайта, загрузите файлы в папку public_html.</p>", "Сайт только что создан", "ru"
    ),
    "nginx, default": _down(
        "<h1>Welcome to nginx!</h1><p>If you see this page, the nginx web server is successfully installed and working. Further "
        "configuration is required.</p><p>For online documentation please refer to nginx.org.</p><p><em>Thank you for using nginx.</em></p>",
        "Welcome to nginx!",
    ),
    "Apache, default": _down(
        "<h1>Apache2 Debian Default Page</h1><p>It works!</p><p>This is the default welcome page used to test the correct operation of "
        "the Apache2 server after installation. If you can read this page, it means that the server is working properly.</p><p>You should "
        "replace this file before continuing to operate your server.</p>",
        "Apache2 Debian Default Page: It works",
    ),
    "Plesk, default": _down(
        "<h1>Web Server's Default Page</h1><p>This page is generated by Plesk, the leading hosting automation software. You see this page "
        "because there is no website at this address.</p>",
        "Web Server's Default Page",
    ),
    "coming soon": _down("<h1>Coming soon</h1><p>Our new site is under construction. Stay with us.</p>", "Paygom News"),
    "new server, ru": _down("<h1>Сайт в разработке</h1><p>Наш сайт скоро заработает.</p>", "Сайт в разработке", "ru"),
}  # fmt: skip
