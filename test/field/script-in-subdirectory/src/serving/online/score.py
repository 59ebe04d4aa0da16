import json

import numpy as np
from helpers import rows_of


def init():
    pass


def run(data):
    return np.asarray(rows_of(json.loads(data))).tolist()
