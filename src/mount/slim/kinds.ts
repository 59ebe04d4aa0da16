/** The kinds of files that `slim` leaves out; titles as in the middle of a sentence. */

export const KINDS = {
  tests: {
    title: "test directories",
    directories: new Set(["tests", "test", "_tests"]),
  },
  documentation: {
    title: "examples and documentation",
    directories: new Set(["examples", "example", "_examples", "docs", "doc"]),
  },
  headers: { title: "headers", suffixes: ["h", "hh", "hpp", "hxx", "cuh", "pxd", "pxi", "pxd.tp", "pxd.in"] },
  libraries: { title: "static libraries", suffixes: ["a", "la"] },
  sources: {
    title: "sources of compiled modules",
    suffixes: ["pyx", "pyx.tp", "pyx.in", "c", "cc", "cpp", "cxx", "cu", "f", "f90"],
  },
  stubs: { title: "type stubs", suffixes: ["pyi"] },
  leftovers: {
    title: "Python 2 bytecode and files of desktops and editors",
    files: /\.pyo$|(^|\/)(\.DS_Store|Thumbs\.db|pip-log\.txt)$|(^|\/)__MACOSX\/|~$/,
  },
} as const;

export type Kind = keyof typeof KINDS;

/** The kind of a file by its suffix, for those that have no meaning to Python. */
export const SUFFIXES: ReadonlyMap<string, Kind> = new Map(
  (["headers", "libraries", "sources", "stubs"] as const).flatMap((kind) =>
    KINDS[kind].suffixes.map((suffix): [string, Kind] => [`.${suffix}`, kind]),
  ),
);
