"""GraphiQL, served from here: the page with its example queries."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

import orjson

from api.examples import Example

TEMPLATE = Path(__file__).parent / "static" / "page.html"


def graphiql(examples: Sequence[Example]) -> str:
    """The page; static/page.js reads the examples from an attribute."""
    tabs = [{"query": example.query, "variables": example.variables} for example in examples]
    links = "".join(
        f'<a href="{escape(example.address(""))}">{escape(example.name)}</a>'
        for example in examples
    )
    page = TEMPLATE.read_text(encoding="utf-8")
    return page.replace("{tabs}", escape(orjson.dumps(tabs).decode())).replace("{links}", links)
