"""Writes a pickle or a joblib file whose classes are of modules that are made up, so that no library is needed.

Standard input: an expression, in which these are known. Standard output: the bytes.
"""
import io
import pickle
import sys
import types


def module(name):
    parts = name.split(".")
    for length in range(1, len(parts) + 1):
        sys.modules.setdefault(".".join(parts[:length]), types.ModuleType(parts[length - 1]))
    return sys.modules[name]


def cls(path):
    """The class of a dotted path."""
    name, _, last = path.rpartition(".")
    holder = module(name)
    if not hasattr(holder, last):
        setattr(holder, last, type(last, (), {"__module__": name}))
    return getattr(holder, last)


def of(path, **state):
    """An object of such a class."""
    one = cls(path)()
    vars(one).update(state)
    return one


class Call:
    """What calling a function, and then its result, with these arguments returns."""

    def __init__(self, path, *arguments):
        self.path, self.arguments = path, arguments

    def __reduce__(self):
        if len(self.arguments) == 1:
            return cls(self.path), self.arguments[0]
        return Result(Call(self.path, *self.arguments[:-1])), self.arguments[-1]


class Result:
    """Callable for the pickler, and saved as what the call returns."""

    def __init__(self, call):
        self.call = call

    def __call__(self):
        raise NotImplementedError

    def __reduce__(self):
        return self.call.__reduce__()


class Array:
    """An array as joblib saves it: `dtype` as numpy spells it, the content as bytes."""

    def __init__(self, dtype, shape, content, flags=0, aligned=True):
        self.dtype, self.shape, self.content, self.flags, self.aligned = dtype, shape, content, flags, aligned


class Type:
    def __init__(self, text, flags):
        self.text, self.flags = text, flags

    def __reduce__(self):
        size = int(self.text[1:] or 1) * 4 if self.text[0] == "U" else -1
        return cls("numpy.dtype"), (self.text, False, True), (3, "<", None, None, None, size, -1, self.flags)


class Joblib(pickle._Pickler):
    def __init__(self, stream, protocol):
        pickle._Pickler.__init__(self, stream, protocol)
        self.stream = stream

    def save(self, one, **more):
        if not isinstance(one, Array):
            return pickle._Pickler.save(self, one, **more)
        state = {"subclass": cls("numpy.ndarray"), "shape": one.shape, "order": "C", "dtype": Type(one.dtype, one.flags)}
        if one.aligned:
            state["numpy_array_alignment_bytes"] = 16
        pickle._Pickler.save(self, of("joblib.numpy_pickle.NumpyArrayWrapper", **state))
        if self.proto >= 4:
            self.framer.commit_frame(force=True)
        if one.aligned and not one.flags:
            self.stream.write(b"\x05" + b"\xff" * 5)
        self.stream.write(one.content)


def dump(one, protocol=4):
    return pickle.dumps(one, protocol)


def joblib(one, protocol=4):
    stream = io.BytesIO()
    Joblib(stream, protocol).dump(one)
    return stream.getvalue()


sys.stdout.buffer.write(eval(sys.stdin.read()))
