import { contentsOf } from "../../images/contents/image-contents.ts";
import type { Evidence } from "../evidence.ts";
import { importable } from "./modules.ts";

/** Whether the mount or the image has pkg_resources, as far as it is known. */
export function hasPackageResources({ inventory, target, options }: Evidence): boolean {
  if (importable("pkg_resources", inventory, target) !== undefined) return true;
  const image = contentsOf(target, options.imagePackages);
  const setuptools = image.known === "listed" ? image.distributions.get("setuptools") : undefined;
  // pip freeze omits setuptools, so only its presence is evidence; setuptools 82 removed pkg_resources.
  return setuptools !== undefined && Number.parseInt(setuptools.version ?? "0", 10) < 82;
}
