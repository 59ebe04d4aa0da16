import parse from "spdx-expression-parse";
import type { Fields } from "../../mount/inventory/metadata.ts";

/** An entry of `licenses` in CycloneDX 1.6; a list has either one expression or any number of licences. */
type Licence = {
  /** What the distribution declares in its metadata; its sources were not read. */
  readonly acknowledgement: "declared";
};
export type LicenceChoice =
  | readonly [Licence & { readonly expression: string }]
  | readonly { readonly license: Licence & ({ readonly id: string } | { readonly name: string }) }[];

/** Expressions in use are shorter, and the parser's work grows with the depth of the brackets. */
const LONGEST_EXPRESSION = 500;
const LONGEST_NAME = 200;

/**
 * The licences that core metadata declares, in the order of their precision: an SPDX expression (`License-Expression`, or a
 * `License` that is one), classifiers, the free text of `License`.
 */
export function licencesOf(metadata: Fields): LicenceChoice | undefined {
  const expression = [...(metadata.get("license-expression") ?? []), ...(metadata.get("license") ?? [])]
    .map((text) => text.trim())
    .find(isExpression);
  if (expression !== undefined) return [{ expression, acknowledgement: "declared" }];
  const classified = (metadata.get("classifier") ?? []).flatMap((text) => licenceOfClassifier(text) ?? []);
  const free = metadata.get("license-expression")?.[0] ?? metadata.get("license")?.[0];
  const name = free?.trim().split("\n")[0]?.slice(0, LONGEST_NAME).trim();
  // A classifier such as "BSD License" is no more precise than the free text.
  const named = name && !/^unknown$/i.test(name) ? [{ name }] : [];
  const licences = classified.length > 0 ? classified : named;
  if (licences.length === 0) return undefined;
  return licences.map((licence) => ({ license: { ...licence, acknowledgement: "declared" } }));
}

function isExpression(text: string): boolean {
  if (text === "" || text.length > LONGEST_EXPRESSION) return false;
  try {
    parse(text);
    return true;
  } catch {
    return false; // that is how the parser says no
  }
}

/** `License :: OSI Approved :: MIT License`; nothing for the bare `License :: OSI Approved`. */
function licenceOfClassifier(classifier: string): { id: string } | { name: string } | undefined {
  const name = /^License\s*::\s*(?:OSI Approved\s*::\s*)?(.+)$/.exec(classifier.trim())?.[1]?.trim();
  if (name === undefined || name === "OSI Approved") return undefined;
  const id = CLASSIFIERS[name];
  return id === undefined ? { name: name.slice(0, LONGEST_NAME) } : { id };
}

/**
 * The classifiers that mean exactly one SPDX licence; "BSD License" and "Apache Software License" do not.
 * Source: https://peps.python.org/pep-0639/appendix-mapping-classifiers/
 */
const CLASSIFIERS: Readonly<Record<string, string>> = {
  "Academic Free License (AFL)": "AFL-3.0",
  "Boost Software License 1.0 (BSL-1.0)": "BSL-1.0",
  "CC0 1.0 Universal (CC0 1.0) Public Domain Dedication": "CC0-1.0",
  "GNU Affero General Public License v3": "AGPL-3.0-only",
  "GNU Affero General Public License v3 or later (AGPLv3+)": "AGPL-3.0-or-later",
  "GNU General Public License v2 (GPLv2)": "GPL-2.0-only",
  "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
  "GNU General Public License v3 (GPLv3)": "GPL-3.0-only",
  "GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
  "GNU Lesser General Public License v2 (LGPLv2)": "LGPL-2.0-only",
  "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
  "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
  "GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later",
  "ISC License (ISCL)": "ISC",
  "MIT License": "MIT",
  "MIT No Attribution License (MIT-0)": "MIT-0",
  "Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
  "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
  "The Unlicense (Unlicense)": "Unlicense",
  "zlib/libpng License": "Zlib",
};
