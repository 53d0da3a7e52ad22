"""A page's bytes become an Article or a Rejection: pure, no Scrapy, made to run in a worker process.

The way in is ``crawler.extraction.extract.extract``.
"""

from __future__ import annotations

import os

# trafilatura imports numpy, whose OpenBLAS starts a thread for every core: workers already use the cores.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
