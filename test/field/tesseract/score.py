import base64
import io
import json

import pytesseract
from PIL import Image


def init():
    pass


def run(data):
    image = Image.open(io.BytesIO(base64.b64decode(json.loads(data)["image"])))
    return pytesseract.image_to_string(image)
