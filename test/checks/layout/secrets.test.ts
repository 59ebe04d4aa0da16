import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, evidenceOf } from "../../support/scenario/evidence.ts";

type Context = Parameters<typeof evidenceOf>[0];
type Scenario = Parameters<typeof evidenceOf>[1];

const SECRET = "hunter2hunter2";
const told = (t: Context, scenario: Scenario) => ask("H22", evidenceOf(t, scenario)).map(({ message }) => message);
const withDirectUrl = (url: string) => ({
  wheels: [
    {
      name: "demo",
      version: "1.0",
      files: { "demo.py": "" },
      distInfo: { "direct_url.json": JSON.stringify({ url }) },
    },
  ],
});

test("H22 finds passwords and tokens in direct_url.json, and does not show them", (t) => {
  for (const url of [
    `https://user:${SECRET}@host/x.whl`,
    `git+https://ghp_${"0".repeat(36)}@host/x`,
    `https://:${SECRET}@host/x`,
  ]) {
    const found = told(t, withDirectUrl(url));
    assert.deepEqual(found, ["There are credentials in demo-1.0.dist-info/direct_url.json."]);
  }
  const removedByStaging = { outside: {}, directUrls: { demo: { url: `https://u:${SECRET}@h/x` } } };
  assert.deepEqual(told(t, { evidence: { removedByStaging } }), ["There are credentials in its direct_url.json."]);
});

test("H22 finds them in a requirement", (t) => {
  const evidence = evidenceOf(t, { requirements: ["demo"] });
  const requirements = evidence.requirements.map((one) => ({ ...one, text: `demo @ https://u:${SECRET}@h/x.whl` }));
  const [answer] = ask("H22", { ...evidence, requirements });
  assert.equal(answer?.requirement?.line, 1);
  assert.ok(!`${answer?.message}${answer?.hint}`.includes(SECRET));
});

test("H22 finds configurations with passwords, in the mount and beside it", (t) => {
  const conf = `[global]\nindex-url = https://u:${SECRET}@h/simple\n`;
  const files = {
    "pip.conf": conf,
    ".netrc": `machine h login u password ${SECRET}\n`,
    "x/.pypirc": `[pypi]\npassword = ${SECRET}\n`,
  };
  assert.equal(told(t, { files }).length, 3);
  assert.deepEqual(told(t, { code: { "myenv/pip.conf": conf } }), [
    "There are credentials in pip.conf beside the mount.",
  ]);
  assert.equal(told(t, { code: { "myenv/_netrc": `machine h\n  password ${SECRET}\n` } }).length, 1);
});

test("H22 leaves alone user names, variables, and addresses without either", (t) => {
  for (const url of [
    "https://host/a@b.whl",
    "git+ssh://git@github.com/x/y",
    `https://user:$${"{TOKEN}"}@host/x`,
    "https://user:****@host/x",
    "https://user:@host",
  ]) {
    assert.deepEqual(told(t, withDirectUrl(url)), [], url);
  }
});

test("H22 leaves alone configurations without passwords, and what a distribution brought along", (t) => {
  const files = {
    "pip.conf": "[global]\nindex-url = https://h/simple\n",
    "uv.toml": "",
    ".netrc": "machine h login u\n",
    ".pypirc": "[pypi]\nusername = u\n",
  };
  assert.deepEqual(told(t, { files, code: { "myenv/pip.conf": "[global]\n", "myenv/.netrc": "" } }), []);
  const shipped = {
    "demo/tests/.netrc": `machine h login u password ${SECRET}\n`,
    "demo/pip.conf": `https://u:${SECRET}@h\n`,
  };
  assert.deepEqual(told(t, { wheels: [{ name: "demo", version: "1.0", files: shipped }] }), []);
  assert.deepEqual(
    told(t, { files: { "notes.txt": `https://u:${SECRET}@h\n`, "x.pth": `https://u:${SECRET}@h\n` } }),
    [],
  );
});
