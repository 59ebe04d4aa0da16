"""Asks auditwheel about every distribution with compiled files in a directory, which is packed as a wheel again.

    python auditwheel.py SITE_PACKAGES ANSWERS

Prints one JSON object per line: {"name", "version", "glibc": that its symbols need, "" if no manylinux tag allows them,
"libraries": [those outside the wheel that no manylinux tag allows]}. Libraries of this machine are not looked at.
Most rows have the same packages, and an answer can take half a minute: the directory ANSWERS keeps each, by a hash of the
distribution's files.
"""
import csv
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile


def distributions(site_packages):
    for entry in sorted(os.listdir(site_packages)):
        if entry.endswith(".dist-info"):
            with open(os.path.join(site_packages, entry, "RECORD"), encoding="utf-8", newline="") as record:
                rows = [row for row in csv.reader(record) if row]
            inside = [row for row in rows if os.path.isfile(os.path.join(site_packages, row[0])) and ".." not in row[0]]
            yield entry[: -len(".dist-info")], [row[0] for row in inside], key_of(entry, inside)


def key_of(entry, rows):
    """The same for two installations of one wheel: installers differ in what they write to the .dist-info."""
    files = sorted(row[:2] for row in rows if not row[0].startswith(entry))
    return hashlib.sha256(json.dumps([entry, files]).encode()).hexdigest()


def pack(site_packages, stem, paths, directory):
    with open(os.path.join(site_packages, stem + ".dist-info", "WHEEL"), encoding="utf-8") as wheel:
        tag = re.findall(r"^Tag: (\S+)", wheel.read(), re.M)[0]
    target = os.path.join(directory, "%s-%s.whl" % (stem, tag))
    with zipfile.ZipFile(target, "w") as archive:
        record = stem + ".dist-info/RECORD"
        archive.writestr(record, "".join('"%s",,\n' % path for path in paths))  # auditwheel opens what it names
        for path in paths:
            if path != record:
                archive.write(os.path.join(site_packages, path), path)
    return target


def ask(wheel):
    command = [sys.executable, "-m", "auditwheel", "show", "--json", "--ldpaths", "/nonexistent", wheel]
    asked = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
    if asked.returncode != 0:
        sys.exit("%s: %s" % (os.path.basename(wheel), asked.stderr))
    said = json.loads(asked.stdout)
    glibc = re.match(r"manylinux_(\d+)_(\d+)_", said["sym_tag"])
    return {"glibc": ".".join(glibc.groups()) if glibc else "", "libraries": sorted(said["external_libs"])}


def known_or_asked(site_packages, stem, paths, file):
    try:
        with open(file, encoding="utf-8") as kept:
            return json.load(kept)
    except FileNotFoundError:
        pass
    with tempfile.TemporaryDirectory() as directory:
        answer = ask(pack(site_packages, stem, paths, directory))
        written = os.path.join(os.path.dirname(file), os.path.basename(directory))  # another process may write it, too
    with open(written, "w", encoding="utf-8") as kept:
        json.dump(answer, kept)
    os.replace(written, file)
    return answer


site_packages, answers = sys.argv[1:]
for stem, paths, key in distributions(site_packages):
    name, version = stem.rsplit("-", 1)
    if any(re.search(r"\.so(\.[\d.]+)?$", path) for path in paths):
        answer = known_or_asked(site_packages, stem, paths, os.path.join(answers, key + ".json"))
        print(json.dumps({"name": name, "version": version, **answer}), flush=True)
