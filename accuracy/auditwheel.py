"""Asks auditwheel about every distribution with compiled files in a directory, which is packed as a wheel again.

    python auditwheel.py SITE_PACKAGES [NAME==VERSION that is known already ...]

Prints one JSON object per line: {"name", "version", "glibc": that its symbols need, "" if no manylinux tag allows them,
"libraries": [those outside the wheel that no manylinux tag allows]}. Libraries of this machine are not looked at.
"""
import csv
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
                paths = [row[0] for row in csv.reader(record) if row]
            inside = [path for path in paths if os.path.isfile(os.path.join(site_packages, path)) and ".." not in path]
            yield entry[: -len(".dist-info")], inside


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


site_packages, known = sys.argv[1], sys.argv[2:]
for stem, paths in distributions(site_packages):
    name, version = stem.rsplit("-", 1)
    if "%s==%s" % (name, version) in known or not any(re.search(r"\.so(\.[\d.]+)?$", path) for path in paths):
        continue
    with tempfile.TemporaryDirectory() as directory:
        answer = ask(pack(site_packages, stem, paths, directory))
    print(json.dumps({"name": name, "version": version, **answer}), flush=True)
