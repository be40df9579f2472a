"""stub to be replaced"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.gateway import Store


@dataclass
class PeopleShown:
    store: Store
    sums: Any
    today: date
