// Hides a library of this machine from a child process and its children, which then meet what an image without that
// library meets: the loader itself asks this before it opens anything (`man rtld-audit`).
import { join } from "node:path";
import { compile } from "./compiler.ts";
import { type Cleanup, createWorkspace } from "./workspace.ts";

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
