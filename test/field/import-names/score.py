import json

import cv2
import sklearn
from PIL import Image


def init():
    pass


def run(data):
    return json.loads(data)
