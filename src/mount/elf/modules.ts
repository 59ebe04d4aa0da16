import { type Dynamic, TAG } from "./dynamic-section.ts";
import type { Layout } from "./layout.ts";
import type { Reader } from "./reader.ts";
import { BINDING, dynamicSymbols, TYPE_FUNCTION } from "./symbol-table.ts";

/** `PyInit_<name>`, and `PyInitU_<punycode>` for names that are not ASCII (PEP 489). */
const STEM = "PyInit";
const HOOK = /^PyInitU?_(.*)$/s;
const MOST_MODULES = 256;

const STRINGS_PER_STEP = 64 * 1024;

/**
 * Names of the Python modules a file can be imported as: its exported functions `PyInit_<name>`.
 * Source: ELF specification, "Symbol Table"; Python, "Extending and Embedding", naming of the initialisation function.
 */
export function readPythonModules(reader: Reader, dynamic: Dynamic, layout: Layout): string[] {
  if (dynamic.value(TAG.symbols) === undefined) return [];
  const candidates = candidateNames(reader, dynamic.stringTable());
  if (candidates.size === 0) return [];
  const modules: string[] = [];
  for (const { name, type, binding, isDefined } of dynamicSymbols(reader, dynamic, layout)) {
    if (!isDefined || type !== TYPE_FUNCTION || binding === BINDING.local) continue;
    const module = candidates.get(name);
    if (module !== undefined && modules.length < MOST_MODULES) modules.push(module);
  }
  return modules;
}

/**
 * Module names by their offset in the string table. One pass over the strings is many times faster than reading the
 * name of every symbol: most libraries have none of these names, and large ones have tens of megabytes of strings.
 */
function candidateNames(reader: Reader, strings: { readonly start: number; readonly end: number }) {
  const candidates = new Map<number, string>();
  const end = Math.min(strings.end, reader.source.size);
  for (let from = strings.start; from < end; from += STRINGS_PER_STEP) {
    // Steps overlap by one byte less than the stem, so that no name is split and none is found twice.
    const length = Math.min(STRINGS_PER_STEP + STEM.length - 1, end - from);
    const bytes = Buffer.from(reader.bytes(from, length, "the string table"));
    for (
      let at = bytes.indexOf(STEM);
      at >= 0 && candidates.size < MOST_MODULES * 4;
      at = bytes.indexOf(STEM, at + 1)
    ) {
      const name = HOOK.exec(reader.string(from + at, end, "the name of a Python module"))?.[1];
      if (name !== undefined) candidates.set(from + at - strings.start, name);
    }
  }
  return candidates;
}
