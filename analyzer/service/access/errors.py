"""What can be wrong with accounts."""

from __future__ import annotations

from analyzer.errors import AnalyzerError


class AccountError(AnalyzerError):
    """Base of the errors of accounts."""

    code = "account_error"


class BadAccount(AccountError):
    """A name or a role that cannot be."""

    code = "bad_account"


class AccountExists(AccountError):
    """The name is taken."""

    code = "account_exists"


class NoSuchAccount(AccountError):
    """Nobody has the name."""

    code = "no_such_account"
