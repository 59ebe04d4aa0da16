import json

import pandas


def init():
    pass


def run(data):
    return json.loads(data)["data"]
