import json

import joblib


def init():
    global model
    model = joblib.load("model/model.pkl")


def run(data):
    return model.predict(json.loads(data)["data"]).tolist()
