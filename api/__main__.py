"""python -m api run: the whole service on this machine. python -m api token: who may ask it."""

import argparse
import logging
import sys
from datetime import timedelta
from socket import socket

from api.address import base, bind
from facts.vault import VaultError
from graph.errors import GraphError
from graph.settings import Settings, SettingsError
from policy.viewer import Role, UnfitViewer, viewer_of

LONGEST_DAYS = 366


def main(arguments: list[str]) -> int:
    """0 when it did what was asked, 1 when it could not; the reason goes to stderr."""
    given = _parser().parse_args(arguments)
    try:
        settings = Settings.read()
        if given.command == "token":
            print(_token(settings, given))
        else:
            _run(settings, bind(settings))
    except (SettingsError, GraphError, VaultError, UnfitViewer) as error:
        print(f"zeren: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass  # Ctrl-C is how it is stopped
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m api", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    commands.add_parser("run", help="serve until Ctrl-C")
    token = commands.add_parser("token", help="print a token under the key of one's own")
    token.add_argument("--role", required=True, choices=[role.value for role in Role][1:])
    token.add_argument("--subject", default="cli", help="whom it names (cli)")
    token.add_argument("--jurisdictions", nargs="*", default=[], metavar="CODE")
    token.add_argument("--department", metavar="CODE|KIND", help="e.g. 431123|CIVIL_AFFAIRS")
    token.add_argument("--days", type=int, default=30, help=f"1 to {LONGEST_DAYS} (30)")
    return parser


def _token(settings: Settings, given: argparse.Namespace) -> str:
    """Under the key of the settings, else the one made for the demo."""
    from api.tokens import issue, own_key

    if settings.token_key is None and settings.knows_viewers:
        raise SettingsError("ZEREN_OIDC_ISSUER: tokens come from there; ask the issuer for one")
    if not 0 < given.days <= LONGEST_DAYS:
        raise SettingsError(f"--days: {given.days}; give 1 to {LONGEST_DAYS}")
    viewer = viewer_of(given.subject, given.role, given.jurisdictions, given.department)
    return issue(own_key(settings), viewer, timedelta(days=given.days))


def _run(settings: Settings, listening: socket) -> None:
    from api.server import run  # these load the whole service, which takes a second
    from api.service import opened

    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    print("zeren: opening the graph …", flush=True)

    def ready() -> None:
        print(welcome(base(listening)) + tokens(settings, base(listening)), flush=True)

    run(opened(settings), listening, ready)


def welcome(address: str) -> str:
    """What to try first."""
    from api.examples import EXAMPLES

    tries = "\n".join(f"  {tried.name}  {tried.short().address(address)}" for tried in EXAMPLES)
    return f"""zeren answers at {address}/graphql (open it in a browser; Ctrl-C stops)

{tries}

  curl {address}/graphql -H 'Content-Type: application/json' -d '{{"query": "{{ __typename }}"}}'
"""


def tokens(settings: Settings, address: str) -> str:
    """Where the demo's tokens lie; nothing where the settings say whom to believe."""
    from api.people import DEMO, write_tokens
    from api.tokens import own_key

    if settings.knows_viewers or not settings.demo:
        return ""
    places = write_tokens(own_key(settings), settings.data)
    lines = "\n".join(f"  {one.who}（{one.viewer.role.value}）  {places[one.name]}" for one in DEMO)
    every = places["administrator"].read_text()
    return f"""
Without a token one sees progress and the law. Tokens of the demo, for 30 days:

{lines}

  curl {address}/graphql -H "Authorization: Bearer $(cat {places["township"]})" …

The page with the rights of the administrator: {address}/graphql#token={every}
"""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
