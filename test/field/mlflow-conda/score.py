import json

import mlflow.sklearn


def init():
    global model
    model = mlflow.sklearn.load_model("model")


def run(data):
    return model.predict(json.loads(data)["data"]).tolist()
