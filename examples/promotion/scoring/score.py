"""Makes the last part of a web address out of a title: a scoring script whose package the image does not have."""

import json

import slugify


def init():
    """Called once per worker, before the first request."""


def run(raw_data):
    """Answers one request: `{"titles": ["…"]}`."""
    titles = json.loads(raw_data)["titles"]
    return {
        "slugs": [slugify.slugify(title) for title in titles],
        # Tells where the package came from: the mount, or what the image installed at its start.
        "file": slugify.__file__,
    }
