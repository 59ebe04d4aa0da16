// The images that the packages are for: real containers where this machine has an image for that Python, else a virtual
// environment with the inference server.
import { type Engine, findEngine } from "../test/support/container/engines.ts";
import { type StandInName, standIn } from "../test/support/container/images.ts";
import { createSimulatedImage, type SimulatedImage } from "../test/support/container/simulated-image.ts";
import { glibcOfMachine } from "../test/support/packages/compiler.ts";
import { findPython } from "../test/support/python/interpreters.ts";
import type { Python } from "./cases.ts";

export interface Images {
  /** Value of the input `image`; `""` where the catalogue has none for that Python. */
  readonly name: string;
  readonly simulated: SimulatedImage;
  /** Minor version of the glibc that the verdict allows. */
  readonly glibc: number;
  readonly container?: { readonly engine: Engine; readonly image: string; readonly python: string } | undefined;
}

/** Debian 11 with its own Python 3.9 and glibc 2.31, and this machine's system with Python 3.8. */
const STAND_INS: Partial<Record<Python, StandInName>> = { "3.8": "python38", "3.9": "documented" };
const CATALOGUED: Record<Python, string> = {
  "3.8": "minimal-ubuntu20.04-py38-cpu-inference",
  "3.9": "curated/minimal-py39-inference",
  "3.10": "",
  "3.11": "curated/minimal-py311-inference",
  "3.12": "curated/mlflow-py312-inference",
};
const SERVERS: Record<Python, string> = {
  "3.8": "1.3.4",
  "3.9": "1.4.1",
  "3.10": "1.5.1",
  "3.11": "1.5.1",
  "3.12": "1.5.1",
};

/** Of the images of the catalogue, and of the stand-in image of Debian 11. */
const GLIBC: Record<Python, number> = { "3.8": 31, "3.9": 31, "3.10": 31, "3.11": 35, "3.12": 35 };

/** @returns a sentence if there is no such Python here */
export async function imagesFor(python: Python): Promise<Images | string> {
  const interpreter = findPython(python);
  if (interpreter === undefined) return `no Python ${python} here`;
  const simulated = await createSimulatedImage({ python: interpreter, server: SERVERS[python] });
  const glibc = GLIBC[python];
  const name = STAND_INS[python];
  const engine = await findEngine("docker");
  const made = name === undefined ? undefined : await standIn(engine, name);
  if (made === undefined || made.skip !== false) return { name: CATALOGUED[python], simulated, glibc };
  const own = name === "python38" ? (glibcOfMachine()?.[1] ?? glibc) : glibc;
  return { name: made.image, simulated, glibc: own, container: { engine, image: made.image, python: "python3" } };
}
