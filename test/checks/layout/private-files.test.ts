import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { readUpload } from "../../../src/mount/upload/upload.ts";
import type { Files } from "../../support/packages/zip.ts";
import { ask, evidenceOf } from "../../support/scenario/evidence.ts";

type Context = Parameters<typeof evidenceOf>[0];

const key = "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n";
const certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n";

function found(t: Context, code: Files, options = {}) {
  return ask("H25", evidenceOf(t, { code: { "requirements.txt": "", ...code }, options }));
}
const messages = (t: Context, code: Files, options = {}) => found(t, code, options).map(({ message }) => message);

test("H25 finds a repository, virtual environments, environment files, credentials and keys", (t) => {
  const code = {
    ".git/config": "1234567890",
    ".git/HEAD": "",
    ".git/.env": "",
    "tools/env/pyvenv.cfg": "",
    "tools/env/lib/cacert.pem": key,
    "tools/env/inner/pyvenv.cfg": "",
    ".env": "",
    "src/.env.production": "",
    ".netrc": "",
    ".aws/credentials": "",
    ".ssh/id_rsa": key,
    "deploy/id_ed25519": "",
    "server.pem": `${certificate}${key}`,
  };
  assert.deepEqual(messages(t, code), [
    "The upload includes a repository: 3 files in .git/, 10 B.",
    "The upload includes a virtual environment: 3 files in tools/env/, 37 B.",
    "The upload includes 2 environment files: .env, src/.env.production.",
    "The upload includes 3 credential files: .aws/credentials, .netrc, .ssh/id_rsa.",
    "The upload includes 2 private keys: deploy/id_ed25519, server.pem.",
  ]);
});

test("H25 finds what a build would upload, and says which file may leave it out", (t) => {
  const preinstalled = { mode: "preinstalled" };
  const hints = (code: Files) =>
    found(t, code, preinstalled).map(({ hint }) => hint?.replace(/^.* with a line in /, ""));
  assert.deepEqual(hints({ "a[b]/.env": "" }), [".gitignore: `/a\\[b\\]/.env`."]);
  assert.deepEqual(hints({ ".env": "", ".git/a": "", ".amlignore": "" }), [
    ".amlignore: `.git/`.",
    ".amlignore: `/.env`.",
  ]);
  assert.deepEqual(hints({ ".env": "", ".amlignore": ".env" }), []);
  const ours = "# Written by azureml-extra-packages; remove this line to keep your own changes.\n";
  assert.match(
    found(t, { ".env": "", ".amlignore": ours })[0]?.hint ?? "",
    /\.gitignore: `\/\.env`\.$/,
    "in mode verify",
  );
});

test("H25 leaves alone a named pipe, which is not opened to wait for a writer", (t) => {
  const evidence = evidenceOf(t, {});
  execFileSync("mkfifo", [join(evidence.options.codeDirectory, "server.pem")]);
  assert.deepEqual(ask("H25", { ...evidence, upload: readUpload(evidence.options) }), []);
});

test("H25 leaves alone what is left out, examples, certificates and the mount", (t) => {
  const code = {
    ".gitignore": ".env\n.git/\n*.key\nvenv/\n",
    ".env": "",
    ".git/config": "",
    "private.key": key,
    "venv/pyvenv.cfg": "",
    ".env.example": "",
    ".envrc.md": "",
    "cacert.pem": certificate,
    "primary.key": "id,name\n",
    "id_rsa.pub": "",
    "gitignore/.gitkeep": "",
    "myenv/pyvenv.cfg": "",
    "myenv/.env": "",
  };
  assert.deepEqual(messages(t, code), []);
  assert.deepEqual(messages(t, { ".git/config": "" }, { mode: "preinstalled" }), []);
});
