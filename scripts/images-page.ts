// docs/images.md, from the catalogue of images.
import type { Image, ReadsVariables } from "../src/images/catalogue/image.ts";
import { IMAGES } from "../src/images/catalogue/image-catalogue.ts";
import ends from "./end-of-support.json" with { type: "json" };
import { table } from "./markdown.ts";

const READS: Readonly<Record<ReadsVariables, string>> = { yes: "yes", no: "no", unknown: "?" };
const STATES: readonly (readonly [state: Image["status"]["state"], heading: string, what: string])[] = [
  [
    "supported",
    "Supported",
    "Images on Microsoft's list of supported images. Choose one of these for a new deployment.",
  ],
  ["current", "Published", "Images that Microsoft builds and publishes, but that are not on that list."],
  [
    "removed",
    "Removed",
    "Images that are no longer built. Old tags can still be pulled, but get no security fixes: plan the move to a supported\nimage. The date is that of the first list or commit without the image.",
  ],
];

export function imagesPage(): string {
  return `<!-- Generated from src/images/catalogue by scripts/images-page.ts. -->

# Images

The prebuilt inference images that the tool knows. All of them are for x86_64, run as \`dockeruser\` and are at
\`mcr.microsoft.com/azureml/<image>\`; the input \`image\` takes the name with or without this prefix and a tag. A question
mark means that the fact could not be established.

- **glibc** decides which wheels the image can load ([P3](checks.md#p3)).
- **server** is the version of azureml-inference-server-http, which the packages must not break ([I2](checks.md#i2)).
- **reads** says whether the run script of the image reads \`AZUREML_EXTRA_PYTHON_LIB_PATH\` and
  \`AZUREML_EXTRA_REQUIREMENTS_TXT\`. If it does not, or if that is not known, the outputs contain \`PYTHONPATH\` as well,
  which has the same effect as the first; for the second there is no substitute ([B4](checks.md#b4)).
- **end of support** is the month in which security fixes end for the Python or the Ubuntu in the image, whichever is
  first. Microsoft names no date for its images.

\`node dist/cli.js images\` prints the same table, and with \`--json\` the source and the date of every fact; the newest
source is of ${newestSource()}. \`node dist/cli.js images --inspect <image>\` asks an image that Docker or Podman has. For an
image of your own, name the file that it writes in \`image-facts\`, or the packages in \`image-packages\`.

${STATES.map(section).join("\n\n")}
`;
}

function section([state, heading, what]: (typeof STATES)[number]): string {
  const images = IMAGES.filter((image) => image.status.state === state);
  const last = state === "removed" ? "removed" : "end of support";
  return `## ${heading}\n\n${what}\n\n${table(["image", "Python", "glibc", "server", "reads", last], images.map(rowOf))}`;
}

function rowOf(image: Image): string[] {
  const { name, python, glibc, server = "?", readsVariables, status } = image;
  const end = status.state === "removed" ? status.date : endOfSupport(image);
  return [`\`${name}\``, python, glibc?.join(".") ?? "?", server, READS[readsVariables], end];
}

/** The month and what it is the end of. */
function endOfSupport({ name, python, os }: Image): string {
  const months: Readonly<Record<string, string | undefined>> = ends.python;
  const systems: Readonly<Record<string, string | undefined>> = ends.systems;
  const parts = [
    { what: `Python ${python}`, month: months[python] },
    ...(os === undefined ? [] : [{ what: os.name, month: systems[os.name] }]),
  ];
  const [first] = parts.sort((left, right) => ((left.month ?? "") < (right.month ?? "") ? -1 : 1));
  if (first?.month === undefined)
    throw new Error(`scripts/end-of-support.json has no month for ${first?.what}, of ${name}.`);
  return `${first.month} (${first.what})`;
}

function newestSource(): string {
  const dates = IMAGES.flatMap(({ sources }) => Object.values(sources).map(({ date }) => date));
  return dates.sort().at(-1) ?? "";
}
