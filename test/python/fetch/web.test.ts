import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { describe, it } from "node:test";
import { rootCertificates } from "node:tls";
import { Web } from "../../../src/python/fetch/web.ts";
import { listen, send } from "../../support/machine/loopback.ts";
import { type Cleanup, createWorkspace } from "../../support/machine/workspace.ts";

const noOpenssl = spawnSync("openssl", ["version"]).status !== 0 && "openssl is not installed";

/** Certificates that have nothing to do with the server. */
function writtenTo(folder: string): string {
  const path = join(folder, "others.pem");
  writeFileSync(path, rootCertificates[0] ?? "");
  return path;
}

/** A proxy that passes everything on to `port` of this machine. */
async function startProxy(t: Cleanup, port: number) {
  const asked: string[] = [];
  const proxy = http.createServer((request, response) => {
    asked.push(request.url ?? "");
    const { pathname } = new URL(request.url ?? "");
    http.get({ port, path: pathname, host: "127.0.0.1" }, (from) => from.pipe(response));
  });
  proxy.on("connect", (request, socket) => {
    asked.push(request.url ?? "");
    const behind = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      behind.pipe(socket).pipe(behind);
    });
    for (const one of [behind, socket]) one.on("error", () => {});
  });
  await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
  t.after(() => {
    proxy.close().closeAllConnections();
  });
  return { asked, url: `127.0.0.1:${(proxy.address() as { port: number }).port}` };
}

describe("an address", () => {
  it("is asked with its credentials, which no redirect takes to another host", async (t) => {
    const seen: (string | undefined)[] = [];
    const other = await listen((request, response) => {
      seen.push(request.headers.authorization);
      send(response, 200, "moved");
    });
    const first = await listen((request, response) => {
      seen.push(request.headers.authorization);
      send(response, 302, "", { location: `${other.origin}/there` });
    });
    t.after(() => Promise.all([first.close(), other.close()]));
    const page = await new Web({}, {}).read(first.origin.replace("//", "//me:p%40ss@"), 100);
    assert.equal(page.bytes.toString(), "moved");
    assert.deepEqual(seen, [`Basic ${Buffer.from("me:p@ss").toString("base64")}`, undefined]);
  });

  it("is asked through pip's proxy", async (t) => {
    const server = await listen((_, response) => send(response, 200, "hello"));
    t.after(() => server.close());
    const proxy = await startProxy(t, Number(new URL(server.origin).port));
    const settings = { proxy: proxy.url, "trusted-host": "index.example" };
    const { bytes } = await new Web(settings, {}).read("http://index.example/simple/", 100);
    assert.equal(bytes.toString(), "hello");
    assert.deepEqual(proxy.asked, ["http://index.example/simple/"]);
  });

  it("with TLS is asked through a tunnel of the proxy", async (t) => {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    t.after(() => void server.close());
    const proxy = await startProxy(t, (server.address() as AddressInfo).port);
    await assert.rejects(new Web({ proxy: proxy.url }, {}).read("https://index.example/simple/", 100));
    assert.deepEqual(proxy.asked, ["index.example:443"]);
  });

  it("fails soon if its proxy does not answer", async (t) => {
    const silent = createServer(() => {});
    await new Promise<void>((done) => silent.listen(0, "127.0.0.1", done));
    const sockets = new Set<Socket>();
    silent.on("connection", (socket) => sockets.add(socket));
    t.after(() => {
      silent.close();
      for (const socket of sockets) socket.destroy();
    });
    const settings = { proxy: `127.0.0.1:${(silent.address() as AddressInfo).port}` };
    const web = new Web(settings, {}, { firstByte: 200 });
    for (const scheme of ["http", "https"]) {
      const asking = web.read(`${scheme}://localhost/simple/`, 100);
      await assert.rejects(asking, /^FetchError: \S+ (has not answered for 0\.2 seconds|cannot be reached: )/);
    }
  });

  it("is trusted by the certificates of pip's configuration, or of SSL_CERT_FILE", { skip: noOpenssl }, async (t) => {
    const folder = createWorkspace(t);
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
    execFileSync(
      "openssl",
      [..."req -x509 -newkey rsa:2048 -nodes -days 1 -keyout".split(" "), key, "-out", cert, ...subject],
      {
        stdio: "pipe",
      },
    );
    const server = https.createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) => {
      response.end("hello");
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    t.after(() => {
      server.close().closeAllConnections();
    });
    const address = `https://localhost:${(server.address() as { port: number }).port}/`;
    const read = async (web: Web) => (await web.read(address, 100)).bytes.toString();
    await assert.rejects(read(new Web({}, {})), /cannot be reached: .*certificate/);
    assert.equal(await read(new Web({ cert }, {})), "hello");
    assert.equal(await read(new Web({}, { SSL_CERT_FILE: cert })), "hello");
    assert.equal(await read(new Web({ cert: writtenTo(folder) }, { NODE_EXTRA_CA_CERTS: cert })), "hello");
    assert.equal(await read(new Web({ "trusted-host": "localhost" }, {})), "hello");
  });

  it("that fails is an error without its credentials", async (t) => {
    const server = await listen((_, response, { pathname }) =>
      send(response, pathname === "/big" ? 200 : 403, "x".repeat(200)),
    );
    t.after(() => server.close());
    const address = server.origin.replace("//", "//me:secret-password@");
    const failing = async (path: string, settings = {}) =>
      await new Web(settings, {}).read(`${address}${path}`, 100).then(
        () => assert.fail("it was read"),
        (error: Error) => error.message.replace(server.origin, "http://server"),
      );
    assert.equal(await failing("/"), "http://server/ answered HTTP 403");
    assert.equal(await failing("/big"), "http://server/big has more than 100 B");
    assert.match(
      await failing("/", { proxy: "http://127.0.0.1:1" }),
      /^http:\/\/server\/ cannot be reached: .*ECONNREFUSED/,
    );
    const missing = join(createWorkspace(t), "ca.pem");
    assert.match(await failing("/", { cert: missing }), /^the certificates in \S+ca\.pem cannot be read: ENOENT/);
  });
});
