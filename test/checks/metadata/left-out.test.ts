import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, evidenceOf } from "../../support/scenario/evidence.ts";

type Cleaner = Parameters<typeof evidenceOf>[0];

function answersTo(t: Cleaner, conda: string) {
  const code = { "conda.yml": conda };
  return ask("M16", evidenceOf(t, { code, options: { mode: "preinstalled", requirements: "conda.yml" } }));
}

test("M16 finds what a conda file names and PyPI does not have, each at its line", (t) => {
  const found = answersTo(t, "dependencies:\n- numpy\n- tesseract=5\n- cudatoolkit=11.3\n- openjdk\n");
  assert.deepEqual(
    found.map(({ severity, place }) => [severity, place?.line]),
    [
      ["warning", 3],
      ["notice", 4],
      ["warning", 5],
    ],
  );
  assert.match(found[0]?.message ?? "", /^tesseract=5: not in the mount, because PyPI does not have it\. The module/);
  assert.match(found[0]?.hint ?? "", /derive an image with the line `RUN apt-get .* tesseract-ocr`\.$/);
  assert.equal(found[1]?.hint, undefined);
});

test("M16 finds what has the same consequence once", (t) => {
  const found = answersTo(t, "dependencies:\n- zlib\n- numpy\n- xz\n- gcc\n");
  assert.deepEqual(
    found.map(({ message, place }) => [place?.line, message.replace(/: not in.*/, "")]),
    [
      [2, "zlib, xz"],
      [5, "gcc"],
    ],
  );
});

test("M16 finds variables and unknown sections, and what a replacement differs in", (t) => {
  const found = answersTo(t, "dependencies:\n- dask\nvariables:\n  STAGE: blue\nkernel: x\n");
  assert.deepEqual(
    found.map(({ place }) => place?.line),
    [2, 5, 3],
  );
  assert.match(found[2]?.message ?? "", /^The variables of the conda file \(STAGE\) are not set in the image/);
});

test("M16 finds in mode dynamic what only the container's conda installs, as a notice", (t) => {
  const code = { "conda.yml": "dependencies:\n- numpy\n- nodejs\n- zlib\n" };
  const found = ask("M16", evidenceOf(t, { code, options: { mode: "dynamic", requirements: "conda.yml" } }));
  assert.deepEqual(
    found.map(({ severity, place, message }) => [severity, place?.line, message]),
    [
      [
        "notice",
        3,
        "nodejs, zlib: not verified, because PyPI does not have them and conda was not run. The container's conda installs them at its start.",
      ],
    ],
  );
});

test("M16 leaves alone Python, pip and what PyPI has", (t) => {
  const conda = "name: x\nchannels: [defaults]\ndependencies:\n- python=3.8\n- pip\n- pytorch\n- pip: [six]\n";
  assert.deepEqual(answersTo(t, conda), []);
  assert.deepEqual(answersTo(t, "six\n"), []);
});
