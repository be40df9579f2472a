"""The form of each kind of file."""

from collections.abc import Mapping
from typing import Any

from graph_seed.imports.column import Form
from graph_seed.imports.forms.lists import CATEGORY_LIST
from graph_seed.imports.forms.payments import PAYMENTS
from graph_seed.imports.forms.posts import POSTS
from graph_seed.imports.forms.quotas import QUOTAS
from graph_seed.imports.forms.receipts import FUND_RECEIPTS
from graph_seed.imports.forms.roster import ROSTER
from graph_seed.imports.forms.vouchers import E_VOUCHERS
from policy.imports import ImportKind

_ALL: tuple[Form[Any], ...] = (
    ROSTER,
    PAYMENTS,
    CATEGORY_LIST,
    QUOTAS,
    POSTS,
    FUND_RECEIPTS,
    E_VOUCHERS,
)
FORMS: Mapping[ImportKind, Form[Any]] = {form.kind: form for form in _ALL}
