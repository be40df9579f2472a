"""What a run says while it goes on."""


def tell(line: str) -> None:
    """At once, also into a file."""
    print(line, flush=True)
