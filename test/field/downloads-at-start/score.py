import json

import nltk
from transformers import AutoModelForSequenceClassification, AutoTokenizer


def init():
    global model, tokenizer
    nltk.download("punkt")
    tokenizer = AutoTokenizer.from_pretrained("distilbert-base-uncased")
    model = AutoModelForSequenceClassification.from_pretrained("distilbert-base-uncased")


def run(data):
    return model(**tokenizer(json.loads(data)["text"]))
