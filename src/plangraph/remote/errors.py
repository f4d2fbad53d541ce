"""What can go wrong with a SPARQL service; the sentences are those of ``texts/remote.toml``."""

from __future__ import annotations

from plangraph.errors import PlanGraphError
from plangraph.texts import Texts


class RemoteError(PlanGraphError):
    """A service cannot be asked or loaded; ``key`` is that of its sentence, ``values`` what the sentence names."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(th=Texts("remote", "th")(key, **values), en=Texts("remote", "en")(key, **values))
        self.key, self.values = key, values

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (type(self), self.key, self.values)


class AddressRefused(RemoteError, ValueError):
    """The address of a service is not one that may be used."""


class Unreachable(RemoteError):
    """No answer came: refused, unknown host, TLS, time-out."""


class Refused(RemoteError):
    """The service answered that it will not: 401, 403, 404, 413, 5xx, a redirect."""


class BadAnswer(RemoteError):
    """The service said 200 and sent something that is no whole answer."""


class NotUnderstood(RemoteError, SyntaxError):
    """The service does not accept the query (400, or its own error text)."""


class ForeignStore(RemoteError):
    """The service holds no graph of ours, or one in another layout."""


def _again(kind: type[RemoteError], key: str, values: dict[str, object]) -> RemoteError:
    """An error that came from another process, as it was there."""
    return kind(key, **values)
