import { type ImageContents, providerInImage } from "../../images/contents/image-contents.ts";
import { importNamesOf } from "../../images/contents/import-names.ts";
import { STANDARD_LIBRARY_VERSIONS, standardLibrary } from "../../images/contents/standard-library.ts";
import type { Target } from "../../images/target.ts";
import type { Inventory } from "../../mount/inventory/inventory.ts";
import { importable } from "./modules.ts";

/** Finds what provides a module: the mount, the standard library or the image. */
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

  /** The first module needed by `import module` or `from module import names` that nothing provides. */
  missing(module: string, names: readonly string[]): string | undefined {
    const found = this.#find(module);
    if (found === "nothing") return module;
    if (found === "module") return undefined;
    return names.map((name) => `${module}.${name}`).find((one) => !one.endsWith(".*") && this.#find(one) === "nothing");
  }

  /** The image's distribution that provides a module; `undefined` if the mount or the standard library provides it. */
  inImageOnly(module: string): string | undefined {
    if (this.#isStandard(module) || this.#inMount(module) === "module") return undefined;
    return this.#inImage(module) === "nothing" ? undefined : providerInImage(module, this.#image);
  }

  /** A `namespace` exists, but the modules below it may not. */
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
      // Submodules of a regular package may be created at run time, as in six.moves.
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
