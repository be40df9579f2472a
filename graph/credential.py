"""The password of an embedded engine: made once, kept in its data directory.

It is on disk before the engine first runs and is set after; a crash between leaves an engine that
still takes neo4j's own first password, which the next start exchanges.
"""

import os
import secrets
from pathlib import Path

from neo4j.exceptions import AuthError

from graph.errors import EngineDamaged
from graph.gateway import connect

USER = "neo4j"
FIRST = "neo4j"
SET_PASSWORD = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"


def kept(path: Path) -> str:
    """The password in `path`; made when there is none."""
    if not path.is_file():
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(24))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    return path.read_text().strip()


async def accepted(uri: str, password: str) -> bool:
    """Does the engine take it? Raises what the driver raises when it does not answer."""
    try:
        async with connect(uri, USER, password) as driver, driver.session(database="system") as on:
            await (await on.run("SHOW CURRENT USER")).consume()
    except AuthError:
        return False
    return True


async def settle(uri: str, path: Path) -> str:
    """Sees to it that the engine takes the kept password; raises EngineDamaged."""
    password = kept(path)
    if await accepted(uri, password):
        return password
    async with connect(uri, USER, FIRST) as driver:
        try:
            await driver.execute_query(SET_PASSWORD, old=FIRST, new=password, database_="system")
        except AuthError as error:
            raise EngineDamaged(
                f"the graph in {path.parent} does not take the password in {path}; put the right "
                "one there, or delete the graph by `make reset`"
            ) from error
    return password
