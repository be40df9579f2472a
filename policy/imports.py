"""What files bring in, and how far one has come; every value is its name, as clients see it."""

from enum import Enum


class ImportKind(Enum):
    """What the rows of a file are."""

    ROSTER = "ROSTER"
    PAYMENTS = "PAYMENTS"
    CATEGORY_LIST = "CATEGORY_LIST"
    QUOTAS = "QUOTAS"
    POSTS = "POSTS"
    FUND_RECEIPTS = "FUND_RECEIPTS"
    E_VOUCHERS = "E_VOUCHERS"


class ImportStatus(Enum):
    """CHECKED: a dry run that is through; REJECTED: not one row was read; FAILED: broke off."""

    CHECKING = "CHECKING"
    REJECTED = "REJECTED"
    APPLYING = "APPLYING"
    APPLIED = "APPLIED"
    CHECKED = "CHECKED"
    FAILED = "FAILED"
