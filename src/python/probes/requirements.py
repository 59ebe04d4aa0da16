"""Reads requirements files with pip's own parser: every requirement with its file and line.

Input: {"pip": path, "files": [path], "packages": [text], "markers": {name: value}}; the markers are those of the
container that this machine may not have.
Output: {"files": [...], "requirements": [...], "options": [...], "binaries": {...}, "errors": [...]}.
"""
import json
import os
import re
import sys

question = json.load(sys.stdin)
sys.path.insert(0, question["pip"])
sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), "requirement_lines"))

from pip._internal.exceptions import PipError  # noqa: E402
from pip._internal.req import req_file  # noqa: E402
from pip._vendor.packaging.utils import canonicalize_name  # noqa: E402

sys.dont_write_bytecode = True  # beside this program; pip keeps its own
from line_options import LineParser, options_of  # noqa: E402
from parts import parts_of  # noqa: E402
from variables import words_for_variables  # noqa: E402

answer = {"files": [], "requirements": [], "options": [], "errors": []}


def report(message, file=None, line=None):
    answer["errors"].append({"message": message, "file": file, "line": line})


class Parser(req_file.RequirementsFileParser):
    """pip's parser, which also records every file that it opens."""

    including = (None, None)  # file and line of the line that was read last

    def _parse_file(self, filename, constraint):
        if re.match(r"(https?|ftp):", filename, re.I):
            words = "it includes %s from the network: commit that file and include it by path" % filename
            raise Refused(words, *self.including)
        path = os.path.abspath(filename)
        if self.including[0] is not None and not os.path.isfile(path):
            words = "it includes %s, which is not a file: a path is relative to the file that includes it"
            raise Refused(words % shortest(path), *self.including)
        if not any(known["path"] == path for known in answer["files"]):
            answer["files"].append({"path": path, "constraint": bool(constraint)})
        require_text(path)
        try:
            for line in super()._parse_file(filename, constraint):
                self.including = (path, line.lineno)
                if getattr(line, "requirement", None) is None and (line.opts.requirements or line.opts.constraints):
                    require_variables(path, line.lineno)
                yield line
        except PipError as error:
            raise Refused(words_of(error), path, line_of(str(error), path))
        except OSError as error:
            name = os.path.basename(str(error.filename))
            raise Refused("it includes %s, which cannot be read: %s" % (name, error.strerror), path, line_with(name, path))


def require_variables(path, number):
    words = words_for_variables(as_written(path, number))
    if words:
        raise Refused(words, path, number)


def shortest(path):
    """Relative to the workspace, which is the working directory, if it is in there."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative


class Refused(Exception):
    """message, file, line: the last two may be missing."""


def words_of(error):
    """pip's message, on one line and without the name of this program."""
    words = re.sub(r"\s*\n\s*", " ", str(error).strip())
    return re.sub(r"(requirements\.py|usage:.*?): error: ", "", words)


def line_with(name, path):
    return next((number for number, line in enumerate(lines_of(path), 1) if name in line), None)


def line_of(message, path):
    """The line that pip's message quotes, because its parser does not report the number."""
    quoted = re.match(r"Invalid requirement: (.*)", message)
    for number, line in enumerate(lines_of(path), 1):
        if quoted and line.strip() and line.strip().rstrip("\\").strip() in quoted.group(1):
            return number
    return None


def require_text(path):
    """Reports the line that is invalid in every encoding that pip tries."""
    try:
        lines_of(path)
    except (UnicodeDecodeError, LookupError) as error:
        before = error.object[: error.start] if isinstance(error, UnicodeDecodeError) else b""
        report("it is not UTF-8 text (%s): save it as UTF-8." % error, path, before.count(b"\n") + 1)
        raise Refused()


def lines_of(path):
    """The lines as pip decodes them, before it joins lines and expands variables."""
    with open(path, "rb"):  # whose error says more than pip's
        return req_file.get_file_content(path, None)[1].splitlines()


written = {}  # by path


def as_written(path, number):
    """A line without its comment. Variables are not expanded, because their values may be secrets."""
    if path not in written:
        joined = req_file.join_lines(enumerate(lines_of(path), 1))
        written[path] = dict(req_file.ignore_comments(joined))
    return written[path].get(number, "").strip()


def plain(value):
    return str(value) if value is not None else None


def requirement_of(parts, file, line, text, constraint, editable, options):
    requirement = parts.requirement
    link = parts.link
    marker = parts.markers
    specifier = requirement.specifier if requirement is not None else ""
    if any(one.version in ("", ".*") for one in specifier):
        raise ValueError("Invalid requirement: %r names an operator without a version" % text)
    exact = [one for one in specifier if one.operator in ("==", "===") and "*" not in one.version]
    return {
        "file": file,
        "line": line,
        "text": text.strip(),
        "constraint": constraint,
        "editable": editable,
        "name": canonicalize_name(requirement.name) if requirement is not None else name_of(link),
        "extras": sorted(canonicalize_name(extra) for extra in (requirement.extras if requirement else parts.extras)),
        "specifier": str(specifier),
        "pinned": exact[0].version if exact else None,
        "url": plain(link.url_without_fragment) if link is not None else plain(getattr(requirement, "url", None)),
        "hashes": sorted(h for hashes in (options.get("hashes") or {}).items() for h in ["%s:%s" % (hashes[0], v) for v in hashes[1]]),
        "settings": options.get("config_settings") or None,
        "globalOptions": options.get("global_options") or None,
        "marker": plain(marker),
        "applies": marker is None or marker.evaluate(dict(question["markers"], extra="")),
    }


def name_of(link):
    """The name in a link, if it is a wheel or has an egg fragment."""
    if link is None:
        return None
    if link.is_wheel:
        return canonicalize_name(link.filename.split("-")[0])
    egg = getattr(link, "egg_fragment", None)
    return canonicalize_name(egg.split("[")[0]) if egg else None


def add(text, file, line, constraint=False, editable=False, options=None):
    variables = words_for_variables(as_written(file, line)) if file is not None else None
    try:
        requirement = requirement_of(parts_of(text, editable), file, line, text, constraint, editable, options or {})
    except Exception as error:  # pip's own words say what is wrong with the line
        report(variables or words_of(error), file, line)
        return
    if variables and requirement["applies"]:
        report(variables, file, line)
    answer["requirements"].append(requirement)


def add_options(line):
    """The options of a line of their own, or those of a requirement's line that hold for every line."""
    file = os.path.abspath(line.filename)
    values, text = options_of(line, as_written(file, line.lineno))
    if not values:
        return
    words = words_for_variables(text)
    if words:
        report(words, file, line.lineno)
    answer["options"].append({"file": file, "line": line.lineno, "text": text, "values": values})


def read_file(path):
    # Without a session, because its import takes as long as everything else; lines that need one are rejected above.
    parser = Parser(None, parse_line)
    try:
        for line in parser.parse(path, constraint=False):
            file = os.path.abspath(line.filename)
            asked = getattr(line, "requirement", None)  # before pip 25, lines that ask for nothing have no such attribute
            if asked is not None:
                if line.is_editable and re.match(r"[A-Za-z]:", asked):  # the parser has dropped the backslashes
                    asked = re.sub(r"^(-e|--editable)[\s=]*", "", as_written(file, line.lineno))
                add(asked, file, line.lineno, bool(line.constraint), bool(line.is_editable), vars(line.opts))
            add_options(line)
    except Refused as error:
        if error.args:
            message, file, line = (error.args + (path, None))[:3]
            report(message, file, line)
    except PipError as error:
        report(words_of(error), path)
    except OSError as error:
        report("it cannot be read: %s" % error, path)


parse_line = LineParser()
for one in question["files"]:
    read_file(one)
answer["binaries"] = parse_line.binaries()
for number, text in enumerate(question["packages"], 1):
    add(text, None, number)
print(json.dumps(answer))
