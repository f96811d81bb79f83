"""Templates as they were compiled before: compiling takes longer than a page."""

from __future__ import annotations

from types import CodeType

from jinja2 import BytecodeCache, Environment
from jinja2 import __version__ as jinja_version
from jinja2.bccache import Bucket

from briefing.cache import Cache
from briefing.hashes import digest
from briefing.press.fingerprint import reading


class Compiled(BytecodeCache):
    """The compiled templates of an environment, whose options must not change any more."""

    def __init__(self, env: Environment) -> None:
        self._cache = Cache("templates")
        told = [jinja_version, env.autoescape, reading(env)]
        self._stamp = repr(told).encode()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the template its code, where it is known."""
        found = self._cache.read(self._name(bucket))
        bucket.code = found if isinstance(found, CodeType) else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        if bucket.code is not None:
            self._cache.write(self._name(bucket), bucket.code)

    def clear(self) -> None:
        """Forget every template."""
        self._cache.clear()

    def _name(self, bucket: Bucket) -> str:
        return digest(self._stamp, bucket.key.encode(), bucket.checksum.encode())
