import assert from "node:assert/strict";
import { test } from "node:test";
import { runTimeDownload } from "../../../src/images/advice/run-time-downloads.ts";
import type { Files } from "../../support/packages/zip.ts";
import { ask, evidenceOf, withContext } from "../../support/scenario/evidence.ts";

type Scenario = Parameters<typeof evidenceOf>[1];

/** What S6 says of a scoring script: severity, file and line, message. */
async function said(t: Parameters<typeof evidenceOf>[0], code: Files, more: Scenario = {}) {
  const found = ask("S6", await withContext(evidenceOf(t, { ...more, code })));
  return found.map(({ severity = "notice", place, message, hint }) => {
    const file = place?.file.split(/[/\\]/).at(-1);
    return [severity, `${file}:${place?.line}`, message, hint?.split(" ").slice(0, 3).join(" ")];
  });
}

const lines = (...all: string[]) => `${all.join("\n")}\n`;

test("S6 finds calls that fetch a model or data, through aliases, in init and in modules beside the script", async (t) => {
  const found = await said(t, {
    "score.py": lines(
      "import nltk, helper",
      "from transformers import AutoModel as M, AutoTokenizer",
      "import gensim.downloader as api",
      "import tensorflow as tf",
      "def init():",
      "    nltk.download('punkt')",
      "    M.from_pretrained('bert-base-uncased')",
      "    AutoTokenizer.from_pretrained(pretrained_model_name_or_path='bert-base-uncased')",
      "    api.load('glove-twitter-25')",
      "    tf.keras.applications.resnet50.ResNet50(include_top=False)",
    ),
    "helper.py": lines("from huggingface_hub import hf_hub_download", "hf_hub_download('gpt2', 'config.json')"),
  });
  assert.deepEqual(found, [
    ["notice", "score.py:6", 'nltk.download("punkt") fetches NLTK data when the container runs.', "Put the data"],
    [
      "notice",
      "score.py:7",
      'AutoModel.from_pretrained("bert-base-uncased") fetches a model of the Hugging Face Hub when the container runs. Similar calls: score.py:8.',
      "Save the model",
    ],
    [
      "notice",
      "score.py:9",
      'downloader.load("glove-twitter-25") fetches a model of gensim-data when the container runs.',
      "Save the vectors",
    ],
    [
      "notice",
      "score.py:10",
      "resnet50.ResNet50() fetches weights of keras.applications when the container runs.",
      "Save the model",
    ],
    [
      "notice",
      "helper.py:2",
      'huggingface_hub.hf_hub_download("gpt2") fetches files of the Hugging Face Hub when the container runs.',
      "Download the files",
    ],
  ]);
});

test("S6 finds what constants of the file and f-strings name, and no paths among them", async (t) => {
  const code = lines(
    "import os, urllib.request",
    "from sklearn.datasets import fetch_openml",
    "from transformers import AutoModel, AutoTokenizer",
    "MODEL: str = 'bert-base-uncased'",
    "FOLDER = './bert'",
    "OTHER = 'gpt2'",
    "OTHER = os.environ['OTHER']",
    "AutoModel.from_pretrained(MODEL)",
    "AutoModel.from_pretrained(f'{MODEL}-{size}')",
    "AutoModel.from_pretrained(pretrained_model_name_or_path='gpt2')",
    "AutoTokenizer.from_pretrained(FOLDER)",
    "AutoTokenizer.from_pretrained(f'{FOLDER}/{size}')",
    "AutoTokenizer.from_pretrained(f'here/{size}')",
    "AutoTokenizer.from_pretrained(f'{size}/here')",
    "AutoTokenizer.from_pretrained(OTHER)",
    "fetch_openml('iris')",
    "urllib.request.urlretrieve(f'https://example.com/{size}', 'x')",
  );
  const found = await said(t, { "score.py": code, "here/x": "" });
  assert.deepEqual(
    found.map(([, where, message]) => [where, message]),
    [
      [
        "score.py:8",
        'AutoModel.from_pretrained("bert-base-uncased") fetches a model of the Hugging Face Hub when the container runs. Similar calls: score.py:9, score.py:10.',
      ],
      ["score.py:16", 'datasets.fetch_openml("iris") fetches a data set of scikit-learn when the container runs.'],
      ["score.py:17", 'request.urlretrieve("https://example.com/{size}") fetches a file when the container runs.'],
    ],
  );
});

test("S6 finds weights that an argument asks for, and a spaCy pipeline that is not installed", async (t) => {
  const code = lines(
    "from torchvision.models import resnet50, ResNet50_Weights",
    "import spacy, timm",
    "resnet50(weights=ResNet50_Weights.DEFAULT)",
    "timm.create_model('vit', pretrained=True)",
    "spacy.load('en_core_web_sm')",
    "from transformers import pipeline",
    "pipeline('sentiment-analysis')",
  );
  const found = await said(t, { "score.py": code });
  assert.deepEqual(
    found.map(([severity, where]) => [severity, where]),
    [
      ["notice", "score.py:3"],
      ["notice", "score.py:4"],
      ["warning", "score.py:5"],
      ["notice", "score.py:7"],
    ],
  );
});

test("S6 leaves alone local paths, computed arguments, what is switched off, installed pipelines and other calls", async (t) => {
  const code = {
    "score.py": lines(
      "import os, easyocr, nltk, spacy, datasets, torch",
      "from transformers import AutoModel, pipeline",
      "from keras.applications import ResNet50, imagenet_utils",
      "name = os.environ['NAME']",
      "AutoModel.from_pretrained(name)",
      "AutoModel.from_pretrained(os.path.join(os.environ['AZUREML_MODEL_DIR'], 'bert'))",
      "AutoModel.from_pretrained('./bert')",
      "AutoModel.from_pretrained('bert')",
      "AutoModel.from_pretrained('gpt2', local_files_only=True)",
      "pipeline('ner', model=name)",
      "ResNet50(weights=None)",
      "imagenet_utils.preprocess_input(1)",
      "easyocr.Reader(['en'], download_enabled=False)",
      "spacy.load('en_core_web_sm')",
      "datasets.load_dataset('csv', data_files='a.csv')",
      "torch.hub.load('repo', 'model', source='local')",
      "nltk.word_tokenize('a')",
      "if __name__ == '__main__':",
      "    nltk.download('punkt')",
    ),
    "bert/config.json": "{}",
  };
  const wheels = [{ name: "en-core-web-sm", version: "3.7.1", files: { "en_core_web_sm/__init__.py": "" } }];
  assert.deepEqual(await said(t, code, { wheels }), []);
});

test("S6 leaves alone calls that the deployment's variables prevent", async (t) => {
  const code = {
    "score.py": lines("from transformers import AutoModel", "AutoModel.from_pretrained('gpt2')"),
    "deployment.yml": lines(
      "name: blue",
      "endpoint_name: e",
      "code_configuration: { code: ., scoring_script: score.py }",
      "environment_variables:",
      "  HF_HUB_OFFLINE: 1",
    ),
  };
  assert.deepEqual(await said(t, code, { options: { "deployment-file": "deployment.yml" } }), []);
});

test("a function of keras.applications fetches nothing, and its classes do", () => {
  assert.equal(runTimeDownload("keras.applications.resnet.preprocess_input"), undefined);
  assert.equal(runTimeDownload("keras.applications.VGG16")?.what, "weights of keras.applications");
  assert.equal(runTimeDownload("nltk.downloads"), undefined);
});
