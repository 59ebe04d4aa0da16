import json

from features import scaled


def init():
    pass


def run(data):
    return scaled(json.loads(data)["data"])
