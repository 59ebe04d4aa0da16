import json

import numpy as np
import pandas as pd


def init():
    pass


def run(data):
    return np.asarray(pd.DataFrame(json.loads(data)["data"])).tolist()
