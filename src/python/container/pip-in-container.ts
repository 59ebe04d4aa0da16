import type { Place } from "../../engine/container.ts";
import type { PipSettings } from "../packaging/pip-settings.ts";

/** Where a file with certificates of this machine is in a container. */
const CERTIFICATES = "/opt/azureml-extra-packages/certificates.pem";
/** They name files or programs of this machine. */
const LOCAL = ["cert", "client-cert", "find-links", "keyring-provider"];

/** pip's settings of this machine for the pip of a container: variables, and the file with certificates. */
export function pipInContainer(settings: PipSettings): {
  settings: Record<string, string>;
  files: readonly Place[];
} {
  const kept = Object.entries(settings).filter(([name]) => !LOCAL.includes(name));
  const variables = Object.fromEntries(kept.map(([name, value]) => [variableOf(name), value]));
  const { cert } = settings;
  if (cert === undefined) return { settings: variables, files: [] };
  return {
    settings: { ...variables, [variableOf("cert")]: CERTIFICATES },
    files: [{ source: cert, target: CERTIFICATES }],
  };
}

function variableOf(name: string): string {
  return `PIP_${name.toUpperCase().replaceAll("-", "_")}`;
}
