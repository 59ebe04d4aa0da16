import assert from "node:assert/strict";
import { devNull } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { parseConfig, readPipConfig } from "../../../src/python/fetch/pip-config.ts";
import { readPipSettings } from "../../../src/python/packaging/pip-settings.ts";
import { createWorkspace, writeFiles } from "../../support/machine/workspace.ts";
import { findAnyPython } from "../../support/python/interpreters.ts";
import { interpreter, silentHost } from "../../support/scenario/evidence.ts";

const minor = /(3\.\d+)/.exec(findAnyPython())?.[1] ?? "3.8";

const CONFIG = `
# for everyone
[global]
index-url = https://user:secret@one.example/simple/
extra-index-url =
    https://two.example/simple/
    https://three.example/simple/
; of this company
trusted_host: one.example two.example
timeout = 7
no-cache-dir = true
[install]
find-links = /wheels
[freeze]
index-url = https://not-for-install.example/
`;

describe("pip's configuration without pip", () => {
  const cases: Record<string, { files?: Record<string, string>; env?: Record<string, string> }> = {
    "nothing at all": {},
    variables: { env: { PIP_INDEX_URL: "https://a.example/", PIP_NO_INDEX: "1", PIP_PROXY: "", PIP_TARGET: "/x" } },
    "the user's file": { files: { "home/.config/pip/pip.conf": CONFIG } },
    "the user's old file, the new one and a variable": {
      files: {
        "home/.pip/pip.conf": CONFIG,
        "home/.config/pip/pip.conf": "[global]\nindex-url = https://new.example/\n",
      },
      env: { PIP_EXTRA_INDEX_URL: "https://variable.example/" },
    },
    "a named file instead of the user's": {
      files: { "home/.pip/pip.conf": CONFIG, "named.conf": "[install]\ncert = ca.pem\n[global]\ncert = no.pem\n" },
      env: { PIP_CONFIG_FILE: "named.conf" },
    },
    "no file": { files: { "home/.pip/pip.conf": CONFIG }, env: { PIP_CONFIG_FILE: devNull, PIP_CERT: "ca.pem" } },
  };
  for (const [name, { files = {}, env = {} }] of Object.entries(cases)) {
    it(`is read as pip reads it: ${name}`, { skip: process.platform === "win32" }, async (t) => {
      const directory = createWorkspace(t);
      writeFiles(directory, files);
      const { PIP_CONFIG_FILE: file } = env;
      const environment = {
        PATH: process.env.PATH,
        HOME: join(directory, "home"),
        ...env,
        ...(file?.endsWith(".conf") && { PIP_CONFIG_FILE: join(directory, file) }),
      };
      const expected = await readPipSettings(await interpreter(minor), { ...silentHost(directory), environment });
      const words = (settings: Readonly<Record<string, string>>) =>
        Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, value.trim().split(/\s+/)]));
      assert.deepEqual(words(readPipConfig(environment)), words(expected));
    });
  }

  it("has sections, options and values of several lines", () => {
    assert.deepEqual(parseConfig("[a]\nOne_Two = x\n  y\n\n  z\nthree: 4\n[b]\nthree =\n"), {
      a: { "one-two": "x y z", three: "4" },
      b: { three: "" },
    });
  });
});
