import type { Fact, Image, OperatingSystem, Source } from "./image.ts";
import data from "./image-catalogue.json" with { type: "json" };

/** What a row of the table always has. */
type Required = "name" | "python" | "condaEnvironment" | "readsVariables" | "status";

/** An image as the table has it: what is absent is not known, or the usual value. */
type Row = Pick<Image, Required> &
  Partial<Omit<Image, Required | "os" | "sources">> & {
    readonly os?: string;
    /** A name in {@link Catalogue.sources}: where every fact is from that `sources` does not name. */
    readonly source: string;
    readonly sources?: Readonly<Partial<Record<Fact, string>>>;
  };

interface Catalogue {
  readonly sources: Readonly<Record<string, Source>>;
  readonly withoutServer: { readonly source: string; readonly names: readonly string[] };
  readonly systems: { readonly glibc: Readonly<Record<string, OperatingSystem["glibc"]>> };
  readonly images: readonly Row[];
}

/** As the schema promises, which `npm run check:data` holds the table to. */
const CATALOGUE = data as unknown as Catalogue;

/** Facts that are known of every image. */
const ALWAYS_KNOWN: readonly Fact[] = [
  "mcrPath",
  "python",
  "accelerator",
  "condaEnvironment",
  "packages",
  "readsVariables",
];

/** Every image of the catalogue, the supported ones first. */
export const IMAGES: readonly Image[] = CATALOGUE.images.map(imageOf);

/** Names of base images without an inference server, or their parts before the first digit. */
export const WITHOUT_SERVER: readonly string[] = CATALOGUE.withoutServer.names;

function imageOf(row: Row): Image {
  const os = systemOf(row.os);
  return {
    name: row.name,
    mcrPath: `mcr.microsoft.com/azureml/${row.name}`,
    aliases: row.aliases ?? [],
    os,
    glibc: os?.glibc,
    python: row.python,
    pythonFull: row.pythonFull,
    architecture: "x86_64",
    accelerator: row.accelerator ?? "cpu",
    user: "dockeruser",
    condaEnvironment: row.condaEnvironment,
    server: row.server,
    packages: row.packages ?? {},
    readsVariables: row.readsVariables,
    status: row.status,
    appRoot: row.appRoot,
    readsModelCondaFile: row.readsModelCondaFile ?? false,
    sources: sourcesOf(row),
  };
}

function systemOf(name: string | undefined): OperatingSystem | undefined {
  const glibc = CATALOGUE.systems.glibc[name ?? ""];
  return name === undefined || glibc === undefined ? undefined : { name, glibc };
}

function sourcesOf({ os, server, source, sources = {} }: Row): Image["sources"] {
  const known: readonly Fact[] = [
    ...ALWAYS_KNOWN,
    ...(os ? ["os" as const] : []),
    ...(server ? ["server" as const] : []),
  ];
  return Object.fromEntries(known.map((fact) => [fact, CATALOGUE.sources[sources[fact] ?? source]]));
}
