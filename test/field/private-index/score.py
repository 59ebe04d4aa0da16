import json

import numpy
from acme_features import scaled


def init():
    pass


def run(data):
    return scaled(json.loads(data)["data"])
