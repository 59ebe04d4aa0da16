"""Tells the formats of models apart by their first bytes, and reads each."""
import io
import os
import re
import zlib

import archives
import binary
from pickles import Pickle
from source import CHUNK, Decompressed, Problem, Source, damaged, truncated

PICKLE_NAMES = (".pkl", ".pickle", ".joblib", ".sav", ".pck", ".p")
MODEL_NAMES = PICKLE_NAMES + (".pt", ".pth", ".ckpt", ".onnx", ".h5", ".hdf5", ".keras", ".cbm", ".ubj", ".skops")
COMPRESSED_NAMES = (".gz", ".z", ".bz2", ".xz", ".lzma", ".lz4", ".gzip", ".zlib")
# How protocol 0 and 1 begin, which have no header: with a class, or with an empty container that is remembered.
OLD_PICKLE = re.compile(rb"\(?[ci][\w.]+\r?\n[\w.]+\r?\n|\((dp|lp)\d+\r?\n|[\]}]q")
TORCH_LEGACY = b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."
TORCH_PICKLES = 5  # magic number, version of the format, system, object, keys of the storages that follow
MOST_PICKLES = 1000
LZMA_MEMORY = 1 << 28
ZFILE_HEADER = 21  # joblib before 0.10: "ZF" and a length


def stem_of(path):
    """The name in small letters, without the ending of a compression."""
    name = os.path.basename(path).lower()
    stem, ending = os.path.splitext(name)
    return stem if ending in COMPRESSED_NAMES else name


def is_named_as_model(path):
    return stem_of(path).endswith(MODEL_NAMES)


def is_named_as_pickle(path):
    return stem_of(path).endswith(PICKLE_NAMES)


def read(path, size, found, clock):
    """Fills in what is found. Raises Problem if the file cannot be read to its end."""
    with open(path, "rb", CHUNK) as stream:
        head = stream.read(4096)
        stream.seek(0)
        if not head:
            raise damaged("is empty")
        if head.startswith(b"version https://git-lfs"):
            raise Problem("unreadable", "is a pointer of Git LFS, without the content")
        source = Source(stream, size, clock)
        for starts, reader in READERS:
            if starts(head, path):
                return reader(source, found, path)
        if is_named_as_pickle(path):
            raise damaged("does not begin as a pickle or a joblib file does")


def is_pickle(head, path):
    return head[:1] == b"\x80" and head[1:2] <= b"\x05" and len(head) > 1


def read_pickle(source, found, path):
    if source.stream.peek(20).startswith(TORCH_LEGACY):
        found.kind = "torch"
        for _ in range(TORCH_PICKLES):
            Pickle(source, found).read()
        return
    found.kind = "pickle"
    Pickle(source, found).read()
    for _ in range(MOST_PICKLES):  # several objects may be saved in one file, or other data may follow
        if not is_pickle(source.stream.peek(2)[:2], path):
            return
        try:
            Pickle(source, found).read()
        except Problem as error:
            if error.kind == "limit":
                raise
            return


def read_old_pickle(source, found, path):
    try:
        Pickle(source, found).read()
        found.kind = "pickle"
        found.protocol = found.protocol or 0
    except Problem as error:
        if error.kind != "damaged" or is_named_as_pickle(path):
            found.kind = "pickle"
            raise
        found.modules.clear()  # some other text


def decompressing(make):
    def read_compressed(source, found, path):
        try:
            decompressor = make(source)
            inner = io.BufferedReader(Decompressed(source.stream, decompressor), CHUNK)
            start = inner.peek(2)[:2]
            if is_pickle(start, path):
                read_pickle(Source(inner, None, source.clock), found, path)
            elif is_named_as_pickle(path):
                if not start:
                    raise truncated()
                read_old_pickle(Source(inner, None, source.clock), found, path)
        except (zlib.error, OSError, EOFError, ValueError):
            raise damaged("cannot be decompressed")
        except ImportError as error:
            raise Problem("unreadable", "cannot be decompressed: this Python has no module %s" % error.name)
        except Exception as error:
            if type(error).__name__ != "LZMAError":
                raise
            raise damaged("cannot be decompressed")

    return read_compressed


def bz2_decompressor(source):
    import bz2

    return bz2.BZ2Decompressor()


def lzma_decompressor(source):
    import lzma

    return lzma.LZMADecompressor(lzma.FORMAT_AUTO, memlimit=LZMA_MEMORY)


def zfile_decompressor(source):
    source.skip(ZFILE_HEADER)
    return zlib.decompressobj(15)


def read_lz4(source, found, path):
    if is_named_as_pickle(path):
        found.kind = "pickle"
        raise Problem("unreadable", "is compressed with lz4, which Python's standard library cannot read")


def is_zlib(head, path):
    return head[:1] == b"\x78" and head[1:2] in (b"\x01", b"\x5e", b"\x9c", b"\xda")


def beginning(*starts):
    return lambda head, path: head.startswith(starts)


def matching(pattern):
    return lambda head, path: re.match(pattern, head) is not None


READERS = (
    (lambda head, path: os.path.basename(path) == "MLmodel", lambda source, found, path: setattr(found, "kind", "mlflow")),
    (is_pickle, read_pickle),
    (beginning(b"PK\x03\x04"), archives.read_zip),
    (beginning(b"\x89HDF\r\n\x1a\n"), binary.read_hdf5),
    (is_zlib, decompressing(lambda source: zlib.decompressobj(15))),
    (beginning(b"\x1f\x8b"), decompressing(lambda source: zlib.decompressobj(31))),
    (beginning(b"BZh"), decompressing(bz2_decompressor)),
    (beginning(b"\xfd7zXZ\0", b"\x5d\0\0"), decompressing(lzma_decompressor)),
    (matching(rb"ZF0x[0-9a-f]+L? "), decompressing(zfile_decompressor)),
    (beginning(b"\x04\x22\x4d\x18"), read_lz4),
    (beginning(b"CBM1"), lambda source, found, path: setattr(found, "kind", "catboost")),
    (matching(rb"tree\r?\nversion=v\d"), binary.read_lightgbm),
    (matching(rb'\s*\{\s*"(learner|version)"\s*:|\{L\0{7}\x07(learner|version)'), binary.read_xgboost),
    (binary.is_old_xgboost, binary.read_xgboost),
    (lambda head, path: os.path.basename(path) == "saved_model.pb", binary.read_saved_model),
    (matching(rb"\x08[\x01-\x40][\x0a-\x7a]"), binary.read_onnx),
    (matching(OLD_PICKLE), read_old_pickle),
)
