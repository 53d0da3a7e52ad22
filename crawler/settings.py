"""Scrapy's settings, each with its reason. We are guests on small servers."""

from __future__ import annotations

import os

BOT_NAME = "backissue"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"

# The archive to write to, and the catalogue to read; the command line sets both.
BACKISSUE_DB = os.environ.get("BACKISSUE_DB", "archive.db")
BACKISSUE_SEEDS = os.environ.get("BACKISSUE_SEEDS", "")

# Extraction costs 10 to 17 times the crawl itself and would block the reactor: it runs in processes of its own.
# 0 extracts inline, which is for tests.
# One more than cores: the writer waits for the disk at every commit, and nobody should wait for it.
BACKISSUE_WORKERS = (os.cpu_count() or 1) + 1
# Real pages take 0.1 s; what takes a hundred times that long is broken or hostile.
BACKISSUE_EXTRACTION_SECONDS = 10.0
# Real pages leave a worker below 260 MB; what needs twice that is broken or hostile.
BACKISSUE_EXTRACTION_MEGABYTES = 512

# Below so much free disk a run takes up no other article: SQLite's log, a migration, a backup need room, too.
BACKISSUE_MIN_FREE = os.environ.get("BACKISSUE_MIN_FREE", "500M")
# What the captures may take in all; by default everything is kept for as long as the disk has room.
BACKISSUE_MAX_CAPTURES = os.environ.get("BACKISSUE_MAX_CAPTURES", "")

# A page that says it is not to be archived or mined: "record" keeps it and marks it as such, "obey" leaves it alone.
# Of 228 recorded pages 24, all of one outlet, say noarchive, and mean the copies that search engines show.
BACKISSUE_OPT_OUT = os.environ.get("BACKISSUE_OPT_OUT", "record")

# An honest name, and somebody to write to (BACKISSUE_CONTACT: an address or a page).
BACKISSUE_CONTACT = os.environ.get("BACKISSUE_CONTACT", "")
USER_AGENT = "Backissue/0.1 (news archive" + (f"; {BACKISSUE_CONTACT}" if BACKISSUE_CONTACT else "") + ")"

# One request at a time per host, and a pause between two; a source file can only say how long.
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
# Jitter would go below the configured delay half of the time.
DOWNLOAD_DELAY_JITTER = 0
# Hosts are asked side by side; the bodies in flight must fit in 512 MB. 32 hosts that all send 10 MiB, twice, bring the
# crawler to 475 MiB; were 32 asked at once, it would be 797.
CONCURRENT_REQUESTS = 16
# An answer brings an item and a request; Scrapy starts so many tasks for every answer, 100 unless told.
CONCURRENT_ITEMS = 2
# Of the hosts that may be asked now, the one with the least on its hands: no source drowns another.
SCHEDULER_PRIORITY_QUEUE = "scrapy.pqueues.DownloaderAwarePriorityQueue"

# Both check the peer that a connection leads to; nothing else is ever asked, whatever a redirect says.
DOWNLOAD_HANDLERS = {
    "http": "crawler.downloading.GuestHandler",
    "https": "crawler.downloading.GuestHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}

# A URL has its outcome within a minute: 45 s on the wire for its redirects and new tries together, 5 for the delays
# between them, and 10 for a worker to read it. An answer has 25 s: what is silent for so long is left to the next run.
BACKISSUE_URL_SECONDS = 45.0
DOWNLOAD_TIMEOUT = 25
RETRY_TIMES = 1
# The outcome tells it.
RETRY_GIVE_UP_LOG_LEVEL = "INFO"
# The built-in limit is 1 GiB; 10 MiB hold any article, and 50 MB are what the sitemap protocol allows.
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
# A body shorter than it said is no article.
DOWNLOAD_FAIL_ON_DATALOSS = True
REDIRECT_MAX_TIMES = 5
# A newspaper needs no memory of us.
COOKIES_ENABLED = False
# Unverified by default in Scrapy.
DOWNLOAD_VERIFY_CERTIFICATES = True
# A page's meta refresh would lead us where no check looks.
METAREFRESH_ENABLED = False
# Where we found a link is nobody's business but the archive's.
REFERRER_POLICY = "no-referrer"

# On by default in Scrapy, and it executes Python for whoever connects.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False

DOWNLOADER_MIDDLEWARES = {
    # Scopes, with paths and ports, take the place of allowed domains.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.middlewares.Recall": 80,
    "crawler.middlewares.ScopeGuard": 90,
    "crawler.middlewares.ReachGuard": 95,
    # Obeying robots.txt is no setting here.
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.robots.Robots": 100,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.middlewares.Unpacking": 590,
    # Above 590 the payload is seen as it came over the wire; below 600 redirects are followed already.
    "crawler.middlewares.CaptureKeeper": 595,
    # Above the keeper: an answer that is asked for once more is not the one to keep.
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": 598,
    # Next to the wire: on every hop, whether a proxy was chosen or not.
    "crawler.middlewares.AddressGuard": 800,
}
# Each of these costs every answer a turn of its own, and none decides anything here: priorities are set by the spider,
# addresses are short when they come in, and every status has an outcome.
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
}
ITEM_PIPELINES = {"crawler.pipelines.ArchivePipeline": 100}
EXTENSIONS = {
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.logstats.LogStats": None,
    "crawler.extensions.CrawlDelay": 10,
    "crawler.extensions.Traffic": 20,
    "crawler.extensions.StopOnFault": 30,
    "crawler.retry_after.RetryAfter": 40,
}

LOG_LEVEL = "INFO"
LOG_FORMATTER = "crawler.logs.QuietItems"
