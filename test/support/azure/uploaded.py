"""What this azure-ai-ml would upload of some directories, without a network.

Standard input: a JSON list of absolute paths. Standard output: for each, in order, either {"files": {path: bytes}} or
{"error": "<exception>: <message>"}. An upload without files, which the client refuses too, is {"files": {}}.
"""
import inspect
import json
import logging
import os
import sys
from pathlib import Path

import azure.ai.ml._utils._asset_utils as assets

logging.disable(logging.CRITICAL)


def files_of(directory):
    """The steps of uploading a code asset, in the client's order: hash, size, list, sizes of what is listed."""
    os.chdir(directory)
    ignore_file = assets.get_ignore_file(directory)
    assets.get_content_hash(directory, ignore_file)
    keywords = {"ignore_file": ignore_file}
    size = assets.get_directory_size
    size(directory, **(keywords if "ignore_file" in inspect.signature(size).parameters else {}))
    source = Path(directory).resolve()
    if hasattr(assets, "get_upload_files_from_folder"):
        pairs = assets.get_upload_files_from_folder(source, prefix="", **keywords)
    else:
        pairs = []
        for root, _, files in os.walk(source, followlinks=True):
            pairs += list(assets.traverse_directory(root, files, source, "", **keywords))
    return {name: os.path.getsize(path) for path, name in pairs}


def answer(directory):
    try:
        return {"files": files_of(directory)}
    except BaseException as error:
        return {"error": "%s: %s" % (type(error).__name__, error)}


json.dump([answer(directory) for directory in json.load(sys.stdin)], sys.stdout)
