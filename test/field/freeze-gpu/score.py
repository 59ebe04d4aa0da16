import json

import torch


def init():
    global model
    model = torch.jit.load("model.pt")


def run(data):
    return model(json.loads(data)["data"])
