"""Which media type an answer gets (GraphQL over HTTP, "Media Types")."""

from enum import StrEnum


class Media(StrEnum):
    GRAPHQL = "application/graphql-response+json"  # the status tells what happened
    LEGACY = "application/json"  # 200 once the request was understood
    PAGE = "text/html"


_BY_RANGE = {
    "application/graphql-response+json": Media.GRAPHQL,
    "application/json": Media.LEGACY,
    "application/*": Media.LEGACY,
    "*/*": Media.LEGACY,
    "text/html": Media.PAGE,
}


def negotiate(accept: str, page: bool) -> Media | None:
    """The first type that the client likes best; the page only where one is to be had."""
    if not accept.strip():
        return Media.LEGACY
    ranges = sorted(map(_parse, accept.split(",")), key=lambda weighed: -weighed[1])
    known = (_BY_RANGE[name] for name, weight in ranges if weight > 0 and name in _BY_RANGE)
    return next((media for media in known if page or media is not Media.PAGE), None)


def _parse(text: str) -> tuple[str, float]:
    """`application/json;q=0.5` -> ("application/json", 0.5)."""
    name, *parameters = (part.strip().lower() for part in text.split(";"))
    weights = [part[2:] for part in parameters if part.startswith("q=")]
    try:
        return name, float(weights[0]) if weights else 1.0
    except ValueError:
        return name, 0.0
