"""Reads a pickle's opcodes on a stack of what is known of the values, without creating an object or importing a module.

Only texts, numbers, names of classes, short tuples and small dicts are known; everything else is None. Format: the
standard library's pickletools; joblib's numpy_pickle for the bytes of arrays between the opcodes.
"""
import struct

import _compat_pickle
from literals import LONGEST_TEXT
from opcodes import HANDLERS
from source import Problem, damaged, truncated
from values import Global, Thing, created, item_size
from xgboost_versions import version_in

LONGEST_TUPLE = 32
ARRAY_STATE = ("shape", "dtype", "numpy_array_alignment_bytes")
VERSION_KEYS = {"_sklearn_version": "scikit-learn", "pytorch-lightning_version": "pytorch-lightning"}
DEEPEST_PICKLE = 3  # an array of objects is a pickle within joblib's


class Pickle:
    def __init__(self, source, found, depth=0):
        self.source = source
        self.found = found
        self.depth = depth
        self.stack = []
        self.marks = []
        self.memo = {}
        self.words = 0  # texts and numbers in memo
        self.memoized = 0
        self.protocol = 0
        self.most = found.limits["values"]
        self.unresolved = False

    def read(self):
        """Up to STOP. Raises Problem if that is not possible."""
        step = 0
        stream = self.source.stream
        try:
            while True:
                step += 1
                if not step & 1023:
                    self.source.clock.check()
                    if len(self.stack) + len(self.marks) > self.most:
                        raise Problem("limit", "nests more values than the limit")
                code = stream.read(1)
                if code == b".":
                    break
                handler = HANDLERS.get(code)
                if handler is None:
                    raise truncated() if not code else damaged("contains bytes that are no pickle opcode")
                handler(self)
        except (IndexError, KeyError, ValueError, struct.error):
            raise damaged("contains pickle opcodes that do not fit together")
        if self.unresolved:
            raise Problem("unreadable", "names a module in a way that is known only when it is loaded")

    def push(self, value):
        self.stack.append(value)

    def known(self, index):
        return self.memo.get(index)

    def put(self, index):
        self.memoized = max(self.memoized, index + 1)
        value = self.stack[-1]
        if value is None:
            return
        # The words of a vocabulary are many, and no names of modules: those beyond the limit are forgotten.
        is_word = isinstance(value, (str, int))
        if is_word and self.words >= self.most:
            return
        self.words += is_word
        if len(self.memo) - self.words >= self.most:
            raise Problem("limit", "contains more objects than the limit")
        self.memo[index] = value

    def to_mark(self):
        start = self.marks.pop()
        items = self.stack[start:]
        del self.stack[start:]
        return items

    def push_tuple(self, items):
        # A tuple of a tuple is known, for the state of a dtype, but nothing deeper.
        if len(items) <= LONGEST_TUPLE:
            flat = [None if isinstance(one, tuple) and any(isinstance(two, tuple) for two in one) else one for one in items]
            self.push(tuple(flat))
        else:
            self.push(None)

    def text(self, length):
        if length > LONGEST_TEXT:
            head, _ = self.source.edges(length, 16, 0)
            if head.startswith(b"tree\nversion=v"):  # LightGBM's state is its text format
                self.found.add_version("lightgbm", head[14:].split(b"\n")[0].decode("ascii", "replace"))
            return self.push(None)
        self.push(self.source.read(length).decode("utf-8", "replace"))

    def data(self, length):
        if length <= LONGEST_TEXT:
            self.source.skip(length)
        else:
            head, tail = self.source.edges(length, 64, 4096)
            if head.startswith(b"{L") or head.startswith(b'{"'):
                version = version_in(tail)  # XGBoost's state is its UBJSON or JSON format
                if version is not None and "xgboost.core" in self.found.modules:
                    self.found.add_version("xgboost", version)
        self.push(None)

    def name_global(self, module, name):
        if not isinstance(module, str) or not isinstance(name, str):
            self.unresolved = True
            return None
        if self.protocol < 3:
            module, name = _compat_pickle.NAME_MAPPING.get((module, name), (module, name))
            module = _compat_pickle.IMPORT_MAPPING.get(module, module)
        if module.split(".")[0] != "__torch__":  # classes of TorchScript, which are in the file
            self.found.add_module(module, name)
        return Global(module, name)

    def reduce(self):
        arguments = self.stack.pop()
        function = self.stack.pop()
        self.push(self.called(function, arguments if isinstance(arguments, tuple) else ()))

    def called(self, function, arguments):
        first = arguments[0] if arguments else None
        if isinstance(function, Thing) and function.kind == "code":
            self.found.code_arguments = self.found.code_arguments or len(arguments)
        if not isinstance(function, Global):
            return None
        if (function.module, function.name) == ("numpy", "dtype") and isinstance(first, str):
            return Thing("dtype", first)
        if function.name in ("_reconstructor", "__newobj__") and function.module == "copyreg":
            return created(first)
        if function.module.split(".")[0] == "cloudpickle" and isinstance(first, str):
            if function.name == "subimport":
                self.found.add_module(first, "")
            if function.name == "_builtin_type" and first == "CodeType":
                return Thing("code")
        return None

    def build(self):
        state = self.stack.pop()
        top = self.stack[-1]
        if isinstance(top, Thing):
            top.state = state
            if top.kind == "array":
                self.skip_array(state if isinstance(state, dict) else {})
                self.stack[-1] = None

    def skip_array(self, state):
        """The bytes of an array follow its description, after a byte that says how many bytes align them."""
        size = item_size(state.get("dtype"))
        if size is None:
            raise Problem("unreadable", "contains a numpy array of a type whose size is not known")
        if size == 0:
            if self.depth == DEEPEST_PICKLE:
                raise Problem("limit", "nests more pickles than the limit")
            inner = Pickle(self.source, self.found, self.depth + 1)
            return inner.read()
        shape = state.get("shape")
        if not isinstance(shape, tuple) or not all(isinstance(one, int) and 0 <= one < 1 << 63 for one in shape):
            raise Problem("unreadable", "contains a numpy array of unknown size")
        count = size
        for one in shape:
            count *= one
        if state.get("numpy_array_alignment_bytes") is not None:
            self.source.skip(self.source.read(1)[0])
        self.source.skip(count)

    def set_items(self, items):
        target = self.stack[-1]
        for key, value in zip(items[::2], items[1::2]):
            if not isinstance(key, str):
                continue
            if isinstance(value, str) and key in VERSION_KEYS:
                self.found.add_version(VERSION_KEYS[key], value)
            if isinstance(target, dict) and key in ARRAY_STATE:
                target[key] = value
