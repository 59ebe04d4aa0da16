"""Decides which advisories affect a version, and which later versions have the fixes (PEP 440).

Input: {"pip": path, "releases": [{"version": text, "advisories": [{"versions": [text],
        "ranges": [[["introduced" | "fixed" | "last_affected", text]]]}]}]}; the version "0" begins before every other.
Output: [{"advisories": [{"affected": bool, "fixed": text or null}], "safe": text or null}]; "safe" is the first later
        version that none of the advisories affects. The algorithm is that of https://ossf.github.io/osv-schema/.
"""
import json
import sys

question = json.load(sys.stdin)
sys.path.insert(0, question["pip"])

from pip._vendor.packaging.version import InvalidVersion, Version  # noqa: E402


def parse(text):
    """A local part such as +cpu names a build of the same sources. None for what PEP 440 does not know."""
    try:
        return Version(Version(text).public)
    except InvalidVersion:
        return None


def timeline(events):
    """The events in the order of their versions. A beginning that cannot be compared is before everything."""
    ordered = []
    for kind, text in events:
        version = None if text == "0" else parse(text)
        if version is not None:
            ordered.append(((1, version), kind, text))
        elif kind == "introduced":
            ordered.append(((0,), kind, text))
    return sorted(ordered, key=lambda event: event[0])


def in_range(version, events):
    affected = False
    for at, kind, _ in timeline(events):
        if kind == "introduced" and (1, version) >= at:
            affected = True
        elif kind == "fixed" and (1, version) >= at:
            affected = False
        elif kind == "last_affected" and (1, version) > at:
            affected = False
    return affected


def is_affected(text, advisory):
    version = parse(text)
    if version is None:
        return text in advisory["versions"]
    if any(one == text or parse(one) == version for one in advisory["versions"]):
        return True
    return any(in_range(version, events) for events in advisory["ranges"])


def fix_of(text, advisory):
    """The first fix after a version: of the ranges that it is in, else of all."""
    version = parse(text)
    if version is None:
        return None
    ranges = [events for events in advisory["ranges"] if in_range(version, events)] or advisory["ranges"]
    fixes = [
        (at, fixed)
        for events in ranges
        for at, kind, fixed in timeline(events)
        if kind == "fixed" and at > (1, version)
    ]
    return min(fixes)[1] if fixes else None


def safe_after(version, advisories):
    """A fix of one vulnerability may have another one, or be of a branch that has it again."""
    text = version
    while True:
        affecting = [one for one in advisories if is_affected(text, one)]
        if not affecting:
            return None if text == version else text
        fixes = [fix_of(text, one) for one in affecting]
        if None in fixes:
            return None
        text = max(fixes, key=parse)


def decide(release):
    version, advisories = release["version"], release["advisories"]
    answers = [{"affected": is_affected(version, one), "fixed": fix_of(version, one)} for one in advisories]
    return {"advisories": answers, "safe": safe_after(version, advisories)}


print(json.dumps([decide(release) for release in question["releases"]]))
