"""The errors a person may meet: each names the thing, the value and the remedy."""


class EhcpError(Exception):
    """Base of every error this package raises on purpose; the faces show its text and nothing else."""

    exit_code = 1


class NotFound(EhcpError):
    """What was asked for does not exist."""


class Refused(EhcpError):
    """What was asked for is understood and not allowed in the present state."""


class BadInput(EhcpError):
    """What was given cannot be understood."""

    exit_code = 2


class BadConfiguration(EhcpError):
    """A file under config/ or the installation's own settings cannot be used."""


class BeyondCalendar(EhcpError):
    """A working day was asked for outside the days the bank-holiday file covers."""


class Unavailable(EhcpError):
    """The database cannot be used now, whatever was asked of it."""
