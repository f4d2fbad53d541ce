"""Read a request's body within bounds of size and time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from plangraph.web.settings import BODY_SECONDS, MAX_BODY

if TYPE_CHECKING:
    from starlette.requests import Request


class BodyTooLong(ValueError):
    """The body has more bytes than any request of ours needs."""


class BodyTooSlow(ValueError):
    """The body did not arrive in time."""


async def read_body(request: Request) -> bytes:
    """The whole body. Raises ``BodyTooLong`` and ``BodyTooSlow``."""
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > MAX_BODY:
        raise BodyTooLong
    content = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                content += chunk
                if len(content) > MAX_BODY:
                    raise BodyTooLong
    except TimeoutError:
        raise BodyTooSlow from None
    return bytes(content)
