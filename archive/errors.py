"""What can go wrong for a user. Every message says what, where and what to do; ``exit_code`` is the contract's."""

from __future__ import annotations


class BackissueError(Exception):
    """Something a user can mend; the command line prints it as one line."""

    exit_code = 1


class SourceFileError(BackissueError):
    """A source file, or the catalogue as a whole, does not hold what it must."""

    exit_code = 2


class UnknownSource(BackissueError):
    """No source file has that slug."""

    exit_code = 2


class UsageProblem(BackissueError):
    """The command was asked for something that makes no sense: a bad URL, a missing file, an unknown id."""

    exit_code = 2


class NotAnArchive(BackissueError):
    """The file is absent, or a database that is not ours."""

    exit_code = 2


class NewerArchive(BackissueError):
    """The archive was written by a newer Backissue."""

    exit_code = 2


class ArchiveLocked(BackissueError):
    """Another run writes to the archive."""

    exit_code = 4


class DamagedArchive(BackissueError):
    """The file, or a capture, is not what was written."""

    exit_code = 5


class DiscoveryError(BackissueError):
    """What lies under a feed's, sitemap's or listing's URL is something else."""
