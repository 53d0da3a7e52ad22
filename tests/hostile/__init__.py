"""A web of hostile hosts on loopback, crawled once by the real command with its workers and the limits of production.

A module a family of threats. ``stage.py`` says what a host and a case are, ``run.py`` crawls, ``__main__.py`` has the
figures.
"""
