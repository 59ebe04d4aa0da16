import { resolve } from "node:path";
import type { Host } from "../host/host.ts";
import type { Problems } from "../util/errors.ts";
import { OPTIONS, type OptionName, type OptionSpec, type RawOptions } from "./table.ts";
import { choiceOf, linesOf } from "./values.ts";

/** Reads the raw values of the inputs one by one. Problems are collected, and reading continues. */
export class Inputs {
  readonly host: Host;
  readonly problems: Problems;
  readonly #raw: RawOptions;

  constructor(raw: RawOptions, host: Host, problems: Problems) {
    this.host = host;
    this.problems = problems;
    this.#raw = raw;
  }

  text(name: OptionName): string {
    return (this.#raw[name] ?? "").trim() || specOf(name).default;
  }

  lines(name: OptionName): string[] {
    return linesOf(this.#raw[name] ?? "");
  }

  choice(name: OptionName): string {
    const spec = specOf(name);
    return this.problems.collect(() => choiceOf(spec, this.text(name))) ?? spec.default;
  }

  optional<T>(name: OptionName, parse: (spec: OptionSpec, value: string) => T): T | undefined {
    const value = this.text(name);
    return value === "" ? undefined : this.problems.collect(() => parse(specOf(name), value));
  }

  /** Absolute, or `''`. */
  path(name: OptionName): string {
    const value = this.text(name);
    return value === "" ? "" : resolve(this.host.workspace, value);
  }
}

function specOf(name: OptionName): OptionSpec {
  return OPTIONS.find((spec) => spec.name === name) as OptionSpec;
}
