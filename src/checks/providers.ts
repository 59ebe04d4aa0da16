import type { Inventory } from "../mount/inventory.ts";
import { type ImageContents, providerInImage } from "../target/image-contents.ts";
import { importNamesOf } from "../target/import-names.ts";
import { STANDARD_LIBRARY_VERSIONS, standardLibrary } from "../target/stdlib.ts";
import type { Target } from "../target/target.ts";
import { importable } from "./importable.ts";

/** Who gives what an import asks for, in the merged world of mount, standard library and image. */
export class Providers {
  readonly #inventory: Inventory;
  readonly #target: Target;
  readonly #image: ImageContents;
  readonly #standard: ReadonlySet<string>;

  constructor(inventory: Inventory, target: Target, image: ImageContents) {
    this.#inventory = inventory;
    this.#target = target;
    this.#image = image;
    const known = STANDARD_LIBRARY_VERSIONS.includes(target.python);
    this.#standard = known ? standardLibrary(target.python) : new Set();
  }

  /** The first module that nobody provides of what `import module` or `from module import names` needs. */
  missing(module: string, names: readonly string[]): string | undefined {
    const found = this.#find(module);
    if (found === "nothing") return module;
    if (found === "module") return undefined;
    return names.map((name) => `${module}.${name}`).find((one) => !one.endsWith(".*") && this.#find(one) === "nothing");
  }

  /** The image's distribution that a module comes from; `undefined` where mount or standard library come first. */
  inImageOnly(module: string): string | undefined {
    if (this.#isStandard(module) || this.#inMount(module) === "module") return undefined;
    return this.#inImage(module) === "nothing" ? undefined : providerInImage(module, this.#image);
  }

  /** A `namespace` is there, but what is below it may not be. */
  #find(module: string): "module" | "namespace" | "nothing" {
    if (this.#isStandard(module)) return "module";
    const found = [this.#inMount(module), this.#inImage(module)];
    return found.find((one) => one === "module") ?? found.find((one) => one === "namespace") ?? "nothing";
  }

  #isStandard(module: string): boolean {
    const first = module.split(".")[0] ?? "";
    return this.#standard.has(first) || first === "__main__";
  }

  #inMount(module: string): "module" | "namespace" | "nothing" {
    const parts = module.split(".");
    for (let length = 1; length <= parts.length; length++) {
      const found = importable(parts.slice(0, length).join("."), this.#inventory, this.#target);
      if (found === undefined) return "nothing";
      // What a regular package has below it may be made at run time, as in six.moves.
      if (found.kind !== "directory") return "module";
    }
    return "namespace";
  }

  #inImage(module: string): "module" | "namespace" | "nothing" {
    const provider = providerInImage(module, this.#image);
    if (provider === undefined) return "nothing";
    const names = [...importNamesOf(provider), ...(this.#image.server?.ownModules ?? [])];
    const reached = names.some((own) => own === module || module.startsWith(`${own}.`));
    return reached ? "module" : "namespace";
  }
}
