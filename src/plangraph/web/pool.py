"""A warm pool of query workers: each query has a process of its own while it runs, killed at its time limit."""

from __future__ import annotations

import asyncio
import os
import pickle  # what is unpickled comes from our own child processes
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from plangraph.errors import PlanGraphError
from plangraph.query_errors import QueryError, QueryLimit
from plangraph.resources import PACKAGE
from plangraph.web.job import Job, NotAcceptable, Reply
from plangraph.web.settings import Limits
from plangraph.web.worker import LENGTH

START_SECONDS: Final = 60.0  # for a worker to load its graph
PATIENCE: Final = 0.5  # seconds after which a query is slow, and steps back behind the pages
NICE: Final = 10
LAST_WORDS: Final = 4096  # bytes of what a dying worker says


class Busy(PlanGraphError):
    """Every worker was occupied for as long as a query may take."""

    def __init__(
        self,
        th: str = "ขณะนี้มีคำค้นกำลังทำงานเต็มจำนวน โปรดลองใหม่ภายหลัง",
        en: str = "as many queries as allowed are running; try again later",
    ) -> None:
        super().__init__(th=th, en=en)


class Worker:
    """One process and the pipes to it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin  # noqa: S101  # both are pipes
        assert process.stdout  # noqa: S101
        self.process, self.stdin, self.stdout = process, process.stdin, process.stdout
        self.stepped_back = False

    @classmethod
    async def start(cls, database: Path | str, megabytes: int) -> Worker:
        """A worker that has its graph loaded. Raises ``QueryError`` when it does not come up."""
        path = os.pathsep.join(filter(None, [str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")]))
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", "plangraph.web.worker", str(database), str(megabytes),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=2**26,
            env={**os.environ, "PYTHONPATH": path},
        )  # fmt: skip
        worker = cls(process)
        try:
            async with asyncio.timeout(START_SECONDS):
                await worker.stdout.readexactly(1)
        except (TimeoutError, asyncio.IncompleteReadError):
            raise QueryError("query_failed", reason=await worker.last_words()) from None
        except BaseException:
            worker.kill()
            await process.wait()
            raise
        return worker

    async def ask(self, job: Job) -> Reply | NotAcceptable | PlanGraphError:
        """The outcome of a job; ``IncompleteReadError`` or ``BrokenPipeError`` when the process died."""
        content = pickle.dumps(job)
        self.stdin.write(LENGTH.pack(len(content)) + content)
        await self.stdin.drain()
        head = await self.stdout.readexactly(LENGTH.size)
        found: Reply | NotAcceptable | PlanGraphError = pickle.loads(  # noqa: S301
            await self.stdout.readexactly(LENGTH.unpack(head)[0])
        )
        return found

    def step_back(self) -> None:
        """Give the process a lower priority than the pages have, where the system can."""
        self.stepped_back = True
        if sys.platform != "win32":
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self.process.pid, NICE)

    def kill(self) -> None:
        """End the process at once and close its pipes."""
        with suppress(ProcessLookupError):
            self.process.kill()
        self.process._transport.close()  # type: ignore[attr-defined]  # no public way closes the pipes of a killed one

    async def last_words(self) -> str:
        """Give the last line it said, and see to its end."""
        said = b""
        if self.process.stderr:
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    said = await self.process.stderr.read(LAST_WORDS)
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                await self.process.wait()
        self.kill()
        await self.process.wait()
        lines = [line for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
        return lines[-1] if lines else f"exit {self.process.returncode}"


class Pool:
    """At most ``size`` queries at once; ``warm`` workers stand ready.

    ``database`` gives the folder or the address that workers open; it may take its time, in a thread of its own.
    """

    def __init__(self, database: Callable[[], Path | str], size: int, limits: Limits, warm: int = 2) -> None:
        self._database, self.size, self.limits = database, size, limits
        self.warm = min(warm, size)
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._free = asyncio.Semaphore(size)
        self._tasks: set[asyncio.Task[None]] = set()
        self._ending: set[asyncio.Future[int]] = set()
        self._starting = 0
        self._closed = False

    async def ask(self, job: Job) -> Reply | NotAcceptable:
        """The answer of a job.

        Raises ``QueryLimit``, ``QueryRefused``, ``QuerySyntax`` and other ``PlanGraphError``; ``Busy`` when no worker
        becomes free within the time one query may take.
        """
        try:
            async with asyncio.timeout(self.limits.seconds):
                await self._free.acquire()
        except TimeoutError:
            raise Busy from None
        try:
            worker = self._idle.pop() if self._idle else await self._start()
            return await self._ask(worker, job)
        finally:
            self._free.release()
            self.top_up()

    async def _ask(self, worker: Worker, job: Job) -> Reply | NotAcceptable:
        slow = asyncio.get_running_loop().call_later(PATIENCE, worker.step_back)
        try:
            async with asyncio.timeout(job.seconds):
                found = await worker.ask(job)
        except TimeoutError:
            self._drop(worker)
            raise QueryLimit("time", seconds=job.seconds) from None
        except (asyncio.IncompleteReadError, ConnectionError):
            raise await self._death(worker) from None
        except BaseException:  # the caller went away: nobody waits for this query
            self._drop(worker)
            raise
        finally:
            slow.cancel()
        if worker.stepped_back:  # no process may raise its own priority again
            self._drop(worker)
        else:
            self._idle.append(worker)
        if isinstance(found, PlanGraphError):
            raise found
        return found

    async def _death(self, worker: Worker) -> QueryError:
        """Why a worker ended without an answer: by a signal or for lack of memory, else what it said last."""
        last = await worker.last_words()
        self._all.discard(worker)
        status = worker.process.returncode or 0
        if status < 0 or "memory" in last.lower():
            return QueryLimit("memory", megabytes=self.limits.megabytes)
        return QueryError("query_failed", reason=last)

    async def _start(self) -> Worker:
        worker = await Worker.start(await asyncio.to_thread(self._database), self.limits.megabytes)
        self._all.add(worker)
        return worker

    def _drop(self, worker: Worker) -> None:
        """Kill a worker, and see to its end in the background."""
        worker.kill()
        self._all.discard(worker)
        ending = asyncio.ensure_future(worker.process.wait())
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)

    # --- keeping it warm ---------------------------------------------------------------------------------------------

    def top_up(self) -> None:
        """Start workers in the background until enough stand ready."""
        lacking = min(self.warm - len(self._idle), self.size - len(self._all)) - self._starting
        for _ in range(0 if self._closed else max(0, lacking)):
            self._starting += 1
            task = asyncio.create_task(self._add())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _add(self) -> None:
        try:
            with suppress(PlanGraphError):  # the next query meets and reports it
                self._idle.append(await self._start())
        finally:
            self._starting -= 1

    async def close(self) -> None:
        """Kill every worker and wait for their ends."""
        self._closed = True
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        workers = list(self._all)
        for worker in workers:
            worker.kill()
        await asyncio.gather(*(worker.process.wait() for worker in workers), *self._ending)
        self._all.clear()
        self._idle.clear()
