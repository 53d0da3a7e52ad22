"""The settings: manners that are not Scrapy's own, and nothing that listens."""

from __future__ import annotations

import subprocess
import sys

import pytest
from scrapy.settings import Settings

from tests.commands import CHECKOUT, surroundings


@pytest.fixture
def settings() -> Settings:
    chosen = Settings()
    chosen.setmodule("crawler.settings")
    return chosen


def test_one_request_at_a_time_and_never_sooner_than_the_delay(settings: Settings) -> None:
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert settings.getfloat("DOWNLOAD_DELAY") >= 1
    assert settings.getfloat("DOWNLOAD_DELAY_JITTER") == 0


def test_limits_of_the_design_page_hold(settings: Settings) -> None:
    assert settings.getint("DOWNLOAD_MAXSIZE") == 10 * 1024**2
    assert settings.getint("REDIRECT_MAX_TIMES") == 5
    assert settings.getint("DOWNLOAD_TIMEOUT") * (1 + settings.getint("RETRY_TIMES")) <= 60
    assert settings.getfloat("BACKISSUE_URL_SECONDS") == 45
    assert settings.getbool("DOWNLOAD_FAIL_ON_DATALOSS")


def test_http_and_https_go_through_our_handler_and_nothing_else_is_asked(settings: Settings) -> None:
    handlers = settings.getwithbase("DOWNLOAD_HANDLERS")
    asked = {scheme: handler for scheme, handler in handlers.items() if handler}
    assert asked == dict.fromkeys(("http", "https"), "crawler.downloading.GuestHandler")


def test_nothing_listens_and_nothing_is_remembered(settings: Settings) -> None:
    for name in ("REMOTE_CONTROL_ENABLED", "TELNETCONSOLE_ENABLED", "COOKIES_ENABLED", "METAREFRESH_ENABLED"):
        assert settings.getbool(name) is False, name


def test_certificates_are_verified(settings: Settings) -> None:
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")


def test_robots_txt_is_always_obeyed_and_by_our_own_reading(settings: Settings) -> None:
    middlewares = settings.getdict("DOWNLOADER_MIDDLEWARES")
    assert "crawler.robots.Robots" in middlewares
    assert middlewares["scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware"] is None


def test_answers_are_kept_before_they_are_unpacked_and_after_redirects_and_retries(settings: Settings) -> None:
    place = settings.getdict("DOWNLOADER_MIDDLEWARES")
    keeper = place["crawler.middlewares.CaptureKeeper"]
    assert place["crawler.middlewares.Unpacking"] < keeper
    assert keeper < place["scrapy.downloadermiddlewares.retry.RetryMiddleware"] < 600
    assert place["crawler.middlewares.AddressGuard"] > 750  # the proxy's place


@pytest.mark.parametrize(
    ("contact", "agent"),
    [("", "Backissue/0.1 (news archive)"), ("desk@paper.example", "Backissue/0.1 (news archive; desk@paper.example)")],
)
def test_user_agent_names_the_project_and_a_contact(contact: str, agent: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from crawler import settings; print(settings.USER_AGENT)"],
        env=surroundings(BACKISSUE_CONTACT=contact), cwd=CHECKOUT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == agent
