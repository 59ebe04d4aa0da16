"""Bytes of a model, plain or compressed, read forward within limits; and what is found in them."""
import io
import re
import time

CHUNK = 1 << 16
VERSION = re.compile(r"[0-9]+(\.[0-9A-Za-z]+)*([.+!-][0-9A-Za-z]+)*$")
MOST_NAMES = 5  # of a module


class Problem(Exception):
    """Why a file was not read to its end."""

    def __init__(self, kind, text):
        Exception.__init__(self, text)
        self.kind = kind


def damaged(text):
    return Problem("damaged", text)


def truncated():
    return damaged("ends too early")


class Clock:
    def __init__(self, seconds, file_seconds):
        self.seconds = file_seconds
        self.end = time.time() + seconds
        self.file_end = self.end

    def next_file(self):
        self.file_end = min(self.end, time.time() + self.seconds)

    def is_over(self):
        return time.time() >= self.end

    def check(self):
        if time.time() >= self.file_end:
            raise Problem("limit", "takes longer than the limit to read")


class Found:
    """What a file tells about itself."""

    def __init__(self, limits):
        self.limits = limits
        self.kind = None
        self.modules = {}
        self.versions = {}
        self.protocol = None
        self.code_arguments = None
        self.opset = None

    def add_module(self, module, name):
        if not all(part.isidentifier() for part in module.split(".")) or len(module) > 200:
            raise damaged("names a module that cannot exist")
        names = self.modules.get(module)
        if names is None:
            if len(self.modules) == self.limits["modules"]:
                raise Problem("limit", "names more modules than the limit")
            names = self.modules[module] = []
        if name not in names and len(names) < MOST_NAMES and len(name) <= 200 and name.replace(".", "_").isidentifier():
            names.append(name)

    def add_version(self, distribution, version):
        if len(version) <= 40 and VERSION.match(version):
            self.versions.setdefault(distribution, version)

    def summary(self):
        return {
            "kind": self.kind,
            "modules": self.modules,
            "versions": self.versions,
            "protocol": self.protocol,
            "codeArguments": self.code_arguments,
            "opset": self.opset,
        }


class Source:
    """A stream that is read forward. `size` is that of a file in which skipping is seeking, otherwise None."""

    def __init__(self, stream, size, clock):
        self.stream = stream
        self.size = size
        self.clock = clock

    def read(self, count):
        data = self.stream.read(count)
        if len(data) < count:
            raise truncated()
        return data

    def skip(self, count):
        if self.size is not None:
            if count > self.size - self.stream.tell():
                raise truncated()
            self.stream.seek(count, 1)
            return
        while count > 0:
            self.clock.check()
            count -= len(self.read(min(count, CHUNK)))

    def edges(self, count, head, tail):
        """The first and the last bytes of the next `count`, which are skipped."""
        first = self.read(min(count, head))
        rest = count - len(first)
        last = min(rest, tail)
        self.skip(rest - last)
        return first, self.read(last)

    def line(self, most):
        """Up to the end of the line, which is left out; only its first `most` bytes are kept."""
        kept = part = self.stream.readline(CHUNK)
        while part and not part.endswith(b"\n"):
            self.clock.check()
            part = self.stream.readline(CHUNK)
            kept = kept[:most] + part[-1:]
        if not part:
            raise truncated()
        return kept[:-1].rstrip(b"\r")[:most]


class Decompressed(io.RawIOBase):
    """What a decompressor makes of a file, in small parts: a few bytes can stand for gigabytes."""

    def __init__(self, stream, decompressor):
        io.RawIOBase.__init__(self)
        self.stream = stream
        self.decompressor = decompressor
        self.left = b""

    def readable(self):
        return True

    def readinto(self, target):
        decompressor = self.decompressor
        while not decompressor.eof:
            given = self.left
            if not given and getattr(decompressor, "needs_input", True):
                given = self.stream.read(CHUNK)
            data = decompressor.decompress(given, len(target))
            # zlib returns what it did not use; the others keep it.
            self.left = getattr(decompressor, "unconsumed_tail", b"")
            if data:
                target[: len(data)] = data
                return len(data)
            if not given and getattr(decompressor, "needs_input", True):
                return 0
        return 0
