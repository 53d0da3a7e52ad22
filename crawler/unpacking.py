"""Payloads without their Content-Encoding, by the rules of a crawl."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, ResponseDataLossError
from scrapy.http import Headers, Response
from scrapy.statscollectors import DummyStatsCollector

from archive.records import Capture
from crawler.found_pages import LARGEST_PAGE
from crawler.middlewares import Unpacking
from crawler.spiders.news import NewsSpider


class TooLarge(Exception):
    """Unpacked it is more than a page may be."""


class Truncated(Exception):
    """It does not unpack to its end."""


class Unpacker:
    """What the downloader of a crawl does between the wire and the spider, for a capture."""

    def __init__(self) -> None:
        limits = {"DOWNLOAD_MAXSIZE": LARGEST_PAGE, "DOWNLOAD_WARNSIZE": 0}
        nobodys = Crawler(NewsSpider, limits)
        nobodys.stats = DummyStatsCollector(nobodys)
        self._unpacking = Unpacking(crawler=nobodys)

    def body(self, capture: Capture) -> bytes:
        """The body with its Content-Encoding removed. Raises TooLarge or Truncated.

        Many tools keep the header and store the page unpacked: markup is taken as it is.
        """
        headers = Headers()
        for name, value in capture.headers:
            if name.lower() == "content-encoding":
                headers.appendlist(name, value)
        packed = Response(capture.url, headers=headers, body=capture.payload)
        try:
            unpacked = self._unpacking.process_response(Request(capture.url), packed)
        except IgnoreRequest as error:
            raise TooLarge from error
        except ResponseDataLossError as error:
            if capture.payload.lstrip()[:1] == b"<":
                return capture.payload
            raise Truncated from error
        assert isinstance(unpacked, Response)
        return unpacked.body
