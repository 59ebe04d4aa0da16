/**
 * azureml-inference-server-http: the server that imports the scoring script, in one interpreter and on one path with it,
 * so that what the mount holds is what the server imports too.
 */
import { SERVER_RELEASES, type ServerRelease } from "./server-releases.ts";

export { SERVER_RELEASES, type ServerRelease };

/** The server's distribution. */
export const SERVER = "azureml-inference-server-http";

/**
 * Distributions whose other version, found first in the mount, is known to break the server: its direct dependencies and
 * those of the closure that reports name. Source: issues of microsoft/azureml-inference-server and Azure/azureml-examples; every name is in {@link SERVER_CLOSURE}.
 */
export const GUARD_SET: ReadonlySet<string> = new Set(
  names(`azure-core azure-identity azure-monitor-opentelemetry-exporter azureml-inference-server-http blinker certifi
    click flask flask-cors google-api-core gunicorn inference-schema itsdangerous jinja2 markupsafe opencensus
    opencensus-context opencensus-ext-azure opentelemetry-api opentelemetry-sdk opentelemetry-semantic-conventions
    packaging protobuf psutil pydantic pydantic-core pydantic-settings requests typing-extensions werkzeug wrapt`),
);

/**
 * Everything that installing the server brings, itself included. Source: pip's resolution on Linux of 0.8.4.2 on Python
 * 3.7, 1.3.4 on 3.8, 1.4.1 on 3.9 and 1.5.1 on 3.12, of 2026-11-22, taken together.
 */
export const SERVER_CLOSURE: ReadonlySet<string> = new Set([
  ...GUARD_SET,
  ...names(`annotated-types cachetools cffi charset-normalizer cryptography deprecated fixedint google-auth
    googleapis-common-protos idna importlib-metadata isodate msal msal-extensions msrest oauthlib proto-plus pyasn1
    pyasn1-modules pycparser pyjwt python-dateutil python-dotenv pytz requests-oauthlib rsa setuptools six
    typing-inspection tzdata urllib3 zipp`),
]);

export function serverRelease(version: string): ServerRelease | undefined {
  return SERVER_RELEASES.find((release) => release.version === version);
}

/**
 * The releases that a Python version may have, oldest first.
 *
 * @param minor such as `3.8`
 */
export function serverVersionsFor(minor: string): readonly string[] {
  return SERVER_RELEASES.filter(({ python }) => minorNumber(minor) >= minorNumber(python)).map(
    ({ version }) => version,
  );
}

/** The newest release for a Python version; 3.7 and 3.8 were dropped on the way. */
export function lastServerVersionFor(minor: string): string | undefined {
  return serverVersionsFor(minor).at(-1);
}

/** 8 of `3.8` and of `>=3.8`. */
function minorNumber(text: string): number {
  return Number(/3\.(\d+)/.exec(text)?.[1]);
}

function names(text: string): string[] {
  return text.split(/\s+/);
}
