"""Models in zip files: of torch, Keras and skops."""
import io
import json
import re
import zipfile

from pickles import Pickle
from source import CHUNK, Source, damaged

MOST_TEXT = 1 << 20
MOST_SCHEMA = 1 << 24
MOST_DIRECTORY = 1 << 25  # bytes of a zip file's central directory
SKOPS_CLASS = re.compile(r'"__class__":\s*"([^"\\]+)",\s*"__module__":\s*"([^"\\]+)"')
SKOPS_VERSION = re.compile(r'"_skops_version":\s*"([^"\\]+)"')


def read_zip(source, found, path):
    is_ours = path.lower().endswith((".pt", ".pth", ".ckpt", ".keras", ".skops"))
    try:
        require_small_directory(source)
        with zipfile.ZipFile(source.stream) as archive:
            read_members(archive, found, source.clock)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        if is_ours or found.kind is not None:
            raise damaged("is a damaged zip file: %s" % error)


def require_small_directory(source):
    """Reading the list of a crafted file would take all memory."""
    stream = source.stream
    stream.seek(max(0, source.size - CHUNK - 22))
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    stream.seek(0)
    size = int.from_bytes(tail[at + 12 : at + 16], "little")
    if at < 0:
        raise zipfile.BadZipFile("its end is missing")
    if size > MOST_DIRECTORY and size != 0xFFFFFFFF:
        raise zipfile.BadZipFile("it lists too many members")


def read_members(archive, found, clock):
    names = archive.namelist()
    if "metadata.json" in names and "config.json" in names:
        found.kind = "keras"
        text = text_of(archive, "metadata.json", MOST_TEXT)
        version = json.loads(text).get("keras_version")
        if isinstance(version, str):
            found.add_version("keras", version)
    elif "schema.json" in names and "_skops_version" in text_of(archive, "schema.json", MOST_SCHEMA):
        read_skops(text_of(archive, "schema.json", MOST_SCHEMA), found)
    else:
        for name in names:
            if name == "data.pkl" or name.endswith("/data.pkl"):
                found.kind = "torch"
                with archive.open(name) as member:
                    Pickle(Source(io.BufferedReader(member, CHUNK), None, clock), found).read()


def text_of(archive, name, most):
    with archive.open(name) as member:
        return member.read(most).decode("utf-8", "replace")


def read_skops(text, found):
    found.kind = "skops"
    found.add_module("skops.io", "load")
    for version in SKOPS_VERSION.findall(text)[:1]:
        found.add_version("skops", version)
    for name, module in SKOPS_CLASS.findall(text):
        found.add_module(module, name)
