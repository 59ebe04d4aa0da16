import type { Evidence } from "../../evidence/evidence.ts";
import { type LackingNeed, lackingNeeds, placeOf, sentenceStart } from "../../evidence/models/needs.ts";
import { someOf } from "../../findings/at-most.ts";
import type { Check, FindingDetails } from "../../findings/check.ts";
import { groupBy } from "../../util/group-by.ts";

/** Does the model need classes and functions that exist only where it was saved? */

export const modelNeedsOwnCode: Check = {
  id: "S5",
  name: "model-needs-own-code",
  severity: "error",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "the model needs code that exists only where it was saved",
  what: "A pickle contains the names of classes and functions, not their code. A finding is a name of `__main__`, or a module that no distribution is known for and that is not in the scoring directory.",
  inContainer:
    "Loading the model raises AttributeError for `__main__`, which is the server there, and ModuleNotFoundError for a module. The container restarts again and again.",
  fix: "Define the class in a module in the scoring directory, import it from there in the training too, and save the model again.",
  waive: "Safe if the scoring script does not load the file, or creates the module before it does.",
  find: (evidence) => {
    const lacks = lackingNeeds(evidence);
    const of = (kind: LackingNeed["lack"]["kind"]) => lacks.filter(({ lack }) => lack.kind === kind);
    return [
      ...fromMain(of("main"), evidence),
      ...inRoot(of("code-root"), evidence),
      ...unknown(of("unknown"), evidence),
    ];
  },
};

function fromMain(needs: readonly LackingNeed[], evidence: Evidence): FindingDetails[] {
  if (needs.length === 0) return [];
  const models = needs.map(({ model }) => model);
  const names = someOf([...new Set(needs.flatMap((need) => need.names))]) || "code";
  return [
    {
      place: placeOf(models),
      message: `${sentenceStart(models, ["needs", "need"], evidence)} ${names} of __main__, the script or notebook that saved the model; in the container, __main__ is the server.`,
      hint: `Define ${names} in a module in the scoring directory, import it from there in the training too, and save the model again.`,
    },
  ];
}

function inRoot(needs: readonly LackingNeed[], evidence: Evidence): FindingDetails[] {
  return [...groupBy(needs, ({ module }) => rootOf(module))].map(([module, group]) => {
    const models = group.map(({ model }) => model);
    return {
      severity: "warning",
      place: placeOf(models),
      message: `${sentenceStart(models, ["needs", "need"], evidence)} ${module}, which is in the root of the code directory; only the scoring directory is sure to be on the path.`,
      hint: `Move ${module} beside the scoring script, or set PYTHONPATH in the deployment.`,
    };
  });
}

/** Files that need the same modules are one finding: they were saved in the same project. */
function unknown(needs: readonly LackingNeed[], evidence: Evidence): FindingDetails[] {
  const files = [...groupBy(needs, ({ model }) => model)].map(([model, group]) => ({
    model,
    modules: [...new Set(group.map(({ module }) => rootOf(module)))],
  }));
  return [...groupBy(files, ({ modules }) => modules.join(" "))].map(([, group]) => {
    const models = group.map(({ model }) => model);
    const modules = group[0]?.modules ?? [];
    const [first] = modules;
    const one = modules.length === 1;
    return {
      place: placeOf(models),
      message: `${sentenceStart(models, ["needs", "need"], evidence)} ${someOf(modules)}, which nothing in the container provides.`,
      hint: one
        ? `If ${first} is a module of yours, put it into the scoring directory, else add its distribution to the requirements.`
        : "Put modules of yours into the scoring directory, and add the distributions of the others to the requirements.",
    };
  });
}

function rootOf(module: string): string {
  return module.split(".")[0] ?? module;
}
