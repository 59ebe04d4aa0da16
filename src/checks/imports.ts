import { about, type Check } from "./check.ts";

/** Does importing work under the container's rules? */

export const importFails: Check = {
  id: "I11",
  severity: "error",
  title: "a requested distribution cannot be imported",
  explanation:
    "Each public module of each requested distribution is imported by an interpreter of the target, in a process of its own, with the mount first on PYTHONPATH, no `.pth` processing and nothing else installed. What fails here fails in the container, and the server does not start. The message is Python's own. Safe to turn off for a distribution whose import needs what only the container has (a GPU, a variable, the image's own packages); name it.",
  find: (evidence) =>
    (evidence.container?.importFailures ?? []).map(({ distribution, module, error, missing }) =>
      about({ name: distribution }, evidence, {
        message: `import ${module} fails in the container: ${error}.`,
        hint: hintFor(error, missing),
      }),
    ),
};

function hintFor(error: string, missing: string | null): string {
  const library = /(lib[^\s:]+\.so[.0-9]*): cannot open shared object file/.exec(error)?.[1];
  if (library)
    return `${library} is a system library that no Python package brings: use a build that does without it, or extend the image.`;
  if (/GLIBC(XX)?_[0-9.]+' not found/.test(error))
    return "The compiled code needs a newer system than the target: pin an older release.";
  if (missing) return `Nothing in the mount provides ${missing}: add the distribution that does.`;
  return "Run the same import locally with PYTHONPATH=<mount>: to see the whole traceback.";
}
