// Hides a library of this machine from a child process and its children, as in an image without that library: the
// loader calls this before it opens a library (`man rtld-audit`).
import { join } from "node:path";
import { type Cleanup, createWorkspace } from "../machine/workspace.ts";
import { compile } from "../packages/compiler.ts";

const audit = (library: string) => `
#include <stdint.h>
#include <string.h>
unsigned int la_version(unsigned int version) { return version; }
char *la_objsearch(const char *name, uintptr_t *cookie, unsigned int flag) {
    const char *slash = strrchr(name, '/'); /* none in the name that is looked for, one in each place */
    return slash && strcmp(slash + 1, "${library}") == 0 ? NULL : (char *)name;
}
`;

/** The variable that hides a library by its name, such as `libGL.so.1`. */
export function hiding(t: Cleanup, library: string): Record<string, string> {
  const file = join(createWorkspace(t), "audit.so");
  compile(t, file, audit(library));
  return { LD_AUDIT: file };
}
