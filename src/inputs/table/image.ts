import type { OptionSpec } from "./option-spec.ts";

/** What the packages must work with. */
export const IMAGE = [
  {
    name: "image",
    kind: "text",
    default: "",
    defaultText: "from the deployment file",
    description:
      "Prebuilt inference image of the deployment: its name in the catalogue (the command `images` lists it) or its path in the registry. It decides the Python version and the newest glibc that the packages may need.",
  },
  {
    name: "image-packages",
    kind: "text",
    default: "",
    description:
      "File with the output of `pip inspect` or `pip freeze` in the deployment's image, relative to the workspace. Set it if the image is not in the catalogue, or to verify against exactly the packages of the image.",
  },
  {
    name: "image-facts",
    kind: "text",
    default: "",
    description:
      "File with the facts of the deployment's image, which `images --inspect <image> --json` wrote on a machine with a container engine, relative to the workspace. The checks then use what the image really contains instead of the catalogue. Facts of another image than the one that is deployed are an error, facts of another tag of it a warning.",
  },
  {
    name: "python-version",
    kind: "text",
    default: "",
    defaultText: "the image's, else `3.8`",
    description: "Python version of the container: a minor version or a range.",
  },
  {
    name: "python",
    kind: "text",
    default: "auto",
    description:
      "Python interpreter to build and verify with: a path, `auto` or `found`. `auto`: one of the container's Python version that is found on this machine, otherwise one that uv fetches, verified by the hash in uv's list of downloads and kept for later runs. `found`: never fetch one. The variables `UV_PYTHON_INSTALL_DIR`, `UV_PYTHON_INSTALL_MIRROR`, `UV_PYTHON_DOWNLOADS_JSON_URL` and `UV_PYTHON_DOWNLOADS` apply to the fetch.",
  },
] as const satisfies readonly OptionSpec[];
