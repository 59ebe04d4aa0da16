"""What is known of the values on a pickle's stack: names of classes, and the objects that describe joblib's arrays."""
import re

ARRAY_WRAPPERS = ("joblib.numpy_pickle", "sklearn.externals.joblib.numpy_pickle")


class Global:
    __slots__ = ("module", "name")

    def __init__(self, module, name):
        self.module = module
        self.name = name


class Thing:
    """An object whose state matters: `array` (joblib's wrapper), `dtype` or `code` (the type of code objects)."""

    __slots__ = ("kind", "text", "state")

    def __init__(self, kind, text=None):
        self.kind = kind
        self.text = text
        self.state = None


def created(cls):
    is_wrapper = isinstance(cls, Global) and cls.name == "NumpyArrayWrapper" and cls.module in ARRAY_WRAPPERS
    return Thing("array") if is_wrapper else None


def item_size(dtype):
    """Bytes of an array's element; 0 for a type that contains Python objects, None if it is not known."""
    if not isinstance(dtype, Thing) or dtype.kind != "dtype":
        return None
    match = re.match(r"[|<>=]?([?a-zA-Z])(\d*)$", dtype.text)
    state = dtype.state if isinstance(dtype.state, tuple) else ()
    stated = state[5] if len(state) > 7 and isinstance(state[5], int) else -1
    if len(state) > 7 and isinstance(state[7], int) and state[7] & 1:
        return 0
    if match is None or match.group(1) not in "?biufcmMUSaVO":
        return None
    letter, number = match.groups()
    if letter == "O":
        return 0
    if stated > 0:
        return stated
    return int(number or 1) * (4 if letter == "U" else 1)
