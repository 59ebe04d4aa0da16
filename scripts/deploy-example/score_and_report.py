"""Scoring script that answers requests like the example's `score.py`, and reports what the container looks like.

A request `{"report": true}` is answered with the report, any other one by `score.py`. Only the standard library is
imported before the report is complete, because it is not known whether the container puts the packages on the path.
"""

import json
import os
import platform
import stat
import sys
import tempfile
from collections import Counter

SEARCH_PATH = [os.path.realpath(path or os.getcwd()) for path in sys.path]
HERE = os.path.dirname(os.path.realpath(__file__))
VARIABLES = [
    "AML_APP_ROOT",
    "AZUREML_ENTRY_SCRIPT",
    "AZUREML_EXTRA_PYTHON_LIB_PATH",
    "AZUREML_MODEL_DIR",
    "PYTHONPATH",
]

answer = None
uploaded = None


def init():
    global answer, uploaded
    # Before the example is imported, which writes bytecode.
    uploaded = uploaded_files()
    mount = mount_directory()
    if mount not in SEARCH_PATH:
        # The example is answered in any case: the report says that the container did not do this.
        sys.path.insert(0, mount)
    import score

    score.init()
    answer = score.run


def run(raw_data):
    if json.loads(raw_data).get("report") is True:
        return report()
    return answer(raw_data)


def report():
    return {
        "python": platform.python_version(),
        "executable": sys.executable,
        "glibc": os.confstr("CS_GNU_LIBC_VERSION"),
        "user": {"uid": os.getuid(), "gid": os.getgid()},
        "workingDirectory": os.getcwd(),
        "environment": {name: os.environ[name] for name in VARIABLES if name in os.environ},
        "searchPath": SEARCH_PATH,
        "mountOnSearchPath": mount_directory() in SEARCH_PATH,
        "pythonPathOnSearchPath": os.path.join(HERE, "python-path") in SEARCH_PATH,
        "codeDirectory": {"path": HERE, "writable": is_writable(HERE)},
        "mount": {"path": mount_directory(), "writable": is_writable(mount_directory())},
        "uploadedFiles": uploaded,
    }


def mount_directory():
    return os.path.realpath(os.path.join(HERE, os.environ["AZUREML_EXTRA_PYTHON_LIB_PATH"]))


def is_writable(directory):
    """Whether a file can be created: permissions alone do not tell, for a file system can be read-only."""
    try:
        with tempfile.TemporaryFile(dir=directory):
            return True
    except OSError:
        return False


def uploaded_files():
    """How many files, directories and links have which mode and owner: `{"file 644 0:0": 123}`."""
    counts = Counter([described(HERE)])
    for directory, directories, files in os.walk(HERE):
        if directory == HERE and "__pycache__" in directories:
            directories.remove("__pycache__")
        counts.update(described(os.path.join(directory, name)) for name in directories + files)
    return dict(sorted(counts.items()))


def described(path):
    status = os.lstat(path)
    kind = "link" if stat.S_ISLNK(status.st_mode) else "directory" if stat.S_ISDIR(status.st_mode) else "file"
    return f"{kind} {stat.S_IMODE(status.st_mode):o} {status.st_uid}:{status.st_gid}"
