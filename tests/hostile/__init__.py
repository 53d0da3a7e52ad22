"""The hostile site: one crawl of many hosts at once, each of which does what the design's table of threats names.

A module a family. ``stage.py`` has the hosts and what a case is, ``play.py`` runs the crawl, ``figures.py`` what is read
from it and from the servers' logs.
"""
