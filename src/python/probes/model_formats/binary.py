"""Models of XGBoost, LightGBM, ONNX, TensorFlow and Keras in formats of their own."""
import re
import struct

from source import Problem, damaged
from xgboost_versions import version_in

TAIL = 4096
EARLY = 1 << 20
MOST_FIELDS = 100000
NUMBER, FIXED_64, BYTES, FIXED_32 = 0, 1, 2, 5
KERAS_VERSION = b"keras_version\0"


def last_bytes(source, count):
    source.stream.seek(max(0, source.size - count))
    return source.stream.read(count)


def read_xgboost(source, found, path):
    found.kind = "xgboost"
    tail = last_bytes(source, TAIL)
    if not tail.rstrip().endswith(b"}") and source.stream.seek(0) == 0 and source.stream.read(1) == b"{":
        raise damaged("ends too early")
    version = version_in(tail)
    if version is not None:
        found.add_version("xgboost", version)


def is_old_xgboost(head, path):
    """The binary format before UBJSON: a struct of 136 bytes, then the names of objective and booster with lengths."""
    start = 4 if head.startswith(b"binf") else 0
    names = head[start + 136 :]
    if len(names) < 8:
        return False
    length = struct.unpack("<Q", names[:8])[0]
    booster = names[8 + length + 8 :] if 0 < length < 64 else b""
    return booster.startswith((b"gbtree", b"gblinear", b"dart"))


def read_lightgbm(source, found, path):
    found.kind = "lightgbm"
    match = re.match(rb"tree\r?\nversion=v(\d+)", source.stream.read(64))
    if match:
        found.add_version("lightgbm", match.group(1).decode())


def varint(source):
    value = 0
    for shift in range(0, 70, 7):
        byte = source.read(1)[0]
        value |= (byte & 127) << shift
        if byte < 128:
            return value
    raise damaged("is no protobuf message")


def fields(source, end):
    """The fields of a protobuf message up to a position, each to be read or skipped: (number, type, length or value)."""
    for _ in range(MOST_FIELDS):
        if source.stream.tell() >= end:
            return
        source.clock.check()
        key = varint(source)
        number, kind = key >> 3, key & 7
        if number == 0 or kind not in (NUMBER, FIXED_64, BYTES, FIXED_32):
            raise damaged("is no protobuf message")
        if kind in (FIXED_64, FIXED_32):
            source.skip(8 if kind == FIXED_64 else 4)
            yield number, kind, None
            continue
        value = varint(source)
        after = source.stream.tell() + (value if kind == BYTES else 0)
        if after > end:
            raise damaged("ends too early")
        yield number, kind, value
        source.stream.seek(after)
    raise Problem("limit", "has more fields than the limit")


def read_onnx(source, found, path):
    """A ModelProto: 7 is the graph, 8 the operator sets (1 domain, 2 version)."""
    has_graph = False
    opset = None
    try:
        for number, kind, value in fields(source, source.size):
            if number > 30:
                return  # another message
            if number == 7 and kind == BYTES:
                has_graph = True
            if number == 8 and kind == BYTES:
                domain, version = b"", None
                for inner, inner_kind, length in fields(source, source.stream.tell() + value):
                    if inner == 1 and inner_kind == BYTES and length < 100:
                        domain = source.read(length)
                    if inner == 2 and inner_kind == NUMBER:
                        version = length
                if domain in (b"", b"ai.onnx"):
                    opset = version
    except Problem as error:
        if path.lower().endswith(".onnx") or error.kind == "limit":
            found.kind = "onnx"
            raise
        return
    if has_graph and opset is not None:
        found.kind = "onnx"
        found.opset = opset


def read_saved_model(source, found, path):
    """SavedModel: 2 are graphs, whose 1 is a MetaInfoDef, whose 5 is the version of TensorFlow."""
    found.kind = "saved-model"
    for number, kind, value in fields(source, source.size):
        if number != 2 or kind != BYTES:
            continue
        for inner, inner_kind, length in fields(source, source.stream.tell() + value):
            if inner != 1 or inner_kind != BYTES:
                continue
            for last, last_kind, size in fields(source, source.stream.tell() + length):
                if last == 5 and last_kind == BYTES and size < 100:
                    found.add_version("tensorflow", source.read(size).decode("utf-8", "replace"))


def read_hdf5(source, found, path):
    data = source.stream.read(EARLY)
    names = (KERAS_VERSION, b"model_config\0", b"layer_names\0")
    if not any(name in data for name in names):
        data = last_bytes(source, EARLY)
        if not any(name in data for name in names):
            return  # HDF5 is also a format of data
    found.kind = "keras"
    version = keras_version(source, data)
    if version is not None:
        found.add_version("keras", version)


def keras_version(source, data):
    """The attribute's value: in the attribute itself, or in a heap to whose address and index it refers."""
    at = data.find(KERAS_VERSION)
    if at < 0:
        return None
    value = data[at + len(KERAS_VERSION) : at + 128]
    inline = re.search(rb"(?<![\w.])(\d+\.\d+\.\d+[\w.]*)\0*", value)
    if inline:
        return inline.group(1).decode()
    for start in range(0, len(value) - 16):
        length, address, index = struct.unpack("<IQI", value[start : start + 16])
        if not 0 < length < 40 or not 0 < address < source.size or not 0 < index < 1000:
            continue
        source.stream.seek(address)
        text = heap_object(source.stream.read(TAIL), index)
        if text is not None:
            return text[:length].decode("ascii", "replace")
    return None


def heap_object(heap, index):
    """An object of a global heap: after 16 bytes, each has a number of 2 bytes, 6 others, its size in 8, its bytes."""
    if not heap.startswith(b"GCOL"):
        return None
    at = 16
    while at + 16 <= len(heap):
        number = int.from_bytes(heap[at : at + 2], "little")
        size = int.from_bytes(heap[at + 8 : at + 16], "little")
        if number == index:
            return heap[at + 16 : at + 16 + size]
        at += 16 + (size + 7) // 8 * 8
    return None
