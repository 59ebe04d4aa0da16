import type { Options } from "../../inputs/options.ts";
import { UserError, UserErrors } from "../../util/errors.ts";
import { getOwn } from "../../util/get-own.ts";
import type { PipSettings } from "../packaging/pip-settings.ts";
import { placeName, type Requirements, requested } from "../packaging/requirements.ts";
import data from "./unusable-names.json" with { type: "json" };
import {
  countedFromFile,
  forOtherPlatform,
  fromCondaBuild,
  fromOtherMachine,
  type Rule,
  type UnusableLine,
} from "./unusable-paths.ts";

export type { UnusableLine };

type Run = Pick<Options, "workspace" | "mode">;
type Sources = Pick<Requirements, "requirements" | "options">;

/** Every line that the installer would stop at, one after the other. */
export function unusableLines(sources: Sources, settings: PipSettings, { workspace, mode }: Run): UnusableLine[] {
  const hasOtherIndex = namesOtherIndex(sources, settings);
  return requested(sources.requirements).flatMap((requirement) => {
    if (mode === "dynamic" && /^\.{1,2}\//.test(requirement.text)) return []; // it counts where the container has the code
    const rules = [
      fromCondaBuild,
      countedFromFile(workspace),
      fromOtherMachine,
      forOtherPlatform,
      byName,
      ubuntuVersion,
      spacyModel,
      ...(hasOtherIndex ? [] : [localVersion]),
    ];
    const found = rules.map((rule) => rule(requirement)).find((one) => one !== undefined);
    return found === undefined ? [] : [{ requirement, ...found }];
  });
}

/** @throws UserErrors with all of them, each with the line to write instead */
export function requireUsable(sources: Sources, settings: PipSettings, run: Run): void {
  const { workspace } = run;
  const found = unusableLines(sources, settings, run);
  if (found.length === 0) return;
  throw new UserErrors(
    found.map(({ requirement, why, instead, advice }) => {
      const { file, line, text } = requirement;
      const where = file === null ? `Input packages, line ${line}` : placeName(file, line, workspace);
      const lines = instead.filter((one) => !one.startsWith("#"));
      const write =
        lines.length === 0 ? "Remove the line." : `Write instead: ${lines.join(" and, on a line of its own, ")}`;
      return new UserError(`${where}: ${text} cannot be installed for the image: ${why}.`, {
        file: file ?? undefined,
        line,
        hint: advice === undefined ? write : `${write.replace(/([^.])$/, "$1.")} ${advice}`,
      });
    }),
  );
}

const byName: Rule = ({ name, url, pinned }) => {
  if (name === null || url !== null) return undefined;
  const { why, versions } = data.ofUbuntu;
  const ofUbuntu = getOwn<readonly string[]>(versions, name) ?? [];
  if (pinned !== null && ofUbuntu.includes(pinned)) return { why, instead: [] };
  const group = data.groups.find(({ names }) =>
    names.some((one) => (one.endsWith("*") ? name.startsWith(one.slice(0, -1)) : name === one)),
  );
  return group && { why: group.why, instead: [] };
};

/** `===0.23ubuntu1`: what pip freeze writes for a version that is not one of PEP 440. */
const ubuntuVersion: Rule = ({ name, url, specifier }) => {
  const version = /^===(.*(?:ubuntu|build|dfsg).*)$/.exec(specifier)?.[1];
  if (version === undefined || name === null || url !== null) return undefined;
  return {
    why: `${version} is the version of a package of Ubuntu`,
    instead: [`${name}`],
    advice: "With a version that PyPI has.",
  };
};

const SPACY_MODEL = /^[a-z]{2,3}-(core|dep|ent|sent)-(web|news|wiki|sci|ud|gsd)-(sm|md|lg|trf)$/;

const spacyModel: Rule = ({ name, url, pinned }) => {
  const wheel = name === null || url !== null ? undefined : spacyWheel(name, pinned ?? undefined);
  return wheel === undefined ? undefined : { why: "models of spaCy are not on PyPI", instead: [wheel] };
};

/**
 * The requirement of a model of spaCy, which is not on PyPI; `undefined` for another name.
 * @param name normalised
 */
export function spacyWheel(name: string, version = "<version>"): string | undefined {
  if (!SPACY_MODEL.test(name)) return undefined;
  const release = `${name.replaceAll("-", "_")}-${version}`;
  return `${name} @ https://github.com/explosion/spacy-models/releases/download/${release}/${release}-py3-none-any.whl`;
}

/** PyPI accepts no local versions. */
const localVersion: Rule = ({ text, pinned, url, name }) => {
  const [, base, local] = /^([^+]+)\+(.+)$/.exec(pinned ?? "") ?? [];
  if (base === undefined || local === undefined || url !== null) return undefined;
  const line = text.replace(`+${local}`, "");
  const why = `PyPI has no local versions such as +${local}`;
  if (/^(cpu|cu\d+|rocm[\d.]+)$/.test(local) && /^(torch|torchvision|torchaudio)$/.test(name ?? "")) {
    const index = `--extra-index-url https://download.pytorch.org/whl/${local}`;
    return { why, instead: [index, text], advice: `Or write ${line} for the build on PyPI.` };
  }
  return {
    why,
    instead: [line],
    advice: "Or name the index that has it, with --extra-index-url on a line of its own.",
  };
};

/** Whether packages may come from somewhere else than PyPI. */
function namesOtherIndex({ options }: Sources, settings: PipSettings): boolean {
  const keys = ["index_url", "extra_index_urls", "find_links", "no_index"];
  if (options.some(({ values }) => keys.some((key) => key in values))) return true;
  const { "index-url": index = "" } = settings;
  const isOther = index !== "" && !/^https:\/\/pypi\.org\//.test(index);
  return isOther || ["extra-index-url", "find-links", "no-index"].some((key) => (settings[key] ?? "") !== "");
}
