"""Where the service listens, found out before anything else is started."""

import errno
import socket
from ipaddress import ip_address

from graph.settings import Settings, SettingsError

BACKLOG = 2048


def bind(settings: Settings) -> socket.socket:
    """The port, taken for us. Raises SettingsError: open to all, port taken or not allowed."""
    if not is_loopback(settings.host) and not settings.knows_viewers:
        raise SettingsError(
            f"ZEREN_HOST: {settings.host} can be reached from other machines, where the demo's key"
            " is not enough; set ZEREN_TOKEN_KEY or ZEREN_OIDC_ISSUER, or unset ZEREN_HOST"
        )
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((settings.host, settings.port))
        taken.listen(BACKLOG)  # only now is it ours: two programs may bind what neither listens to
    except OSError as error:
        taken.close()
        raise SettingsError(_reason(settings, error)) from None
    return taken


def is_loopback(host: str) -> bool:
    """Only this machine can reach it. Other names than localhost are not looked up."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def base(listening: socket.socket) -> str:
    """http://127.0.0.1:8000"""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _reason(settings: Settings, error: OSError) -> str:
    where = f"port {settings.port} of {settings.host}"
    remedy = "choose another: ZEREN_PORT=8001 make run (0: any free one)"
    if error.errno == errno.EADDRINUSE:
        return f"{where} is taken by another program; stop it, or {remedy}"
    return f"{where} cannot be used ({error.strerror}); {remedy}"
