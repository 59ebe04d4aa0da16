import json

import mlflow.pyfunc
import pandas as pd


def init():
    global model
    model = mlflow.pyfunc.load_model("model")


def run(data):
    return model.predict(pd.DataFrame(json.loads(data)["data"])).tolist()
