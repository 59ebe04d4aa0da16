"""The version at the end of XGBoost's JSON and UBJSON models, whose keys are sorted."""
import re

JSON_VERSION = re.compile(rb'"version"\s*:\s*\[\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*\]')
START = b"version[#L" + (3).to_bytes(8, "big")
SIZES = {b"i": 1, b"U": 1, b"I": 2, b"l": 4, b"L": 8}


def version_in(tail):
    texts = JSON_VERSION.findall(tail)
    if texts:
        return ".".join(part.decode() for part in texts[-1])
    at = tail.rfind(START)
    return None if at < 0 else numbers(tail[at + len(START) :])


def numbers(data):
    parts = []
    for _ in range(3):
        size = SIZES.get(data[:1])
        if size is None:
            return None
        parts.append(str(int.from_bytes(data[1 : 1 + size], "big")))
        data = data[1 + size :]
    return ".".join(parts)
