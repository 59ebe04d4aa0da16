import json

import numpy as np


def init():
    pass


def run(data):
    return np.asarray(json.loads(data)["data"]).tolist()
