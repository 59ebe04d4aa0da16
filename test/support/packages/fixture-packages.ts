// The wheels that the scenarios' index serves: small, valid, and of every kind that a mount must support.
import { makeElf } from "./elf/elf.ts";
import { makeWheel, type Wheel, type WheelOptions } from "./wheels.ts";

const wheels: WheelOptions[] = [
  {
    name: "greet",
    version: "1.0",
    files: { "greet/__init__.py": "def hello():\n    return 'hello'\n", "greet/words.txt": "hello\n" },
    requires: ["politeness>=1", 'legacy-words; python_version < "3"'],
    extras: { loud: ["Shout.Loudly>=1"] },
    metadata: ["License-Expression: MIT"],
    topLevel: ["greet"],
  },
  { name: "greet", version: "1.1", files: { "greet/__init__.py": "" }, requires: ["politeness>=1"] },
  { name: "politeness", version: "1.0", files: { "politeness.py": "PLEASE = True\n" } },
  { name: "politeness", version: "2.0", files: { "politeness.py": "PLEASE = 'always'\n" } },
  { name: "Shout.Loudly", version: "1.0", files: { "shout/__init__.py": "LOUD = 11\n" } },
  // Two distributions of one namespace package (PEP 420): neither owns `family/`.
  { name: "family-first", version: "1.0", files: { "family/first/__init__.py": "" } },
  {
    name: "family-second",
    version: "1.0",
    files: { "family/second/__init__.py": "import family.first\n" },
    requires: ["family-first"],
  },
  {
    name: "tool",
    version: "1.0",
    files: { "tool.py": "def main():\n    print('tool')\n" },
    entryPoints: { console_scripts: { tool: "tool:main" } },
    scripts: { "tool.sh": "#!/bin/sh\necho tool\n" },
    data: { "share/tool/manual.txt": "Use it.\n" },
  },
  {
    name: "fast",
    version: "1.0",
    tag: "cp38-cp38-manylinux_2_17_x86_64.manylinux2014_x86_64",
    files: {
      "fast/__init__.py": "",
      "fast/_core.cpython-38-x86_64-linux-gnu.so": makeElf({
        needed: ["libc.so.6"],
        versionNeeds: { "libc.so.6": ["GLIBC_2.14"] },
      }),
      "fast/run-me.sh": "#!/bin/sh\n",
    },
    executables: ["fast/run-me.sh"],
  },
];

/** A new list: a test may add to it and take from it. */
export function fixturePackages(): Wheel[] {
  return wheels.map((wheel) => makeWheel(wheel));
}
