// HTTP servers for tests: on 127.0.0.1, on a free port, closed when the test says so.
import http from "node:http";
import type { AddressInfo } from "node:net";

export type Handler = (request: http.IncomingMessage, response: http.ServerResponse, url: URL) => Promise<void> | void;

export interface Loopback {
  /** For example `http://127.0.0.1:40123`, without a slash at the end. */
  origin: string;
  close(): Promise<void>;
}

/** A handler that throws answers 400: clients retry a 5xx for half a minute, and the test would wait with them. */
export async function listen(handle: Handler): Promise<Loopback> {
  const server = http.createServer(async (request, response) => {
    try {
      await handle(request, response, new URL(request.url ?? "/", "http://127.0.0.1"));
    } catch (error) {
      if (response.headersSent) response.destroy();
      else sendJson(response, 400, { code: "internal", msg: String(error) });
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

export function send(
  response: http.ServerResponse,
  status: number,
  body: string | Uint8Array = "",
  headers: http.OutgoingHttpHeaders = {},
): void {
  const content = typeof body === "string" ? Buffer.from(body) : body;
  response.writeHead(status, { "content-length": content.byteLength, ...headers }).end(content);
}

export function sendJson(response: http.ServerResponse, status: number, body: unknown): void {
  send(response, status, JSON.stringify(body), { "content-type": "application/json" });
}

export async function readBody(request: http.IncomingMessage): Promise<string> {
  return Buffer.concat(await request.toArray()).toString();
}
