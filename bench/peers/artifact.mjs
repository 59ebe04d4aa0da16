// What the steps upload-artifact and download-artifact do, by the library that both are made of.
//   node artifact.mjs upload <name> <compression level> <file or directory>
//   node artifact.mjs download <name> <directory>
import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { DefaultArtifactClient } from "@actions/artifact";

const client = new DefaultArtifactClient();
const [what, name, ...words] = process.argv.slice(2);

if (what === "upload") await upload(name, Number(words[0]), resolve(words[1]));
else await download(name, resolve(words[0]));

async function upload(name, compressionLevel, path) {
  const files = statSync(path).isDirectory() ? filesBelow(path) : [path];
  const { id } = await client.uploadArtifact(name, files, resolve("."), { compressionLevel });
  if (id === undefined) throw new Error(`${name} was not uploaded`);
}

async function download(name, path) {
  const { artifact } = await client.getArtifact(name);
  await client.downloadArtifact(artifact.id, { path });
}

/** A virtual environment links to its interpreter, and those links are followed, as the step does. */
function filesBelow(directory) {
  const paths = readdirSync(directory, { recursive: true }).map((path) => join(directory, path));
  return paths.filter((path) => statSync(path).isFile());
}
