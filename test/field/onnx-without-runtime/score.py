import json
import os

import numpy as np


def init():
    global path
    path = os.path.join(os.environ["AZUREML_MODEL_DIR"], "classifier.onnx")


def run(data):
    return np.asarray(json.loads(data)["data"]).tolist()
