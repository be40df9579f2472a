"""What can go wrong with the graph.

GraphError
├── Unavailable          no server answers: tried again in vain, nothing is known to be written
├── OutcomeUnknown       the connection broke while committing; send again with the same key
├── StatementTooLarge    the server ran out of memory for this statement; ask for less
├── NewerGraph           the graph was written by a newer zeren than this one
├── ArchiveError         a backup cannot be written, read or put in place
└── EngineError          the embedded engine
    ├── EngineMissing    its jars are not there and cannot be fetched
    ├── EngineBusy       another process holds the data directory and does not answer
    ├── EngineDamaged    the data directory is not one, or is broken
    └── EngineFailed     it did not start: no disk, no memory, no port
"""


class GraphError(Exception):
    """The message names the input, its value and the remedy."""


class Unavailable(GraphError):
    """No server answered within the retry time."""


class OutcomeUnknown(GraphError):
    """A commit was sent and never answered."""


class StatementTooLarge(GraphError):
    """The server refused a statement for its memory use; trying again would not help."""


class NewerGraph(GraphError):
    """The graph holds a migration that this program does not know."""


class ArchiveError(GraphError):
    """A backup is damaged, in the way, or does not fit what is there."""


class EngineError(GraphError):
    """The embedded engine could not be had."""


class EngineMissing(EngineError):
    """A jar of the lock file is missing or is not what the lock says."""


class EngineBusy(EngineError):
    """The data directory is held by a process that lives."""


class EngineDamaged(EngineError):
    """The data directory cannot be used as it is."""


class EngineFailed(EngineError):
    """The engine ended before it answered."""
