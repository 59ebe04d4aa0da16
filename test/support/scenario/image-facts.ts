// What an image tells about itself, as `images --inspect --json` prints it.
import type { ImageFacts } from "../../../src/inputs/image-facts.ts";

type Changes = Partial<Omit<ImageFacts, "python">> & { readonly python?: Partial<ImageFacts["python"]> };

const plain: ImageFacts = {
  schema: 1,
  name: "registry.example/scoring:1",
  digest: `sha256:${"1".repeat(64)}`,
  id: `sha256:${"2".repeat(64)}`,
  inspected: "2026-11-28T10:00:00.000Z",
  architecture: "x86_64",
  bytes: 500_000_000,
  os: "Debian GNU/Linux 11 (bullseye)",
  user: "dockeruser",
  entryPoint: ["runsvdir", "/var/runit"],
  command: [],
  environment: { PATH: "/usr/bin", AML_APP_ROOT: "/var/azureml-app" },
  python: {
    path: "/usr/bin/python3",
    version: "3.8.20",
    abi: "cpython-38-x86_64-linux-gnu",
    prefix: "/usr",
    isConda: false,
    tags: ["cp38-cp38-manylinux_2_31_x86_64", "py3-none-any"],
  },
  glibc: [2, 31],
  symbolVersions: { GLIBC: "2.31", GLIBCXX: "3.4.28", CXXABI: "1.3.12", GCC: "7.0.0", ZLIB: "1.2.9" },
  libraries: ["libc.so.6", "libgcc_s.so.1", "libm.so.6", "libstdc++.so.6", "libz.so.1"],
  packages: [
    { name: "azureml-inference-server-http", version: "0.8.4.2", requires: ["flask<2.3.0"] },
    { name: "flask", version: "2.2.5", requires: ["werkzeug>=2.2.2"] },
  ],
  server: "0.8.4.2",
  readsVariables: { libraryPath: "yes", requirements: "no", tried: true },
};

/** The facts of an image with Python 3.8 on Debian 11, with the server; `changes` replace fields. */
export function imageFacts({ python, ...changes }: Changes = {}): ImageFacts {
  return { ...plain, ...changes, python: { ...plain.python, ...python } };
}
