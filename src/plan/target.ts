import { basename } from "node:path";
import semver from "semver";
import { findImage, nearestImages } from "../images/catalogue/find-image.ts";
import { imageOfFacts } from "../images/facts.ts";
import { hasImage, imageToVerify, suitableImages } from "../images/image-to-verify.ts";
import { type Target, targetOf } from "../images/target.ts";
import type { ImageFacts } from "../inputs/image-facts.ts";
import type { Options } from "../inputs/options.ts";
import { UserError } from "../util/errors.ts";
import { codeName } from "./code-name.ts";

/**
 * @param facts what the image told about itself; they take precedence over the catalogue
 * @throws UserError for an image that is not in the catalogue and could not be asked
 */
export function chooseTarget(options: Options, facts: ImageFacts | undefined = options.imageFacts): Target {
  const named = imageToVerify(options);
  const known = findImage(named);
  const image = facts === undefined ? known : imageOfFacts(facts, known);
  if (options.image !== "" && image === undefined) {
    throw unknownImage(options.image);
  }
  const { pythonVersion: asked } = options;
  if (image && asked !== "" && !semver.intersects(`~${image.python}.0`, asked)) {
    throw new UserError(
      `Input python-version: ${asked} does not include Python ${image.python} of ${options.image || image.name}.`,
      {
        hint: "Leave the input python-version empty, or name another image.",
      },
    );
  }
  const minor = /3\.[0-9]+/.exec(asked)?.[0];
  if (image !== undefined) requirePython(options, image.python, `${options.image || image.name} has Python`);
  else if (minor !== undefined) requirePython(options, minor, "the input python-version is");
  return targetOf({ image: known, python: image?.python ?? minor ?? pythonOfSources(options), facts });
}

const DEFAULT_PYTHON = "3.8";

/** @throws UserError if a source asks for another Python */
function requirePython({ sources }: Options, minor: string, but: string): void {
  for (const source of sources) {
    const { python } = source;
    if (python === undefined || python.minors.includes(minor)) continue;
    const file = python.file ?? source.file;
    throw new UserError(`${basename(file)} asks for Python ${python.text}, but ${but} ${minor}.`, {
      file,
      line: python.line,
      hint: `${imagesWith(python.minors)} If the packages work with Python ${minor} too, change the line.`,
    });
  }
}

function imagesWith(minors: readonly string[]): string {
  const names = suitableImages((python) => minors.includes(python)).map(({ name }) => name);
  if (names.length === 0) return "No image of the catalogue has that Python.";
  return `An image with that Python is ${names.slice(0, 2).join(" or ")}.`;
}

/**
 * The Python that all sources allow: the default if they allow it, else the lowest that an inference image has, else the
 * lowest.
 * @throws UserError if there is none
 */
function pythonOfSources({ sources }: Options): string {
  const asking = sources.filter(({ python }) => python !== undefined);
  const allow = (minor: string) => asking.every(({ python }) => python?.minors.includes(minor));
  if (allow(DEFAULT_PYTHON)) return DEFAULT_PYTHON;
  const minors = asking[0]?.python?.minors.filter((one) => Number(one.split(".")[1]) >= OLDEST_MINOR && allow(one));
  const minor = minors?.find(hasImage) ?? minors?.[0];
  if (minor !== undefined) return minor;
  const wishes = asking.map(({ file, python }) => ({ file, ...python }));
  throw new UserError(
    `No Python from 3.${OLDEST_MINOR} on suits ${wishes.map(({ file, text }) => `${basename(file)} (${text})`).join(" and ")}.`,
    {
      file: wishes.at(-1)?.file,
      line: wishes.at(-1)?.line,
      hint: "Change one of the lines that ask for a Python.",
    },
  );
}

/** Of Python 3: there is no inference image with an older one. */
const OLDEST_MINOR = 7;

/** @param why it could not be asked for its facts, as a sentence */
export function unknownImage(reference: string, why = ""): UserError {
  return new UserError(`Input image: "${reference}" is not in the catalogue.${why === "" ? "" : ` ${why}`}`, {
    hint: `${mayBeMeant(reference)}The command "images" lists all images. For an image of your own, pull it where a container engine runs, or give its facts with the input image-facts. Without an image, the oldest glibc ever shipped for that Python is assumed.`,
  });
}

/** For an image that is here, or would have been pulled, and that cannot tell what it is. */
export function unusableImage(reference: string, why: string): UserError {
  return new UserError(
    `Input image: "${reference}" is not in the catalogue, and cannot be asked for its facts. ${why}`,
    {
      hint: "Name another image, or give its facts with the input image-facts.",
    },
  );
}

/** The `artifact-name` input, or the default for the target. */
export function artifactName(options: Options, target: Target): string {
  if (options.artifactName !== "") return options.artifactName;
  return `azureml-${codeName(options)}-py${target.python}-${target.architecture}`;
}

function mayBeMeant(reference: string): string {
  const near = nearestImages(reference);
  return near.length === 0 ? "" : `Did you mean ${near.join(" or ")}? `;
}
