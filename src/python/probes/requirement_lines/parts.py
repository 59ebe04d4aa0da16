"""What pip's parser says of one requirement, also of a path that does not exist here."""
import os
import pathlib
import re

from pip._internal.exceptions import PipError
from pip._internal.req.constructors import parse_req_from_editable, parse_req_from_line


def parts_of(text, editable):
    try:
        return parse_req_from_editable(text) if editable else parse_req_from_line(text, None)
    except PipError:
        url = missing_path(text, editable)
        if url is None:
            raise
        return parse_req_from_line(url, None)


def missing_path(text, editable):
    """The URL of a path that does not exist here: pip's parser refuses it, and so hides what else is wrong."""
    path = re.sub(r"\s*;.*$|\[[^\]]*\]\s*$", "", text.strip())
    if re.match(r"[A-Za-z]:[/\\]", path):
        return "file:///" + path.replace("\\", "/")
    is_path = re.match(r"\.{0,2}[/\\]|~", path) or (editable and not re.search(r"\+|:", path))
    if not is_path or os.path.exists(path):
        return None
    return pathlib.Path(os.path.abspath(path)).as_uri()
