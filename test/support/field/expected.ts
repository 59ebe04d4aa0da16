// What test/field/*/expected.json says: the runs in a repository, and what each reports.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { repositoryRoot } from "../github/runner/action-runner.ts";

export const FIELD = join(repositoryRoot, "test", "field");

/** A part of a text, or between slashes a regular expression. */
type Text = string;

export interface ExpectedFinding {
  readonly check: string;
  readonly severity: "error" | "warning" | "notice";
  readonly distributions?: readonly string[];
  readonly place?: string;
  readonly says?: readonly Text[];
}

export interface ExpectedError {
  readonly place?: string;
  readonly message: Text;
  readonly hint?: Text;
}

export interface ExpectedRun {
  readonly command?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  readonly change?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly exitCode: number;
  readonly verdict: string;
  readonly image?: string;
  readonly installed?: readonly string[];
  readonly findings?: readonly ExpectedFinding[];
  readonly errors?: readonly ExpectedError[];
  readonly says?: readonly Text[];
  readonly notReported?: readonly Text[];
  readonly outputs?: Readonly<Record<string, Text>>;
  readonly files?: Readonly<Record<string, Text>>;
}

export interface FieldRepository {
  readonly name: string;
  /** What people have, as a sentence. */
  readonly shape: string;
  readonly make: Readonly<Record<string, string>>;
  readonly inAction: boolean;
  readonly runs: readonly ExpectedRun[];
}

/** Every repository of test/field. */
export function fieldRepositories(): FieldRepository[] {
  const schema = JSON.parse(readFileSync(join(FIELD, "expected.schema.json"), "utf8"));
  const validate = new Ajv2020({ allErrors: true, strict: true, strictRequired: false }).compile(schema);
  const names = readdirSync(FIELD).filter((name) => existsSync(join(FIELD, name, "expected.json")));
  return names.sort().map((name) => {
    const value = JSON.parse(readFileSync(join(FIELD, name, "expected.json"), "utf8"));
    assert.ok(validate(value), `${name}/expected.json: ${JSON.stringify(validate.errors)}`);
    const { make = {}, inAction = false, shape, runs } = value as Partial<FieldRepository>;
    return { name, shape: shape ?? "", make, inAction, runs: runs ?? [] };
  });
}

export function isIn(text: Text, whole: string): boolean {
  const pattern = /^\/(.*)\/$/s.exec(text)?.[1];
  return pattern === undefined ? whole.includes(text) : new RegExp(pattern, "m").test(whole);
}
