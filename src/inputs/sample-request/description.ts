import { existsSync, readFileSync } from "node:fs";
import { dirname, extname, resolve } from "node:path";
import { UserError } from "../../util/errors.ts";
import { isRecord, lineAt, type YamlFile } from "../deployment-file/yaml-file.ts";
import { isFile } from "../paths.ts";

/** A request as a client would send it, and the response that it must get. */
export interface SampleRequest {
  readonly method: string;
  /** With query; begins with `/`. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Absent for a request without a body. */
  readonly body: Buffer | undefined;
  readonly expected: Expected;
}

export interface Expected {
  /** Absent: any from 200 to 299. */
  readonly status?: number;
  /** Absent: any. A text is compared with the text of the response, any other value with the value of its JSON. */
  readonly answer?: unknown;
}

type Fields = Record<string, unknown>;

const REQUEST = ["method", "path", "content-type", "headers", "body", "file"];
const EXPECTED = ["status", "answer"];

/** Whether a JSON value describes a request. A body may have a key of that name, but not these keys alone. */
export function isDescription(value: unknown): boolean {
  if (!isRecord(value) || !Object.keys(value).every((key) => key === "request" || key === "expect")) return false;
  return isRecord(value.request) && Object.keys(value.request).every((key) => REQUEST.includes(key));
}

/** @throws UserError with file and line */
export function readDescription(yaml: YamlFile): SampleRequest {
  const request = section(yaml, "request", REQUEST);
  const expected = section(yaml, "expect", EXPECTED);
  const text = (name: string, fallback: string, pattern: RegExp, example: string) => {
    const value = request[name] ?? fallback;
    if (typeof value === "string" && pattern.test(value)) return value;
    throw refused(
      yaml,
      ["request", name],
      `${name} cannot be ${JSON.stringify(value)}.`,
      `Write ${example}, for example.`,
    );
  };
  return {
    method: text("method", "POST", /^[A-Za-z]+$/, "POST").toUpperCase(),
    path: text("path", "/score", /^\/\S*$/, "/score"),
    headers: headersOf(request, text("content-type", usualType(request), /^[^\r\n]*$/, "text/csv"), yaml),
    body: bodyOf(request, yaml),
    expected: { ...statusOf(expected, yaml), ...("answer" in expected ? { answer: expected.answer } : {}) },
  };
}

function refused(yaml: YamlFile, path: readonly string[], message: string, hint: string): UserError {
  return new UserError(`Input smoke-test: ${message}`, { file: yaml.file, line: lineAt(yaml, path), hint });
}

function section(yaml: YamlFile, name: "request" | "expect", known: readonly string[]): Fields {
  const fields = isRecord(yaml.value) ? (yaml.value[name] ?? (name === "expect" ? {} : undefined)) : undefined;
  const has = `It has ${known.join(", ")}.`;
  if (!isRecord(fields)) {
    const hint = "Write request: {content-type: text/csv, file: sample.csv}, for example.";
    throw refused(yaml, [name], `the file describes no request: ${name} is not a mapping.`, `${hint} ${has}`);
  }
  const unknown = Object.keys(fields).find((key) => !known.includes(key));
  if (unknown !== undefined) throw refused(yaml, [name, unknown], `${name} has no field ${unknown}.`, has);
  return fields;
}

/** JSON for a mapping or a list. */
function usualType({ body, file }: Fields): string {
  if (typeof file === "string") return extname(file) === ".json" ? "application/json" : "application/octet-stream";
  if (body === undefined) return "";
  return typeof body === "string" ? "text/plain" : "application/json";
}

function headersOf({ headers = {} }: Fields, type: string, yaml: YamlFile): Record<string, string> {
  const isText = (value: unknown) => ["string", "number", "boolean"].includes(typeof value);
  if (!isRecord(headers) || !Object.values(headers).every(isText)) {
    throw refused(yaml, ["request", "headers"], "headers is not a mapping of names to texts.", "Write name: text.");
  }
  const own = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return { ...(type === "" ? {} : { "content-type": type }), ...Object.fromEntries(own) };
}

function statusOf({ status }: Fields, yaml: YamlFile): Pick<Expected, "status"> {
  if (status === undefined) return {};
  if (Number.isInteger(status) && Number(status) >= 100 && Number(status) <= 599) return { status: Number(status) };
  throw refused(yaml, ["expect", "status"], "status is not an HTTP status.", "Write 200, for example.");
}

function bodyOf({ body, file }: Fields, yaml: YamlFile): Buffer | undefined {
  if (file === undefined) {
    if (body === undefined) return undefined;
    return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  }
  const at = ["request", "file"];
  if (body !== undefined) throw refused(yaml, at, "request has both body and file.", "Remove one of them.");
  const path = resolve(dirname(yaml.file), String(file));
  if (existsSync(path) && isFile(path)) return readFileSync(path);
  throw refused(yaml, at, `${String(file)} is not a file.`, "Name a file relative to this one.");
}
