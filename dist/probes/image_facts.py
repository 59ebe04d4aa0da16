"""Prints what an image is, for packages. Runs in a container of the image, under its own interpreter and environment.

Input: {"families": {soname: [prefixes of symbol versions]}}. Output: {"python": {"path", "version", "abi", "prefix", "isConda", "tags"},
"glibc": text, "os": text or null, "libraries": [sonames], "symbolVersions": {family: newest}, "packages": [{"name", "version",
"requires"}], "runScript": text or null}.
"""
import json
import os
import platform
import re
import struct
import subprocess
import sys
import sysconfig

question = json.load(sys.stdin)
RUN_SCRIPTS = ("/var/runit/gunicorn/run",)
LOADER_CACHE = "/etc/ld.so.cache"


def read(path, mode="r", **options):
    try:
        with open(path, mode, **options) as stream:
            return stream.read()
    except OSError:
        return None


def operating_system():
    lines = (read("/etc/os-release", errors="replace") or "").splitlines()
    values = dict(line.split("=", 1) for line in lines if "=" in line)
    return values.get("PRETTY_NAME", "").strip('"') or None


def names_in_cache():
    """Sonames and paths in the loader's cache, in its format since glibc 2.2."""
    data = read(LOADER_CACHE, "rb") or b""
    start = data.find(b"glibc-ld.so.cache1.1")
    if start < 0:
        return {}
    count, _ = struct.unpack_from("=II", data, start + 20)
    found = {}
    for index in range(count):
        _, key, value = struct.unpack_from("=iII", data, start + 48 + 24 * index)
        name, path = (data[start + at : data.index(b"\0", start + at)].decode("ascii", "replace") for at in (key, value))
        found.setdefault(name, path)
    return found


def names_in(directory):
    try:
        return {name: os.path.join(directory, name) for name in os.listdir(directory) if re.search(r"\.so(\.|$)", name)}
    except OSError:
        return {}


def directories():
    """In the order of the loader: LD_LIBRARY_PATH, and the directory to which a conda interpreter's RPATH leads."""
    path = [one for one in os.environ.get("LD_LIBRARY_PATH", "").split(":") if one]
    is_conda = os.path.isdir(os.path.join(sys.prefix, "conda-meta"))
    return path + ([os.path.join(sys.prefix, "lib")] if is_conda else [])


def libraries():
    found = {}
    for directory in directories():
        for name, path in names_in(directory).items():
            found.setdefault(name, path)
    known = names_in_cache()
    # Without a cache the loader looks in its default directories.
    defaults = ("/lib", "/usr/lib", "/lib64", "/usr/lib64", "/lib/%s" % TRIPLET, "/usr/lib/%s" % TRIPLET)
    for source in [known] if known else [names_in(directory) for directory in defaults]:
        for name, path in source.items():
            found.setdefault(name, path)
    return found


def numbers(text):
    return [int(part) for part in text.split(".")]


def newest_versions(found):
    newest = {}
    for soname, prefixes in question["families"].items():
        data = read(found.get(soname, ""), "rb") or b""
        for prefix in prefixes:
            texts = re.findall(rb"\0%s_([0-9]+(?:\.[0-9]+)*)(?=\0)" % prefix.encode(), data)
            if texts:
                newest[prefix] = max((text.decode() for text in texts), key=numbers)
    return newest


def metadata_of(distribution):
    return {
        "name": str(distribution.metadata["Name"]),
        "version": str(distribution.version),
        "requires": list(distribution.requires or []),
    }


def packages():
    try:
        from importlib import metadata
    except ImportError:  # Python 3.7
        import pkg_resources

        found = pkg_resources.working_set
        return [{"name": one.project_name, "version": one.version, "requires": [str(r) for r in one.requires()]} for one in found]
    found = {}
    for one in metadata.distributions():
        if one.metadata["Name"]:
            found.setdefault(one.metadata["Name"], metadata_of(one))
    return sorted(found.values(), key=lambda one: one["name"].lower())


def tags():
    """The tags of wheels that the image's pip takes, the best first; none without pip."""
    program = "from pip._internal.utils.compatibility_tags import get_supported\nfor tag in get_supported(): print(tag)"
    try:
        printed = subprocess.check_output([sys.executable, "-c", program], stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return []
    return printed.decode().split()


def run_script():
    texts = [read(path, errors="replace") for path in RUN_SCRIPTS]
    return next((text for text in texts if text is not None), None)


TRIPLET = sysconfig.get_config_var("MULTIARCH") or "%s-linux-gnu" % platform.machine()
found = libraries()
facts = {
    "python": {
        "path": sys.executable,
        "version": platform.python_version(),
        "abi": sysconfig.get_config_var("SOABI") or "",
        "prefix": sys.prefix,
        "isConda": os.path.isdir(os.path.join(sys.prefix, "conda-meta")),
        "tags": tags(),
    },
    "glibc": os.confstr("CS_GNU_LIBC_VERSION") if hasattr(os, "confstr") else "",
    "os": operating_system(),
    "libraries": sorted(found),
    "symbolVersions": newest_versions(found),
    "packages": packages(),
    "runScript": run_script(),
}
print(json.dumps(facts))
