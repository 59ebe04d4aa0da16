import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { linksInHtml, linksInJson, linksOf } from "../../../src/python/fetch/index-links.ts";
import { Web } from "../../../src/python/fetch/web.ts";
import type { PipSettings } from "../../../src/python/packaging/pip-settings.ts";
import { listen, send, sendJson } from "../../support/machine/loopback.ts";
import { createWorkspace } from "../../support/machine/workspace.ts";
import { startIndex } from "../../support/packages/package-index.ts";
import { makeWheel } from "../../support/packages/wheels.ts";

const url = "https://index.example/simple/demo/";
const sha256 = "a".repeat(64);

describe("the page of an index", () => {
  it("as HTML: relative and absolute links, a base, entities, hashes", () => {
    const bytes = Buffer.from(`<!DOCTYPE html><html><head><BASE href="../../files/"></head><body>
      <a href="demo-1.0-py3-none-any.whl#sha256=${sha256}" data-yanked="">demo</a>
      <A class=x HREF='https://cdn.example/demo-2.0%2Blocal-py3-none-any.whl?a=1&amp;b=2'>demo</A>
      <a data-requires-python=">=3.8" href='odd.whl'>odd</a> <a href=http://[>broken</a> <a name="none">no link</a></body></html>`);
    assert.deepEqual(linksInHtml({ bytes, url }), [
      {
        filename: "demo-1.0-py3-none-any.whl",
        url: `https://index.example/files/demo-1.0-py3-none-any.whl#sha256=${sha256}`,
        sha256,
      },
      {
        filename: "demo-2.0+local-py3-none-any.whl",
        url: "https://cdn.example/demo-2.0%2Blocal-py3-none-any.whl?a=1&b=2",
        sha256: undefined,
      },
      { filename: "odd.whl", url: "https://index.example/files/odd.whl", sha256: undefined },
    ]);
  });

  it("as JSON", () => {
    const files = [{ filename: "demo-1.0-py3-none-any.whl", url: "../../files/demo.whl", hashes: { sha256 } }];
    const bytes = Buffer.from(JSON.stringify({ meta: { "api-version": "1.1" }, name: "demo", files }));
    assert.deepEqual(linksInJson({ bytes, url }), [
      { filename: "demo-1.0-py3-none-any.whl", url: "https://index.example/files/demo.whl", sha256 },
    ]);
  });
});

describe("the files of a project", () => {
  const wheel = makeWheel({ name: "demo", version: "1.0" });

  it("are in every place that pip's configuration names, with the credentials of the index", async (t) => {
    const index = await startIndex({ packages: [wheel], credentials: { user: "me", password: "p@ss" } });
    t.after(() => index.close());
    const folder = createWorkspace(t, { "demo-1.0-py3-none-any.whl": "", "other.txt": "" });
    const direct = "http://127.0.0.1:1/demo-3.0-py3-none-any.whl";
    const settings = {
      "index-url": index.urlWithCredentials,
      "extra-index-url": "http://127.0.0.1:1/simple http://elsewhere.example/simple",
      "find-links": `${folder} ${pathToFileURL(folder).href} ${join(folder, "missing")} ${direct}`,
    };
    const { links, asked } = await linksOf("demo", settings, new Web(settings, {}));
    const local = [
      `${pathToFileURL(folder).href}/demo-1.0-py3-none-any.whl`,
      `${pathToFileURL(folder).href}/other.txt`,
    ];
    const own = new URL(`/files/${wheel.filename}`, index.urlWithCredentials).href;
    assert.deepEqual(
      links.map((link) => link.url.replace(/#.*/, "")),
      [...local, ...local, direct, own],
    );
    assert.match(asked.join("\n"), /^http:\/\/127\.0\.0\.1:1\/simple\/demo\/ cannot be reached: /m);
    assert.match(asked.join("\n"), /^http:\/\/elsewhere\.example\/simple\/demo\/ has no TLS, and its host is not in /m);
    assert.doesNotMatch(asked.join("\n"), /p%40ss|p@ss/);
  });

  it("are not asked for on an index if pip's configuration forbids it", async (t) => {
    const settings = { "index-url": "http://127.0.0.1:1/simple", "no-index": "true" };
    const none = { links: [], asked: [], isComplete: true };
    assert.deepEqual(await linksOf("demo", settings, new Web(settings, { HOME: createWorkspace(t) })), none);
  });

  it("are found below the home directory of the user", async (t) => {
    const home = createWorkspace(t, { "wheels/demo-1.0-py3-none-any.whl": "" });
    const before = process.env.HOME;
    t.after(() => {
      process.env.HOME = before;
    });
    process.env.HOME = home;
    const settings = { "no-index": "1", "find-links": "~/wheels" };
    const { links } = await linksOf("demo", settings, new Web(settings, { HOME: home }));
    assert.deepEqual(
      links.map(({ filename }) => filename),
      ["demo-1.0-py3-none-any.whl"],
    );
  });

  it("are all that pip would find, unless it may know another way", async (t) => {
    const [index, failing] = [await startIndex({ packages: [wheel] }), await startIndex({ packages: [], fail: 401 })];
    t.after(() => Promise.all([index.close(), failing.close()]).then(() => {}));
    const HOME = createWorkspace(t);
    const isComplete = async (more: PipSettings, environment = {}, project = "demo") => {
      const settings = { "index-url": index.url, ...more };
      return (await linksOf(project, settings, new Web(settings, { HOME, ...environment }))).isComplete;
    };
    assert.equal(await isComplete({}), true);
    assert.equal(await isComplete({}, {}, "absent"), true); // HTTP 404
    assert.equal(await isComplete({ "extra-index-url": failing.url }), false);
    assert.equal(await isComplete({ "extra-index-url": "http://127.0.0.1:1/simple" }), false);
    assert.equal(await isComplete({ "keyring-provider": "subprocess" }), false);
    assert.equal(await isComplete({ "client-cert": "client.pem" }), false);
    const netrc = join(createWorkspace(t, { ".netrc": "" }), ".netrc");
    assert.equal(await isComplete({}, { NETRC: netrc }), false);
    assert.equal(await isComplete({}, { HOME: dirname(netrc) }), false);
    assert.equal(await isComplete({}, { HOME: createWorkspace(t, { _netrc: "" }) }), false);
    // Of another address, pip would use the login for this one, too.
    const { origin, host } = new URL(index.url);
    const other = `http://me:secret@${host}/simple/`;
    assert.equal(await isComplete({ "index-url": `${origin}/other/`, "extra-index-url": other }), false);
    assert.equal(await isComplete({ "index-url": other }, {}, "absent"), true);
    // pip reads index.html in a folder.
    const page = createWorkspace(t, { "index.html": "", "demo/index.html": "", "wheels/other.txt": "" });
    assert.equal(await isComplete({ "index-url": pathToFileURL(page).href }), false);
    assert.equal(await isComplete({ "find-links": page }), false);
    assert.equal(await isComplete({ "find-links": join(page, "wheels") }), true);
  });

  it("are read from JSON where the index has it", async (t) => {
    const files = [{ filename: wheel.filename, url: `/files/${wheel.filename}`, hashes: {} }];
    const server = await listen((request, response) => {
      if (!request.headers.accept?.includes("v1+json")) return send(response, 406);
      sendJson(response, 200, { files });
    });
    t.after(() => server.close());
    const settings = { "index-url": `${server.origin}/simple` };
    const { links } = await linksOf("demo", settings, new Web(settings, {}));
    assert.deepEqual(links, [
      { filename: wheel.filename, url: `${server.origin}/files/${wheel.filename}`, sha256: undefined },
    ]);
  });
});
