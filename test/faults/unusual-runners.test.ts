// Machines that lack what most have, or reach the index in another way.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { delimiter, join } from "node:path";
import { after, describe, it } from "node:test";
import { startResultsService } from "../support/github/services/results-service.ts";
import { type Cleanup, createWorkspace, writeFiles } from "../support/machine/workspace.ts";
import { fixturePackages } from "../support/packages/fixture-packages.ts";
import { createScenario, onLinux, run, type Scenario, step } from "../support/scenario/scenario.ts";

let rows = 0;

/** A PATH with every program of this machine but some. */
function pathWithout(t: Cleanup, ...absent: string[]): string {
  const directory = createWorkspace(t);
  const seen = new Set(absent);
  for (const place of (process.env.PATH ?? "").split(delimiter)) {
    for (const name of programsIn(place)) {
      if (seen.has(name)) continue;
      seen.add(name);
      symlinkSync(join(place, name), join(directory, name));
    }
  }
  return directory;
}

function programsIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return []; // PATH may name directories that do not exist
  }
}

/** Like BusyBox's: it knows none of GNU's long options. */
const SMALL_TAR = `#!/bin/sh
for word; do case "$word" in
  --posix|--exclude|--files-from|-P|--use-compress-program*) echo "tar: unrecognized option '$word'" >&2; exit 1;;
esac; done
exec REAL "$@"
`;

const warningsOf = (annotations: readonly { level: string; message: string }[]) =>
  annotations.filter(({ level }) => level === "warning").map(({ message }) => message);

describe("a machine without programs", { ...onLinux, concurrency: 2 }, () => {
  it("builds, hits, restores and verifies in a terminal without tar and zstd", async (t) => {
    const scenario = await createScenario(t);
    const env = { PATH: pathWithout(t, "tar", "zstd", "unzstd", "gtar", "bsdtar") };
    const built = await run(t, scenario, ["build"], { env });
    assert.equal(built.exitCode, 0, built.stderr);
    const hit = await run(t, scenario, ["build"], { env });
    assert.deepEqual([hit.exitCode, hit.json["cache-outcome"]], [0, "hit"], hit.stderr);
    const other = await createScenario(t);
    const restored = await run(t, other, ["restore", "--archive", built.json["archive-file"] ?? ""], { env });
    assert.equal(restored.json["mount-digest"], built.json["mount-digest"], restored.stderr);
    assert.equal((await run(t, other, ["verify"], { env })).exitCode, 0);
    rows += 1;
  });

  it("restores without zstd what a machine with zstd has packed, and the reverse", async (t) => {
    const scenario = await createScenario(t);
    const without = { PATH: pathWithout(t, "zstd", "unzstd") };
    for (const [packing, unpacking] of [
      [{}, without],
      [without, {}],
    ]) {
      const built = await run(t, scenario, ["build", "--cache", "off"], { env: { ...packing } });
      assert.equal(built.exitCode, 0, built.stderr);
      const other = await createScenario(t);
      const flags = ["restore", "--archive", built.json["archive-file"] ?? ""];
      const restored = await run(t, other, flags, { env: { ...unpacking } });
      assert.equal(restored.json["mount-digest"], built.json["mount-digest"], restored.stderr);
    }
    rows += 1;
  });

  for (const [name, tar] of [
    ["no tar", undefined],
    ["a tar like BusyBox's", SMALL_TAR],
  ] as const) {
    it(`passes in a workflow with ${name}, which GitHub's cache needs, with one warning`, async (t) => {
      const scenario = await createScenario(t);
      const service = await startResultsService();
      t.after(() => service.close());
      const path = pathWithout(t, "tar", "gtar");
      if (tar !== undefined) {
        const real = execFileSync("sh", ["-c", "command -v tar"], { encoding: "utf8" }).trim();
        writeFileSync(join(path, "tar"), tar.replace("REAL", real), { mode: 0o755 });
      }
      const ended = await step(t, scenario, { service, env: { PATH: path }, with: { upload: "false" } });
      assert.equal(ended.exitCode, 0, ended.log);
      const warnings = warningsOf(ended.annotations);
      assert.equal(warnings.length, 1, warnings.join("\n"));
      assert.match(warnings[0] ?? "", /^The (cache is not used in this run|cache entry was not saved)/);
      assert.match(warnings[0] ?? "", /tar/);
      rows += 1;
    });
  }
});

/** Forwards what is asked of it, by whole addresses, and notes the hosts. */
async function startProxy(t: Cleanup, target: string) {
  const hosts: string[] = [];
  const server = http.createServer((request, response) => {
    const asked = new URL(request.url ?? "");
    hosts.push(asked.host);
    const forwarded = http.request(
      new URL(asked.pathname + asked.search, target),
      { method: request.method },
      (from) => {
        response.writeHead(from.statusCode ?? 502, from.headers);
        from.pipe(response);
      },
    );
    forwarded.on("error", () => response.writeHead(502).end());
    forwarded.end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => new Promise<void>((done) => void server.close(() => done())));
  return { hosts, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe("an index that is reached in another way", { ...onLinux, concurrency: 2 }, () => {
  for (const variable of ["PIP_PROXY", "HTTP_PROXY", "http_proxy"]) {
    it(`through a proxy, by ${variable}`, async (t) => {
      const scenario = await createScenario(t);
      const proxy = await startProxy(t, new URL(scenario.index.url).origin);
      const env = {
        PIP_INDEX_URL: "http://index.invalid/simple/",
        PIP_TRUSTED_HOST: "index.invalid",
        [variable]: proxy.url,
      };
      const ended = await run(t, scenario, ["build"], { env });
      assert.equal(ended.exitCode, 0, ended.stderr);
      assert.deepEqual([...new Set(proxy.hosts)], ["index.invalid"]);
      rows += 1;
    });
  }

  it("by TLS with an authority of its own: PIP_CERT, and without it the hint names it", async (t) => {
    const place = createWorkspace(t);
    const [key, certificate] = [join(place, "key.pem"), join(place, "certificate.pem")];
    const words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"];
    const names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
    execFileSync("openssl", [...words, ...names, "-keyout", key, "-out", certificate], { stdio: "pipe" });
    const scenario = await createScenario(t);
    const options = { key: readFileSync(key), cert: readFileSync(certificate) };
    const server = https.createServer(options, (request, response) => {
      http.get(new URL(request.url ?? "", scenario.index.url), (from) => {
        response.writeHead(from.statusCode ?? 502, from.headers);
        from.pipe(response);
      });
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    t.after(() => new Promise<void>((done) => void server.close(() => done())));
    const url = `https://localhost:${(server.address() as AddressInfo).port}/simple/`;
    const build = (env: Record<string, string>) =>
      run(t, scenario, ["build", "--cache", "off"], { env: { PIP_INDEX_URL: url, ...env } });
    const trusted = await build({ PIP_CERT: certificate });
    assert.equal(trusted.exitCode, 0, trusted.stderr);
    const refused = await build({ PIP_CERT: "" });
    assert.equal(refused.exitCode, 3, refused.stderr);
    assert.match(refused.stderr, /The certificate of the index is not trusted\. Set PIP_CERT/);
    rows += 1;
  });

  const offline = async (t: Cleanup, requirements: string): Promise<Scenario> => {
    const files = Object.fromEntries(fixturePackages().map(({ filename, bytes }) => [`wheels/${filename}`, bytes]));
    const scenario = await createScenario(t, { requirements, packages: [] });
    writeFiles(scenario.workspace, files as Record<string, Uint8Array>);
    return { ...scenario, env: { PIP_INDEX_URL: "http://127.0.0.1:9/simple/", PIP_RETRIES: "0" } };
  };
  it("not at all: wheels in the repository, named in the requirements", async (t) => {
    const scenario = await offline(t, "--no-index\n--find-links wheels\ngreet==1.0\n");
    const ended = await run(t, scenario, ["build"]);
    assert.equal(ended.exitCode, 0, ended.stderr);
    rows += 1;
  });
  it("not at all: wheels in a directory, named in pip's settings", async (t) => {
    const scenario = await offline(t, "greet==1.0\n");
    const env = { PIP_NO_INDEX: "1", PIP_FIND_LINKS: join(scenario.workspace, "wheels") };
    const ended = await run(t, scenario, ["build"], { env });
    assert.equal(ended.exitCode, 0, ended.stderr);
    rows += 1;
  });
});

describe("GitHub Enterprise Server, which has neither service", { ...onLinux, concurrency: 2 }, () => {
  const env = {
    GITHUB_SERVER_URL: "https://github.example.com",
    GITHUB_API_URL: "https://github.example.com/api/v3",
    GITHUB_REPOSITORY: "octo-org/scoring",
  };

  it("a build passes, asks neither, and says both; its archive is restored", async (t) => {
    const scenario = await createScenario(t);
    const service = await startResultsService();
    t.after(() => service.close());
    const built = await step(t, scenario, { service, env });
    assert.equal(built.exitCode, 0, built.log);
    assert.deepEqual(service.calls, []);
    assert.equal(built.outputs["cache-outcome"], "off");
    assert.match(built.log, /Cache off: no cache service is available on GitHub Enterprise Server\./);
    const warnings = warningsOf(built.annotations);
    assert.equal(warnings.length, 1, warnings.join("\n"));
    assert.match(
      warnings[0] ?? "",
      /^No artifact service is available on GitHub Enterprise Server: the archive is written/,
    );
    assert.match(warnings[0] ?? "", /actions\/upload-artifact@v3/);
    assert.doesNotMatch(built.summary, /https:\/\/github\.com\/octo-org\/scoring/);
    const other = await createScenario(t);
    const archive = built.outputs["archive-file"] ?? "";
    const restored = await step(t, other, { service, env, with: { mode: "restore", archive } });
    assert.equal(restored.exitCode, 0, restored.log);
    assert.equal(restored.outputs["mount-digest"], built.outputs["mount-digest"]);
    rows += 1;
  });

  it("a restore of an artifact, and an upload that was asked for, are refused before any work", async (t) => {
    const service = await startResultsService();
    t.after(() => service.close());
    const asked: [Record<string, string>, RegExp][] = [
      [{ mode: "restore" }, /^No artifact service is available on GitHub Enterprise Server to restore from/],
      [
        { mode: "restore", "run-id": "1001", "github-token": "ghs_x" },
        /^No artifact service is available on GitHub Enterprise Server/,
      ],
      [{ upload: "true" }, /^Input upload: no artifact service is available on GitHub Enterprise Server\./],
    ];
    for (const [inputs, says] of asked) {
      const scenario = await createScenario(t);
      const ended = await step(t, scenario, { service, env, with: inputs });
      assert.equal(ended.exitCode, 2, ended.log);
      const errors = ended.annotations.filter(({ level }) => level === "error").map(({ message }) => message);
      assert.equal(errors.length, 1, errors.join("\n"));
      assert.match(errors[0] ?? "", says);
      assert.deepEqual([service.calls, scenario.index.requests], [[], []]);
    }
    rows += 1;
  });
});

after(() => console.log(`\nUnusual runners: ${rows} rows.`));
