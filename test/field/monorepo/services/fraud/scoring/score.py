import json

import numpy


def init():
    pass


def run(data):
    return json.loads(data)["data"]
