import type { ImageFacts, ReadsVariable } from "../inputs/image-facts.ts";
import { humanBytes } from "../util/text.ts";
import { pageWidth, wrapped } from "./page.ts";

/** The first tags say which wheels are preferred; an interpreter has hundreds. */
const SHOWN_TAGS = 3;
const GAP = 2;

/** What an image is, for people; `--json` prints every fact. */
export function imagePage(facts: ImageFacts): string {
  const rows = [...identityOf(facts), ...pythonOf(facts), ...serverOf(facts), ...contentOf(facts)];
  const width = Math.max(...rows.map(([label]) => label.length)) + GAP;
  const lines = rows.map(
    ([label, text]) =>
      label.padEnd(width) + wrapped(text, "", pageWidth() - width).replaceAll("\n", `\n${" ".repeat(width)}`),
  );
  const packages = facts.packages.map(({ name, version }) => `  ${name}==${version}`);
  return [facts.name, "", ...lines, ...packages].join("\n");
}

type Row = readonly [label: string, text: string];

function identityOf({ digest, id, bytes, os, architecture, glibc, user, entryPoint, command }: ImageFacts): Row[] {
  return [
    digest === "" ? ["Id", `${id} (it comes from no registry)`] : ["Digest", digest],
    ["Size", humanBytes(bytes)],
    ["Operating system", `${os ?? "not known"}, ${architecture}`],
    ["glibc", glibc.join(".")],
    ["User", user || "root"],
    ["Entry point", [...entryPoint, ...command].join(" ") || "none"],
  ];
}

function pythonOf({ python: { path, version, abi, tags, isConda } }: ImageFacts): Row[] {
  const best = tags.slice(0, SHOWN_TAGS).join(", ");
  return [
    ["Python", `${version}, ${path}${isConda ? " (conda)" : ""}`],
    ["ABI", abi],
    ["Best wheel tags", best || "not known: it has no pip"],
  ];
}

const SAYS: Readonly<Record<ReadsVariable, string>> = { yes: "read", no: "not read", unknown: "not known" };

function serverOf({ server, readsVariables: { libraryPath, requirements, tried } }: ImageFacts): Row[] {
  const how = (reads: ReadsVariable, isTried: boolean) => {
    if (reads === "unknown") return `${SAYS[reads]}: the image did not start with it`;
    return isTried ? `${SAYS[reads]}, tried in a container` : `${SAYS[reads]} by its run script`;
  };
  return [
    ["Server", server === null ? "none" : `azureml-inference-server-http ${server}`],
    ["Library path", `AZUREML_EXTRA_PYTHON_LIB_PATH: ${how(libraryPath, tried)}`],
    ["Requirements", `AZUREML_EXTRA_REQUIREMENTS_TXT: ${how(requirements, tried && requirements === "yes")}`],
  ];
}

function contentOf({ libraries, packages }: ImageFacts): Row[] {
  return [
    ["Libraries", `${libraries.length} that the loader finds`],
    ["Packages", String(packages.length)],
  ];
}
