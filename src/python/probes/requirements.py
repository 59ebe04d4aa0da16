"""Reads requirements files with pip's own parser: every requirement with its file and line.

Input: {"pip": path, "files": [path], "packages": [text]}.
Output: {"files": [...], "requirements": [...], "options": [...], "errors": [...]}.
"""
import json
import os
import re
import sys

question = json.load(sys.stdin)
sys.path.insert(0, question["pip"])

from pip._internal.exceptions import PipError  # noqa: E402
from pip._internal.req import req_file  # noqa: E402
from pip._internal.req.constructors import parse_req_from_editable, parse_req_from_line  # noqa: E402
from pip._vendor.packaging.utils import canonicalize_name  # noqa: E402

answer = {"files": [], "requirements": [], "options": [], "errors": []}


def report(message, file=None, line=None):
    answer["errors"].append({"message": message, "file": file, "line": line})


class Parser(req_file.RequirementsFileParser):
    """pip's parser, which also remembers every file that it opened."""

    def _parse_file(self, filename, constraint):
        if re.match(r"(https?|ftp):", filename, re.I):
            raise Refused("it includes %s from the network: commit that file and include it by path" % filename)
        path = os.path.abspath(filename)
        if not any(known["path"] == path for known in answer["files"]):
            answer["files"].append({"path": path, "constraint": bool(constraint)})
        require_text(path)
        try:
            for line in super()._parse_file(filename, constraint):
                yield line
        except PipError as error:
            raise Refused(words_of(error), path, line_of(str(error), path))
        except OSError as error:
            name = os.path.basename(str(error.filename))
            raise Refused("it includes %s, which cannot be read: %s" % (name, error.strerror), path, line_with(name, path))


class Refused(Exception):
    """message, file, line: the last two may be missing."""


def words_of(error):
    """What pip says, on one line and without the name of this program."""
    words = re.sub(r"\s*\n\s*", " ", str(error).strip())
    return re.sub(r"(requirements\.py|usage:.*?): error: ", "", words)


def line_with(name, path):
    return next((number for number, line in enumerate(lines_of(path), 1) if name in line), None)


def line_of(message, path):
    """The line that pip's message quotes: its parser does not say the number."""
    quoted = re.match(r"Invalid requirement: (.*)", message)
    for number, line in enumerate(lines_of(path), 1):
        if quoted and line.strip() and line.strip().rstrip("\\").strip() in quoted.group(1):
            return number
    return None


def require_text(path):
    """Name the line that no encoding pip tries can read."""
    try:
        lines_of(path)
    except (UnicodeDecodeError, LookupError) as error:
        before = error.object[: error.start] if isinstance(error, UnicodeDecodeError) else b""
        report("it is not UTF-8 text (%s): save it as UTF-8." % error, path, before.count(b"\n") + 1)
        raise Refused()


def lines_of(path):
    """The lines as pip decodes them, before it joins any and puts variables in."""
    with open(path, "rb"):  # whose error says more than pip's
        return req_file.get_file_content(path, None)[1].splitlines()


def as_written(path, number):
    """An option line without its comment; variables stand in it by name, for their values may be secrets."""
    joined = req_file.join_lines(enumerate(lines_of(path), 1))
    return dict(req_file.ignore_comments(joined)).get(number, "").strip()


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
        "marker": plain(marker),
        "applies": marker is None or marker.evaluate({"extra": ""}),
    }


def name_of(link):
    """The name that a link's file says, when it is a wheel or names an egg."""
    if link is None:
        return None
    if link.is_wheel:
        return canonicalize_name(link.filename.split("-")[0])
    egg = getattr(link, "egg_fragment", None)
    return canonicalize_name(egg.split("[")[0]) if egg else None


def add(text, file, line, constraint=False, editable=False, options=None):
    try:
        parts = parse_req_from_editable(text) if editable else parse_req_from_line(text, None)
        requirement = requirement_of(parts, file, line, text, constraint, editable, options or {})
    except Exception as error:  # pip's own words say what is wrong with the line
        report(words_of(error), file, line)
        return
    answer["requirements"].append(requirement)


OPTIONS = (
    "index_url", "extra_index_urls", "no_index", "find_links", "pre", "prefer_binary", "trusted_hosts",
    "format_control", "require_hashes", "features_enabled",
)  # fmt: skip


def add_options(line):
    values = {name: getattr(line.opts, name, None) for name in OPTIONS}
    control = values.pop("format_control", None)
    if control is not None:
        values["no_binary"] = sorted(control.no_binary)
        values["only_binary"] = sorted(control.only_binary)
    kept = {name: value for name, value in values.items() if value}
    if kept:
        file = os.path.abspath(line.filename)
        text = as_written(file, line.lineno)
        answer["options"].append({"file": file, "line": line.lineno, "text": text, "values": kept})


def read_file(path):
    # Without a session, whose import costs as much as all else here: what would need one is refused above.
    parser = Parser(None, req_file.get_line_parser(None))
    try:
        for line in parser.parse(path, constraint=False):
            file = os.path.abspath(line.filename)
            asked = getattr(line, "requirement", None)  # before pip 25, lines that ask for nothing have no such attribute
            if asked is not None:
                options = getattr(line, "opts", None)
                hashes = {"hashes": getattr(options, "hashes", None)}
                add(asked, file, line.lineno, bool(line.constraint), bool(line.is_editable), hashes)
            else:
                add_options(line)
    except Refused as error:
        if error.args:
            message, file, line = (error.args + (path, None))[:3]
            report(message, file, line)
    except PipError as error:
        report(words_of(error), path)
    except OSError as error:
        report("it cannot be read: %s" % error, path)


for one in question["files"]:
    read_file(one)
for number, text in enumerate(question["packages"], 1):
    add(text, None, number)
print(json.dumps(answer))
