/** What to do about each cause of a failed installation. */
export const HINTS = {
  diskFull:
    "Free disk space. If a release unpacks to more than it should, pin another release and report it to the operator of the index. `uv cache clean` removes what uv keeps.",
  certificate:
    "The certificate of the index is not trusted. Set PIP_CERT to the file with the certificate of its authority.",
  noTls: "The address of the index begins with https://, but its server does not use TLS. Check PIP_INDEX_URL.",
  insecureHost: "pip ignores an index without TLS. Use its https:// address, or name its host in PIP_TRUSTED_HOST.",
  proxyCredentials: "The proxy requires credentials. Set PIP_PROXY from a secret.",
  proxy: "The proxy did not answer. Check PIP_PROXY, HTTPS_PROXY and NO_PROXY.",
  fork: "The index requires credentials, and this pull request comes from a fork: forks have no secrets. Run it from a branch of this repository.",
  credentials:
    "The index requires credentials. In the step's env, set PIP_INDEX_URL, PIP_EXTRA_INDEX_URL or the variables in its address from a secret. To use a keyring, set PIP_KEYRING_PROVIDER: without it, no keyring is asked.",
  tooManyRequests: "The index limits how many requests it answers. Wait some minutes and run again.",
  serverError:
    "The server of the index failed. Run again, and if it fails again, report it to the operator of the index.",
  fileNotFound:
    "The file does not exist at that address. Check the address; if the index gave it, pin another release and report it to the operator of the index.",
  unreachable: "The package index did not answer. Check PIP_INDEX_URL, proxy and network, and run again.",
  addressUnreachable:
    "The address in the requirement did not answer. Check the address, proxy and network, and run again.",
  notAnIndex:
    "What answered is not a package index. Check PIP_INDEX_URL: the address of an index often ends in /simple/.",
  damaged:
    "The file on the index is incomplete, damaged or malicious. Run again; if it fails again, pin another release and report it to the operator of the index.",
  metadata: "The metadata of this release breaks the packaging standards. Pin another release.",
  hashMismatch:
    "The file does not have the expected hash. If the requirements are a lock file, lock again and find out why the file changed.",
  hashMissing:
    "If one requirement has a hash, every requirement needs one, dependencies too. Lock again with hashes, or set require-hashes: false.",
  gitMissing: "git is not installed. Install it before this step, or use a release from an index.",
  gitCredentials:
    "git has no credentials for that repository. Before this step, set the git option url.<address with a token from a secret>.insteadOf to the address of its server, or add an SSH key.",
  repository:
    "git could not get that repository or revision. Check the address, the revision and whether this job has access.",
  pathNotFound:
    "The file or directory in the requirement does not exist. A relative path counts from the workspace (on the command line, the current directory), not from the requirements file.",
  invalidRequirement: "The line is not a valid requirement. Write it as in: name==1.0",
  compiler:
    "There is no wheel that fits, and building from source failed: no C compiler is installed. Pin a release with a wheel for this Python, or install a compiler before this step.",
  header:
    "There is no wheel that fits, and building from source failed: a header file is missing. Pin a release with a wheel for this Python, or install the development package that has the file before this step.",
  buildImport:
    "There is no wheel that fits, and building from source failed: the build imports a package that it does not declare as a build requirement. Pin a release with a wheel for this Python.",
  buildRequirement:
    "There is no wheel that fits, and building from source failed: the index does not have a build requirement. Pin a release with a wheel for this Python, or add the build requirement to the index.",
  build:
    "There is no wheel that fits, and building from source failed. Pin a release with a wheel for this Python, or install what the build requires before this step.",
  python:
    "No matching release of that package supports this Python. Pin another release, or deploy on an image with another Python.",
  yanked:
    "Every matching release was yanked by its authors. Pin another release; only == installs one that was yanked.",
  preRelease: "Only pre-releases match. Name one in the requirement, for example ==2.0rc1.",
  noBuild:
    "There is no wheel that fits, and the configuration forbids building from source. Pin a release with a wheel.",
  platform:
    "The release has wheels, but none for this Python, platform and glibc. Pin another release, or deploy on a newer image.",
  conflict: "The requirements contradict each other: loosen one of the pins named above.",
  nameNotFound:
    "The index does not have a project of that name. Check its spelling. If it is a package of your own, name the index that has it, or write the path of its wheel.",
  noVersion:
    "The index has no such release for this Python and platform; it may have been yanked. Write a version that it has.",
  notFound:
    "Check the name and the version. A release may require a newer Python or glibc than the target has, or may have been yanked.",
} as const;
