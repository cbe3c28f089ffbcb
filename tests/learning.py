"""What a server compiles once and keeps: its statements, its routes and its templates.

Every test has a newsroom of its own. If each compiled them anew, tests would do little else.
"""

from fastapi import FastAPI
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from starlette.routing import BaseRoute


class Learning:
    """What the newsroom of one test has compiled, that of the next one need not compile again."""

    def __init__(self) -> None:
        self._engines: dict[str, Engine] = {}
        self._doors: dict[int, BaseRoute] = {}
        self._templates: dict[str, Templates] = {}

    def statements(self, engine: Engine) -> None:
        """The engine compiles none that another of its kind has compiled."""
        if engine.name not in self._engines:
            engine.connect().close()  # from now on its dialect knows what it talks to
            engine.update_execution_options(compiled_cache={})
            self._engines[engine.name] = engine
        first = self._engines[engine.name]
        engine.dialect = first.dialect
        engine.update_execution_options(**first.get_execution_options())

    def routes(self, app: FastAPI) -> None:
        """FastAPI looks at a door when somebody knocks, and at each one once."""
        for at, route in enumerate(app.router.routes):
            if door := getattr(route, "original_router", None):
                app.router.routes[at] = self._doors.setdefault(id(door), route)

    def templates(self, app: FastAPI) -> None:
        """Jinja reads each template once, in each language."""
        for language, environment in app.state.rooms.templates._environments.items():
            environment.bytecode_cache = self._templates.setdefault(language, Templates())


class Templates(BytecodeCache):
    """Compiled templates, by their names; a source that has changed is compiled anew."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key] = bucket.bytecode_to_string()
