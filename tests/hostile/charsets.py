# ruff: noqa: E501 - one line a case
"""Headers, metas and marks that lie about the bytes."""

from __future__ import annotations

from tests.hostile.stage import Stage
from tests.hostile.subjects import words
from tests.sites import Answer


def page(language: str, number: int, charset: str | None) -> str:
    """An article of words that no other number has."""
    title, lines = content(language, number)
    meta = f'<meta charset="{charset}">' if charset else ""
    body = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f"<!DOCTYPE html><html lang='{language}'><head>{meta}<title>{title}</title></head><body><article>"
        f"<h1>{title}</h1>{body}</article></body></html>"
    )


def content(language: str, number: int) -> tuple[str, list[str]]:
    title, lines = words(language, 9000 + number)
    return title, [
        *lines,
        f"“A naïve façade — it cost £{number} each,” said the café’s owner.",
    ] if language == "en" else lines


CASES: tuple[tuple[str, str, str | None, str | None], ...] = (
    ("ru", "utf-8", "windows-1251", None),
    ("ru", "utf-8", "iso-8859-1", "utf-8"),
    ("ru", "utf-8", None, "koi8-r"),
    ("ru", "windows-1251", "utf-8", None),
    ("ru", "windows-1251", "utf-8", "utf-8"),
    ("ru", "windows-1251", "iso-8859-1", None),
    ("ru", "windows-1251", None, None),
    ("ru", "windows-1251", "utf-8", "windows-1251"),
    ("ru", "windows-1251", "koi8-r", "windows-1251"),
    ("ru", "koi8-r", None, "koi8-r"),
    ("ru", "koi8-r", "koi8-r", None),
    ("ru", "koi8-r", None, None),
    ("ru", "koi8-r", "utf-8", "windows-1251"),
    ("ru", "iso-8859-5", "iso-8859-5", None),
    ("ru", "cp866", "cp866", None),
    ("ru", "maccyrillic", "x-mac-cyrillic", None),
    ("ru", "utf-16", None, None),
    ("ru", "utf-16-le", "utf-16le", None),
    ("ru", "utf-16-be", "utf-16be", None),
    ("ru", "utf-16", "utf-8", "utf-8"),
    ("ru", "utf-8-sig", "windows-1251", "koi8-r"),
    ("ru", "utf-8", "none", "x-user-defined"),
    ("ru", "utf-8", "utf8mb4", "UTF8"),
    ("ru", "utf-8", '"utf-8"', "utf-16"),
    ("tg", "utf-8", "windows-1251", "windows-1251"),
    ("tg", "utf-8", "latin-1", None),
    ("fa", "utf-8", "windows-1256", None),
    ("fa", "utf-8", None, "iso-8859-6"),
    ("en", "utf-8", "iso-8859-1", "iso-8859-1"),
    ("en", "windows-1252", "utf-8", "utf-8"),
    ("en", "windows-1252", "iso-8859-1", None),
    ("en", "windows-1252", "us-ascii", None),
)
"""Language, what the bytes are, what the header says, what the page says."""


def charsets(stage: Stage) -> None:
    host = stage.host("charset-ru", "charset", languages=["ru", "tg", "fa", "en"], name="Valley")
    host.good(451)
    for number, (language, real, header, meta) in enumerate(CASES, 1):
        html = page(language, number, meta)
        title, lines = content(language, number)
        kind = f"text/html; charset={header}" if header else "text/html"
        host.page(f"{language} in {real}, header {header}, page {meta}",
                  Answer(html.encode(real, "xmlcharrefreplace"), 200, {"Content-Type": kind}), "new",
                  holds=(title, *lines), lacks=("\ufffd", "Ð", "Р°Р", "�"))  # fmt: skip
    good = page("ru", 90, "utf-8")
    host.page("double UTF-8", Answer(good.encode().decode("windows-1252", "replace").encode(), 200, {"Content-Type": "text/html"}),
              "new", "rejected:charset", lacks=("Ð",))  # fmt: skip
    host.page("mojibake of windows-1251", Answer(page("ru", 91, None).encode().decode("windows-1251", "replace").encode()),
              "new", "rejected:charset", lacks=("Р°Р",))  # fmt: skip
    mixed = page("ru", 92, "utf-8").encode().replace(b"</article>", "<p>Реклама</p></article>".encode("windows-1251"))
    host.page("a line of windows-1251 in UTF-8", Answer(mixed), "new", holds=tuple(content("ru", 92)[1][1:3]))
    host.page(
        "one spoiled byte",
        Answer(page("ru", 93, "utf-8").encode().replace(b"</h1>", b"\xff</h1>", 1)),
        "new",
        holds=tuple(content("ru", 93)[1]),
    )
    host.page(
        "NUL between letters",
        Answer(page("ru", 94, "utf-8").replace("</p>", "\0</p>").encode()),
        "new",
        lacks=("\0",),
        holds=tuple(content("ru", 94)[1]),
    )
    noise = bytes((n * 73 + n // 7) % 256 for n in range(9000))
    host.page(
        "noise",
        Answer(b"<html><body><article><p>" + noise),
        "rejected:charset",
        "rejected:not-html",
        "rejected:no-text",
        "rejected:too-short",
    )
    utf7 = (
        "<html><head><meta charset='utf-7'></head><body><article><h1>+ADw-script+AD4-</h1><p>"
        + " ".join(words("en", 9096)[1])
        + "</p></article></body></html>"
    )
    host.page(
        "UTF-7",
        Answer(utf7, 200, {"Content-Type": "text/html; charset=utf-7"}),
        "new",
        "duplicate",
        lacks=("<script>",),
    )
    host.page(
        "UTF-32",
        Answer(page("ru", 95, None).encode("utf-32")),
        "new",
        "rejected:charset",
        "rejected:not-html",
        "rejected:no-text",
        lacks=("\0",),
    )
    host.good(452)
