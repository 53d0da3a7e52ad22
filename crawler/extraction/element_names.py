"""What the class and the id of an element say about what stands in it: the words that web designers use."""

from __future__ import annotations

import re
from functools import lru_cache

ROLES = {
    "body": "article articlebody body content entry post story text main detail details full fulltext single txt"
    " paragraph richtext wysiwyg maintext storybody postbody articletext newstext page copy",
    "lead": "lead lede intro summary excerpt dek deck standfirst subtitle subhead subheadline annotation anons"
    " announce abstract description",
    "side": "sidebar aside side rail widget secondary column right left",
    "related": "related recommend recommended recommendation popular similar more also see readmore read trending"
    " latest most top other teaser promo carousel slider outbrain taboola next prev previous recirc recirculation"
    " mostread infinite topnews hot",
    "list": "list listing item feed rss link archive card tile grid",
    "share": "share sharing social follow facebook twitter telegram whatsapp addthis like vk sharedaddy pluso ya",
    "comment": "comment respond reply discussion disqus forum review cackle hypercomments commentlist",
    "nav": "nav navigation menu breadcrumb crumb navbar pager pagination pages tab topbar toolbar skip bar",
    "head": "header head masthead logo top hat",
    "foot": "footer foot bottom copyright legal counter",
    "ad": "ad advert advertisement advertising banner sponsor sponsored adv adsense dfp gpt reklama reclama promoted"
    " native commercial partner",
    "meta": "meta author byline bio date time published tag category info rubric section label keyword source credit"
    " kicker contributor profile",
    "image": "caption figure photo image img picture gallery media video player slideshow thumb thumbnail pic foto",
    "embed": "tweet embed instagram oembed wp_embed",
    "form": "form login subscribe subscription newsletter signup register search modal popup cookie consent auth vote"
    " poll rating paywall alert notice gdpr privacy button btn overlay dialog",
    "title": "title headline heading h1 name subject",
    "quote": "quote pullquote blockquote cite inset factbox box sidebox infobox note insert",
    "hidden": "hidden hide invisible print noprint tooltip sr",
    "service": "weather currency rate exchange stock horoscope calendar tv",
}
"""Words by role, without a plural's s."""

NAMES = tuple(ROLES)

_BITS: dict[str, int] = {}
for _place, _words in enumerate(ROLES.values()):
    for _word in _words.split():
        _BITS[_word] = _BITS.get(_word, 0) | 1 << _place

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


@lru_cache(maxsize=8192)
def roles_of(names: str) -> int:
    """A bit for each role, in the order of ``NAMES``, that a word of the names speaks for."""
    found = 0
    for match in _WORD.findall(names[:300]):
        word = match.lower()
        found |= _BITS.get(word) or _BITS.get(word.removesuffix("s"), 0)
    return found
