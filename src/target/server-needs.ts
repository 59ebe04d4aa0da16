/**
 * What the server's own packages ask of each other, and where they lie: for the merged world of mount and image. Source:
 * METADATA and RECORD of pip's resolutions on Linux of 0.8.4.2 on Python 3.7, 1.3.4 on 3.8, 1.4.1 on 3.9 and 1.5.1 on
 * 3.12, of 2026-11-22.
 */

interface Era {
  /** The first release of the era, [major, minor]. */
  readonly from: readonly [number, number];
  /** Requires-Dist among the server's own packages, by normalised name. */
  readonly requires: Readonly<Record<string, readonly string[]>>;
  /** Distributions of the other eras' telemetry, which the server of this one does not bring. */
  readonly without: readonly string[];
  /** Modules that lie in the server's own distribution under another name than its own. */
  readonly ownModules: readonly string[];
}

const OPENCENSUS = {
  "opencensus-ext-azure": ["azure-core<2.0.0,>=1.12.0", "azure-identity<2.0.0,>=1.5.0", "opencensus<1.0.0,>=0.11.4"],
  opencensus: ["opencensus-context>=0.1.3", "google-api-core<3.0.0,>=1.0.0"],
};
const NOT_OPENTELEMETRY = `azure-monitor-opentelemetry-exporter deprecated fixedint isodate msrest oauthlib
  opentelemetry-api opentelemetry-sdk opentelemetry-semantic-conventions requests-oauthlib`.split(/\s+/);
const NOT_OPENCENSUS = `google-api-core google-auth googleapis-common-protos opencensus opencensus-context
  opencensus-ext-azure proto-plus protobuf pyasn1 pyasn1-modules rsa cachetools`.split(/\s+/);
const INFERENCE_SCHEMA = { "inference-schema": ["wrapt<=1.16.0,>=1.14.0", "python-dateutil>=2.5.3", "pytz>=2017.2"] };
/** From its `server` directory, which it appends to the path. */
const CONTRIB = ["azureml.contrib.services"];

const ERAS: readonly Era[] = [
  {
    from: [0, 0],
    requires: {
      flask: ["werkzeug>=2.2.2", "jinja2>=3.0", "itsdangerous>=2.0", "click>=8.0"],
      jinja2: ["markupsafe>=2.0"],
      ...OPENCENSUS,
    },
    without: [...NOT_OPENTELEMETRY, "pydantic-core", "pydantic-settings", "annotated-types", "blinker"],
    ownModules: CONTRIB,
  },
  {
    from: [1, 1],
    requires: {
      flask: ["werkzeug>=2.3.3", "jinja2>=3.1.2", "itsdangerous>=2.1.2", "click>=8.1.3", "blinker>=1.6.2"],
      werkzeug: ["markupsafe>=2.1.1"],
      ...INFERENCE_SCHEMA,
      ...OPENCENSUS,
    },
    without: NOT_OPENTELEMETRY,
    ownModules: CONTRIB,
  },
  {
    from: [1, 4],
    requires: {
      flask: ["werkzeug>=3.0.0", "jinja2>=3.1.2", "itsdangerous>=2.1.2", "click>=8.1.3", "blinker>=1.6.2"],
      werkzeug: ["markupsafe>=2.1.1"],
      ...INFERENCE_SCHEMA,
      ...OPENCENSUS,
    },
    without: NOT_OPENTELEMETRY,
    ownModules: [],
  },
  {
    from: [1, 5],
    requires: {
      flask: ["werkzeug>=3.1.0", "jinja2>=3.1.2", "itsdangerous>=2.2.0", "click>=8.1.3", "blinker>=1.9.0"],
      werkzeug: ["markupsafe>=2.1.1"],
      "azure-monitor-opentelemetry-exporter": ["azure-core<2.0.0,>=1.28.0", "azure-identity~=1.17"],
      ...INFERENCE_SCHEMA,
    },
    without: NOT_OPENCENSUS,
    ownModules: [],
  },
];

/**
 * The era of a server release.
 *
 * @param version such as `1.3.4`
 */
export function serverEra(version: string): Era {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const begun = ERAS.filter(({ from }) => major > from[0] || (major === from[0] && minor >= from[1]));
  return begun.at(-1) ?? (ERAS[0] as Era);
}

/** Standard-library modules that a worker of the server has imported before the scoring script runs. Source: `sys.modules`. */
export const SERVER_STANDARD_LIBRARY: ReadonlySet<string> = new Set(
  `abc argparse array ast asyncio base64 binascii bisect bz2 calendar codecs collections colorsys concurrent configparser
  contextlib contextvars copy copyreg csv ctypes dataclasses datetime decimal difflib dis email encodings enum fcntl
  fnmatch fractions functools genericpath gettext glob grp hashlib heapq hmac html http importlib inspect io ipaddress
  json keyword linecache locale logging lzma math mimetypes ntpath numbers opcode operator os pathlib pickle pkgutil
  platform plistlib posixpath pprint pyexpat queue quopri random re reprlib resource secrets select selectors shlex
  shutil signal site socket socketserver ssl stat string stringprep struct subprocess sysconfig tempfile textwrap
  threading token tokenize traceback types typing unicodedata urllib uu uuid warnings weakref webbrowser xml zipfile
  zipimport zlib zoneinfo`.split(/\s+/),
);
