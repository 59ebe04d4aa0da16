import { isDeepStrictEqual } from "node:util";
import { isMap, isScalar, type Pair, type YAMLMap } from "yaml";
import { isRecord, lineAt, parseTemplate, type YamlFile } from "../inputs/deployment-file/yaml-file.ts";
import { ExitCode, UserError } from "../util/errors.ts";
import { withPairs } from "./yaml-edits.ts";
import { type Edit, endOf, lineEnd, lineStart, startOf, withEdits } from "./yaml-tokens.ts";

const ENVIRONMENT = "environment";
const CONDA_FILE = "conda_file";

/**
 * The text of a deployment file whose environment is an image alone, without a conda file. Everything else stays as it is.
 * @param reference of an inference image, with its tag
 * @throws UserError with file and line if the environment is written in another place or in a form that cannot be edited
 */
export function withImageAlone(yaml: YamlFile, reference: string): string {
  const withImage = withPairs(yaml, ENVIRONMENT, { image: reference });
  const text = withImage === undefined ? undefined : withoutCondaFile(parseTemplate(yaml.file, withImage));
  if (text !== undefined && isDeepStrictEqual(parseTemplate(yaml.file, text).value, meantBy(yaml, reference)))
    return text;
  throw new UserError("The conda file cannot be replaced: this tool cannot edit the environment as it is written.", {
    file: yaml.file,
    line: lineAt(yaml, [ENVIRONMENT]),
    hint: `Write it as: environment: {image: "${reference}"}`,
    exitCode: ExitCode.delivery,
  });
}

function meantBy({ value }: YamlFile, image: string): unknown {
  const whole = value as Record<string, unknown>;
  const environment = isRecord(whole[ENVIRONMENT]) ? whole[ENVIRONMENT] : {};
  const { [CONDA_FILE]: _, ...rest } = environment;
  return { ...whole, [ENVIRONMENT]: { ...rest, image } };
}

function withoutCondaFile({ text, document }: YamlFile): string | undefined {
  const map = isMap(document.contents) ? document.contents.get(ENVIRONMENT, true) : undefined;
  if (!isMap(map)) return undefined;
  const index = map.items.findIndex(({ key }) => isScalar(key) && key.value === CONDA_FILE);
  const edit = index < 0 ? undefined : removalOf(text, map, index);
  return edit && withEdits(text, [edit]);
}

/** In a flow mapping with the comma before or behind it, in a block mapping with its whole lines. */
function removalOf(text: string, map: YAMLMap, index: number): Edit | undefined {
  const at = (one: number) => (map.items[one] as Pair | undefined)?.srcToken;
  const [before, item, next] = [at(index - 1), at(index), at(index + 1)];
  if (item === undefined) return undefined;
  if (map.flow) {
    if (next !== undefined) return { from: startOf(item), to: startOf(next), text: "" };
    return { from: before === undefined ? startOf(item) : endOf(before), to: endOf(item), text: "" };
  }
  const end = lineEnd(text, endOf(item));
  const eol = /^(\r\n|\n|\r)/.exec(text.slice(end))?.[0].length ?? 0;
  return { from: lineStart(text, startOf(item)), to: end + eol, text: "" };
}
