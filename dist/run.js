import { i as __toESM, n as __exportAll } from "./rolldown-runtime.js";
import { t as require_semver } from "./semver.js";
import { t as require_tar_stream } from "./tar-stream.js";
import { n as getExecOutput } from "./exec.js";
import { chmodSync, closeSync, constants, copyFileSync, cpSync, createReadStream, createWriteStream, existsSync, fchmodSync, fstatSync, lstatSync, mkdirSync, mkdtempSync, openSync, readFileSync, readSync, readdirSync, readlinkSync, realpathSync, renameSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { basename, delimiter, dirname, isAbsolute, join, posix, relative, resolve, sep } from "node:path";
import { execFile, execFileSync, spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { createHash, hash } from "node:crypto";
import { availableParallelism, constants as constants$1, homedir } from "node:os";
import { pipeline } from "node:stream/promises";
import { Duplex } from "node:stream";
import zlib from "node:zlib";
import { copyFile, link, mkdir, readdir, readlink, rename, rm, symlink } from "node:fs/promises";
// src/options/table.ts
const MODES = ["preinstalled", "verify"];
const BUILD = ["preinstalled"];
const OPTIONS = [
	{
		name: "mode",
		kind: "choice",
		choices: MODES,
		default: "preinstalled",
		description: "`preinstalled` builds and proves a directory of packages; `verify` proves one that is already there, byte by byte."
	},
	{
		name: "code-directory",
		kind: "text",
		default: ".",
		description: "What the deployment uploads, relative to the workspace."
	},
	{
		name: "scoring-script",
		kind: "text",
		default: "score.py",
		description: "The scoring script, relative to the code directory."
	},
	{
		name: "requirements",
		kind: "lines",
		default: "",
		defaultText: "`requirements.txt` beside the scoring script",
		modes: BUILD,
		description: "Requirements files, one per line, relative to the workspace. Their `-r` and `-c` files are followed."
	},
	{
		name: "packages",
		kind: "lines",
		default: "",
		modes: BUILD,
		description: "Further requirements, one per line, such as `pandas==2.0.3`."
	},
	{
		name: "environment-name",
		kind: "text",
		default: "myenv",
		description: "First part of the library path: the directory that holds the packages."
	},
	{
		name: "mount-parent",
		kind: "text",
		default: "",
		defaultText: "the scoring directory",
		description: "Where the environment directory stands, relative to the code directory and inside it: one mount for several scoring scripts."
	},
	{
		name: "image",
		kind: "text",
		default: "",
		description: "The prebuilt inference image of the deployment: a name of the catalogue (`images` lists it) or its path in the registry. It decides the Python version and the glibc that packages may need."
	},
	{
		name: "python-version",
		kind: "text",
		default: "",
		defaultText: "the image's, else `3.8`",
		description: "Minor version or range of the container's Python."
	},
	{
		name: "python",
		kind: "text",
		default: "",
		defaultText: "found on the machine",
		description: "Path of the interpreter to build and prove with."
	},
	{
		name: "installer",
		kind: "choice",
		choices: [
			"auto",
			"uv",
			"pip"
		],
		default: "auto",
		modes: BUILD,
		description: "`auto` takes uv where it can be had, else pip; the log says which and why."
	},
	{
		name: "require-hashes",
		kind: "choice",
		choices: [
			"auto",
			"true",
			"false"
		],
		default: "auto",
		modes: BUILD,
		description: "Refuse a requirement without a hash; `auto` does when any requirement has one."
	},
	{
		name: "checks",
		kind: "lines",
		default: "",
		description: "Severity per check, optionally per distribution, with a reason: `P4:opencv-python=warning # no display code used`. Severities: `error`, `warning`, `notice`, `off`."
	},
	{
		name: "max-size",
		kind: "size",
		default: "",
		description: "Budget of the mount, such as `500MB`; a larger one is a finding (H16)."
	},
	{
		name: "cache",
		kind: "choice",
		choices: [
			"auto",
			"read-write",
			"read",
			"off"
		],
		default: "auto",
		modes: BUILD,
		description: "`auto` is off for tags, releases, `pull_request_target`, `workflow_run` and self-hosted runners, `read` on pull requests from forks, else `read-write`."
	},
	{
		name: "upload",
		kind: "choice",
		choices: [
			"auto",
			"true",
			"false"
		],
		default: "auto",
		modes: BUILD,
		description: "Upload the archive as an artifact; `auto` does where the artifact service is there."
	},
	{
		name: "artifact-name",
		kind: "text",
		default: "",
		defaultText: "`azureml-<code directory>-<environment name>-py3.8-x86_64`",
		modes: BUILD,
		description: "Name of the artifact."
	},
	{
		name: "artifact-format",
		kind: "choice",
		choices: [
			"tar.zst",
			"tar.gz",
			"directory"
		],
		default: "tar.zst",
		modes: BUILD,
		description: "What the artifact holds: one archive beside manifest, lock and bill of materials, or the loose files (slower, and modes are lost)."
	},
	{
		name: "retention-days",
		kind: "number",
		default: "",
		defaultText: "the repository's",
		modes: BUILD,
		description: "How long GitHub keeps the artifact."
	},
	{
		name: "expected-digest",
		kind: "text",
		default: "",
		modes: ["verify"],
		description: "Mount digest (`sha256:…`) that must be found; another is an error."
	},
	{
		name: "output-directory",
		kind: "text",
		default: "",
		defaultText: "`$RUNNER_TEMP/azureml-extra-packages/<artifact name>`, on the command line the user's cache",
		description: "Where archive, manifest copy, lock, bill of materials and report are written; never in the code directory."
	},
	{
		name: "dry-run",
		kind: "boolean",
		default: "false",
		modes: BUILD,
		description: "Print the plan, with each ingredient of the cache key, and stop."
	}
];
const OUTPUTS = [
	{
		name: "AZUREML_EXTRA_PYTHON_LIB_PATH",
		description: "The library path: POSIX, relative to the scoring directory. `''` on a red run."
	},
	{
		name: "environment-variables",
		description: "JSON object of every variable the deployment needs. `''` on a red run."
	},
	{
		name: "set-arguments",
		description: "The same as arguments for `az ml online-deployment create|update --set`. `''` on a red run."
	},
	{
		name: "mount-directory",
		description: "Absolute path of the directory of packages."
	},
	{
		name: "mount-digest",
		description: "`sha256:…` over every path, executable bit and content of the mount."
	},
	{
		name: "manifest-file",
		description: "Absolute path of the manifest."
	},
	{
		name: "lock-file",
		description: "Absolute path of the requirements file with exact versions and hashes."
	},
	{
		name: "archive-file",
		description: "Absolute path of the archive."
	},
	{
		name: "report-file",
		description: "Absolute path of the JSON report: verdict, findings, counts, sizes, times."
	},
	{
		name: "artifact-id",
		description: "Id of the uploaded artifact."
	},
	{
		name: "artifact-name",
		description: "Name of the uploaded artifact."
	},
	{
		name: "artifact-url",
		description: "Address of the uploaded artifact."
	},
	{
		name: "artifact-digest",
		description: "`sha256:…` of the uploaded zip."
	},
	{
		name: "cache-hit",
		description: "`true` or `false`."
	},
	{
		name: "cache-outcome",
		description: "`hit`, `miss`, `rebuilt` (the entry was damaged) or `off`."
	},
	{
		name: "python-version",
		description: "Full version of the interpreter that built and proved the mount."
	},
	{
		name: "verified",
		description: "`full`, `files` (no interpreter of the target: imports were not tried) or `no`."
	}
];
// src/delivery/outputs.ts
function emptyOutputs() {
	return {
		...Object.fromEntries(OUTPUTS.map(({ name }) => [name, ""])),
		"cache-hit": "false",
		"cache-outcome": "off",
		verified: "no"
	};
}
function environmentVariables({ libraryPath }, { image, honours }) {
	const variables = { AZUREML_EXTRA_PYTHON_LIB_PATH: libraryPath };
	return image !== void 0 && honours !== "honours" ? {
		...variables,
		PYTHONPATH: libraryPath
	} : variables;
}
function setArguments(variables) {
	return Object.entries(variables).map(([name, value]) => `environment_variables.${name}=${shellWord(value)}`).join(" ");
}
function shellWord(value) {
	return /^[A-Za-z0-9_./:@%+=-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
// src/errors.ts
const ExitCode = {
	green: 0,
	findings: 1,
	input: 2,
	install: 3,
	delivery: 4,
	bug: 70
};
var UserError = class extends Error {
	name = "UserError";
	place;
	hint;
	exitCode;
	constructor(message, { file, line, hint, exitCode = ExitCode.input, cause } = {}) {
		super(message, { cause });
		this.place = {
			file,
			line
		};
		this.hint = hint;
		this.exitCode = exitCode;
	}
};
var UserErrors = class extends Error {
	name = "UserErrors";
	errors;
	constructor(errors) {
		super(errors.map((error) => error.message).join("\n"));
		this.errors = errors;
	}
};
var Problems = class {
	#errors = [];
	add(message, details = {}) {
		this.#errors.push(new UserError(message, details));
	}
	collect(work) {
		try {
			return work();
		} catch (error) {
			if (!(error instanceof UserError)) throw error;
			this.#errors.push(error);
			return;
		}
	}
	throwIfAny() {
		if (this.#errors.length > 0) throw new UserErrors(this.#errors);
	}
};
function userErrorsOf(thrown) {
	if (thrown instanceof UserErrors) return thrown.errors;
	return thrown instanceof UserError ? [thrown] : [];
}
function messageOf(thrown) {
	return thrown instanceof Error ? thrown.message : String(thrown);
}
function isSystemError(thrown, ...codes) {
	return thrown instanceof Error && codes.includes(thrown.code ?? "");
}
// src/python/environment.ts
const LEADING_ASTRAY = /^(PYTHON.*|CONDA_.*|_CONDA_.*|VIRTUAL_ENV.*|PIP_.*|UV_.*|__PYVENV_LAUNCHER__|SETUPTOOLS_.*|DISTUTILS_.*)$/i;
const HARMLESS = /^(PIP_CACHE_DIR|PIP_NO_CACHE_DIR|UV_CACHE_DIR|UV_PYTHON_INSTALL_DIR)$/i;
const WORTH_TELLING = /^(PYTHONPATH|PYTHONHOME|PYTHONUSERBASE|VIRTUAL_ENV|CONDA_PREFIX|PIP_(TARGET|PREFIX|ROOT|USER|CONSTRAINT|REQUIREMENT|NO_DEPS|PYTHON|PLATFORM|ABI|IMPLEMENTATION|PYTHON_VERSION|EDITABLE|DRY_RUN|UPGRADE|BUILD_CONSTRAINT))$/i;
const DETERMINISTIC = {
	PYTHONHASHSEED: "0",
	PYTHONNOUSERSITE: "1",
	PYTHONDONTWRITEBYTECODE: "1",
	PYTHONUTF8: "1",
	PYTHONIOENCODING: "utf-8",
	SOURCE_DATE_EPOCH: "315532800",
	LC_ALL: "C.UTF-8"
};
function cleanEnvironment(environment) {
	const kept = Object.entries(environment).filter(([name]) => HARMLESS.test(name) || !LEADING_ASTRAY.test(name));
	return {
		...Object.fromEntries(kept),
		...DETERMINISTIC
	};
}
function variablesLeftOut(environment) {
	return Object.keys(environment).filter((name) => WORTH_TELLING.test(name) && environment[name] !== "").sort();
}
// src/python/played-image.ts
async function playImage(python, mount, scoringDirectory, host) {
	const directory = join(host.temporary, "played-image");
	const environment = cleanEnvironment(host.environment);
	if (!existsSync(directory)) await host.capture(python.path, [
		"-I",
		"-m",
		"venv",
		"--without-pip",
		directory
	], { environment });
	const executable = process.platform === "win32" ? join("Scripts", "python.exe") : join("bin", "python");
	const separator = process.platform === "win32" ? ";" : ":";
	return {
		python: join(directory, executable),
		probeOptions: {
			environment: {
				...environment,
				PYTHONPATH: `${mount}${separator}`
			},
			directory: scoringDirectory,
			switches: ["-s", "-B"]
		}
	};
}
// src/python/probe.ts
const PROBES = new URL("./probes/", import.meta.url);
async function probe(python, name, input, options) {
	const run = await runProbe(python, name, input, options);
	if (run.exitCode === 0) return JSON.parse(run.output);
	const why = run.timedOut ? "it took too long" : run.errors.trim() || `exit code ${run.exitCode}`;
	throw new Error(`The probe "${name}" failed under ${python}: ${why}`);
}
function runProbe(python, name, input, options) {
	const { environment, directory, timeout = 12e4, switches = ["-I"] } = options;
	const program = fileURLToPath(new URL(`${name}.py`, PROBES));
	return new Promise((resolve) => {
		const child = execFile(python, [...switches, program], {
			env: environment,
			cwd: directory,
			timeout,
			killSignal: "SIGKILL",
			maxBuffer: 256 * 2 ** 20,
			encoding: "utf8"
		}, (error, output, errors) => {
			const code = error ? error.code : 0;
			resolve({
				exitCode: typeof code === "number" ? code : void 0,
				timedOut: error !== null && child.killed,
				output,
				errors: errors || (error && typeof code === "string" ? error.message : "")
			});
		});
		child.stdin?.on("error", () => {});
		child.stdin?.end(JSON.stringify(input));
	});
}
// src/mount/metadata.ts
function parseHeaders(text) {
	const fields = new Map();
	let last;
	for (const line of text.split(/\r?\n/)) {
		if (line.trim() === "") {
			if (fields.size > 0) break;
			continue;
		}
		if (/^[ \t]/.test(line)) {
			if (last) last[last.length - 1] += `\n${line}`;
			continue;
		}
		const colon = line.indexOf(":");
		if (colon <= 0) continue;
		const name = line.slice(0, colon).trim().toLowerCase();
		last = fields.get(name) ?? [];
		last.push(line.slice(colon + 1).trim());
		fields.set(name, last);
	}
	return fields;
}
function parseWheel(text) {
	return parseHeaders(text.replace(/(\r?\n)(\s*\r?\n)+/g, "\n"));
}
function normalisedName(name) {
	return name.toLowerCase().replace(/[-_.]+/g, "-");
}
// src/checks/check.ts
function requirementOf(name, { closure, requirements }) {
	const root = closure?.reached[name]?.root;
	const askedFor = requirements.filter((requirement) => !requirement.constraint && requirement.applies);
	return (root === void 0 ? void 0 : closure?.roots[root]) ?? askedFor.find((requirement) => requirement.name === name);
}
function about(distribution, evidence, answer) {
	const requirement = requirementOf(distribution.name, evidence);
	return {
		distribution: distribution.name,
		requirement,
		...answer
	};
}
// src/checks/closure.ts
var closure_exports = __exportAll({
	containerSeesOthers: () => containerSeesOthers,
	dependencyConflict: () => dependencyConflict,
	dependencyMissing: () => dependencyMissing,
	duplicateDistribution: () => duplicateDistribution,
	freezeDiffers: () => freezeDiffers,
	metadataDamaged: () => metadataDamaged,
	parseFreeze: () => parseFreeze,
	pythonTooOld: () => pythonTooOld,
	requestedAbsent: () => requestedAbsent,
	unpinned: () => unpinned,
	versionMismatch: () => versionMismatch
});
function problemsOf(evidence, ...kinds) {
	return (evidence.closure?.problems ?? []).filter((one) => kinds.includes(one.kind));
}
function rootOf(evidence, root) {
	return evidence.closure?.roots[root];
}
const requestedAbsent = {
	id: "M1",
	severity: "error",
	title: "a requested distribution is not in the mount",
	explanation: "A requirement whose environment marker holds for the target has no metadata directory in the mount. In the container its import raises ModuleNotFoundError. Build again; in a mount made by hand, install the requirement into it. Never safe to turn off.",
	find: (evidence) => problemsOf(evidence, "absent").map(({ root, needs }) => ({
		message: `${needs} was asked for and is not in the mount.`,
		distribution: needs,
		requirement: rootOf(evidence, root),
		hint: "Build the mount again from these requirements."
	}))
};
const versionMismatch = {
	id: "M2",
	severity: "error",
	title: "a requested distribution has another version",
	explanation: "The version in the mount is not one that the requirement allows (PEP 440; a pre-release counts when it is installed). The scoring script would run with a version nobody asked for. Build again. Safe to turn off only when the version was exchanged on purpose.",
	find: (evidence) => [...problemsOf(evidence, "mismatch").map(({ root, distribution, found }) => ({
		message: `${distribution} ${found} is in the mount, but ${rootOf(evidence, root)?.text} was asked for.`,
		distribution,
		requirement: rootOf(evidence, root),
		hint: "Build the mount again from these requirements."
	})), ...problemsOf(evidence, "unknown-extra").map(({ root, distribution, extra, known }) => ({
		severity: "warning",
		message: `${distribution} has no extra "${extra}"${known.length > 0 ? `; it has ${known.join(", ")}` : ""}.`,
		distribution,
		requirement: rootOf(evidence, root),
		hint: "Correct or remove the extra: what it should have brought is not in the mount."
	}))]
};
const dependencyMissing = {
	id: "M3",
	severity: "error",
	title: "a dependency is missing",
	explanation: "A distribution reachable from the requirements needs another one, by a Requires-Dist whose marker holds for the target and the requested extras, and that one is not in the mount. `pip check` does not see this for extras. Importing fails in the container, or later at a request. Add the dependency, or build without --no-deps. Safe to turn off for a dependency that is never imported; say which.",
	find: (evidence) => problemsOf(evidence, "missing").map(({ root, distribution, needs, text }) => ({
		message: `${distribution} needs ${text}, and ${needs} is not in the mount.`,
		distribution: needs,
		requirement: rootOf(evidence, root),
		hint: `Add ${needs} to the requirements.`
	}))
};
const dependencyConflict = {
	id: "M4",
	severity: "error",
	title: "a dependency has a version that does not fit",
	explanation: "A distribution needs a version of another that is not the one in the mount. What breaks then is anything from an import to a wrong number. Loosen one of the pins so that both fit. Safe to turn off when the combination is known to work; say how you know.",
	find: (evidence) => problemsOf(evidence, "conflict").map(({ root, distribution, needs, text, found }) => ({
		message: `${distribution} needs ${text}, but ${needs} ${found} is in the mount.`,
		distribution: needs,
		requirement: rootOf(evidence, root),
		hint: `Change the pin of ${needs} or of ${distribution} so that both fit.`
	}))
};
const pythonTooOld = {
	id: "M5",
	severity: "error",
	title: "a distribution does not support the target's Python",
	explanation: "Requires-Python excludes the Python of the image. Such code often fails at import with a SyntaxError. Pin an older release, or deploy on an image with a newer Python. Safe to turn off when the bound is known to be too strict.",
	find: (evidence) => problemsOf(evidence, "python").map(({ distribution, requires }) => about({ name: distribution }, evidence, {
		message: `${distribution} wants Python ${requires}; the target has ${evidence.target.pythonFull ?? evidence.target.python}.`,
		hint: `Pin a release of ${distribution} that supports Python ${evidence.target.python}.`
	}))
};
const metadataDamaged = {
	id: "M6",
	severity: "error",
	title: "metadata is missing or cannot be read",
	explanation: "A metadata directory has no METADATA (or PKG-INFO), or that file lacks Name or Version, or the directory's version is another, or a dependency line is not valid. Then nothing that asks for versions at run time works, and neither does this proof. Reinstall the distribution. Never safe to turn off.",
	find: (evidence) => [...evidence.inventory.distributions.flatMap((one) => damaged$1(one, evidence)), ...problemsOf(evidence, "invalid").map(({ distribution, text, why }) => about({ name: distribution }, evidence, {
		severity: "warning",
		message: `${distribution} has a dependency that cannot be read: ${text} (${why}).`,
		hint: `Pin another release of ${distribution}.`
	}))]
};
function damaged$1(distribution, evidence) {
	const { directory, damage, version } = distribution;
	const hint = `Install ${distribution.name} again.`;
	if (damage !== void 0) return [about(distribution, evidence, {
		file: directory,
		message: `${directory}: ${damage}.`,
		hint
	})];
	const inName = directory.replace(/\.(dist|egg)-info$/, "").split("-")[1];
	if (distribution.kind !== "dist-info" || inName === void 0 || sameVersion(inName, version)) return [];
	return [about(distribution, evidence, {
		file: directory,
		message: `${directory} says version ${version} in METADATA.`,
		hint
	})];
}
function sameVersion(inName, version) {
	const plain = (text) => text.toLowerCase().replace(/[-_.+]+/g, ".");
	return plain(inName) === plain(version) || plain(version).startsWith(plain(inName));
}
const duplicateDistribution = {
	id: "M7",
	severity: "error",
	title: "a distribution is there twice",
	explanation: "Two metadata directories have one normalised name: an installation was laid over another. Which version the files are of is anybody's guess, and different pips answer differently. Build into an empty directory. Never safe to turn off.",
	*find(evidence) {
		const seen = new Map();
		for (const distribution of evidence.inventory.distributions) {
			const other = seen.get(distribution.name);
			if (other !== void 0) yield about(distribution, evidence, {
				file: distribution.directory,
				message: `${distribution.name} is there twice: ${other.directory} and ${distribution.directory}.`,
				hint: "Build the mount again into an empty directory."
			});
			seen.set(distribution.name, distribution);
		}
	}
};
const unpinned = {
	id: "M14",
	severity: "warning",
	title: "a requirement is not pinned",
	explanation: "A distribution in the mount is not held to one exact version by the requirements (or constraints) files. The next build may install another release, and what was proven today is not what runs tomorrow. Write the pin that the finding shows. Safe to turn off where builds are never repeated.",
	*find(evidence) {
		const pinned = new Set(evidence.requirements.filter((one) => one.pinned && one.name !== null).map((one) => one.name));
		for (const distribution of evidence.inventory.distributions) {
			if (pinned.has(distribution.name) || !(distribution.name in (evidence.closure?.reached ?? {}))) continue;
			const by = evidence.closure?.reached[distribution.name]?.by;
			yield about(distribution, evidence, {
				message: by ? `${distribution.name}, which ${by} needs, is not pinned.` : `${distribution.name} is not pinned to one version.`,
				hint: `Write ${distribution.displayName}==${distribution.version}`
			});
		}
	}
};
const freezeDiffers = {
	id: "F1",
	severity: "error",
	title: "the mount is not what pip freeze says",
	explanation: "`pip freeze --all` of the environment that was built, and the metadata in the mount, name different distributions or versions. A distribution that only freeze knows lies somewhere else on the build machine, and is absent in the container: the common failure the documentation warns of. Find out what put it on the path (PYTHONPATH, user site, conda). Never safe to turn off.",
	*find(evidence) {
		if (evidence.build === void 0) return;
		const frozen = parseFreeze(evidence.build.freeze);
		const there = new Map(evidence.inventory.distributions.map(({ name, version }) => [name, version]));
		for (const [name, version] of frozen) {
			const found = there.get(name);
			if (found === void 0 || version !== void 0 && version !== found) {
				const instead = found === void 0 ? "it is not in the mount" : `the mount has ${found}`;
				yield about({ name }, evidence, { message: `pip freeze lists ${name} ${version ?? ""}, but ${instead}.` });
			}
		}
		for (const distribution of evidence.inventory.distributions) {
			if (frozen.has(distribution.name) || NEVER_FROZEN.includes(distribution.name)) continue;
			yield about(distribution, evidence, {
				file: distribution.directory,
				message: `${distribution.name} is in the mount, and pip freeze does not list it.`
			});
		}
	}
};
const NEVER_FROZEN = [
	"python",
	"wsgiref",
	"argparse"
];
function parseFreeze(lines) {
	const found = new Map();
	for (const line of lines) {
		const match = /^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:(===?)\s*(\S+)|@\s*\S+)/.exec(line.trim());
		if (match?.[1]) found.set(normalisedName(match[1]), match[3]);
	}
	return found;
}
const containerSeesOthers = {
	id: "F2",
	severity: "error",
	title: "the container's Python sees other distributions in the mount",
	explanation: "A plain interpreter of the target, with the mount on PYTHONPATH and nothing else, lists other distributions than the mount's metadata directories hold. Metadata that cannot be decoded, or a search path that is not the container's, is why. Build again. Never safe to turn off.",
	*find({ container, inventory }) {
		if (container === void 0) return;
		const seen = new Set(container.distributions.map(([name, version]) => `${normalisedName(name)} ${version}`));
		const there = new Set(inventory.distributions.map(({ name, version }) => `${name} ${version}`));
		for (const one of there) if (!seen.has(one)) yield { message: `${one} is in the mount, and the container does not see it.` };
		for (const one of seen) if (!there.has(one)) yield { message: `The container sees ${one}, and the mount does not hold it.` };
	}
};
// src/checks/elf/reader.ts
var DamagedElf = class extends Error {};
const LONGEST_STRING = 32768;
const STRING_STEP = 256;
var Reader$2 = class {
	source;
	is64;
	little;
	constructor(source, is64, little) {
		this.source = source;
		this.is64 = is64;
		this.little = little;
	}
	bytes(offset, length, what) {
		if (!(offset >= 0 && length >= 0 && offset + length <= this.source.size)) throw new DamagedElf(`${what} lies outside the file`);
		return this.source.read(offset, length);
	}
	record(offset, length, what) {
		return new ElfRecord(this.bytes(offset, length, what), this.is64, this.little);
	}
	string(offset, end, what) {
		const limit = Math.min(end, this.source.size, offset + LONGEST_STRING);
		if (!(offset >= 0 && offset < limit)) throw new DamagedElf(`${what} lies outside its string table`);
		const parts = [];
		for (let at = offset; at < limit; at += STRING_STEP) {
			const piece = this.source.read(at, Math.min(STRING_STEP, limit - at));
			const zero = piece.indexOf(0);
			parts.push(piece.slice(0, zero < 0 ? piece.length : zero));
			if (zero >= 0) return Buffer.concat(parts).toString("utf8");
		}
		throw new DamagedElf(`${what} has no end`);
	}
};
var ElfRecord = class {
	#view;
	#is64;
	#little;
	constructor(bytes, is64, little) {
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		this.#is64 = is64;
		this.#little = little;
	}
	u8(at) {
		return this.#view.getUint8(at);
	}
	u16(at) {
		return this.#view.getUint16(at, this.#little);
	}
	u32(at) {
		return this.#view.getUint32(at, this.#little);
	}
	word(at) {
		if (!this.#is64) return this.u32(at);
		const [low, high] = this.#little ? [at, at + 4] : [at + 4, at];
		return this.u32(high) * 4294967296 + this.u32(low);
	}
};
// src/checks/elf/layout.ts
const SEGMENT = {
	load: 1,
	dynamic: 2,
	interpreter: 3,
	note: 4,
	gnuStack: 1685382481,
	gnuProperty: 1685382483
};
const SECTION = {
	dynamic: 6,
	note: 7,
	noBits: 8,
	dynamicSymbols: 11
};
const MOST_SEGMENTS = 1024;
const MOST_SECTIONS = 4096;
function readHeader(reader) {
	const header = reader.record(0, reader.is64 ? 64 : 52, "the ELF header");
	const at = reader.is64 ? 32 : 28;
	const small = reader.is64 ? 54 : 42;
	const offsets = {
		segments: header.word(at),
		sections: header.word(at + (reader.is64 ? 8 : 4))
	};
	return {
		type: header.u16(16),
		machine: header.u16(18),
		segments: {
			offset: offsets.segments,
			entrySize: header.u16(small),
			count: header.u16(small + 2)
		},
		sections: {
			offset: offsets.sections,
			entrySize: header.u16(small + 4),
			count: header.u16(small + 6)
		}
	};
}
function readSegments(reader, { segments }) {
	if (segments.offset === 0 || segments.count === 0) return [];
	const size = reader.is64 ? 56 : 32;
	if (segments.entrySize < size) throw new DamagedElf("program headers have an impossible size");
	if (segments.count > MOST_SEGMENTS) throw new DamagedElf(`there are more than ${MOST_SEGMENTS} program headers`);
	return Array.from({ length: segments.count }, (_, index) => {
		const record = reader.record(segments.offset + index * segments.entrySize, size, `program header ${index}`);
		const [flags, offset, address, fileSize, alignment] = reader.is64 ? [
			4,
			8,
			16,
			32,
			48
		] : [
			24,
			4,
			8,
			16,
			28
		];
		return {
			type: record.u32(0),
			flags: record.u32(flags),
			offset: record.word(offset),
			address: record.word(address),
			fileSize: record.word(fileSize),
			alignment: record.word(alignment)
		};
	});
}
function readSections(reader, { sections }) {
	if (sections.offset === 0 || sections.count === 0) return [];
	const size = reader.is64 ? 64 : 40;
	if (sections.entrySize < size) throw new DamagedElf("section headers have an impossible size");
	if (sections.count > MOST_SECTIONS) throw new DamagedElf(`there are more than ${MOST_SECTIONS} section headers`);
	return Array.from({ length: sections.count }, (_, index) => {
		const record = reader.record(sections.offset + index * sections.entrySize, size, `section header ${index}`);
		const [address, offset, length] = reader.is64 ? [
			16,
			24,
			32
		] : [
			12,
			16,
			20
		];
		return {
			type: record.u32(4),
			address: record.word(address),
			offset: record.word(offset),
			size: record.word(length)
		};
	});
}
function offsetOf({ segments, sections }, address, what) {
	for (const { type, address: start, fileSize, offset } of segments) if (type === SEGMENT.load && address >= start && address < start + fileSize) return offset + address - start;
	for (const { type, address: start, size, offset } of sections) if (type !== SECTION.noBits && start > 0 && address >= start && address < start + size) return offset + address - start;
	throw new DamagedElf(`${what} lies outside what the file loads`);
}
// src/checks/elf/dynamic.ts
const TAG = {
	needed: 1,
	hash: 4,
	strings: 5,
	symbols: 6,
	stringsSize: 10,
	soname: 14,
	rpath: 15,
	textRelocations: 22,
	runpath: 29,
	flags: 30,
	gnuHash: 1879047925,
	versionDefinitions: 1879048188,
	versionDefinitionCount: 1879048189,
	versionNeeds: 1879048190,
	versionNeedCount: 1879048191
};
const MOST_ENTRIES = 4096;
const FLAG_TEXT_RELOCATIONS = 4;
var Dynamic = class {
	#values = new Map();
	#reader;
	#layout;
	constructor(reader, layout, table) {
		this.#reader = reader;
		this.#layout = layout;
		const size = reader.is64 ? 16 : 8;
		for (let index = 0; (index + 1) * size <= table.size; index++) {
			if (index >= MOST_ENTRIES) throw new DamagedElf(`the dynamic section has more than ${MOST_ENTRIES} entries`);
			const entry = reader.record(table.offset + index * size, size, "the dynamic section");
			const tag = entry.word(0);
			if (tag === 0) break;
			const values = this.#values.get(tag);
			if (values) values.push(entry.word(size / 2));
			else this.#values.set(tag, [entry.word(size / 2)]);
		}
	}
	value(tag) {
		return this.#values.get(tag)?.[0];
	}
	offset(tag, what) {
		const address = this.value(tag);
		return address === void 0 ? void 0 : offsetOf(this.#layout, address, what);
	}
	strings(tag, what) {
		return (this.#values.get(tag) ?? []).map((at) => this.string(at, what));
	}
	string(at, what) {
		const { start, end } = this.stringTable();
		return this.#reader.string(start + at, end, what);
	}
	stringTable() {
		const start = this.offset(TAG.strings, "the string table");
		if (start === void 0) throw new DamagedElf("the dynamic section names no string table");
		return {
			start,
			end: start + (this.value(TAG.stringsSize) ?? Number.POSITIVE_INFINITY)
		};
	}
	get hasTextRelocations() {
		const flags = this.value(TAG.flags) ?? 0;
		return this.#values.has(TAG.textRelocations) || flags % 8 >= FLAG_TEXT_RELOCATIONS;
	}
};
function readDynamic(reader, layout) {
	const segment = layout.segments.find(({ type }) => type === SEGMENT.dynamic);
	if (segment) {
		if (layout.sections.some(({ type, address }) => type === SECTION.noBits && address === segment.address) && segment.address > 0) return void 0;
		return new Dynamic(reader, layout, {
			offset: segment.offset,
			size: segment.fileSize
		});
	}
	const section = layout.sections.find(({ type }) => type === SECTION.dynamic);
	return section && new Dynamic(reader, layout, section);
}
function splitSearchPath(text) {
	return text ? text.split(":") : [];
}
// src/checks/elf/machines.ts
const NAMES = {
	2: "sparc",
	4: "m68k",
	8: "mips",
	18: "sparc32plus",
	20: "ppc",
	22: "s390x",
	40: "arm",
	42: "sh4",
	43: "sparc64",
	50: "ia64",
	62: "x86_64",
	183: "aarch64",
	190: "cuda",
	224: "amdgpu",
	247: "bpf",
	258: "loongarch64",
	36902: "alpha"
};
function machineName(machine, bits, byteOrder) {
	if (machine === 3) return "i386";
	if (machine === 21) return byteOrder === "little" ? "ppc64le" : "ppc64";
	if (machine === 243) return `riscv${bits}`;
	if (machine === 22 && bits === 32) return "s390";
	if (machine === 62 && bits === 32) return "x32";
	if (machine === 183 && bits === 32) return "aarch64_ilp32";
	if (machine === 183 && byteOrder === "big") return "aarch64_be";
	return NAMES[machine] ?? `machine ${machine}`;
}
// src/checks/elf/magic.ts
const MACH_O_THIN = [
	4277009102,
	4277009103,
	3472551422,
	3489328638
];
const MACH_O_FAT = [3405691582, 3405691583];
const MOST_FAT_ARCHITECTURES = 44;
const TEXT_WINDOW = 512;
function magicOf(bytes) {
	if (bytes.length >= 4) {
		const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		const first = view.getUint32(0);
		if (first === 2135247942) return "elf";
		if (MACH_O_THIN.includes(first)) return "mach-o";
		if (MACH_O_FAT.includes(first) && bytes.length >= 8 && view.getUint32(4) <= MOST_FAT_ARCHITECTURES) return "mach-o";
		if (isPortableExecutable(view) && !isText(bytes)) return "pe";
	}
	return isText(bytes) ? "text" : "other";
}
function isPortableExecutable(view) {
	if (view.getUint16(0) !== 19802 || view.byteLength < 64) return false;
	const header = view.getUint32(60, true);
	return header + 4 > view.byteLength || view.getUint32(header) === 1346699264;
}
function isText(bytes) {
	const window = bytes.subarray(0, TEXT_WINDOW);
	return window.length > 0 && window.every((byte) => byte >= 32 || byte >= 9 && byte <= 13 || byte === 27);
}
// src/checks/elf/modules.ts
const STEM = "PyInit";
const HOOK = /^PyInitU?_(.*)$/s;
const MOST_MODULES = 256;
const MOST_SYMBOLS = 2e6;
const SYMBOLS_PER_STEP = 2048;
const STRINGS_PER_STEP = 65536;
const TYPE_FUNCTION = 2;
const BINDING_LOCAL = 0;
function readPythonModules(reader, dynamic, layout) {
	const table = dynamic.offset(TAG.symbols, "the symbol table");
	if (table === void 0) return [];
	const candidates = candidateNames(reader, dynamic.stringTable());
	if (candidates.size === 0) return [];
	const size = reader.is64 ? 24 : 16;
	const room = Math.floor((reader.source.size - table) / size);
	const count = Math.min(symbolCount(reader, dynamic, layout), room, MOST_SYMBOLS);
	const modules = [];
	for (let first = 0; first < count; first += SYMBOLS_PER_STEP) for (const at of exportedFunctions(reader, table + first * size, Math.min(SYMBOLS_PER_STEP, count - first))) {
		const module = candidates.get(at);
		if (module !== void 0 && modules.length < MOST_MODULES) modules.push(module);
	}
	return modules;
}
function candidateNames(reader, strings) {
	const candidates = new Map();
	const end = Math.min(strings.end, reader.source.size);
	for (let from = strings.start; from < end; from += STRINGS_PER_STEP) {
		const length = Math.min(65541, end - from);
		const bytes = Buffer.from(reader.bytes(from, length, "the string table"));
		for (let at = bytes.indexOf(STEM); at >= 0 && candidates.size < MOST_MODULES * 4; at = bytes.indexOf(STEM, at + 1)) {
			const name = HOOK.exec(reader.string(from + at, end, "the name of a Python module"))?.[1];
			if (name !== void 0) candidates.set(from + at - strings.start, name);
		}
	}
	return candidates;
}
function exportedFunctions(reader, offset, count) {
	const size = reader.is64 ? 24 : 16;
	const [info, section] = reader.is64 ? [4, 6] : [12, 14];
	const symbols = reader.record(offset, count * size, "the symbol table");
	const names = [];
	for (let at = 0; at < count * size; at += size) {
		const kind = symbols.u8(at + info);
		if (kind % 16 === TYPE_FUNCTION && kind >> 4 !== BINDING_LOCAL && symbols.u16(at + section) !== 0) names.push(symbols.u32(at));
	}
	return names;
}
function symbolCount(reader, dynamic, layout) {
	const gnu = dynamic.offset(TAG.gnuHash, "the GNU hash table");
	if (gnu !== void 0) return countByGnuHash(reader, gnu);
	const section = layout.sections.find(({ type }) => type === SECTION.dynamicSymbols);
	if (section) return Math.floor(section.size / (reader.is64 ? 24 : 16));
	const hash = dynamic.offset(TAG.hash, "the hash table");
	return hash === void 0 ? 0 : reader.record(hash, 8, "the hash table").u32(4);
}
function countByGnuHash(reader, offset) {
	const head = reader.record(offset, 16, "the GNU hash table");
	const [buckets, firstHashed, bloomWords] = [
		head.u32(0),
		head.u32(4),
		head.u32(8)
	];
	const start = offset + 16 + bloomWords * (reader.is64 ? 8 : 4);
	const table = reader.record(start, buckets * 4, "the buckets of the GNU hash table");
	let last = 0;
	for (let index = 0; index < buckets; index++) last = Math.max(last, table.u32(index * 4));
	if (last < firstHashed) return firstHashed;
	const chains = start + buckets * 4;
	for (; last < MOST_SYMBOLS; last++) if (reader.record(chains + (last - firstHashed) * 4, 4, "a chain of the GNU hash table").u32(0) % 2 === 1) break;
	return last + 1;
}
// src/checks/elf/notes.ts
const MOST_NOTE_BYTES = 65536;
const TYPE_GNU_PROPERTY = 5;
const NAME_GNU = Buffer.from("GNU\0");
const X86_ISA_NEEDED = [
	3221258242,
	3221258240,
	3221225473
];
function readIsaLevel(reader, layout) {
	const properties = layout.segments.filter(({ type }) => type === SEGMENT.gnuProperty);
	const notes = layout.segments.filter(({ type }) => type === SEGMENT.note);
	const sections = layout.sections.filter(({ type }) => type === SECTION.note);
	const places = [...[...properties, ...notes].map(({ offset, fileSize, alignment }) => ({
		offset,
		size: fileSize,
		alignment
	})), ...sections.map(({ offset, size }) => ({
		offset,
		size,
		alignment: reader.is64 ? 8 : 4
	}))];
	for (const place of places) {
		const level = levelInNotes(reader, place);
		if (level > 0) return level;
	}
	return 0;
}
function levelInNotes(reader, place) {
	const end = place.offset + Math.min(place.size, MOST_NOTE_BYTES);
	const pad = (length) => Math.ceil(length / (place.alignment === 8 ? 8 : 4)) * (place.alignment === 8 ? 8 : 4);
	for (let offset = place.offset; offset + 16 <= end;) {
		const note = reader.record(offset, 16, "a note");
		const [nameSize, size] = [note.u32(0), note.u32(4)];
		const descriptor = offset + pad(12 + nameSize);
		const isGnu = NAME_GNU.every((byte, index) => byte === note.u8(12 + index));
		if (nameSize === NAME_GNU.length && isGnu && note.u32(8) === TYPE_GNU_PROPERTY) {
			if (descriptor + size > end) throw new DamagedElf("a note is longer than its segment");
			const level = levelInProperties(reader, descriptor, size);
			if (level > 0) return level;
		}
		offset = descriptor + pad(size);
	}
	return 0;
}
function levelInProperties(reader, start, size) {
	const word = reader.is64 ? 8 : 4;
	for (let offset = start; offset + 12 <= start + size;) {
		const property = reader.record(offset, 12, "a property");
		if (X86_ISA_NEEDED.includes(property.u32(0)) && property.u32(4) === 4) {
			const bits = property.u32(8) & 15;
			return bits === 0 ? 0 : 32 - Math.clz32(bits);
		}
		offset += 8 + Math.ceil(property.u32(4) / word) * word;
	}
	return 0;
}
// src/checks/elf/source.ts
function bytesSource(bytes) {
	return {
		size: bytes.length,
		read: (offset, length) => bytes.subarray(offset, offset + length)
	};
}
// src/checks/elf/versions.ts
const MOST_VERSIONS = 8192;
const FLAG_BASE = 1;
const FLAG_WEAK = 2;
function* chain(start, count, budget, nextOf) {
	for (let offset = start, index = 0; index < count; index++) {
		if (budget.left-- <= 0) throw new DamagedElf(`there are more than ${MOST_VERSIONS} symbol versions`);
		yield offset;
		const next = nextOf(offset);
		if (next === 0) return;
		offset += next;
	}
}
function readVersionNeeds(reader, dynamic) {
	const start = dynamic.offset(TAG.versionNeeds, "the table of needed versions");
	if (start === void 0) return [];
	const budget = { left: MOST_VERSIONS };
	const record = (offset) => reader.record(offset, 16, "a needed version");
	const count = dynamic.value(TAG.versionNeedCount) ?? MOST_VERSIONS;
	const needs = [];
	for (const offset of chain(start, count, budget, (at) => record(at).u32(12))) {
		const need = record(offset);
		const versions = [];
		for (const at of chain(offset + need.u32(8), need.u16(2), budget, (auxiliary) => record(auxiliary).u32(12))) {
			const version = record(at);
			const weak = (version.u16(4) & FLAG_WEAK) !== 0;
			versions.push({
				name: dynamic.string(version.u32(8), "the name of a needed version"),
				weak
			});
		}
		needs.push({
			library: dynamic.string(need.u32(4), "the library of a needed version"),
			versions
		});
	}
	return needs;
}
function readVersionDefinitions(reader, dynamic) {
	const start = dynamic.offset(TAG.versionDefinitions, "the table of offered versions");
	if (start === void 0) return [];
	const record = (offset) => reader.record(offset, 20, "an offered version");
	const count = dynamic.value(TAG.versionDefinitionCount) ?? MOST_VERSIONS;
	const names = [];
	for (const offset of chain(start, count, { left: MOST_VERSIONS }, (at) => record(at).u32(16))) {
		const definition = record(offset);
		if ((definition.u16(2) & FLAG_BASE) !== 0 || definition.u16(6) === 0) continue;
		const name = reader.record(offset + definition.u32(12), 8, "the name of an offered version").u32(0);
		names.push(dynamic.string(name, "the name of an offered version"));
	}
	return names;
}
// src/checks/elf/read.ts
const TYPES = {
	1: "relocatable",
	2: "executable",
	3: "shared",
	4: "core"
};
const FLAG_EXECUTABLE = 1;
const X86 = [3, 62];
function readElf(file) {
	const source = file instanceof Uint8Array ? bytesSource(file) : file;
	const start = source.read(0, Math.min(512, source.size)).slice();
	const magic = magicOf(start);
	if (magic !== "elf") return notElf(magic, "it does not begin as an ELF file");
	const [is64, little] = [start[4] === 2, start[5] === 1];
	if (!is64 && start[4] !== 1) return notElf(magic, "it is neither 32-bit nor 64-bit");
	if (!little && start[5] !== 2) return notElf(magic, "its byte order is neither little nor big");
	if (start.length < (is64 ? 64 : 52)) return notElf(magic, "it ends within the ELF header");
	const reader = new Reader$2(source, is64, little);
	return describe$1(reader, readHeader(reader));
}
function notElf(magic, reason) {
	return {
		kind: "not-elf",
		magic,
		reason
	};
}
function describe$1(reader, header) {
	let damaged;
	const attempt = (read, otherwise) => {
		try {
			return read();
		} catch (error) {
			if (!(error instanceof DamagedElf)) throw error;
			damaged ??= error.message;
			return otherwise;
		}
	};
	const layout = {
		segments: attempt(() => readSegments(reader, header), []),
		sections: attempt(() => readSections(reader, header), [])
	};
	const dynamic = attempt(() => readDynamic(reader, layout), void 0);
	const list = (read) => dynamic ? attempt(() => read(dynamic), []) : [];
	const strings = (tag, what) => list((from) => from.strings(tag, what));
	const [bits, byteOrder] = [reader.is64 ? 64 : 32, reader.little ? "little" : "big"];
	return {
		kind: "elf",
		machine: machineName(header.machine, bits, byteOrder),
		bits,
		byteOrder,
		type: TYPES[header.type] ?? "other",
		interpreter: attempt(() => readInterpreter(reader, layout), void 0),
		needed: strings(TAG.needed, "the name of a needed library"),
		soname: strings(TAG.soname, "the soname")[0],
		rpath: splitSearchPath(strings(TAG.rpath, "the RPATH")[0]),
		runpath: splitSearchPath(strings(TAG.runpath, "the RUNPATH")[0]),
		versionNeeds: list((from) => readVersionNeeds(reader, from)),
		versionDefinitions: list((from) => readVersionDefinitions(reader, from)),
		pythonModules: list((from) => readPythonModules(reader, from, layout)),
		isaLevel: X86.includes(header.machine) ? attempt(() => readIsaLevel(reader, layout), 0) : 0,
		stack: stackOf(layout),
		textRelocations: dynamic?.hasTextRelocations ?? false,
		damaged
	};
}
function readInterpreter(reader, { segments }) {
	const segment = segments.find(({ type }) => type === SEGMENT.interpreter);
	return segment && reader.string(segment.offset, segment.offset + segment.fileSize, "the path of the loader");
}
function stackOf({ segments }) {
	const segment = segments.find(({ type }) => type === SEGMENT.gnuStack);
	if (!segment) return "unstated";
	return segment.flags % 2 === FLAG_EXECUTABLE ? "executable" : "plain";
}
// src/text.ts
const SIZES = [
	"B",
	"kB",
	"MB",
	"GB"
];
function humanBytes(bytes) {
	let value = bytes;
	let step = 0;
	while (value >= 1e3 && step < SIZES.length - 1) {
		value /= 1e3;
		step += 1;
	}
	return `${step === 0 ? value : value.toPrecision(3)} ${SIZES[step]}`;
}
function humanSeconds(milliseconds) {
	return `${(milliseconds / 1e3).toFixed(1)} s`;
}
function plural(count, noun) {
	return `${count} ${count === 1 ? noun : noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}
function nearest(word, candidates) {
	const limit = Math.max(2, Math.floor(word.length / 3));
	return candidates.map((candidate) => ({
		candidate,
		edits: editDistance(word.toLowerCase(), candidate.toLowerCase())
	})).filter(({ edits }) => edits <= limit).sort((a, b) => a.edits - b.edits)[0]?.candidate;
}
function editDistance(from, to) {
	let row = Array.from({ length: to.length + 1 }, (_, index) => index);
	for (let i = 1; i <= from.length; i++) {
		const next = [i];
		for (let j = 1; j <= to.length; j++) {
			const replace = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
			next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
		}
		row = next;
	}
	return row[to.length] ?? 0;
}
function byteOrder(a, b) {
	if (a === b) return 0;
	return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
// src/mount/record.ts
function parseRecord(text) {
	const rows = [];
	for (const cells of csvRows(text)) {
		const [path = "", hash = "", size = ""] = cells;
		if (path === "") continue;
		const separator = hash.indexOf("=");
		rows.push({
			path,
			hash: separator > 0 ? {
				algorithm: hash.slice(0, separator),
				digest: hash.slice(separator + 1)
			} : void 0,
			size: /^[0-9]+$/.test(size) ? Number(size) : void 0
		});
	}
	return rows;
}
function formatRecord(rows) {
	const lines = rows.map(({ path, hash, size }) => {
		return (hash === void 0 ? [
			path,
			"",
			""
		] : [
			path,
			`${hash.algorithm}=${hash.digest}`,
			size ?? ""
		]).map((cell) => quoted$1(String(cell))).join(",");
	});
	return [...new Set(lines)].sort(byteOrder).map((line) => `${line}\n`).join("");
}
function quoted$1(cell) {
	return /[",\r\n]/.test(cell) ? `"${cell.replaceAll("\"", "\"\"")}"` : cell;
}
function* csvRows(text) {
	let start = 0;
	while (start < text.length) {
		let end = text.indexOf("\n", start);
		if (end < 0) end = text.length;
		const quote = text.indexOf("\"", start);
		if (quote < 0 || quote >= end) yield text.slice(start, text[end - 1] === "\r" ? end - 1 : end).split(",");
		else {
			const row = quotedRow(text, start);
			yield row.cells;
			end = row.end;
		}
		start = end + 1;
	}
}
function quotedRow(text, start) {
	const cells = [""];
	let inside = false;
	let index = start;
	for (; index < text.length; index++) {
		const character = text[index];
		if (character === "\"" && inside && text[index + 1] === "\"") {
			cells[cells.length - 1] += "\"";
			index += 1;
		} else if (character === "\"") inside = !inside;
		else if (character === "," && !inside) cells.push("");
		else if (character === "\n" && !inside) break;
		else if (character !== "\r" || inside) cells[cells.length - 1] += character;
	}
	return {
		cells,
		end: index
	};
}
function pathInMount(path, files) {
	if (!/(^|\/)\.{0,2}(\/|$)|\\|\0|^[A-Za-z]:/.test(path)) return path;
	if (path.includes("\0")) return void 0;
	if (files.has(path)) return path;
	const way = posix.normalize(path.replaceAll("\\", "/"));
	const stripped = way.replace(/^(\.\.\/)+|^\/+/, "");
	if (way === stripped && !/^[A-Za-z]:/.test(way)) return way;
	return files.has(stripped) ? stripped : void 0;
}
// src/mount/distribution.ts
function readDistributions(files, texts) {
	const directories = new Set();
	for (const path of files.keys()) {
		const first = path.split("/", 1)[0] ?? "";
		if (/\.(dist|egg)-info$/.test(first)) directories.add(first);
	}
	const byDirectory = new Map([...directories].map((directory) => [directory, new Map()]));
	for (const [path, text] of texts) {
		const slash = path.indexOf("/");
		byDirectory.get(path.slice(0, Math.max(slash, 0)))?.set(path.slice(slash + 1), text);
	}
	return [...byDirectory].map(([directory, own]) => readDistribution(directory, own, texts));
}
function readDistribution(directory, own, texts) {
	const kind = directory.endsWith(".dist-info") ? "dist-info" : "egg-info";
	const metadataName = kind === "dist-info" ? "METADATA" : "PKG-INFO";
	const text = own.get(metadataName) ?? (kind === "egg-info" ? texts.get(directory) : void 0);
	const metadata = parseHeaders(text ?? "");
	const [nameInDirectory = "", versionInDirectory = ""] = directory.replace(/\.(dist|egg)-info$/, "").split("-");
	const displayName = metadata.get("name")?.[0] ?? nameInDirectory;
	const version = metadata.get("version")?.[0] ?? versionInDirectory;
	const recordText = own.get("RECORD");
	const record = recordText === void 0 ? void 0 : parseRecord(recordText);
	return {
		directory,
		kind,
		name: normalisedName(displayName),
		displayName,
		version,
		damage: damageOf(text, metadata, metadataName),
		metadata,
		wheel: parseWheel(own.get("WHEEL") ?? ""),
		record,
		texts: own,
		topLevel: topLevelOf(record, own.get("top_level.txt"))
	};
}
function damageOf(text, metadata, name) {
	if (text === void 0) return `there is no ${name}`;
	const missing = ["name", "version"].filter((field) => !metadata.get(field)?.[0]);
	return missing.length === 0 ? void 0 : `${name} has no ${missing.join(" and no ")}`;
}
function topLevelOf(record, listed) {
	const names = new Set();
	for (const { path } of record ?? []) {
		const name = importNameOf(path);
		if (name !== void 0) names.add(name);
	}
	if (names.size === 0) {
		for (const line of (listed ?? "").split(/\s+/)) if (line !== "") names.add(line);
	}
	return [...names];
}
function importNameOf(path) {
	const parts = path.split("/");
	const first = parts[0] ?? "";
	if (first === ".." || first === "" || first === "__pycache__" || /\.(dist|egg)-info$/.test(first)) return void 0;
	if (parts.length > 1) return /^[A-Za-z_][A-Za-z0-9_]*$/.test(first) ? first : void 0;
	return /^([A-Za-z_][A-Za-z0-9_]*)(\.py|\.[^/]*so|\.pyd|\.so)$/.exec(first)?.[1];
}
// src/mount/glimpse.ts
const LARGEST_SEARCHED = 2 ** 20;
var Observer = class {
	bytecode = new Map();
	shebangs = new Map();
	leaks = new Map();
	#places;
	constructor(places) {
		this.#places = places.filter((place) => place.split(/[/\\]/).filter((part) => part !== "").length >= 3);
	}
	look({ path, size }, bytes) {
		if (path.endsWith(".pyc")) this.bytecode.set(path, headerOf(bytes));
		else if (size <= LARGEST_SEARCHED) {
			if (/^(bin|Scripts)\/[^/]+$/.test(path)) this.#noteShebang(path, bytes);
			const place = this.#places.find((one) => bytes.includes(one));
			if (place !== void 0 && !bytes.subarray(0, 8192).includes(0)) this.leaks.set(path, place);
		}
	}
	#noteShebang(path, bytes) {
		if (bytes[0] !== 35 || bytes[1] !== 33) return;
		const lines = bytes.subarray(0, 1024).toString("utf8").split("\n");
		this.shebangs.set(path, lines.slice(0, 2).join("\n"));
	}
};
function headerOf(bytes) {
	const word = (offset) => bytes.length >= offset + 4 ? bytes.readUInt32LE(offset) : void 0;
	return {
		magic: bytes.length >= 4 && bytes[2] === 13 && bytes[3] === 10 ? bytes.readUInt16LE(0) : void 0,
		flags: word(4),
		modified: word(8),
		size: word(12)
	};
}
// src/mount/reader.ts
const PIECE = 128 * 2 ** 20;
var Reader$1 = class {
	#root;
	#buffer = Buffer.allocUnsafe(4 * 2 ** 20);
	constructor(root) {
		this.#root = root;
	}
	read(path, inspect) {
		let descriptor;
		try {
			descriptor = openSync(join(this.#root, path), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
		} catch {
			return;
		}
		try {
			return this.#readOpen(descriptor, path, inspect);
		} catch {
			return;
		} finally {
			closeSync(descriptor);
		}
	}
	#readOpen(descriptor, path, inspect) {
		const { size, mode, nlink: links, mtimeMs } = fstatSync(descriptor);
		const first = this.#piece(descriptor, Math.min(size, PIECE));
		const whole = size <= PIECE;
		const stamp = {
			links,
			modified: Math.floor(mtimeMs / 1e3)
		};
		const facts = {
			path,
			size,
			mode: mode & 4095,
			executable: (mode & 64) !== 0,
			...stamp
		};
		const sha256 = whole ? sha256Of(first) : "";
		const file = {
			...facts,
			sha256
		};
		if (whole) {
			inspect(file, first);
			return file;
		}
		const digest = createHash("sha256").update(first);
		inspect(file, first);
		for (let piece = this.#piece(descriptor, PIECE); piece.length > 0; piece = this.#piece(descriptor, PIECE)) digest.update(piece);
		return {
			...file,
			sha256: digest.digest("hex")
		};
	}
	#piece(descriptor, length) {
		if (this.#buffer.length < length) this.#buffer = Buffer.allocUnsafe(length);
		let filled = 0;
		while (filled < length) {
			const count = readSync(descriptor, this.#buffer, filled, length - filled, null);
			if (count === 0) break;
			filled += count;
		}
		return this.#buffer.subarray(0, filled);
	}
};
function sha256Of(bytes) {
	return hash ? hash("sha256", bytes, "hex") : createHash("sha256").update(bytes).digest("hex");
}
// src/mount/walk.ts
function walkTree(root) {
	const tree = {
		files: [],
		directories: new Map(),
		oddities: []
	};
	walk(root, "", tree);
	return tree;
}
function walk(root, folder, tree) {
	for (const entry of entriesOf(root, folder, tree)) {
		const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
		if (entry.name.includes("�")) tree.oddities.push({
			path,
			kind: "name that is not UTF-8"
		});
		else if (entry.isFile()) tree.files.push(path);
		else if (entry.isDirectory()) {
			tree.directories.set(path, modeOf(join(root, path)));
			walk(root, path, tree);
		} else if (entry.isSymbolicLink()) tree.oddities.push(linkAt(root, path));
		else tree.oddities.push({
			path,
			kind: "device, socket or pipe"
		});
	}
}
function entriesOf(root, folder, { oddities }) {
	try {
		return readdirSync(join(root, folder), { withFileTypes: true });
	} catch {
		oddities.push({
			path: folder,
			kind: "unreadable"
		});
		return [];
	}
}
function modeOf(path) {
	try {
		return lstatSync(path).mode & 4095;
	} catch {
		return 0;
	}
}
function linkAt(root, path) {
	try {
		return {
			path,
			kind: "symbolic link",
			pointsTo: readlinkSync(join(root, path))
		};
	} catch {
		return {
			path,
			kind: "symbolic link"
		};
	}
}
// src/mount/inventory.ts
const LARGEST_TEXT = 64 * 2 ** 20;
function takeInventory(root, places = []) {
	const { files: found, directories, oddities } = walkTree(root);
	const reader = new Reader$1(root);
	const observer = new Observer(places);
	const files = new Map();
	const texts = new Map();
	const binaries = new Map();
	for (const path of found.sort(byteOrder)) {
		const file = reader.read(path, (seen, bytes) => {
			if ((isMetadata(path) || mayHoldCredentials(path)) && bytes.length <= LARGEST_TEXT) texts.set(path, bytes.toString("utf8"));
			if (isElf(bytes) || isNamedLikeBinary(path)) binaries.set(path, readElf(bytes));
			observer.look(seen, bytes);
		});
		if (file) files.set(path, file);
		else oddities.push({
			path,
			kind: "unreadable"
		});
	}
	const distributions = readDistributions(files, texts);
	const { bytecode, shebangs, leaks } = observer;
	return {
		root,
		files,
		directories,
		oddities,
		texts,
		binaries,
		distributions,
		owners: ownersOf(distributions, files),
		bytecode,
		shebangs,
		leaks
	};
}
function isElf(bytes) {
	return bytes.length > 4 && bytes.readUInt32BE(0) === 2135247942;
}
function isNamedLikeBinary(path) {
	return /\.(so|pyd|dylib|dll)(\.[0-9.]+)?$/.test(path);
}
function isMetadata(path) {
	const [first = "", ...rest] = path.split("/");
	if (rest.length === 0) return first.endsWith(".pth") || first.endsWith(".egg-link") || first.endsWith(".egg-info");
	return rest.length === 1 && /\.(dist|egg)-info$/.test(first);
}
function mayHoldCredentials(path) {
	return /(^|\/)(pip\.conf|pip\.ini|uv\.toml|\.netrc|_netrc|\.pypirc)$/.test(path);
}
function listFiles(root) {
	return walkTree(root).files;
}
function ownersOf(distributions, files) {
	const owners = new Map();
	for (const distribution of distributions) for (const row of distribution.record ?? []) {
		const path = pathInMount(row.path, files);
		if (path === void 0) continue;
		const known = owners.get(path);
		if (known === void 0) owners.set(path, [distribution]);
		else if (!known.includes(distribution)) known.push(distribution);
	}
	return owners;
}
function ownerOf(path, { owners, distributions }) {
	const source = sourceOfBytecode(path);
	const listed = owners.get(path) ?? (source === void 0 ? void 0 : owners.get(source));
	if (listed) return listed[0];
	const [first] = path.split("/");
	return distributions.find((distribution) => distribution.directory === first) ?? distributions.find((distribution) => distribution.topLevel.includes(first ?? ""));
}
function sourceOfBytecode(path) {
	const match = /^(.*?)__pycache__\/([^/]+?)\.[^/.]+(?:\.opt-[12])?\.pyc$/.exec(path);
	return match ? `${match[1]}${match[2]}.py` : void 0;
}
// src/checks/editables.ts
var editables_exports = __exportAll({
	editableInstall: () => editableInstall,
	legacyEditable: () => legacyEditable,
	pathLines: () => pathLines
});
const editableInstall = {
	id: "I4",
	severity: "error",
	title: "an editable install",
	explanation: "A distribution was installed with -e (PEP 660): the mount holds a pointer (`__editable__…`, direct_url.json) and the code stays in the source tree, which the container does not have; nor does it process `.pth` files from PYTHONPATH. Remove the -e. Never safe to turn off.",
	*find(evidence) {
		const { inventory, requirements, stagedAway } = evidence;
		const told = new Set();
		for (const [name, directUrl] of Object.entries(stagedAway.directUrls)) if (isEditable(directUrl)) told.add(name);
		for (const { name, texts } of inventory.distributions) if (isEditable(parsed(texts.get("direct_url.json")))) told.add(name);
		for (const name of told) yield about({ name }, evidence, {
			message: `${name} is an editable install.`,
			hint: HINT
		});
		for (const path of inventory.files.keys()) {
			if (!/^(__editable__[^/]*|_[A-Za-z0-9_]+\.pth$)/.test(path)) continue;
			const owner = ownerOf(path, inventory);
			if (owner && told.has(owner.name)) continue;
			yield {
				file: path,
				distribution: owner?.name,
				message: `${path} points at an editable install.`,
				hint: HINT
			};
		}
		for (const requirement of requirements.filter(({ editable, applies }) => editable && applies)) {
			if (requirement.name !== null && told.has(requirement.name)) continue;
			yield {
				requirement,
				message: `${requirement.text} is asked for as an editable install.`,
				hint: HINT
			};
		}
	}
};
const HINT = "Remove the -e, so that the code itself is installed.";
function isEditable(directUrl) {
	return directUrl?.dir_info?.editable === true;
}
function parsed(text) {
	try {
		return text === void 0 ? void 0 : JSON.parse(text);
	} catch {
		return;
	}
}
const legacyEditable = {
	id: "I5",
	severity: "error",
	title: "a path file or link points outside the mount",
	explanation: "An `.egg-link`, or a line of a `.pth` file that is a path (not code, not a comment), leads out of the mount: the way of old editable installs. The container has no such directory and does not read `.pth` files from PYTHONPATH. Install the distribution itself. Never safe to turn off.",
	*find({ inventory }) {
		for (const [path, text] of inventory.texts) {
			const distribution = ownerOf(path, inventory)?.name;
			if (/^[^/]+\.egg-link$/.test(path)) yield {
				file: path,
				distribution,
				message: `${path} links to ${text.split("\n")[0]}.`
			};
			if (!/^[^/]+\.pth$/.test(path)) continue;
			for (const line of pathLines(text).filter((one) => leadsOut(one))) yield {
				file: path,
				distribution,
				message: `${path} puts ${line} on the path.`,
				hint: HINT
			};
		}
	}
};
function pathLines(text) {
	return text.replace(/^\ufeff/, "").split(/\r?\n/).map((line) => line.trimEnd()).filter((line) => line.trim() !== "" && !line.startsWith("#") && !/^import[ \t]/.test(line));
}
function leadsOut(path) {
	return /^([/\\]|[A-Za-z]:)/.test(path) || path.split(/[/\\]/).includes("..");
}
// src/checks/hygiene.ts
var hygiene_exports = __exportAll({
	empty: () => empty,
	inherited: () => inherited,
	layout: () => layout,
	seeds: () => seeds,
	tooLarge: () => tooLarge
});
const SEEDS = [
	"pip",
	"setuptools",
	"wheel",
	"pkg-resources",
	"uv",
	"virtualenv",
	"distribute"
];
const seeds = {
	id: "H1",
	severity: "warning",
	title: "installers are in the mount",
	explanation: "pip, setuptools, wheel or a virtualenv's own files are in the mount though no requirement reaches them. The mount comes before the image's own packages, and the run script calls `pip show` with it on the path: a mounted pip that does not fit the image ends in exit code 100. Build with this tool, which leaves them out. Safe to turn off when their versions are the image's.",
	*find(evidence) {
		if (evidence.closure === void 0) return;
		for (const distribution of evidence.inventory.distributions) {
			if (!SEEDS.includes(distribution.name) || distribution.name in evidence.closure.reached) continue;
			yield about(distribution, evidence, {
				file: distribution.directory,
				message: `${distribution.name} ${distribution.version} is in the mount, and no requirement needs it.`
			});
		}
		for (const file of ["_virtualenv.py", "_virtualenv.pth"].filter((path) => evidence.inventory.files.has(path))) yield {
			file,
			message: `${file} belongs to a virtual environment, not to a mount.`
		};
	}
};
const inherited = {
	id: "H2",
	severity: "error",
	title: "the build saw packages of its surroundings",
	explanation: "The virtual environment had access to system packages (include-system-site-packages), or its sys.path held directories other than the standard library and its own site-packages. An installer skips what it finds there, and the container does not have it. As a notice: variables that would have done the same were set, and were kept out of the build. Never safe to turn off as an error.",
	*find({ build, location }) {
		const configuration = join(location.environmentDirectory, "pyvenv.cfg");
		const text = existsSync(configuration) ? readFileSync(configuration, "utf8") : "";
		if (build?.systemSitePackages || /^\s*include-system-site-packages\s*=\s*true\s*$/im.test(text)) yield {
			message: "The environment includes the system's packages.",
			hint: "Create it without --system-site-packages."
		};
		for (const path of build?.foreignPath ?? []) yield {
			message: `The build had ${path} on its path.`,
			hint: "Find out what puts it there, and unset it."
		};
		for (const name of build?.leftOut ?? []) yield {
			severity: "notice",
			message: `${name} is set; it was kept out of the build.`
		};
	}
};
const tooLarge = {
	id: "H16",
	severity: "error",
	title: "the mount is larger than its budget",
	explanation: "The files of the mount add up to more than `max-size`. Every instance downloads them before its first request. The summary lists packages by size. Raise the budget, or drop what is not needed. Without `max-size` nothing is checked.",
	*find({ options, inventory }) {
		const bytes = [...inventory.files.values()].reduce((sum, { size }) => sum + size, 0);
		if (options.maxSize === void 0 || bytes <= options.maxSize) return;
		yield { message: `The mount has ${humanBytes(bytes)}; max-size allows ${humanBytes(options.maxSize)}.` };
	}
};
const layout = {
	id: "H18",
	severity: "error",
	title: "the library path is not one the run script can use",
	explanation: "The run script glues the library path behind the scoring script's directory and puts one directory on PYTHONPATH. A colon in it splits the path in two, an absolute one is not found (exit code 97), and a directory that holds no packages itself but another site-packages is one level off. Never safe to turn off.",
	*find({ location, inventory }) {
		const { libraryPath } = location;
		if (libraryPath.includes(":")) yield { message: `The library path ${libraryPath} has a colon, which splits PYTHONPATH.` };
		if (libraryPath.startsWith("/")) yield { message: `The library path ${libraryPath} is absolute: the container ends with exit code 97.` };
		const nested = [...inventory.files.keys()].find((path) => /^(lib|lib64|Lib)\/(python3\.[0-9]+\/)?site-packages\//.test(path));
		if (nested !== void 0) yield {
			file: nested,
			message: "The mount holds a site-packages of its own: the library path is one level too high."
		};
	}
};
const empty = {
	id: "H19",
	severity: "error",
	title: "there is nothing in the mount",
	explanation: "The mount has no distribution besides installers: the requirements file is empty, or every environment marker is false for the target. The container starts and the first import fails. Look at the markers and at the file. Safe to turn off when nothing is really needed; then leave the variable unset instead.",
	*find({ inventory }) {
		if (inventory.distributions.some(({ name }) => !SEEDS.includes(name))) return;
		yield {
			message: "There is no distribution in the mount.",
			hint: "Check the requirements file and its environment markers."
		};
	}
};
// src/checks/image.ts
var image_exports = __exportAll({ variableIgnored: () => variableIgnored });
const variableIgnored = {
	id: "V1",
	severity: "warning",
	title: "the image may ignore AZUREML_EXTRA_PYTHON_LIB_PATH",
	explanation: "Some images were built with the lines of the run script that read the variable cut out: the container starts, and nothing of the mount is on the path. The output `environment-variables` then carries a relative PYTHONPATH beside the documented variable, which Python resolves in the scoring directory; set both. Safe to turn off when both are set.",
	*find({ target }) {
		if (target.image === void 0 || target.honours === "honours") return;
		const { name } = target.image;
		const hint = "Set every variable of the output environment-variables: PYTHONPATH does the same there.";
		if (target.honours === "cut") yield {
			message: `The run script of ${name} ignores AZUREML_EXTRA_PYTHON_LIB_PATH.`,
			hint
		};
		else yield {
			severity: "notice",
			message: `Nobody has seen whether ${name} reads AZUREML_EXTRA_PYTHON_LIB_PATH.`,
			hint
		};
	}
};
// src/checks/imports.ts
var imports_exports = __exportAll({ importFails: () => importFails });
const importFails = {
	id: "I11",
	severity: "error",
	title: "a requested distribution cannot be imported",
	explanation: "Each public module of each requested distribution is imported by an interpreter of the target, in a process of its own, with the mount first on PYTHONPATH, no `.pth` processing and nothing else installed. What fails here fails in the container, and the server does not start. The message is Python's own. Safe to turn off for a distribution whose import needs what only the container has (a GPU, a variable, the image's own packages); name it.",
	find: (evidence) => (evidence.container?.importFailures ?? []).map(({ distribution, module, error, missing }) => about({ name: distribution }, evidence, {
		message: `import ${module} fails in the container: ${error}.`,
		hint: hintFor(error, missing)
	}))
};
function hintFor(error, missing) {
	const library = /(lib[^\s:]+\.so[.0-9]*): cannot open shared object file/.exec(error)?.[1];
	if (library) return `${library} is a system library that no Python package brings: use a build that does without it, or extend the image.`;
	if (/GLIBC(XX)?_[0-9.]+' not found/.test(error)) return "The compiled code needs a newer system than the target: pin an older release.";
	if (missing) return `Nothing in the mount provides ${missing}: add the distribution that does.`;
	return "Run the same import locally with PYTHONPATH=<mount>: to see the whole traceback.";
}
// src/checks/many.ts
const MOST = 100;
function* atMost(answers, rest, most = MOST) {
	let count = 0;
	for (const answer of answers) {
		count += 1;
		if (count <= most) yield answer;
	}
	if (count > most) yield rest(count - most);
}
// src/checks/record.ts
var record_exports = __exportAll({
	fileAltered: () => fileAltered,
	fileMissing: () => fileMissing,
	fileUnowned: () => fileUnowned,
	ownRows: () => ownRows
});
function* ownRows({ record }, { files }) {
	for (const row of record ?? []) {
		const path = pathInMount(row.path, files);
		if (path !== void 0) yield path === row.path ? row : {
			...row,
			path
		};
	}
}
const fileMissing = {
	id: "R1",
	severity: "error",
	title: "a file is missing",
	explanation: "RECORD lists a file that is not in the mount: an ignore file, a cleaning step or a half-done copy took it. `pip freeze` and `pip check` never look. In the container an import or a read fails, and when that is at start the server does not come up. Build again, and look at what removed it. Bytecode that is listed without a hash may be gone. Never safe to turn off.",
	*find(evidence) {
		const odd = new Set(evidence.inventory.oddities.map(({ path }) => path));
		for (const distribution of evidence.inventory.distributions) yield* atMost(missing(distribution, odd, evidence), (count) => about(distribution, evidence, { message: `${count} more files of ${distribution.name} are missing.` }));
	}
};
function* missing(distribution, odd, evidence) {
	for (const { path, hash } of ownRows(distribution, evidence.inventory)) {
		if (hash === void 0 && path.endsWith(".pyc") || evidence.inventory.files.has(path) || odd.has(path)) continue;
		yield about(distribution, evidence, {
			file: path,
			message: `${path} of ${distribution.name} is missing.`,
			hint: "Build the mount again, and look for what removes files: ignore files, cleaning steps, antivirus."
		});
	}
}
const fileAltered = {
	id: "R2",
	severity: "error",
	title: "a file was changed",
	explanation: "The content of a file is not what its distribution's RECORD says (hash and size). Somebody edited it, or it was damaged on the way. With unchecked-hash bytecode an edited source is not even run. Build again; patch a distribution by building a wheel of your own. As a notice: the row has a hash of a kind that cannot be recomputed here, or no hash and another size. Never safe to turn off.",
	*find(evidence) {
		for (const distribution of evidence.inventory.distributions) yield* atMost(altered(distribution, evidence), (count) => about(distribution, evidence, { message: `${count} more files of ${distribution.name} were changed.` }));
	}
};
function* altered(distribution, evidence) {
	for (const row of ownRows(distribution, evidence.inventory)) {
		const how = whatDiffers$1(row, evidence.inventory);
		if (how === void 0) continue;
		yield about(distribution, evidence, {
			file: row.path,
			severity: how.startsWith("is recorded") ? "notice" : "error",
			message: `${row.path} of ${distribution.name} ${how}.`,
			hint: `Install ${distribution.name} again.`
		});
	}
}
function whatDiffers$1({ path, hash, size }, { files, root }) {
	const file = files.get(path);
	if (file === void 0) return void 0;
	const sameSize = size === void 0 || size === file.size;
	if (hash === void 0) return sameSize ? void 0 : `is recorded with ${size} bytes, and has ${file.size}`;
	const found = hash.algorithm === "sha256" ? base64(file.sha256) : digestOf(join(root, path), hash.algorithm);
	if (found === void 0) return `is recorded with ${hash.algorithm}, which cannot be recomputed here`;
	return found === hash.digest.replace(/=+$/, "") && sameSize ? void 0 : "is not what its RECORD says";
}
function base64(hexadecimal) {
	return Buffer.from(hexadecimal, "hex").toString("base64url");
}
function digestOf(file, algorithm) {
	try {
		return createHash(algorithm).update(readFileSync(file)).digest("base64url");
	} catch {
		return;
	}
}
const fileUnowned = {
	id: "R5",
	severity: "warning",
	title: "a file belongs to no distribution",
	explanation: "A file in the mount is in no RECORD and is not the bytecode of a file that is. Something other than the installer put it there: it is imported like everything else, and nobody can say what it is. Build into an empty directory. Safe to turn off for files that you add on purpose; better make them a distribution.",
	find: (evidence) => atMost(unowned(evidence), (count) => ({ message: `${count} more files are in no RECORD.` }))
};
function* unowned({ inventory }) {
	const { distributions, files, owners } = inventory;
	const unrecorded = distributions.filter(({ record }) => record === void 0);
	const spared = new Set(unrecorded.flatMap(({ directory, topLevel }) => [directory, ...topLevel]));
	for (const path of files.keys()) {
		const source = sourceOfBytecode(path);
		if (owners.has(path) || source !== void 0 && owners.has(source) || isTrace(path)) continue;
		const first = path.split("/", 1)[0] ?? "";
		if (spared.has(first) || spared.has(first.split(".", 1)[0] ?? "")) continue;
		const owner = ownerOf(path, inventory);
		const inside = owner === void 0 ? "" : ` It lies in ${owner.name}.`;
		yield {
			file: path,
			distribution: owner?.name,
			message: `${path} is in no RECORD.${inside}`,
			hint: "Remove it, or build the mount again into an empty directory."
		};
	}
}
function isTrace(path) {
	return /^(_virtualenv\.(py|pth)|distutils-precedence\.pth|[^/]+\.dist-info\/(INSTALLER|REQUESTED|direct_url\.json|uv_cache\.json|uv_build\.json|RECORD))$/.test(path);
}
// src/mount/digest.ts
function mountDigest(files) {
	const digest = createHash("sha256");
	for (const { path, executable, sha256 } of files) digest.update(`${path}\0${executable ? "x" : "-"}\0${sha256}\n`);
	return `sha256:${digest.digest("hex")}`;
}
// src/checks/tampering.ts
var tampering_exports = __exportAll({
	noManifest: () => noManifest,
	notExpected: () => notExpected,
	notItsManifest: () => notItsManifest
});
const notItsManifest = {
	id: "T1",
	severity: "error",
	title: "the mount is not the one its manifest describes",
	explanation: "A file was changed, added, removed, renamed or made executable since the mount was built; bytecode and RECORD files included, which RECORD itself does not cover. What was proven at the build is not what is there. Build or restore again. Never safe to turn off.",
	*find({ manifest, inventory }) {
		if (manifest === void 0) return;
		const listed = new Map(manifest.files.map((file) => [file.path, file]));
		for (const file of manifest.files) yield* compare(file, inventory);
		for (const { path } of inventory.files.values()) if (!listed.has(path)) yield answer(path, "was added", inventory);
		for (const { path, kind } of inventory.oddities) if (!listed.has(path)) yield answer(path, `was added (${kind})`, inventory);
	}
};
function* compare(listed, inventory) {
	const found = inventory.files.get(listed.path);
	if (found === void 0) yield answer(listed.path, "is missing", inventory);
	else if (found.sha256 !== listed.sha256) yield answer(listed.path, "was changed", inventory);
	else if (isExecutable(found) !== listed.executable) yield answer(listed.path, found.executable ? "was made executable" : "is not executable any more", inventory);
}
function isExecutable(file) {
	return process.platform === "win32" ? void 0 : file.executable;
}
function answer(path, what, inventory) {
	const distribution = ownerOf(path, inventory)?.name;
	return {
		file: path,
		distribution,
		message: `${path}${distribution === void 0 ? "" : ` of ${distribution}`} ${what} since the mount was built.`,
		hint: "Build or restore the mount again."
	};
}
const notExpected = {
	id: "T2",
	severity: "error",
	title: "the mount is not the expected one",
	explanation: "The mount digest is not the one given as `expected-digest`: this is another build than the one that was approved. Never safe to turn off; leave the input empty instead.",
	*find({ options, inventory }) {
		const found = mountDigest(inventory.files.values());
		if (options.expectedDigest === "" || options.expectedDigest === found) return;
		yield { message: `The mount digest is ${found}; expected was ${options.expectedDigest}.` };
	}
};
const noManifest = {
	id: "T3",
	severity: "warning",
	title: "there is no manifest",
	explanation: "Without a manifest only what RECORD covers can be proven: bytecode, RECORD files and the executable bit go unseen, and so do the requirements. Build the mount with this tool. Safe to turn off for a mount that was made otherwise.",
	*find({ manifest, build }) {
		if (manifest !== void 0 || build !== void 0) return;
		yield { message: "The mount has no manifest: bytecode, RECORD files and requirements cannot be proven." };
	}
};
// src/checks/catalogue.ts
const CHECKS = [
	closure_exports,
	editables_exports,
	hygiene_exports,
	image_exports,
	imports_exports,
	record_exports,
	tampering_exports
].flatMap((subject) => Object.values(subject)).filter(isCheck).sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }));
function isCheck(value) {
	return typeof value === "object" && value !== null && "id" in value && "find" in value;
}
// src/checks/closure-probe.ts
async function walkClosure(inventory, requirements, target, python, environment) {
	const roots = requirements.filter(({ name, constraint, applies }) => name !== null && !constraint && applies);
	const question = {
		pip: python.pip?.path,
		markers: markersOf(target, python),
		pythonVersion: target.pythonFull ?? python.version,
		requirements: roots.map(({ name, extras, specifier, text }) => ({
			name,
			extras,
			specifier,
			url: / @ |:\/\//.test(text)
		})),
		distributions: inventory.distributions.map(({ name, version, metadata }) => ({
			name,
			version,
			requires: metadata.get("requires-dist") ?? [],
			requiresPython: metadata.get("requires-python")?.[0] ?? null,
			extras: (metadata.get("provides-extra") ?? []).map(normalisedName)
		}))
	};
	return {
		roots,
		...await probe(python.path, "closure", question, { environment: cleanEnvironment(environment) })
	};
}
function markersOf(target, python) {
	return {
		os_name: "posix",
		sys_platform: "linux",
		platform_system: "Linux",
		platform_machine: target.architecture,
		implementation_name: "cpython",
		platform_python_implementation: "CPython",
		python_version: target.python,
		python_full_version: target.pythonFull ?? python.version,
		implementation_version: target.pythonFull ?? python.version
	};
}
// src/checks/import-probe.ts
const NOT_FOR_IMPORT = /^(tests?|testing|docs?|examples?|samples|benchmarks?|setup|conftest|scripts|tools|build|dist)$/;
const DEEPEST_NAMESPACE = 4;
const PATIENCE = 18e4;
async function tryImports(distributions, inventory, image) {
	const failures = [];
	const waiting = [...distributions];
	const worker = async () => {
		for (let next = waiting.shift(); next !== void 0; next = waiting.shift()) failures.push(...await tryDistribution(next, inventory, image));
	};
	await Promise.all(Array.from({ length: availableParallelism() }, worker));
	return failures.sort((a, b) => a.module < b.module ? -1 : 1);
}
async function tryDistribution(distribution, inventory, image) {
	const modules = modulesOf(distribution, inventory);
	if (modules.length === 0) return [];
	const run = await runProbe(image.python, "imports", { modules }, {
		...image.probeOptions,
		timeout: PATIENCE
	});
	if (run.exitCode === 0) {
		const { failed } = JSON.parse(run.output);
		return failed.map((failure) => ({
			distribution: distribution.name,
			...failure
		}));
	}
	const last = run.errors.trim().split("\n").at(-1) ?? "";
	const how = run.timedOut ? `no end after ${PATIENCE / 1e3} s` : `the interpreter died ${last === "" ? "" : `(${last})`}`;
	return [{
		distribution: distribution.name,
		module: modules.join(", "),
		error: how.trim(),
		missing: null
	}];
}
function modulesOf(distribution, inventory) {
	const paths = (distribution.record ?? []).map(({ path }) => path).filter((path) => inventory.files.has(path));
	const found = distribution.topLevel.flatMap((name) => publicModules(name, paths, 1));
	const spoken = found.filter((name) => !name.split(".").some((part) => part.startsWith("_")));
	return (spoken.length > 0 ? spoken : found).sort();
}
function publicModules(module, paths, depth) {
	const folder = module.replaceAll(".", "/");
	if (NOT_FOR_IMPORT.test(module)) return [];
	if (paths.some((path) => isModule(path, folder))) return [module];
	if (depth >= DEEPEST_NAMESPACE) return [];
	const below = paths.filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1));
	return [...new Set(below.map((path) => /^([A-Za-z_][A-Za-z0-9_]*)(\/|\.py$|\.[^/]*so$)/.exec(path)?.[1]))].filter((child) => child !== void 0).flatMap((child) => publicModules(`${module}.${child}`, paths, depth + 1));
}
function isModule(path, folder) {
	if (!path.startsWith(folder)) return false;
	return /^(\/__init__)?\.(py|pyd|so|[^/]*\.so)$/.test(path.slice(folder.length));
}
// src/checks/policy.ts
const ORDER = [
	"error",
	"warning",
	"notice"
];
function judge(found, rules, ids) {
	const used = new Set();
	const findings = [];
	const waived = [];
	for (const finding of found) {
		const rule = ruleFor(finding, rules);
		if (rule) used.add(rule);
		if (rule?.severity === "off") waived.push({
			...finding,
			reason: rule.reason
		});
		else findings.push(rule ? {
			...finding,
			severity: rule.severity
		} : finding);
	}
	const complaints = rules.flatMap((rule) => {
		const text = `${rule.check}${rule.distribution ? `:${rule.distribution}` : ""}=${rule.severity}`;
		if (!ids.includes(rule.check)) return [`Input checks: ${text} names no check; the ids are ${ids.join(", ")}.`];
		return used.has(rule) ? [] : [`Input checks: ${text} matched nothing; remove it.`];
	});
	return {
		findings: findings.sort(byUrgency),
		waived,
		complaints
	};
}
function ruleFor(finding, rules) {
	const fitting = rules.filter(({ check, distribution }) => {
		return check === finding.check && (distribution === void 0 || distribution === finding.distribution);
	});
	return fitting.find(({ distribution }) => distribution !== void 0) ?? fitting[0];
}
function byUrgency(a, b) {
	return ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || a.check.localeCompare(b.check, "en", { numeric: true }) || (a.file ?? "").localeCompare(b.file ?? "", "en");
}
// src/checks/verify.ts
function verify({ options, target, mount }, testimony) {
	const evidence = {
		options,
		target,
		...mount,
		...testimony
	};
	const judged = judge(CHECKS.flatMap((check) => [...check.find(evidence)].map((answer) => ({
		check: check.id,
		severity: check.severity,
		...answer
	}))), options.checks, CHECKS.map(({ id }) => id));
	const green = !judged.findings.some(({ severity }) => severity === "error");
	return {
		...judged,
		green,
		verified: testimony.container ? "full" : "files",
		testimony
	};
}
async function takeTestimony(subject, python, host) {
	if (python === void 0) return {
		closure: void 0,
		container: void 0
	};
	const { mount, target } = subject;
	return {
		closure: python.pip ? await walkClosure(mount.inventory, mount.requirements, target, python, host.environment) : void 0,
		container: isLike(target, python) ? await viewOfContainer(subject, python, host) : void 0
	};
}
function isLike(target, python) {
	return python.platform === "linux" && python.machine === target.architecture;
}
async function viewOfContainer({ options, mount }, python, host) {
	const { inventory, requirements, location } = mount;
	const image = await playImage(python, location.directory, options.scoringDirectory, host);
	const asked = new Set(requirements.filter((one) => !one.constraint && one.applies).map(({ name }) => name));
	const tried = inventory.distributions.filter(({ name }) => asked.size === 0 || asked.has(name));
	const [listing, importFailures] = await Promise.all([probe(image.python, "distributions", { mount: location.directory }, image.probeOptions), tryImports(tried, inventory, image)]);
	return {
		...listing,
		importFailures
	};
}
// src/clock.ts
var Clock = class {
	times = {};
	async time(phase, work) {
		const start = performance.now();
		try {
			return await work();
		} finally {
			this.times[phase] = Math.round((this.times[phase] ?? 0) + performance.now() - start);
		}
	}
};
// src/version.ts
const VERSION = readVersion();
function readVersion() {
	for (const place of ["../package.json", "../../package.json"]) try {
		const { name, version } = JSON.parse(readFileSync(new URL(place, import.meta.url), "utf8"));
		if (name === "azureml-extra-packages") return version;
	} catch {}
	return "0.0.0";
}
// src/mount/manifest.ts
var import_semver = __toESM(require_semver(), 1);
const MANIFEST_SCHEMA = "1.0.0";
function formatManifest(manifest) {
	const { files, ...head } = manifest;
	const rows = files.map(({ path, size, executable, sha256 }) => JSON.stringify([
		path,
		size,
		executable ? 1 : 0,
		sha256
	]));
	const text = JSON.stringify({
		...head,
		files: []
	}, void 0, 2);
	return `${text.slice(0, text.lastIndexOf("[]"))}[\n    ${rows.join(",\n    ")}\n  ]\n}\n`;
}
function readManifest(file) {
	const text = readIfThere$1(file);
	if (text === void 0) return void 0;
	const manifest = parse(text, file);
	if (!import_semver.default.satisfies(manifest.schema, `^1.0.0`)) {
		const newer = import_semver.default.valid(manifest.schema) && import_semver.default.gt(manifest.schema, "1.0.0");
		throw damaged(file, `has schema ${manifest.schema}, this tool reads ^${MANIFEST_SCHEMA}`, { hint: newer ? "Use the version of this tool that built it, or a newer one." : "Build the mount again." });
	}
	if (mountDigest(manifest.files) !== manifest.mountDigest) throw damaged(file, "was changed: its digest is not that of the files it lists", { hint: "Build the mount again." });
	return manifest;
}
function parse(text, file) {
	try {
		const { files, ...head } = JSON.parse(text);
		const rows = files.map(([path, size, executable, sha256]) => ({
			path,
			size,
			executable: executable === 1,
			sha256
		}));
		return {
			...head,
			files: rows
		};
	} catch (error) {
		throw damaged(file, `is not a manifest: ${error.message}`, {
			hint: "Build the mount again.",
			cause: error
		});
	}
}
function damaged(file, why, details) {
	return new UserError(`${file} ${why}.`, {
		file,
		exitCode: ExitCode.findings,
		...details
	});
}
function readIfThere$1(file) {
	try {
		return readFileSync(file, "utf8");
	} catch (error) {
		if (isSystemError(error, "ENOENT", "ENOTDIR")) return void 0;
		throw error;
	}
}
// src/mount/describe.ts
function describe(mount, location, target, pythonVersion, options) {
	const files = [...mount.inventory.files.values()];
	return {
		schema: MANIFEST_SCHEMA,
		tool: `azureml-extra-packages ${VERSION}`,
		environmentName: options.environmentName,
		inside: location.inside,
		libraryPath: location.libraryPath,
		target: {
			image: target.image?.name ?? "",
			python: target.python,
			glibc: target.glibc.join("."),
			architecture: target.architecture
		},
		pythonVersion,
		bytecode: "unchecked-hash",
		mountDigest: mountDigest(files),
		requirements: mount.requirements,
		distributions: distributionsOf(mount),
		freeze: mount.build?.freeze.map(portableFreeze) ?? [],
		files: files.map(({ path, size, executable, sha256 }) => ({
			path,
			size,
			executable,
			sha256
		}))
	};
}
function distributionsOf({ inventory, stagedAway }) {
	const sizes = sizesOf(inventory);
	return inventory.distributions.map(({ name, version, directory }) => ({
		name,
		version,
		size: sizes.get(directory)?.bytes ?? 0,
		files: sizes.get(directory)?.files ?? 0,
		outside: (stagedAway.outside[name] ?? []).map(({ path }) => path),
		directUrl: portableDirectUrl(stagedAway.directUrls[name])
	}));
}
function sizesOf(inventory) {
	const sizes = new Map();
	for (const { path, size } of inventory.files.values()) {
		const directory = ownerOf(path, inventory)?.directory ?? "";
		const sum = sizes.get(directory) ?? {
			bytes: 0,
			files: 0
		};
		sum.bytes += size;
		sum.files += 1;
		sizes.set(directory, sum);
	}
	return sizes;
}
function portableDirectUrl(directUrl) {
	if (typeof directUrl !== "object" || directUrl === null) return null;
	const { url, vcs_info, dir_info } = directUrl;
	const text = String(url ?? "").replace(/([a-z+]+:\/\/)[^/@\s]+@/g, "$1");
	return {
		url: text.startsWith("file:") ? `file:${text.split("/").at(-1)}` : text,
		...vcs_info ? { vcs_info } : {},
		...dir_info ? { dir_info } : {}
	};
}
function portableFreeze(line) {
	return line.replace(/file:\/\/\S*\//g, "file:").replace(/([a-z+]+:\/\/)[^/@\s]+@/g, "$1");
}
// src/mount/location.ts
function locate(options, minor) {
	const environmentDirectory = join(options.mountParent, options.environmentName);
	const inside = `lib/python${minor}/site-packages`;
	const directory = join(environmentDirectory, inside);
	return {
		environmentDirectory,
		directory,
		inside,
		libraryPath: toPosix(relative(options.scoringDirectory, directory))
	};
}
function staged(location) {
	const environmentDirectory = incomingOf(location.environmentDirectory);
	return {
		...location,
		environmentDirectory,
		directory: join(environmentDirectory, location.inside)
	};
}
const MANIFEST = "manifest.json";
function manifestOf(location) {
	return join(location.environmentDirectory, MANIFEST);
}
function incomingOf(environmentDirectory) {
	return hiddenSibling(environmentDirectory, "incoming");
}
function outgoingOf(environmentDirectory) {
	return hiddenSibling(environmentDirectory, "outgoing");
}
function hiddenSibling(directory, role) {
	return join(directory, "..", `.${basename(directory)}.${role}`);
}
function toPosix(path) {
	return sep === posix.sep ? path : path.split(sep).join(posix.sep);
}
// src/mount/compression.ts
var import_tar_stream = __toESM(require_tar_stream(), 1);
const ZSTD_LEVEL = 3;
const GZIP_LEVEL = 1;
let zstdProgram;
function hasZstdProgram() {
	zstdProgram ??= spawnSync("zstd", ["--version"], { stdio: "ignore" }).status === 0;
	return zstdProgram;
}
function hasZstd() {
	return hasZstdProgram() || "createZstdCompress" in zlib;
}
function writableFormat(wanted) {
	return wanted === "tar.zst" && !hasZstd() ? "tar.gz" : wanted;
}
function compressor(format) {
	if (format === "tar.gz") return zlib.createGzip({ level: GZIP_LEVEL });
	if (hasZstdProgram()) return throughProgram("zstd", [
		"-T0",
		`-${ZSTD_LEVEL}`,
		"--quiet",
		"--stdout"
	]);
	return zlib.createZstdCompress({ params: { [zlib.constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL } });
}
function decompressor(file) {
	if (file.endsWith(".tar.gz")) return zlib.createGunzip();
	if (hasZstdProgram()) return throughProgram("zstd", [
		"--decompress",
		"--quiet",
		"--stdout"
	]);
	if (hasZstd()) return zlib.createZstdDecompress();
	throw new UserError(`${file} is compressed with zstd, and neither a zstd program nor Node 22.15 is here.`, { hint: "Install zstd, or build with artifact-format: tar.gz." });
}
function throughProgram(command, args) {
	const child = spawn(command, args, { stdio: [
		"pipe",
		"pipe",
		"pipe"
	] });
	const stream = Duplex.from({
		writable: child.stdin,
		readable: child.stdout
	});
	let errors = "";
	child.stderr.on("data", (chunk) => {
		errors += chunk;
	});
	child.on("error", (error) => stream.destroy(error));
	child.on("close", (code) => {
		if (code !== 0 && code !== null) stream.destroy(new Error(`${command}: ${errors.trim() || `exit code ${code}`}`));
	});
	return stream;
}
// src/mount/archive.ts
const TIME = new Date(3155328e5);
async function writeArchive(file, entries) {
	const format = file.endsWith(".tar.gz") ? "tar.gz" : "tar.zst";
	mkdirSync(dirname(file), { recursive: true });
	const pack = import_tar_stream.pack();
	await Promise.all([pipeline(pack, compressor(format), createWriteStream(file)), fill(pack, entries)]);
}
async function fill(pack, entries) {
	try {
		for (const { name, source, executable } of entries) {
			const bytes = readFileSync(source);
			const header = {
				name,
				mode: executable ? 493 : 420,
				mtime: TIME,
				uid: 0,
				gid: 0,
				size: bytes.length
			};
			await new Promise((resolve, reject) => {
				pack.entry(header, bytes, (error) => error ? reject(error) : resolve());
			});
		}
		pack.finalize();
	} catch (error) {
		pack.destroy(error);
		throw error;
	}
}
async function readArchive(file, root, directory) {
	const extract = import_tar_stream.extract();
	const made = new Set();
	extract.on("entry", (header, stream, next) => {
		writeEntry(header, stream, {
			file,
			root,
			directory,
			made
		}).then(() => next(), (error) => extract.destroy(error));
	});
	try {
		await pipeline(createReadStream(file, { highWaterMark: 2 ** 20 }), decompressor(file), extract);
	} catch (error) {
		if (error instanceof UserError) throw error;
		throw new UserError(`${file} cannot be unpacked: ${messageOf(error)}.`, {
			file,
			exitCode: ExitCode.findings,
			cause: error
		});
	}
}
async function writeEntry(header, stream, destination) {
	const path = pathOf(header, destination);
	const folder = dirname(path);
	if (!destination.made.has(folder)) {
		mkdirSync(folder, {
			recursive: true,
			mode: 493
		});
		destination.made.add(folder);
	}
	const descriptor = openSync(path, "wx");
	try {
		for await (const chunk of stream) writeSync(descriptor, chunk);
		fchmodSync(descriptor, ((header.mode ?? 0) & 64) === 0 ? 420 : 493);
	} finally {
		closeSync(descriptor);
	}
}
function pathOf(header, { file, root, directory }) {
	const parts = header.name.split("/");
	const climbs = parts.some((part) => part === ".." || part === "." || part === "") || /[\\\0]/.test(header.name);
	if (header.type === "file" && parts[0] === root && parts.length > 1 && !climbs) return join(directory, ...parts.slice(1));
	throw new UserError(`${file} holds ${header.type} "${header.name}", which an archive of this tool cannot.`, {
		file,
		hint: "It was not made by this tool, or was changed since. Build again.",
		exitCode: ExitCode.findings
	});
}
// src/mount/place.ts
function recoverPlacement(environmentDirectory) {
	const incoming = incomingOf(environmentDirectory);
	const outgoing = outgoingOf(environmentDirectory);
	if (existsSync(outgoing) && !existsSync(environmentDirectory)) {
		const source = existsSync(incoming) ? incoming : outgoing;
		renameSync(source, environmentDirectory);
		remove$1(outgoing);
		return `An earlier run was cut off while it placed ${environmentDirectory}; ${source === incoming ? "finished" : "undone"}.`;
	}
	const left = [incoming, outgoing].filter((path) => existsSync(path));
	for (const path of left) remove$1(path);
	return left.length === 0 ? void 0 : `Removed what an earlier run left behind beside ${environmentDirectory}.`;
}
function requireOurs(environmentDirectory) {
	if (!existsSync(environmentDirectory) || existsSync(join(environmentDirectory, "manifest.json"))) return;
	if (isEmptyDirectory(environmentDirectory)) return;
	throw new UserError(`${environmentDirectory} is there already and has no ${MANIFEST}: this tool did not make it.`, { hint: "Remove it, or give the mount another name with the input environment-name." });
}
function place(environmentDirectory) {
	const incoming = incomingOf(environmentDirectory);
	const outgoing = outgoingOf(environmentDirectory);
	if (existsSync(environmentDirectory)) renameSync(environmentDirectory, outgoing);
	renameSync(incoming, environmentDirectory);
	return { removal: rm(outgoing, {
		recursive: true,
		force: true,
		maxRetries: 3
	}) };
}
function discard(environmentDirectory) {
	remove$1(incomingOf(environmentDirectory));
}
function remove$1(directory) {
	rmSync(directory, {
		recursive: true,
		force: true,
		maxRetries: 3
	});
}
function isEmptyDirectory(path) {
	try {
		return readdirSync(path).length === 0;
	} catch {
		return false;
	}
}
// src/mount/pack.ts
const KNOWLEDGE = "knowledge.json";
function archiveIn(directory) {
	const name = existsSync(directory) ? readdirSync(directory).find((one) => /^mount\.tar\.(zst|gz)$/.test(one)) : void 0;
	return name === void 0 ? void 0 : join(directory, name);
}
async function writePack(location, manifest, knowledge, directory, wanted) {
	const format = writableFormat(wanted);
	const archive = join(directory, `mount.${format}`);
	for (const other of [archive, archiveIn(directory)]) if (other) rmSync(other, { force: true });
	const root = basename(location.environmentDirectory);
	const entries = manifest.files.map(({ path, executable }) => ({
		name: `${root}/${location.inside}/${path}`,
		source: join(location.directory, path),
		executable
	}));
	await writeArchive(archive, [{
		name: `${root}/${MANIFEST}`,
		source: manifestOf(location),
		executable: false
	}, ...entries]);
	writeFileSync(join(directory, KNOWLEDGE), JSON.stringify(knowledge));
	return archive;
}
function packFiles(directory) {
	return [archiveIn(directory), join(directory, KNOWLEDGE)].filter((path) => path !== void 0);
}
async function openPack(directory, plan, host) {
	const { location, options } = plan;
	discard(location.environmentDirectory);
	try {
		const archive = archiveIn(directory);
		if (archive === void 0) return "the entry holds no archive";
		const at = staged(location);
		await readArchive(archive, options.environmentName, at.environmentDirectory);
		const manifest = readManifest(manifestOf(at));
		if (manifest === void 0) return "the archive holds no manifest";
		const knowledge = JSON.parse(readFileSync(join(directory, KNOWLEDGE), "utf8"));
		if (knowledge.mountDigest !== manifest.mountDigest) return "it belongs to another mount";
		const inventory = takeInventory(at.directory);
		const { stagedAway, build, testimony } = knowledge;
		return {
			mount: {
				location: at,
				inventory,
				requirements: manifest.requirements,
				stagedAway,
				manifest,
				build
			},
			testimony
		};
	} catch (error) {
		host.log.debug(`The entry cannot be used: ${messageOf(error)}`);
		return messageOf(error);
	}
}
// src/delivery/ignore-file.ts
const MARK = "# Written by azureml-extra-packages; remove this line to keep your own changes.";
function writeIgnoreFile(options, location) {
	const file = join(options.codeDirectory, ".amlignore");
	const present = existsSync(file) ? readFileSync(file, "utf8") : void 0;
	if (present !== void 0 && !present.startsWith(MARK)) return void 0;
	const gitignore = join(options.codeDirectory, ".gitignore");
	const ignored = existsSync(gitignore) ? readFileSync(gitignore, "utf8").replace(/\r\n/g, "\n").trimEnd() : "";
	const way = relative(options.codeDirectory, location.environmentDirectory).split(sep).join("/");
	const parents = way.split("/").map((_, index, parts) => `!/${parts.slice(0, index + 1).join("/")}/`);
	const text = [
		MARK,
		...ignored === "" ? [] : [ignored],
		".git/",
		...parents,
		`!/${way}/**`,
		""
	].join("\n");
	if (text !== present) writeFileSync(file, text);
	return file;
}
// src/delivery/sbom.ts
function billOfMaterials({ distributions }) {
	const components = distributions.map(({ name, displayName, version, metadata }) => {
		const purl = `pkg:pypi/${name}@${encodeURIComponent(version)}`;
		const expression = metadata.get("license-expression")?.[0];
		const license = metadata.get("license")?.[0]?.split("\n")[0]?.slice(0, 200);
		const licenses = expression ? [{ expression }] : license ? [{ license: { name: license } }] : void 0;
		return {
			type: "library",
			"bom-ref": purl,
			name: displayName,
			version,
			purl,
			...licenses ? { licenses } : {}
		};
	});
	return `${JSON.stringify({
		bomFormat: "CycloneDX",
		specVersion: "1.5",
		version: 1,
		metadata: { tools: { components: [{
			type: "application",
			name: "azureml-extra-packages",
			version: VERSION
		}] } },
		components
	}, void 0, 2)}\n`;
}
// src/delivery/delivery.ts
async function deliver(candidate, verdict, plan, host) {
	const { environmentDirectory } = plan.location;
	if (!verdict.green) {
		discard(environmentDirectory);
		return;
	}
	const manifest = writeManifest(candidate.mount, plan);
	const { removal } = place(environmentDirectory);
	try {
		writeIgnoreFile(plan.options, plan.location);
		const archive = await pack(candidate, manifest, verdict, plan);
		const papers = writePapers(candidate, manifest, plan);
		const cacheProblem = await save(candidate, plan, host);
		const artifact = await upload(archive, papers, manifest, candidate, plan, host);
		return {
			manifest,
			archive,
			...papers,
			artifact,
			cacheProblem
		};
	} finally {
		await removal;
	}
}
function writeManifest(mount, { location, target, python, options }) {
	const manifest = mount.manifest ?? describe(mount, location, target, python.version, options);
	if (mount.manifest === void 0) writeFileSync(manifestOf(mount.location), formatManifest(manifest));
	return manifest;
}
async function pack({ mount, cacheOutcome, outputDirectory }, manifest, verdict, plan) {
	const [present] = cacheOutcome === "hit" ? packFiles(outputDirectory) : [];
	if (present !== void 0) return present;
	const { stagedAway, build } = mount;
	if (build === void 0) throw new Error("A mount that is packed was built.");
	const knowledge = {
		mountDigest: manifest.mountDigest,
		stagedAway,
		build,
		testimony: verdict.testimony
	};
	const format = plan.options.artifactFormat === "tar.gz" ? "tar.gz" : "tar.zst";
	mkdirSync(outputDirectory, { recursive: true });
	return await writePack(plan.location, manifest, knowledge, outputDirectory, format);
}
function writePapers({ mount, outputDirectory }, manifest, plan) {
	const lockFile = join(outputDirectory, "requirements.lock.txt");
	const bill = join(outputDirectory, "sbom.cdx.json");
	writeFileSync(lockFile, mount.build?.lock ?? manifest.freeze.map((line) => `${line}\n`).join(""));
	writeFileSync(bill, billOfMaterials(mount.inventory));
	copyFileSync(manifestOf(plan.location), join(outputDirectory, "manifest.json"));
	return {
		lockFile,
		billOfMaterials: bill
	};
}
async function save({ cacheOutcome, saveKey, outputDirectory }, plan, host) {
	if (!(plan.options.cache === "read-write" && cacheOutcome !== "hit" && plan.key.uncacheable === void 0) || host.cache === void 0) return void 0;
	const entry = join(host.temporary, "cache-entry");
	rmSync(entry, {
		recursive: true,
		force: true
	});
	mkdirSync(entry, { recursive: true });
	for (const file of packFiles(outputDirectory)) copyFileSync(file, join(entry, file.slice(outputDirectory.length + 1)));
	const problem = await host.cache.save(saveKey, entry);
	if (problem !== void 0) host.log.warning(`The cache entry was not saved: ${problem}`);
	return problem;
}
async function upload(archive, { lockFile, billOfMaterials: bill }, manifest, { outputDirectory }, { options, artifactName, location }, host) {
	if (!options.upload || host.artifacts === void 0) return void 0;
	const service = host.artifacts;
	const settings = {
		retentionDays: options.retentionDays,
		compressionLevel: options.artifactFormat === "directory" ? 6 : 0
	};
	return await host.log.group(`Uploading ${artifactName}`, async () => {
		if (options.artifactFormat !== "directory") {
			const files = [
				archive,
				join(outputDirectory, "manifest.json"),
				lockFile,
				bill
			];
			return await service.upload(artifactName, files, outputDirectory, settings);
		}
		const files = manifest.files.map(({ path }) => join(location.directory, path));
		return await service.upload(artifactName, [manifestOf(location), ...files], options.mountParent, settings);
	});
}
// src/python/bytecode.ts
async function compileBytecode(root, sources, python, environment) {
	const shares = share(sources, availableParallelism());
	return (await Promise.all(shares.map((files) => probe(python.path, "compile", {
		root,
		files
	}, {
		environment: cleanEnvironment(environment),
		switches: [
			"-s",
			"-S",
			"-B"
		],
		timeout: 18e5
	})))).flatMap(({ failed }) => failed).sort();
}
function share(sources, workers) {
	const shares = Array.from({ length: workers }, () => ({
		bytes: 0,
		files: []
	}));
	for (const { path, size } of [...sources].sort((a, b) => b.size - a.size)) {
		const least = shares.reduce((one, other) => other.bytes < one.bytes ? other : one);
		least.bytes += size;
		least.files.push(path);
	}
	return shares.map(({ files }) => files).filter((files) => files.length > 0);
}
// src/python/settings.ts
const KEPT = [
	"index-url",
	"extra-index-url",
	"find-links",
	"no-index",
	"trusted-host",
	"cert",
	"client-cert",
	"proxy",
	"timeout",
	"retries",
	"keyring-provider",
	"pre",
	"prefer-binary",
	"no-binary",
	"only-binary",
	"use-feature"
];
const TRANSPORT = [
	"cert",
	"client-cert",
	"proxy",
	"timeout",
	"retries",
	"keyring-provider",
	"trusted-host",
	"use-feature"
];
async function readPipSettings(python, host) {
	if (!python.pip) return {};
	const environment = { ...host.environment };
	return await probe(python.path, "pip_settings", {
		pip: python.pip.path,
		names: KEPT
	}, { environment });
}
function pipEnvironment(settings) {
	const variables = Object.entries(settings).map(([name, value]) => [`PIP_${name.toUpperCase().replaceAll("-", "_")}`, value]);
	return {
		...Object.fromEntries(variables),
		PIP_CONFIG_FILE: process.platform === "win32" ? "nul" : "/dev/null",
		PIP_DISABLE_PIP_VERSION_CHECK: "1",
		PIP_NO_INPUT: "1",
		PIP_NO_COLOR: "1",
		PIP_ROOT_USER_ACTION: "ignore"
	};
}
const UV_NAMES = {
	"index-url": "UV_DEFAULT_INDEX",
	"extra-index-url": "UV_EXTRA_INDEX_URL",
	"find-links": "UV_FIND_LINKS",
	"no-index": "UV_NO_INDEX",
	"trusted-host": "UV_INSECURE_HOST",
	timeout: "UV_HTTP_TIMEOUT",
	retries: "UV_HTTP_RETRIES",
	"keyring-provider": "UV_KEYRING_PROVIDER",
	cert: "SSL_CERT_FILE",
	"client-cert": "SSL_CLIENT_CERT"
};
function uvEnvironment(settings) {
	const environment = {
		UV_NO_CONFIG: "1",
		UV_NO_PROGRESS: "1",
		UV_PYTHON_DOWNLOADS: "never",
		UV_LINK_MODE: "copy",
		UV_INDEX_STRATEGY: "unsafe-best-match"
	};
	for (const [name, value] of Object.entries(settings)) {
		const variable = UV_NAMES[name];
		if (variable === "UV_FIND_LINKS") environment[variable] = value.split(/\s+/).filter(isThere).join(",");
		else if (variable === "UV_EXTRA_INDEX_URL") environment[variable] = value.split(/\s+/).join(" ");
		else if (variable !== void 0) environment[variable] = value;
		if (name === "proxy") environment.ALL_PROXY = value;
	}
	return environment;
}
function isThere(place) {
	return /^[a-z]+:/i.test(place) || existsSync(place);
}
function settingsOnlyPipObeys(settings) {
	return [
		"pre",
		"prefer-binary",
		"no-binary",
		"only-binary"
	].filter((name) => settings[name] !== void 0);
}
function settingsForKey(settings) {
	const kept = Object.entries(settings).filter(([name]) => !TRANSPORT.includes(name));
	return Object.fromEntries(kept.map(([name, value]) => [name, withoutCredentials(value)]));
}
function withoutCredentials(text) {
	return text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@"]+@/gi, "$1");
}
function secretsIn(text) {
	return [...text.matchAll(/[a-z][a-z0-9+.-]*:\/\/([^\s/@"]+)@/gi)].map((match) => match[1] ?? "").flatMap((userInfo) => {
		const password = userInfo.split(":").slice(1).join(":");
		const token = password === "" && userInfo.length >= 16 ? [userInfo] : [];
		return password === "" ? token : [
			userInfo,
			password,
			decoded(password)
		];
	});
}
function decoded(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
// src/python/requirements.ts
async function readRequirements(options, python, host) {
	const question = {
		pip: python.pip?.path,
		files: options.requirementsFiles,
		packages: options.packages
	};
	const answer = await probe(python.path, "requirements", question, {
		environment: cleanEnvironment(host.environment),
		directory: options.workspace
	});
	const problems = new Problems();
	for (const { message, file, line } of answer.errors) {
		const where = file === null ? `Input packages, line ${line}` : placeName(file, line, options.workspace);
		problems.add(`${where}: ${message}`, {
			file: file ?? void 0,
			line: line ?? void 0
		});
	}
	problems.throwIfAny();
	for (const secret of secretsIn(JSON.stringify([answer.requirements, answer.options]))) host.log.mask(secret);
	return JSON.parse(withoutCredentials(JSON.stringify({
		...answer,
		errors: void 0
	})));
}
function requested(requirements) {
	return requirements.filter((requirement) => !requirement.constraint && requirement.applies);
}
function isPinned(requirement) {
	if (requirement.url === null) return requirement.pinned !== null;
	return requirement.hashes.length > 0 || /@[0-9a-f]{40}(#|$)/.test(requirement.text) || /#sha256=/.test(requirement.text);
}
function placeName(file, line, workspace) {
	const way = relative(workspace, file);
	const name = way.startsWith("..") ? file : way;
	return line ? `${name}:${line}` : name;
}
// src/python/failure.ts
const FAILURES = [
	{
		pattern: /\b401\b|\b403\b|Unauthorized|Forbidden|User for [^\s]+:|authentication/i,
		hint: (_, { event }) => event.fromFork ? "The index wants credentials, and this pull request comes from a fork: forks have no secrets. Run it from a branch of this repository." : "The index wants credentials: set PIP_INDEX_URL or PIP_EXTRA_INDEX_URL from a secret, or a keyring, in the step's env."
	},
	{
		pattern: /do not match the hashes|Hash mismatch/i,
		hint: () => "The file of the index is not the one that was locked. Lock again, and find out why it changed."
	},
	{
		pattern: /require a hash|--require-hashes|all requirements must have/i,
		hint: () => "With one hash in the files every requirement needs one, dependencies too. Lock again with hashes, or set require-hashes: false."
	},
	{
		pattern: /requires? (?:a different )?Python|Requires-Python|does not satisfy Python|current Python version/i,
		hint: () => "No release of that package that fits runs on this Python. Pin an older release, or deploy on an image with a newer Python."
	},
	{
		pattern: /ConnectionError|NewConnectionError|Connection refused|Failed to establish|timed out|Could not connect|error sending request|dns error|Temporary failure|tcp connect error/i,
		hint: () => "The package index did not answer. Check PIP_INDEX_URL, proxy and network, and run again."
	},
	{
		pattern: /ResolutionImpossible|conflicting dependencies|unsatisfiable/i,
		hint: () => "The requirements contradict each other: loosen one of the pins named above."
	},
	{
		pattern: /Failed building wheel|Failed to build|metadata-generation-failed|build_wheel|subprocess-exited-with-error/i,
		hint: () => "There is no wheel that fits, and building from source failed. Pin a release with a wheel for this Python, or install its build requirements before this step."
	},
	{
		pattern: /No matching distribution|Could not find a version|was not found in the package registry|no version of|no wheels|have no .* wheel/i,
		hint: () => "Check the name and the version; a release may need a newer Python or glibc than the target has, or may have been yanked."
	}
];
function failedInstall(run, { requirements }, options, host) {
	const reason = reasonIn(run.output) ?? `the installer ended with exit code ${run.exitCode}`;
	const culprit = culpritOf(reason, requirements) ?? culpritOf(run.output, requirements);
	const where = culprit ? `${placeOf$1(culprit, options)} (${culprit.text}): ` : "";
	const failure = FAILURES.map((one) => ({
		one,
		match: one.pattern.exec(run.output)
	})).find(({ match }) => match !== null);
	return new UserError(`${where}${reason}`, {
		file: culprit?.file ?? void 0,
		line: culprit?.line,
		hint: failure?.match ? failure.one.hint(failure.match, host) : void 0,
		exitCode: ExitCode.install
	});
}
function placeOf$1({ file, line }, { workspace }) {
	return file === null ? `packages line ${line}` : placeName(file, line, workspace);
}
function reasonIn(output) {
	const lines = output.split("\n");
	const uv = lines.findIndex((line) => /^\s*(×|error:|x No solution)/.test(line));
	const text = (uv >= 0 ? lines.slice(uv, uv + 12) : lines.filter((line) => /^\s*ERROR: /.test(line)).slice(-2)).map((line) => line.replace(/^[\s×╰├│─▶]*(ERROR|error|Caused by)?:?\s*/, "").trim()).filter((line) => line !== "").join(" ");
	return text === "" ? void 0 : text.slice(0, 600);
}
function culpritOf(text, requirements) {
	const normalised = text.toLowerCase().replace(/[-_.]+/g, "-");
	const named = requirements.filter(({ name }) => name !== null && new RegExp(`(^|[^a-z0-9-])${name}($|[^a-z0-9-])`).test(normalised));
	return named.find(({ constraint }) => !constraint) ?? named[0];
}
// src/python/tools.ts
const UV = {
	name: "uv",
	version: "0.12.24",
	hashes: [
		"e47005957dca320272ad68960b591b854b6bf0c3288368efb096d9ccd06b8404",
		"0fc14fabb78c55d140a01125d5cd038afb4fed317eb0c3868f3fba87b8cefe16",
		"48cc70ecf59eece47e28d37c5c5eb9bb093e16881b1cc03e4a202286765a2022",
		"7b3403f72dfda049295daf5c4c2da716138feecb0e9d5f22ad4b9734518c77dd",
		"83f5dbd2389eb6f998e195faf7efb83199a3df825d4ec954b4d6e45f286ee52d"
	]
};
const PIPS = {
	"3.7": {
		name: "pip",
		version: "24.0",
		hashes: ["ba0d021a166865d2265246961bec0152ff124de910c5cc39f1156ce3fa7c69dc"]
	},
	"3.8": {
		name: "pip",
		version: "25.0.1",
		hashes: ["c46efd13b6aa8279f33f2864459c8ce587ea6a1a59ee20de055868d8f7688f7f"]
	},
	"3.9": {
		name: "pip",
		version: "26.0.1",
		hashes: ["bdb1b08f4274833d62c1aa29e20907365a2ceb950410df15fc9521bad440122b"]
	}
};
const NEWER_PIP = {
	name: "pip",
	version: "26.2.1",
	hashes: ["71138adf1f4ca900cdb7d289c21b7494329f2332b6d85f0e1c42108c0384ed3e"]
};
function pinnedPip(minor) {
	return PIPS[minor] ?? NEWER_PIP;
}
async function obtainUv(python, settings, host) {
	const directory = await obtain$1(UV, python, settings, host);
	return join(directory, "bin", process.platform === "win32" ? "uv.exe" : "uv");
}
async function obtainPip(python, settings, host) {
	const tool = pinnedPip(python.minor);
	try {
		return {
			path: await obtain$1(tool, python, settings, host),
			version: tool.version
		};
	} catch (error) {
		if (!python.pip) throw error;
		host.log.info(`pip ${tool.version} could not be had (${messageOf(error)}); using pip ${python.pip.version} of the interpreter.`);
		return {
			path: await withoutMetadata(python, host),
			version: python.pip.version
		};
	}
}
async function obtain$1(tool, python, settings, host) {
	const home = join(host.toolDirectory, `${tool.name}-${tool.version}-${tool.hashes[0]?.slice(0, 12)}`);
	if (existsSync(home)) return home;
	mkdirSync(host.toolDirectory, { recursive: true });
	const fresh = mkdtempSync(join(host.toolDirectory, ".fetching-"));
	try {
		await fetchInto(fresh, tool, python, settings, host);
		placeOnce(fresh, home);
		return home;
	} finally {
		rmSync(fresh, {
			recursive: true,
			force: true
		});
	}
}
async function fetchInto(directory, tool, python, settings, host) {
	if (!python.pip) throw new UserError(`${python.path} has neither pip nor ensurepip.`, { hint: "Install python3-venv or pip." });
	const list = join(directory, "requirements.txt");
	writeFileSync(list, `${tool.name}==${tool.version} ${tool.hashes.map((hash) => `--hash=sha256:${hash}`).join(" ")}\n`);
	const target = join(directory, "site");
	const args = [
		"-m",
		"pip",
		"install",
		"--quiet",
		"--target",
		target,
		"--no-deps",
		"--no-compile",
		"--only-binary",
		":all:"
	];
	const { exitCode, output } = await host.run(python.path, [
		"-s",
		...args,
		"--require-hashes",
		"--requirement",
		list
	], { environment: {
		...cleanEnvironment(host.environment),
		PYTHONPATH: python.pip.path,
		...pipEnvironment(settings),
		PIP_RETRIES: "1",
		PIP_NO_BINARY: "",
		PIP_ONLY_BINARY: ""
	} });
	if (exitCode !== 0) throw new UserError(lastError(output) ?? `pip ended with exit code ${exitCode}`);
	for (const name of readdirSync(target)) if (!name.endsWith(".dist-info")) renameSync(join(target, name), join(directory, name));
	rmSync(target, { recursive: true });
}
function placeOnce(fresh, home) {
	try {
		renameSync(fresh, home);
	} catch (error) {
		if (!existsSync(home)) throw error;
	}
}
async function withoutMetadata(python, host) {
	const { path, version } = python.pip;
	const home = join(host.temporary, `pip-${version}`);
	if (existsSync(home)) return home;
	if (!path.endsWith(".whl")) {
		cpSync(join(path, "pip"), join(home, "pip"), { recursive: true });
		return home;
	}
	await host.capture(python.path, [
		"-I",
		"-m",
		"zipfile",
		"-e",
		path,
		home
	], { environment: cleanEnvironment(host.environment) });
	for (const name of readdirSync(home)) if (name.endsWith(".dist-info")) rmSync(join(home, name), { recursive: true });
	return home;
}
function lastError(output) {
	return output.split("\n").filter((line) => /^\s*(ERROR|error):/.test(line)).at(-1)?.replace(/^\s*(ERROR|error):\s*/, "");
}
// src/python/installer.ts
async function chooseInstaller(job, host) {
	const { installer } = job.options;
	const pip = {
		name: "pip",
		version: ""
	};
	if (installer === "pip") return {
		...pip,
		reason: "asked for."
	};
	const onlyPip = whatOnlyPipCanDo(job);
	if (installer === "auto" && onlyPip !== void 0) return {
		...pip,
		reason: onlyPip
	};
	try {
		const uv = await obtainUv(job.python, job.settings, host);
		return {
			name: "uv",
			version: UV.version,
			uv,
			reason: installer === "uv" ? "asked for." : "the fastest that can be had."
		};
	} catch (error) {
		if (installer === "uv") throw error;
		return {
			...pip,
			reason: `uv ${UV.version} could not be had: ${messageOf(error)}`
		};
	}
}
function whatOnlyPipCanDo(job) {
	if (uvPlatform(job.target) === void 0) return `uv cannot hold packages to glibc ${job.target.glibc.join(".")}.`;
	const settings = settingsOnlyPipObeys(job.settings);
	if (settings.length > 0) return `pip's configuration sets ${settings.join(", ")}, which uv does not read.`;
	const lines = job.requirements.options.flatMap(({ values }) => Object.keys(values));
	const options = [
		"pre",
		"prefer_binary",
		"features_enabled",
		"trusted_hosts"
	].filter((name) => lines.includes(name));
	if (options.length > 0) return `the requirements files use ${options.join(", ")}, which uv does not read.`;
}
function uvPlatform({ glibc, architecture }) {
	const [major, minor] = glibc;
	return major === 2 && (minor === 17 || minor === 28 || minor >= 31 && minor <= 40) ? `${architecture}-manylinux_${major}_${minor}` : void 0;
}
// src/python/install.ts
async function install(job, host) {
	const directory = join(host.temporary, "environment");
	const python = await createEnvironment(directory, job.python, host);
	const pip = await obtainPip(job.python, job.settings, host);
	const installer = await chooseInstaller(job, host);
	host.log.info(`Installing with ${installer.name} ${installer.version}: ${installer.reason}`);
	const title = `${installer.name} install, Python ${job.python.version}, glibc at most ${job.target.glibc.join(".")}`;
	const run = await host.log.group(title, () => installer.uv === void 0 ? installWithPip(job, python, pip, host) : installWithUv(job, python, installer.uv, host));
	if (run.exitCode !== 0) throw failedInstall(run, job.requirements, job.options, host);
	return {
		directory,
		python,
		sitePackages: sitePackagesOf(directory, job.python),
		installer: {
			name: installer.name,
			version: installer.name === "uv" ? UV.version : pip.version,
			reason: installer.reason
		},
		uv: installer.uv,
		pipReport: reportOf(host),
		pip,
		leftOut: variablesLeftOut(host.environment)
	};
}
async function createEnvironment(directory, python, host) {
	const environment = cleanEnvironment(host.environment);
	await host.capture(python.path, [
		"-I",
		"-m",
		"venv",
		"--without-pip",
		"--clear",
		directory
	], { environment });
	return process.platform === "win32" ? join(directory, "Scripts", "python.exe") : join(directory, "bin", "python");
}
function sitePackagesOf(directory, python) {
	if (process.platform === "win32") return join(directory, "Lib", "site-packages");
	return join(directory, "lib", `python${python.minor}`, "site-packages");
}
function requirementArguments({ options, requireHashes }) {
	const files = options.requirementsFiles.flatMap((file) => ["--requirement", file]);
	return [
		...requireHashes ? ["--require-hashes"] : [],
		...files,
		...options.packages
	];
}
async function installWithUv(job, python, uv, host) {
	const platform = uvPlatform(job.target);
	const args = [
		"pip",
		"install",
		"--python",
		python,
		...platform ? ["--python-platform", platform] : []
	];
	return await host.run(uv, [...args, ...requirementArguments(job)], {
		directory: job.options.workspace,
		environment: {
			...cleanEnvironment(host.environment),
			...uvEnvironment(job.settings)
		}
	});
}
async function installWithPip(job, python, pip, host) {
	const args = [
		"-s",
		join(pip.path, "pip"),
		"install",
		"--ignore-installed",
		"--no-compile",
		"--no-warn-script-location"
	];
	const report = atLeast(pip.version, "22.2") ? ["--report", reportOf(host)] : [];
	return await host.run(python, [
		...args,
		"--progress-bar",
		"off",
		...report,
		...requirementArguments(job)
	], {
		directory: job.options.workspace,
		environment: {
			...cleanEnvironment(host.environment),
			...pipEnvironment(job.settings),
			PYTHONPATH: glibcCap(job.target, host)
		}
	});
}
function reportOf(host) {
	return join(host.temporary, "pip-report.json");
}
function atLeast(version, wanted) {
	return import_semver.default.gte(import_semver.default.coerce(version) ?? "0.0.0", import_semver.default.coerce(wanted) ?? "0.0.0");
}
function glibcCap({ glibc: [major, minor] }, host) {
	const directory = join(host.temporary, "glibc-cap");
	mkdirSync(directory, { recursive: true });
	const rule = `def manylinux_compatible(major, minor, _architecture):\n    return (major, minor) <= (${major}, ${minor})\n`;
	writeFileSync(join(directory, "_manylinux.py"), rule);
	return directory;
}
// src/python/lock.ts
async function lockOf(environment, freeze, job, host) {
	const plain = freeze.filter((line) => !line.startsWith("#")).map(withoutCredentials);
	try {
		const locked = environment.uv ? await lockedByUv(environment.uv, environment, plain, job, host) : lockedByPip(environment, plain);
		return `# What was installed for Python ${job.target.python}, glibc ${job.target.glibc.join(".")}, ${job.target.architecture}.\n${locked}`;
	} catch (error) {
		host.log.debug(`No hashes for the lock: ${messageOf(error)}`);
		return `# Without hashes: the index did not give them.\n${plain.join("\n")}\n`;
	}
}
async function lockedByUv(uv, { directory, python }, freeze, job, host) {
	const list = join(directory, "freeze.txt");
	writeFileSync(list, `${freeze.join("\n")}\n`);
	const platform = uvPlatform(job.target);
	const args = [
		"pip",
		"compile",
		"--quiet",
		"--generate-hashes",
		"--no-deps",
		"--no-header",
		"--no-annotate"
	];
	const options = [
		"--python",
		python,
		...platform ? ["--python-platform", platform] : []
	];
	return await host.capture(uv, [
		...args,
		...options,
		...indexLines(job),
		list
	], { environment: {
		...cleanEnvironment(host.environment),
		...uvEnvironment(job.settings)
	} });
}
function indexLines({ requirements }) {
	const last = requirements.options.map(({ values }) => values);
	const index = last.map(({ index_url }) => index_url).filter((url) => typeof url === "string");
	const list = (name) => last.flatMap((values) => Array.isArray(values[name]) ? values[name] : []);
	return [
		...index.length > 0 ? ["--default-index", index.at(-1)] : [],
		...list("extra_index_urls").flatMap((url) => ["--index", url]),
		...list("find_links").flatMap((place) => ["--find-links", place])
	];
}
function lockedByPip({ pipReport }, freeze) {
	if (!existsSync(pipReport)) return `${freeze.join("\n")}\n`;
	return `${JSON.parse(readFileSync(pipReport, "utf8")).install.map(({ metadata, is_direct, download_info }) => {
		const sha256 = download_info.archive_info?.hashes?.sha256;
		const what = is_direct ? `${metadata.name} @ ${withoutCredentials(download_info.url)}` : `${metadata.name}==${metadata.version}`;
		return sha256 ? `${what} \\\n    --hash=sha256:${sha256}` : what;
	}).sort((a, b) => a.toLowerCase() < b.toLowerCase() ? -1 : 1).join("\n")}\n`;
}
// src/mount/stage.ts
const INSTALLER_TRACES = [
	"INSTALLER",
	"REQUESTED",
	"uv_cache.json",
	"uv_build.json"
];
function stage(sitePackages, destination) {
	mkdirSync(dirname(destination), { recursive: true });
	move(sitePackages, destination);
	const outside = {};
	const directUrls = {};
	for (const directory of readdirSync(destination).filter((name) => name.endsWith(".dist-info"))) {
		const name = nameOf(join(destination, directory));
		const directUrl = takeDirectUrl(join(destination, directory));
		if (directUrl !== void 0) directUrls[name] = directUrl;
		const rows = normaliseRecord(destination, directory);
		if (rows.length > 0) outside[name] = rows;
	}
	normaliseTree(destination);
	return {
		outside,
		directUrls
	};
}
function move(from, to) {
	try {
		renameSync(from, to);
	} catch (error) {
		if (!isSystemError(error, "EXDEV")) throw error;
		cpSync(from, to, {
			recursive: true,
			verbatimSymlinks: true
		});
		rmSync(from, { recursive: true });
	}
}
function nameOf(directory) {
	const text = readIfThere(join(directory, "METADATA")) ?? "";
	const fallback = directory.split(/[\\/]/).at(-1)?.split("-")[0] ?? "";
	return normalisedName(parseHeaders(text).get("name")?.[0] ?? fallback);
}
function takeDirectUrl(directory) {
	const path = join(directory, "direct_url.json");
	const text = readIfThere(path);
	if (text === void 0) return void 0;
	rmSync(path);
	try {
		return JSON.parse(text);
	} catch {
		return { url: "unreadable direct_url.json" };
	}
}
function normaliseRecord(root, directory) {
	for (const name of INSTALLER_TRACES) rmSync(join(root, directory, name), { force: true });
	const path = join(root, directory, "RECORD");
	const text = readIfThere(path);
	if (text === void 0) return [];
	const gone = new Set([...INSTALLER_TRACES, "direct_url.json"].map((name) => `${directory}/${name}`));
	const outside = [];
	const kept = [];
	for (const row of parseRecord(text)) {
		const way = posix.normalize(row.path.replaceAll("\\", "/"));
		if (way.startsWith("../") || way.startsWith("/")) outside.push({
			...row,
			path: way
		});
		else if (!gone.has(way) && !/(^|\/)__pycache__\/[^/]+\.pyc$/.test(way)) kept.push({
			...row,
			path: way
		});
	}
	writeFileSync(path, formatRecord(kept));
	return outside.sort((a, b) => a.path < b.path ? -1 : 1);
}
function normaliseTree(folder) {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (entry.isDirectory() && entry.name === "__pycache__") rmSync(path, { recursive: true });
		else if (entry.isDirectory()) normaliseTree(path);
		else if (entry.isFile()) chmodSync(path, (statSync(path).mode & 64) === 0 ? 420 : 493);
	}
	if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
	else chmodSync(folder, 493);
}
function readIfThere(path) {
	try {
		return readFileSync(path, "utf8");
	} catch (error) {
		if (isSystemError(error, "ENOENT", "ENOTDIR")) return void 0;
		throw error;
	}
}
// src/mount/build.ts
async function build(plan, host) {
	discard(plan.location.environmentDirectory);
	const environment = await install(plan, host);
	const facts = await factsOf(environment, plan, host);
	const location = staged(plan.location);
	const stagedAway = stage(environment.sitePackages, location.directory);
	await compile(location.directory, plan, host);
	return {
		location,
		inventory: takeInventory(location.directory),
		stagedAway,
		requirements: portableRequirements(plan, stagedAway),
		manifest: void 0,
		build: facts
	};
}
async function factsOf(environment, plan, host) {
	const { directory, python, pip, installer, leftOut } = environment;
	const freezing = pipFreeze(python, pip.path, host);
	const [freeze, { foreign }, lock] = await Promise.all([
		freezing,
		probe(python, "search_path", { environment: directory }, {
			environment: cleanEnvironment(host.environment),
			switches: ["-s"]
		}),
		freezing.then((lines) => lockOf(environment, lines, plan, host))
	]);
	const configuration = readFileSync(join(directory, "pyvenv.cfg"), "utf8");
	return {
		installer,
		freeze,
		foreignPath: foreign,
		systemSitePackages: /^\s*include-system-site-packages\s*=\s*true/im.test(configuration),
		leftOut,
		lock
	};
}
async function pipFreeze(python, pip, host) {
	return (await host.capture(python, [
		"-I",
		join(pip, "pip"),
		"freeze",
		"--all"
	], { environment: {
		...cleanEnvironment(host.environment),
		...pipEnvironment({})
	} })).split(/\r?\n/).filter((line) => line !== "");
}
async function compile(directory, plan, host) {
	const sources = sourcesIn(directory);
	const failed = await compileBytecode(directory, sources, plan.python, host.environment);
	host.log.info(`Compiled ${plural(sources.length - failed.length, "module")} to bytecode.`);
	if (failed.length > 0) host.log.debug(`Not Python ${plan.python.minor}: ${failed.join(", ")}`);
}
function sourcesIn(directory) {
	return listFiles(directory).filter((path) => path.endsWith(".py")).map((path) => ({
		path,
		size: statSync(join(directory, path)).size
	}));
}
function portableRequirements({ requirements, options }, { directUrls }) {
	return requirements.requirements.map((requirement) => ({
		file: requirement.file === null ? null : relative(options.codeDirectory, requirement.file).split(sep).join("/"),
		line: requirement.line,
		text: requirement.text.replaceAll(options.workspace, "."),
		name: requirement.name ?? nameOfDirect(requirement.url, directUrls),
		extras: requirement.extras,
		specifier: requirement.specifier,
		constraint: requirement.constraint,
		editable: requirement.editable,
		applies: requirement.applies,
		pinned: isPinned(requirement)
	}));
}
function nameOfDirect(url, directUrls) {
	if (url === null) return null;
	const plain = (text) => text.replace(/^(git|hg|svn|bzr)\+/, "").replace(/(\.git)?(@[^/@]*)?(#.*)?\/?$/, "");
	return Object.entries(directUrls).find(([, direct]) => plain(direct.url ?? "") === plain(url))?.[0] ?? null;
}
// src/options/paths.ts
function readPlaces(named, host, problems) {
	const codeDirectory = readCodeDirectory(named.codeDirectory, host, problems);
	const scoringScript = resolve(codeDirectory, named.scoringScript);
	requireScoringScript(named.scoringScript, scoringScript, codeDirectory, problems);
	const scoringDirectory = dirname(scoringScript);
	const mountParent = named.mountParent === "" ? scoringDirectory : resolve(codeDirectory, named.mountParent);
	if (!isInside(mountParent, codeDirectory)) problems.add(`Input mount-parent: ${named.mountParent} leaves the code directory ${codeDirectory}.`, { hint: "The deployment uploads the code directory only; name a directory inside it." });
	return {
		codeDirectory,
		scoringScript,
		scoringDirectory,
		mountParent
	};
}
function readCodeDirectory(given, host, problems) {
	const directory = resolve(host.workspace, given);
	if (!isDirectory(directory)) problems.add(`Input code-directory: ${directory} is not a directory.`, { hint: nearMiss(directory) });
	else if (host.kind === "github" && !isInside(realpathSync(directory), realpathSync(host.workspace))) problems.add(`Input code-directory: ${given} lies outside the workspace ${host.workspace}.`, { hint: "Name a directory of the checked-out repository." });
	return directory;
}
function requireScoringScript(given, script, codeDirectory, problems) {
	if (isAbsolute(given) || !isInside(script, codeDirectory)) problems.add(`Input scoring-script: ${given} is not inside the code directory ${codeDirectory}.`, { hint: "The path is relative to the code directory, which is all that the deployment uploads." });
	else if (isDirectory(codeDirectory) && !isFile(script)) problems.add(`Input scoring-script: ${script} is not a file.`, { hint: nearMiss(script) });
}
function requireFile(input, file, otherwise, problems) {
	if (isFile(file)) return;
	problems.add(`Input ${input}: ${file} is not a file.`, {
		file,
		hint: nearMiss(file) ?? otherwise
	});
}
function isInside(path, directory) {
	const way = relative(directory, path);
	return way === "" || way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
function isDirectory(path) {
	return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
function isFile(path) {
	return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
function nearMiss(path) {
	const directory = dirname(path);
	if (!existsSync(directory)) return nearMiss(directory) ?? `${directory} is not there either.`;
	const name = isDirectory(directory) ? nearest(basename(path), readdirSync(directory)) : void 0;
	return name === void 0 ? void 0 : `Did you mean ${join(directory, name)}?`;
}
// src/options/values.ts
function linesOf(value) {
	return value.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "");
}
function choiceOf(spec, value) {
	if (spec.choices?.includes(value)) return value;
	const hint = nearest(value, spec.choices ?? []);
	throw new UserError(`Input ${spec.name}: "${value}" is not one of ${spec.choices?.join(", ")}.`, { hint: hint === void 0 ? void 0 : `Did you mean "${hint}"?` });
}
function booleanOf(spec, value) {
	if ([
		"true",
		"True",
		"TRUE"
	].includes(value)) return true;
	if ([
		"false",
		"False",
		"FALSE"
	].includes(value)) return false;
	throw new UserError(`Input ${spec.name}: "${value}" is neither true nor false.`);
}
function positiveNumberOf(spec, value) {
	if (/^[1-9][0-9]{0,8}$/.test(value)) return Number(value);
	throw new UserError(`Input ${spec.name}: "${value}" is not a whole number above 0.`);
}
const UNITS = {
	"": 1,
	b: 1,
	kb: 1e3,
	mb: 1e6,
	gb: 1e9,
	kib: 1024,
	mib: 2 ** 20,
	gib: 2 ** 30
};
function bytesOf(spec, value) {
	const match = /^([0-9]+(?:\.[0-9]+)?)\s*([a-z]*)$/i.exec(value);
	const unit = UNITS[match?.[2]?.toLowerCase() ?? "?"];
	if (match && unit !== void 0) return Math.floor(Number(match[1]) * unit);
	throw new UserError(`Input ${spec.name}: "${value}" is not a size.`, { hint: "Write it as 500MB, 1.5GB or 800MiB." });
}
const SEVERITIES = [
	"error",
	"warning",
	"notice",
	"off"
];
function severityRuleOf(line) {
	const match = /^([A-Z]+[0-9]+)(?::([A-Za-z0-9._-]+))?\s*=\s*([a-z]+)\s*(?:#\s*(.*))?$/.exec(line);
	const severity = SEVERITIES.find((one) => one === match?.[3]);
	if (!match || severity === void 0) throw new UserError(`Input checks: "${line}" is not a rule.`, { hint: "Write one rule per line: P4=warning # reason, or P4:opencv-python=off # reason." });
	if (severity !== "error" && !match[4]) throw new UserError(`Input checks: "${line}" lowers a check without a reason.`, { hint: `Say why it is safe: ${line} # why it cannot happen here.` });
	const distribution = match[2]?.toLowerCase().replace(/[-_.]+/g, "-");
	return {
		check: match[1] ?? "",
		distribution,
		severity,
		reason: match[4] ?? ""
	};
}
// src/options/read.ts
function readOptions(raw, host) {
	const problems = new Problems();
	const read = new Reader(raw, host, problems);
	requireWorkspace(host, problems);
	problems.throwIfAny();
	const places = read.places();
	const options = {
		mode: read.choice("mode"),
		workspace: host.workspace,
		...places,
		requirementsFiles: read.requirementsFiles(places.scoringDirectory),
		packages: read.packages(),
		environmentName: read.environmentName(),
		image: read.text("image"),
		pythonVersion: read.pythonVersion(),
		python: read.text("python"),
		installer: read.choice("installer"),
		requireHashes: read.choice("require-hashes"),
		checks: read.lines("checks").flatMap((line) => problems.collect(() => severityRuleOf(line)) ?? []),
		maxSize: read.optional("max-size", bytesOf),
		cache: read.cache(),
		upload: read.upload(),
		artifactName: read.artifactName(),
		artifactFormat: read.choice("artifact-format"),
		retentionDays: read.optional("retention-days", positiveNumberOf),
		expectedDigest: read.expectedDigest(),
		outputDirectory: read.outputDirectory(places.codeDirectory),
		dryRun: read.optional("dry-run", booleanOf) ?? false
	};
	problems.throwIfAny();
	warnOfUnusedInputs(raw, options.mode, host);
	return options;
}
function requireWorkspace(host, problems) {
	const missing = !existsSync(host.workspace);
	if (!missing && (host.kind === "terminal" || readdirSync(host.workspace).length > 0)) return;
	problems.add(`The workspace ${host.workspace} ${missing ? "does not exist" : "is empty"}.`, { hint: "Put a step `- uses: actions/checkout@v6` before this one." });
}
function warnOfUnusedInputs(raw, mode, host) {
	for (const spec of OPTIONS) {
		const value = raw[spec.name] ?? "";
		if (spec.modes && !spec.modes.includes(mode) && value !== "" && value !== spec.default) host.log.warning(`Input ${spec.name} is not used in mode ${mode}.`);
	}
}
var Reader = class {
	#raw;
	#host;
	#problems;
	constructor(raw, host, problems) {
		this.#raw = raw;
		this.#host = host;
		this.#problems = problems;
	}
	text(name) {
		return (this.#raw[name] ?? "").trim() || specOf(name).default;
	}
	lines(name) {
		return linesOf(this.#raw[name] ?? "");
	}
	choice(name) {
		const spec = specOf(name);
		return this.#problems.collect(() => choiceOf(spec, this.text(name))) ?? spec.default;
	}
	optional(name, parse) {
		const value = this.text(name);
		return value === "" ? void 0 : this.#problems.collect(() => parse(specOf(name), value));
	}
	places() {
		return readPlaces({
			codeDirectory: this.text("code-directory"),
			scoringScript: this.text("scoring-script"),
			mountParent: this.text("mount-parent")
		}, this.#host, this.#problems);
	}
	requirementsFiles(scoringDirectory) {
		const given = this.lines("requirements");
		const fallback = join(scoringDirectory, "requirements.txt");
		if (this.text("mode") === "verify") return [];
		if (given.length === 0 && !existsSync(fallback) && this.lines("packages").length > 0) return [];
		const files = given.length > 0 ? given.map((file) => resolve(this.#host.workspace, file)) : [fallback];
		const otherwise = "Name the file in `requirements`, or list requirements in `packages`.";
		for (const file of files) requireFile("requirements", file, otherwise, this.#problems);
		return files;
	}
	packages() {
		const lines = this.lines("packages");
		for (const line of lines.filter((one) => one.startsWith("-"))) this.#problems.add(`Input packages: "${line}" is an option, not a requirement.`, { hint: "Options belong in a requirements file." });
		return lines;
	}
	pythonVersion() {
		const range = this.text("python-version");
		if (range !== "" && import_semver.default.validRange(range) === null) this.#problems.add(`Input python-version: "${range}" is neither a version nor a range.`, { hint: "Write 3.8, or a range such as >=3.8 <3.10." });
		return range;
	}
	environmentName() {
		const name = this.text("environment-name");
		if (!/^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(name) || name.length > 100) this.#problems.add(`Input environment-name: "${name}" is not a plain directory name.`, { hint: "Use letters, digits, `_`, `-` and `.`, not starting with `.` or `-`, such as myenv; a place goes into mount-parent." });
		return name;
	}
	artifactName() {
		const name = this.text("artifact-name");
		if (/["<>|*?:\r\n\\/]/.test(name)) this.#problems.add(`Input artifact-name: "${name}" has a character that artifact names may not have.`, { hint: "Leave out \" < > | * ? : \\ / and line ends." });
		return name;
	}
	expectedDigest() {
		const digest = this.text("expected-digest");
		if (digest !== "" && !/^sha256:[0-9a-f]{64}$/.test(digest)) this.#problems.add(`Input expected-digest: "${digest}" is not of the form sha256:<64 hex digits>.`);
		return digest;
	}
	outputDirectory(codeDirectory) {
		const given = this.text("output-directory");
		if (given === "") return "";
		const directory = resolve(this.#host.workspace, given);
		if (isInside(directory, codeDirectory)) this.#problems.add(`Input output-directory: ${directory} lies in the code directory.`, { hint: "The deployment would upload archive and report too; name a directory outside it." });
		return directory;
	}
	cache() {
		const given = this.choice("cache");
		return given === "auto" ? automaticCache(this.#host) : given;
	}
	upload() {
		const given = this.choice("upload");
		if (given === "true" && this.#host.artifacts === void 0) this.#problems.add("Input upload: there is no artifact service here.", { hint: "The archive is written all the same (output archive-file); hand it on yourself, or set upload to auto." });
		if (given === "auto" && this.#host.kind === "github" && this.#host.artifacts === void 0) this.#host.log.warning("No artifact service here: the archive is written, not uploaded.");
		return given !== "false" && this.#host.artifacts !== void 0;
	}
};
function automaticCache(host) {
	if (host.kind === "terminal") return "read-write";
	const { name, ref, fromFork, selfHosted } = host.event;
	if ([
		"release",
		"pull_request_target",
		"workflow_run"
	].includes(name) || ref.startsWith("refs/tags/") || selfHosted) return "off";
	return fromFork ? "read" : "read-write";
}
function specOf(name) {
	return OPTIONS.find((spec) => spec.name === name);
}
function unknownInputs(names) {
	const known = OPTIONS.map((spec) => spec.name);
	return names.filter((name) => !known.includes(name)).map((name) => {
		const meant = nearest(name, known);
		return new UserError(`There is no input "${name}".`, { hint: meant === void 0 ? `The inputs are ${known.join(", ")}.` : `Did you mean "${meant}"?` });
	});
}
// src/cache-key.ts
const BUILD_SCHEMA = "1";
function cacheKey(plan) {
	const ingredients = [
		...fixedIngredients(plan),
		...fileIngredients(plan),
		...settingIngredients(plan)
	];
	if (requested(plan.requirements.requirements).filter((requirement) => !isPinned(requirement)).length > 0) ingredients.push({
		name: "ISO week, as something is unpinned",
		value: isoWeek(new Date())
	});
	const digest = sha256(JSON.stringify(ingredients));
	return {
		text: `azureml-extra-packages-py${plan.python.minor}-${plan.target.architecture}-${digest}`,
		ingredients,
		uncacheable: uncacheable(plan.requirements.requirements)
	};
}
function fixedIngredients({ target, python, options, location, requireHashes }) {
	const pip = `pip ${pinnedPip(python.minor).version}`;
	const uv = `uv ${UV.version}`;
	const policy = {
		auto: `${uv}, else ${pip}`,
		uv,
		pip
	}[options.installer];
	return [
		{
			name: "schema",
			value: `build ${BUILD_SCHEMA}, checks 1, manifest ${MANIFEST_SCHEMA}`
		},
		{
			name: "Python",
			value: `${python.version} ${python.soabi}`
		},
		{
			name: "image",
			value: target.image?.name ?? "none named"
		},
		{
			name: "glibc at most",
			value: target.glibc.join(".")
		},
		{
			name: "architecture",
			value: target.architecture
		},
		{
			name: "installer",
			value: policy
		},
		{
			name: "hashes required",
			value: String(requireHashes)
		},
		{
			name: "environment",
			value: `${options.environmentName}, library path ${location.libraryPath}`
		}
	];
}
function fileIngredients({ requirements, options }) {
	const files = requirements.files.map(({ path }) => ({
		name: `file ${relative(options.workspace, path)}`,
		value: sha256(readFileSync(path, "utf8").replace(/\r\n?/g, "\n"))
	}));
	const packages = options.packages.map((text) => ({
		name: "packages",
		value: text
	}));
	const meaning = [...requirements.requirements.map(({ text, constraint }) => `${constraint ? "-c " : ""}${portable(text, options.workspace)}`), ...requirements.options.map(({ values }) => JSON.stringify(values))];
	const local = requirements.requirements.flatMap((requirement) => localFile(requirement));
	return [
		...files,
		...packages,
		{
			name: "requirements as read",
			value: sha256(meaning.join("\n"))
		},
		...local
	];
}
function portable(text, workspace) {
	return text.replaceAll(workspace, ".");
}
function localFile({ url }) {
	const path = url?.startsWith("file:") ? fileURLToPath(url) : void 0;
	if (path === void 0 || !statSync(path, { throwIfNoEntry: false })?.isFile()) return [];
	return [{
		name: `local ${path.split("/").at(-1)}`,
		value: sha256(readFileSync(path))
	}];
}
function settingIngredients({ settings }) {
	return Object.entries(settingsForKey(settings)).map(([name, value]) => ({
		name: `pip setting ${name}`,
		value: name === "find-links" ? value.split(/\s+/).map(listing).join(" ") : value
	}));
}
function listing(place) {
	if (!statSync(place, { throwIfNoEntry: false })?.isDirectory()) return place;
	return sha256(readdirSync(place).sort().map((name) => `${name} ${statSync(join(place, name)).size}`).join("\n"));
}
function uncacheable(requirements) {
	const local = requirements.find(({ url, editable }) => {
		if (editable) return true;
		return url?.startsWith("file:") && statSync(fileURLToPath(url), { throwIfNoEntry: false })?.isDirectory();
	});
	return local ? `${local.text} is a local directory` : void 0;
}
function isoWeek(now) {
	const day = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
	day.setUTCDate(day.getUTCDate() + 4 - (day.getUTCDay() || 7));
	const week = Math.ceil(((day.getTime() - Date.UTC(day.getUTCFullYear(), 0, 1)) / 864e5 + 1) / 7);
	return `${day.getUTCFullYear()}-W${String(week).padStart(2, "0")}`;
}
function whatChanged(before, now) {
	const old = new Map(before.map(({ name, value }) => [name, value]));
	const fresh = new Map(now.map(({ name, value }) => [name, value]));
	const changed = now.filter(({ name, value }) => old.get(name) !== value).map(({ name, value }) => !old.has(name) ? `${name} is new` : /^[0-9a-f]{64}$/.test(value) ? `${name} changed` : `${name} was ${old.get(name)}, is ${value}`);
	const gone = before.filter(({ name }) => !fresh.has(name)).map(({ name }) => `${name} is gone`);
	const sentences = [...changed, ...gone];
	const telling = sentences.filter((sentence) => !sentence.startsWith("requirements as read"));
	return telling.length > 0 ? telling : sentences;
}
function sha256(content) {
	return createHash("sha256").update(content).digest("hex");
}
// src/python/places.ts
function candidates(range, environment) {
	const minors = [
		"3.7",
		"3.8",
		"3.9",
		"3.10",
		"3.11",
		"3.12",
		"3.13"
	].filter((minor) => import_semver.default.intersects(`~${minor}.0`, range));
	const paths = [
		...onPath(minors, environment),
		...inToolCache(environment),
		...inVersions(pyenvRoot(environment)),
		...inVersions(uvRoot(environment)),
		...usualPlaces(minors)
	];
	return [...new Set(paths)].filter((path) => existsSync(path) && mayBe(path, minors));
}
function mayBe(path, minors) {
	const named = /(?:python-?|versions[\\/]|Python[\\/])(3\.[0-9]+)/i.exec(path)?.[1];
	return named === void 0 || minors.includes(named);
}
function onPath(minors, environment) {
	const folders = (environment.PATH ?? environment.Path ?? "").split(delimiter).filter((folder) => folder !== "" && !/[\\/]shims[\\/]?$/.test(folder));
	const names = [
		...minors.map((minor) => `python${minor}`),
		"python3",
		"python"
	];
	const suffix = process.platform === "win32" ? ".exe" : "";
	return names.flatMap((name) => folders.map((folder) => join(folder, name + suffix)));
}
function inToolCache(environment) {
	return [environment.RUNNER_TOOL_CACHE, environment.AGENT_TOOLSDIRECTORY].filter((root) => root !== void 0).flatMap((root) => versionFolders(join(root, "Python")).flatMap((folder) => subfolders(folder).flatMap((architecture) => executablesIn(architecture))));
}
function pyenvRoot(environment) {
	return join(environment.PYENV_ROOT ?? join(homedir(), ".pyenv"), "versions");
}
function uvRoot(environment) {
	const data = environment.XDG_DATA_HOME ?? join(homedir(), ".local", "share");
	return environment.UV_PYTHON_INSTALL_DIR ?? join(data, "uv", "python");
}
function inVersions(root) {
	return versionFolders(root).flatMap((folder) => executablesIn(folder));
}
function usualPlaces(minors) {
	if (process.platform === "win32") return [...knownToLauncher(), ...minors.flatMap((minor) => windowsPlaces(minor))];
	const folders = [
		"/usr/bin",
		"/usr/local/bin",
		"/opt/homebrew/bin",
		join(homedir(), ".local", "bin")
	];
	return minors.flatMap((minor) => folders.map((folder) => join(folder, `python${minor}`)));
}
function knownToLauncher() {
	try {
		return [...execFileSync("py", ["-0p"], {
			encoding: "utf8",
			timeout: 3e4
		}).matchAll(/[A-Za-z]:\\.*python\.exe/gi)].map(([path]) => path);
	} catch {
		return [];
	}
}
function windowsPlaces(minor) {
	const name = `Python${minor.replace(".", "")}`;
	return [process.env.LOCALAPPDATA && join(process.env.LOCALAPPDATA, "Programs", "Python"), process.env.ProgramFiles].filter((root) => root !== void 0 && root !== "").map((root) => join(root, name, "python.exe"));
}
function executablesIn(folder) {
	return process.platform === "win32" ? [join(folder, "python.exe")] : [join(folder, "bin", "python3")];
}
function versionFolders(root) {
	return subfolders(root).sort((a, b) => import_semver.default.rcompare(import_semver.default.coerce(versionIn(a)) ?? "0.0.0", import_semver.default.coerce(versionIn(b)) ?? "0.0.0"));
}
function versionIn(path) {
	return /[0-9]+\.[0-9]+\.[0-9]+/.exec(path.split(/[\\/]/).at(-1) ?? "")?.[0] ?? "0.0.0";
}
function subfolders(root) {
	try {
		return readdirSync(root).map((name) => join(root, name));
	} catch {
		return [];
	}
}
// src/python/interpreter.ts
const OLDEST_PIP = "20.3.0";
async function findInterpreter(range, given, host) {
	const environment = cleanEnvironment(host.environment);
	const seen = [];
	for (const path of given === "" ? candidates(range, host.environment) : [given]) {
		const answer = await ask(path, environment);
		const problem = typeof answer === "string" ? answer : unfit(answer, range);
		if (problem === void 0) return interpreterOf(answer);
		seen.push(`${path} (${problem})`);
		host.log.debug(`Not taken: ${path}: ${problem}`);
	}
	throw notFound(range, given, seen);
}
async function ask(path, environment) {
	const run = await runProbe(path, "interpreter", {}, {
		environment,
		timeout: 3e4
	});
	if (run.exitCode === 0) return JSON.parse(run.output);
	return run.errors.trim().split("\n").at(-1) || `exit code ${run.exitCode}`;
}
function unfit(answer, range) {
	if (answer.implementation !== "CPython") return `${answer.implementation}, not CPython`;
	if (!import_semver.default.satisfies(answer.version, range)) return `Python ${answer.version}`;
	if (answer.release !== "final") return `a pre-release of Python ${answer.version}`;
	if (answer.bits !== 64) return "a 32-bit Python";
	if (/^cpython-[0-9]+(t|d)/.test(answer.soabi)) return "a free-threaded or debug build";
	if (!answer.canMakeEnvironments) return "without the venv module: install python3-venv";
}
function interpreterOf(answer) {
	const usable = [{
		path: answer.pip,
		version: answer.pipVersion
	}, {
		path: answer.bundledPip?.[0],
		version: answer.bundledPip?.[1]
	}].filter((pip) => Boolean(pip.path && pip.version)).find((pip) => import_semver.default.gte(import_semver.default.coerce(pip.version) ?? "0.0.0", OLDEST_PIP));
	return {
		path: answer.executable,
		version: answer.version,
		minor: minorOf(answer.version),
		platform: answer.platform,
		machine: answer.machine,
		soabi: answer.soabi,
		pip: usable
	};
}
function minorOf(version) {
	return version.split(".").slice(0, 2).join(".");
}
function notFound(range, given, seen) {
	const version = import_semver.default.validRange(range) && /3\.[0-9]+/.exec(range)?.[0];
	const setup = `- uses: actions/setup-python@v6\n  with:\n    python-version: "${version || "3.8"}"`;
	if (given !== "") return new UserError(`Input python: ${given} is not a CPython ${range} that can be used ${seen[0]?.slice(given.length + 1) ?? ""}.`, { hint: `Name another interpreter, or leave the input empty after this step:\n${setup}` });
	return new UserError(`No Python ${range} was found on this machine.${seen.length === 0 ? "" : ` Not taken: ${seen.slice(0, 6).join(", ")}.`}`, { hint: `Put this step before this one:\n${setup}\nElsewhere: pyenv install ${version || "3.8"}, or name it with the input python.` });
}
// src/target/systems.ts
const UBUNTU = {
	"18.04": {
		name: "Ubuntu 18.04",
		glibc: [2, 27]
	},
	"20.04": {
		name: "Ubuntu 20.04",
		glibc: [2, 31]
	},
	"22.04": {
		name: "Ubuntu 22.04",
		glibc: [2, 35]
	}
};
// src/target/image-catalogue.ts
const list = (date) => ({
	label: "Microsoft's list of inference images (azure-docs, concept-prebuilt-docker-images-inference)",
	date
});
const assets = (what, date) => ({
	label: `Azure/azureml-assets, ${what}`,
	date
});
const LIST_OF_2021 = list("2021-10-07");
const LIST_OF_2022 = list("2022-07-14");
const LIST_OF_2024 = list("2024-04-08");
const LIST_OF_2025 = list("2025-09-24");
const RELEASED = assets("branch release, latest/environment", "2026-07-23");
const PY38_DOCKERFILE = assets("branch release before 6eb0cc6bbd", "2024-06-20");
const PY39_DOCKERFILE = assets("branch release before 0a3c89a13c", "2025-02-04");
const RUN_SCRIPT = assets("mlflow-model-inference/context/runit/gunicorn/run", "2026-07-23");
const AMLENV = {
	label: "Azure/azureml-examples, cli/endpoints/online/managed/vnet/sample/environment/Dockerfile",
	date: "2022-08-31"
};
const DOCUMENTED = {
	label: "Microsoft's list links the page that describes the variables, for these images",
	date: "2021-10-07"
};
const NOT_PUBLIC = {
	label: "its run script is not public; the list no longer says that images can be extended so",
	date: "2025-09-24"
};
const LATER_TAGS_UNSEEN = {
	label: "documented, but azureml-assets and azureml-examples dropped the mechanism in April 2024: later tags unseen",
	date: "2024-04-05"
};
function image(name, { os, status, source, sources, ...row }) {
	const listed = {
		mcrPath: `mcr.microsoft.com/azureml/${name}`,
		aliases: [],
		pythonFull: void 0,
		accelerator: "cpu",
		server: void 0,
		packages: {},
		appRoot: void 0,
		readsModelCondaFile: false,
		...row
	};
	return {
		...listed,
		name,
		os,
		glibc: os?.glibc,
		architecture: "x86_64",
		user: "dockeruser",
		status: {
			state: status[0],
			date: status[1]
		},
		sources: {
			...sourceOfEach(source, listed, os),
			...sources
		}
	};
}
function sourceOfEach(source, row, os) {
	const always = [
		"mcrPath",
		"python",
		"accelerator",
		"condaEnvironment",
		"packages",
		"honours"
	];
	const known = [...os ? ["os"] : [], ...row.server ? ["server"] : []];
	return Object.fromEntries([...always, ...known].map((fact) => [fact, source]));
}
function documented(name, row) {
	const honours = row.honours === "unknown" ? NOT_PUBLIC : DOCUMENTED;
	const sources = {
		condaEnvironment: AMLENV,
		honours,
		...row.sources
	};
	return image(name, {
		...row,
		condaEnvironment: "/opt/miniconda/envs/amlenv",
		sources
	});
}
function py37(stem, status, packages = {}, source = LIST_OF_2022) {
	const name = `${stem}-inference`;
	const cuda = /-cuda([\d.]+)-gpu$/.exec(stem)?.[1];
	return documented(name, {
		aliases: [`AzureML-${name}`],
		os: UBUNTU["18.04"],
		python: "3.7",
		accelerator: cuda === void 0 ? "cpu" : `cuda ${cuda}`,
		packages,
		honours: "honours",
		status,
		source
	});
}
const curated = (name, row) => image(`curated/${name}`, row);
const MINIMAL = "/azureml-envs/minimal";
const MLFLOW = "/azureml-envs/mlflow";
const MLFLOW_ROOT = "/var/mlflow_resources";
const MLFLOW_PACKAGES = {
	mlflow: "",
	"scikit-learn": "",
	cloudpickle: "",
	psutil: "",
	pandas: "",
	numpy: "",
	joblib: ""
};
const PY38_PACKAGES = {
	cryptography: ">=41.0.3",
	requests: ">=2.31.0",
	certifi: ">=2023.07.22",
	wheel: ">=0.38.1"
};
const GONE_BY_2022 = ["removed", "2022-07-14"];
const GONE_LATE_2022 = ["removed", "2022-11-04"];
const GONE_BY_2024 = ["removed", "2024-04-08"];
const GONE_BY_2025 = ["removed", "2025-09-24"];
const SUPPORTED = [
	documented("minimal-py312-inference", {
		os: void 0,
		python: "3.12",
		honours: "unknown",
		status: ["supported", "2025-09-24"],
		source: LIST_OF_2025
	}),
	documented("minimal-ubuntu22.04-py39-cpu-inference", {
		os: UBUNTU["22.04"],
		python: "3.9",
		honours: "unknown",
		status: ["supported", "2025-09-24"],
		source: LIST_OF_2025
	}),
	documented("minimal-ubuntu22.04-py39-cuda11.8-gpu-inference", {
		os: UBUNTU["22.04"],
		python: "3.9",
		accelerator: "cuda 11.8",
		honours: "unknown",
		status: ["supported", "2025-09-24"],
		source: LIST_OF_2025
	})
];
const CURATED = [
	curated("minimal-py311-inference", {
		aliases: ["curated/minimal-ubuntu22.04-py311-cpu-inference"],
		os: UBUNTU["22.04"],
		python: "3.11",
		condaEnvironment: MINIMAL,
		server: "1.5.1",
		packages: {
			"azure-storage-blob": "==12.30.0",
			"azure-identity": "==1.25.3",
			numpy: "",
			joblib: "==1.5.3"
		},
		honours: "cut",
		status: ["current", "2026-07-23"],
		source: RELEASED
	}),
	curated("minimal-py312-cuda12.4-inference", {
		os: UBUNTU["22.04"],
		python: "3.12",
		accelerator: "cuda 12.4",
		condaEnvironment: MINIMAL,
		server: "1.5.1",
		packages: { numpy: "==2.5.1" },
		honours: "cut",
		status: ["current", "2026-07-23"],
		source: RELEASED
	}),
	curated("mlflow-py312-inference", {
		aliases: ["curated/mlflow-ubuntu22.04-py312-cpu-inference"],
		os: UBUNTU["22.04"],
		python: "3.12",
		condaEnvironment: MLFLOW,
		server: "1.5.1",
		packages: {
			"azureml-ai-monitoring": "==1.0.0",
			...MLFLOW_PACKAGES
		},
		honours: "honours",
		appRoot: MLFLOW_ROOT,
		status: ["current", "2026-07-23"],
		source: RELEASED
	}),
	curated("mlflow-model-inference", {
		os: UBUNTU["22.04"],
		python: "3.12",
		condaEnvironment: MLFLOW,
		server: "1.4.1",
		packages: {
			pip: "==26.1",
			fastmcp: "==3.2.0",
			h2: "==4.3.0",
			...MLFLOW_PACKAGES
		},
		honours: "honours",
		appRoot: MLFLOW_ROOT,
		readsModelCondaFile: true,
		status: ["current", "2026-07-23"],
		source: RELEASED,
		sources: { honours: RUN_SCRIPT }
	}),
	curated("minimal-py39-inference", {
		aliases: ["curated/minimal-ubuntu20.04-py39-cpu-inference"],
		os: UBUNTU["20.04"],
		python: "3.9",
		pythonFull: "3.9.13",
		condaEnvironment: MINIMAL,
		server: "1.4.0",
		honours: "cut",
		status: ["removed", "2025-02-04"],
		source: PY39_DOCKERFILE
	}),
	curated("mlflow-py39-inference", {
		aliases: ["curated/mlflow-ubuntu20.04-py39-cpu-inference"],
		os: UBUNTU["20.04"],
		python: "3.9",
		pythonFull: "3.9.13",
		condaEnvironment: MLFLOW,
		server: "1.4.0",
		packages: {
			"azureml-ai-monitoring": "==1.0.0",
			mlflow: ""
		},
		honours: "honours",
		appRoot: MLFLOW_ROOT,
		status: ["removed", "2025-02-04"],
		source: PY39_DOCKERFILE
	}),
	curated("minimal-ubuntu20.04-py38-cpu-inference", {
		os: UBUNTU["20.04"],
		python: "3.8",
		pythonFull: "3.8.13",
		condaEnvironment: MINIMAL,
		server: "1.3.0",
		packages: {
			pip: "==22.1.2",
			...PY38_PACKAGES
		},
		honours: "honours",
		status: ["removed", "2024-06-20"],
		source: PY38_DOCKERFILE
	}),
	curated("minimal-ubuntu20.04-py38-cuda11.6.2-gpu-inference", {
		os: UBUNTU["20.04"],
		python: "3.8",
		pythonFull: "3.8.13",
		accelerator: "cuda 11.6.2",
		condaEnvironment: MINIMAL,
		server: "1.3.0",
		packages: {
			pip: "==22.1.2",
			...PY38_PACKAGES
		},
		honours: "honours",
		status: ["removed", "2024-06-20"],
		source: PY38_DOCKERFILE
	})
];
const PY38 = [
	documented("minimal-ubuntu20.04-py38-cpu-inference", {
		os: UBUNTU["20.04"],
		python: "3.8",
		honours: "unknown",
		status: GONE_BY_2025,
		source: LIST_OF_2024,
		sources: { honours: LATER_TAGS_UNSEEN }
	}),
	documented("minimal-ubuntu20.04-py38-cuda11.6.2-gpu-inference", {
		os: UBUNTU["20.04"],
		python: "3.8",
		accelerator: "cuda 11.6.2",
		honours: "unknown",
		status: GONE_BY_2025,
		source: LIST_OF_2024,
		sources: { honours: LATER_TAGS_UNSEEN }
	}),
	documented("mlflow-ubuntu20.04-py38-cpu-inference", {
		os: UBUNTU["20.04"],
		python: "3.8",
		honours: "unknown",
		status: ["removed", "2025-01-02"],
		source: {
			label: "Azure/azure-sdk-for-python, Dockerfile of packaged MLflow models (tag 20230920.v2)",
			date: "2023-09-20"
		}
	})
];
const NUMPY_PANDAS_OF_2021 = {
	numpy: "==1.20.1",
	pandas: "==0.25.1"
};
const NUMPY_PANDAS = {
	numpy: ">=1.16.0",
	pandas: "~=1.1.0"
};
const PY37 = [
	py37("minimal-ubuntu18.04-py37-cpu", GONE_BY_2024),
	py37("minimal-ubuntu18.04-py37-cuda11.0.3-gpu", GONE_BY_2024),
	py37("tensorflow-1.15-ubuntu18.04-py37-cpu", GONE_LATE_2022, {
		tensorflow: "==1.15.*",
		...NUMPY_PANDAS_OF_2021
	}),
	py37("tensorflow-2.4-ubuntu18.04-py37-cpu", GONE_LATE_2022, {
		tensorflow: "==2.4.*",
		...NUMPY_PANDAS
	}),
	py37("tensorflow-2.4-ubuntu18.04-py37-cuda11.0.3-gpu", GONE_LATE_2022, {
		tensorflow: "==2.4.*",
		...NUMPY_PANDAS
	}),
	py37("pytorch-1.6-ubuntu18.04-py37-cpu", GONE_BY_2022, {
		torch: "==1.6.*",
		...NUMPY_PANDAS_OF_2021
	}, LIST_OF_2021),
	py37("pytorch-1.7-ubuntu18.04-py37-cpu", GONE_BY_2022, {
		torch: "==1.7.*",
		...NUMPY_PANDAS
	}, LIST_OF_2021),
	py37("pytorch-1.9-ubuntu18.04-py37-cpu", GONE_LATE_2022, {
		torch: "==1.9.*",
		...NUMPY_PANDAS
	}),
	py37("pytorch-1.9-ubuntu18.04-py37-cuda11.0.3-gpu", GONE_LATE_2022, { torch: "==1.9.*" }),
	py37("pytorch-1.10-ubuntu18.04-py37-cpu", GONE_LATE_2022, {
		torch: "==1.10.*",
		...NUMPY_PANDAS
	}),
	py37("sklearn-0.24.1-ubuntu18.04-py37-cpu", GONE_LATE_2022, {
		"scikit-learn": "==0.24.1",
		...NUMPY_PANDAS
	}),
	py37("lightgbm-3.2-ubuntu18.04-py37-cpu", GONE_LATE_2022, {
		lightgbm: "==3.2.*",
		"scikit-learn": "==0.24.1",
		numpy: ">=1.16.0,<1.20",
		pandas: ">=1.1,<1.2"
	}),
	py37("xgboost-0.9-ubuntu18.04-py37-cpu", GONE_LATE_2022, {
		xgboost: "==0.90",
		"scikit-learn": "==0.23.2",
		...NUMPY_PANDAS_OF_2021
	}),
	py37("onnxruntime-1.6-ubuntu18.04-py37-cpu", GONE_BY_2022, {
		onnxruntime: "==1.6.*",
		...NUMPY_PANDAS
	}, LIST_OF_2021)
];
const IMAGES = [
	...SUPPORTED,
	...CURATED,
	...PY38,
	...PY37
];
// src/target/images.ts
const MICROSOFT_REGISTRY = /^(https?:\/\/)?mcr\.microsoft\.com\//;
const CURATED_ENVIRONMENT = /^azureml:\/\/registries\/azureml\/environments\/([^/]+)(\/.*)?$/;
function findImage(reference) {
	const name = catalogueName(reference);
	return named(name) ?? named(`curated/${name}`);
}
function nearestImages(reference, count = 3) {
	const name = catalogueName(reference);
	let left = IMAGES.map((image) => image.name).filter((each) => name.startsWith("curated/") || !isSecondCopy(each));
	const found = [];
	while (found.length < count) {
		const next = nearest(name, left) ?? nearest(`curated/${name}`, left);
		if (next === void 0) break;
		found.push(next);
		left = left.filter((each) => each !== next);
	}
	return found;
}
function named(name) {
	return IMAGES.find((image) => image.name === name || image.aliases.some((alias) => alias.toLowerCase() === name));
}
function isSecondCopy(name) {
	return name.startsWith("curated/") && IMAGES.some((image) => `curated/${image.name}` === name);
}
function catalogueName(reference) {
	const plain = reference.trim().toLowerCase();
	const environment = CURATED_ENVIRONMENT.exec(plain)?.[1];
	if (environment !== void 0) return `curated/${environment}`;
	return plain.replace(MICROSOFT_REGISTRY, "").replace(/@sha256:.*$/, "").replace(/:[^/]*$/, "").replace(/^azureml\//, "");
}
// src/target/target.ts
function targetOf({ image, python }) {
	return {
		python,
		...image?.pythonFull !== void 0 && image.python === python && { pythonFull: image.pythonFull },
		glibc: image?.glibc ?? oldestGlibc(python),
		architecture: image?.architecture ?? "x86_64",
		...image && { image },
		honours: image?.honours ?? "unknown"
	};
}
function oldestGlibc(python) {
	return python === "3.7" ? [2, 27] : [2, 31];
}
// src/plan.ts
async function makePlan(options, host) {
	const target = chooseTarget(options);
	const python = await findInterpreter(pythonRange(options, target), options.python, host);
	requireBuildable(target, python);
	const [requirements, settings] = await Promise.all([readRequirements(options, python, host), readPipSettings(python, host)]);
	for (const secret of secretsIn(Object.values(settings).join(" "))) host.log.mask(secret);
	const exact = {
		...target,
		python: python.minor
	};
	const location = locate(options, python.minor);
	const parts = {
		options,
		target: exact,
		python,
		requirements,
		settings,
		requireHashes: hashesAreRequired(options, requirements),
		location
	};
	return {
		...parts,
		artifactName: artifactName(options, exact),
		key: cacheKey(parts)
	};
}
function chooseTarget(options) {
	const image = options.image === "" ? void 0 : findImage(options.image);
	if (options.image !== "" && image === void 0) throw new UserError(`Input image: "${options.image}" is not in the catalogue.`, { hint: `Near it: ${nearestImages(options.image).join(", ")}. The command "images" lists all; without an image the strictest that ever shipped is assumed.` });
	const minor = /3\.[0-9]+/.exec(options.pythonVersion)?.[0];
	const asked = options.pythonVersion;
	if (image && asked !== "" && !import_semver.default.intersects(`~${image.python}.0`, asked)) throw new UserError(`Input python-version: ${asked}, but ${options.image} has Python ${image.python}.`, { hint: "Leave python-version empty, or name another image." });
	return targetOf({
		...image ? { image } : {},
		python: image?.python ?? minor ?? "3.8"
	});
}
function pythonRange(options, target) {
	return options.pythonVersion === "" || target.image !== void 0 ? target.python : options.pythonVersion;
}
function requireBuildable(target, python) {
	const machine = {
		AMD64: "x86_64",
		arm64: "aarch64"
	}[python.machine] ?? python.machine;
	if (python.platform === "linux" && machine === target.architecture) return;
	throw new UserError(`This machine is ${python.platform} ${python.machine}; packages for the image must be built on Linux ${target.architecture}.`, { hint: "Run the job on ubuntu-latest, or the command line in a Linux container; `verify` runs everywhere." });
}
function hashesAreRequired(options, { requirements, options: lines }) {
	if (options.requireHashes !== "auto") return options.requireHashes === "true";
	return requirements.some(({ hashes }) => hashes.length > 0) || lines.some(({ values }) => values.require_hashes === true);
}
function artifactName(options, target) {
	if (options.artifactName !== "") return options.artifactName;
	return `azureml-${basename(options.codeDirectory).replace(/[^A-Za-z0-9._-]+/g, "-")}-${options.environmentName}-py${target.python}-${target.architecture}`;
}
// src/delivery/annotations.ts
const SHOWN = 9;
function annotate({ findings, complaints }, mount, options, host) {
	for (const severity of [
		"error",
		"warning",
		"notice"
	]) {
		const all = findings.filter((finding) => finding.severity === severity);
		for (const finding of all.slice(0, SHOWN)) host.log[severity](wordsOf(finding), placeOf(finding, mount, options));
		if (all.length > SHOWN) host.log[severity](`${plural(all.length - SHOWN, `more ${severity}`)}: all of them are in the summary and the report.`);
	}
	for (const complaint of complaints) host.log.warning(complaint);
}
function wordsOf({ message, hint }) {
	return hint === void 0 ? message : `${message} ${hint}`;
}
function placeOf({ check, requirement, file }, { location }, options) {
	if (requirement?.file) return {
		title: check,
		file: resolve(options.codeDirectory, requirement.file),
		line: requirement.line
	};
	return file === void 0 ? { title: check } : {
		title: check,
		file: resolve(location.directory, file)
	};
}
function whereOf({ requirement, file }, options) {
	if (requirement === void 0) return file ?? "";
	if (requirement.file === null) return "packages";
	return `${relative(options.workspace, resolve(options.codeDirectory, requirement.file))}:${requirement.line}`;
}
// src/delivery/report.ts
function report({ mount, target, verdict, times, more }) {
	const { inventory, location } = mount;
	const count = (severity) => verdict.findings.filter((one) => one.severity === severity).length;
	const document = {
		tool: `azureml-extra-packages ${VERSION}`,
		verdict: verdict.green ? "green" : "red",
		verified: verdict.verified,
		libraryPath: location.libraryPath,
		mountDigest: mountDigest(inventory.files.values()),
		target: {
			...target,
			image: target.image?.name ?? "",
			glibc: target.glibc.join(".")
		},
		installer: mount.build?.installer,
		counts: {
			errors: count("error"),
			warnings: count("warning"),
			notices: count("notice"),
			waived: verdict.waived.length,
			distributions: inventory.distributions.length,
			files: inventory.files.size
		},
		bytes: [...inventory.files.values()].reduce((sum, { size }) => sum + size, 0),
		times,
		...more,
		findings: verdict.findings,
		waived: verdict.waived,
		complaints: verdict.complaints,
		distributions: inventory.distributions.map(({ name, version }) => ({
			name,
			version
		}))
	};
	return `${JSON.stringify(document, void 0, 2)}\n`;
}
// src/delivery/summary.ts
const MARKS = {
	error: "❌",
	warning: "⚠️",
	notice: "ℹ️"
};
const LONGEST_TABLE = 200;
function summary(facts) {
	return `${[
		headline(facts),
		facts.verdict.green ? use(facts) : notDelivered(),
		findings(facts),
		packages(facts),
		details(facts)
	].filter((part) => part !== "").join("\n\n")}\n`;
}
function headline({ verdict, mount, target, options }) {
	const { green, verified } = verdict;
	const where = target.image ? `\`${target.image.name}\`` : `any image with Python ${target.python}`;
	const proof = verified === "full" ? `Proven under the container's import rules for ${where}, glibc ${target.glibc.join(".")} or newer.` : "Files are proven; **imports were not tried**, as there is no interpreter of the target here.";
	const caution = target.image ? "" : " No `image` was named: what the image itself brings was not looked at.";
	const name = `${basename(options.codeDirectory)}/${options.environmentName}`;
	const bytes = [...mount.inventory.files.values()].reduce((sum, { size }) => sum + size, 0);
	const size = `${plural(mount.inventory.distributions.length, "package")}, ${plural(mount.inventory.files.size, "file")}, ${humanBytes(bytes)}`;
	return `## ${green ? "✅" : "❌"} ${name}: ${green ? "ready to deploy" : "not ready"}\n\n${size}. ${proof}${caution}`;
}
function use({ mount, target, delivered, options }) {
	return `\`\`\`yaml\n${["environment_variables:", ...Object.entries(environmentVariables(mount.location, target)).map(([name, value]) => `  ${name}: ${value}`)].join("\n")}\n\`\`\`${delivered?.artifact ? `\n\nBy hand: download [${delivered.artifact.name}](${delivered.artifact.url}) and unpack it into the scoring directory:\n\n\`\`\`sh\nunzip ${delivered.artifact.name}.zip ${basename(delivered.archive)}\n${tarLine(delivered.archive, options)}\n\`\`\`` : ""}`;
}
function tarLine(archive, options) {
	const name = basename(archive);
	const directory = basename(options.mountParent);
	return name.endsWith(".zst") ? `tar --zstd -xf ${name} -C ${directory}` : `tar -xzf ${name} -C ${directory}`;
}
function notDelivered() {
	return "Nothing was placed, cached or uploaded; a mount of an earlier run still stands.";
}
function findings({ verdict, options }) {
	if (verdict.findings.length === 0) return verdict.waived.length === 0 ? "No findings." : waived(verdict);
	const rows = verdict.findings.slice(0, LONGEST_TABLE).map((finding) => row(finding, options));
	const more = verdict.findings.length - rows.length;
	const rest = more > 0 ? `\n\n${plural(more, "more finding")} in the report.` : "";
	return `### Findings\n\n${[
		"| | check | where | finding |",
		"|---|---|---|---|",
		...rows
	].join("\n")}${rest}${verdict.waived.length === 0 ? "" : `\n\n${waived(verdict)}`}`;
}
function row(finding, options) {
	return `| ${MARKS[finding.severity]} | ${finding.check} | ${cell(whereOf(finding, options))} | ${cell(wordsOf(finding))} |`;
}
function waived({ waived: off }) {
	const lines = off.map(({ check, distribution, message, reason }) => `- ${check} ${distribution ?? ""}: ${cell(message)} *${cell(reason)}*`);
	return `<details><summary>${plural(off.length, "finding")} turned off</summary>\n\n${lines.join("\n")}\n\n</details>`;
}
function packages({ mount }) {
	const sizes = sizesOf(mount.inventory);
	const table = [
		"| package | version | size | files |",
		"|---|---|---:|---:|",
		...mount.inventory.distributions.map(({ displayName, version, directory }) => ({
			displayName,
			version,
			...sizes.get(directory) ?? {
				bytes: 0,
				files: 0
			}
		})).sort((a, b) => b.bytes - a.bytes).slice(0, LONGEST_TABLE).map(({ displayName, version, bytes, files }) => `| ${displayName} | ${version} | ${humanBytes(bytes)} | ${files} |`)
	].join("\n");
	return `<details><summary>${plural(mount.inventory.distributions.length, "package")} by size</summary>\n\n${table}\n\n</details>`;
}
function details({ candidate, delivered, mount, times }) {
	const phases = Object.entries(times).map(([name, time]) => `${name} ${humanSeconds(time)}`);
	return [
		candidate ? `- Cache: **${candidate.cacheOutcome}**, ${candidate.cacheReason}${delivered?.cacheProblem ? ` (not saved: ${delivered.cacheProblem})` : ""}` : "",
		mount.build ? `- Installer: ${mount.build.installer.name} ${mount.build.installer.version}: ${mount.build.installer.reason}` : "",
		delivered ? `- Mount digest: \`${delivered.manifest.mountDigest}\`` : "",
		phases.length > 0 ? `- Times: ${phases.join(", ")}` : ""
	].filter((line) => line !== "").join("\n");
}
function cell(text) {
	return text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replace(/\s+/g, " ");
}
// src/result.ts
async function resultOf(story, host) {
	const { verdict, mount, options, location } = story;
	annotate(verdict, mount, options, host);
	const reportFile = writeReport(story, host);
	const errors = verdict.findings.filter(({ severity }) => severity === "error").length;
	const others = verdict.findings.length - errors;
	const rest = others === 0 ? "" : `, ${plural(others, "other finding")}`;
	if (verdict.green) host.log.info(`Green${rest}. AZUREML_EXTRA_PYTHON_LIB_PATH=${location.libraryPath}`);
	else host.log.info(`Red: ${plural(errors, "error")}${rest}.`);
	return {
		exitCode: verdict.green ? ExitCode.green : ExitCode.findings,
		outputs: {
			...outputsOf(story),
			"report-file": reportFile
		},
		summary: summary(story)
	};
}
function writeReport({ mount, target, verdict, candidate, times, options, location }, host) {
	const directory = candidate?.outputDirectory ?? (options.outputDirectory || host.outputDirectory(`verify-${options.environmentName}`));
	const file = join(directory, "report.json");
	const more = {
		cacheOutcome: candidate?.cacheOutcome ?? "off",
		cacheReason: candidate?.cacheReason ?? ""
	};
	mkdirSync(directory, { recursive: true });
	writeFileSync(file, report({
		mount: {
			...mount,
			location
		},
		target,
		verdict,
		times,
		more
	}));
	return file;
}
function outputsOf({ verdict, target, python, location, mount, candidate, delivered }) {
	const outcome = candidate?.cacheOutcome ?? "off";
	const always = {
		...emptyOutputs(),
		"cache-hit": String(outcome === "hit"),
		"cache-outcome": outcome,
		"python-version": python?.version ?? ""
	};
	if (!verdict.green) return always;
	const variables = environmentVariables(location, target);
	return {
		...always,
		AZUREML_EXTRA_PYTHON_LIB_PATH: location.libraryPath,
		"environment-variables": JSON.stringify(variables),
		"set-arguments": setArguments(variables),
		"mount-directory": location.directory,
		"mount-digest": mountDigest(mount.inventory.files.values()),
		"manifest-file": mount.manifest || delivered ? manifestOf(location) : "",
		"lock-file": delivered?.lockFile ?? "",
		"archive-file": delivered?.archive ?? "",
		"artifact-id": delivered?.artifact?.id ?? "",
		"artifact-name": delivered?.artifact?.name ?? "",
		"artifact-url": delivered?.artifact?.url ?? "",
		"artifact-digest": delivered?.artifact?.digest ?? "",
		verified: verdict.verified
	};
}
// src/prove-existing.ts
async function proveExisting(options, clock, host) {
	const { location, manifest, target } = find(options);
	const mount = await clock.time("read", async () => read(location, manifest));
	const subject = {
		options,
		target,
		mount
	};
	const python = await interpreterOr(options, target, host);
	return await resultOf({
		options,
		target,
		python,
		location,
		mount,
		verdict: await clock.time("verify", async () => verify(subject, await takeTestimony(subject, python, host))),
		candidate: void 0,
		delivered: void 0,
		times: clock.times
	}, host);
}
function find(options) {
	const asked = chooseTarget(options);
	const named = options.pythonVersion !== "" || options.image !== "";
	const environmentDirectory = join(options.mountParent, options.environmentName);
	const manifest = readManifest(manifestOf({ environmentDirectory }));
	const minor = manifest?.target.python ?? (named ? asked.python : onlyMinorIn(environmentDirectory) ?? asked.python);
	const location = locate(options, minor);
	if (!existsSync(location.directory)) throw notThere(location, options);
	return {
		location,
		manifest,
		target: targetFor(manifest, asked, minor, options)
	};
}
function targetFor(manifest, asked, minor, options) {
	const image = options.image || manifest?.target.image || "";
	return {
		...image === options.image ? asked : chooseTarget({
			...options,
			image,
			pythonVersion: ""
		}),
		python: minor
	};
}
function onlyMinorIn(environmentDirectory) {
	const folders = foldersIn(join(environmentDirectory, "lib")).filter((name) => /^python3\.[0-9]+$/.test(name));
	return folders.length === 1 ? folders[0]?.slice(6) : void 0;
}
function foldersIn(directory) {
	try {
		return readdirSync(directory);
	} catch (error) {
		if (isSystemError(error, "ENOENT", "ENOTDIR")) return [];
		throw error;
	}
}
function notThere({ directory, libraryPath, environmentDirectory }, options) {
	const there = foldersIn(join(environmentDirectory, "lib"));
	return new UserError(`There is no mount at ${directory}.${there.length > 0 ? ` ${environmentDirectory} holds lib/${there.join(", lib/")}.` : ""}`, { hint: `In the container ${libraryPath}, relative to ${options.scoringDirectory}, would not be found: exit code 97. Build or restore first.` });
}
function read(location, manifest) {
	const outside = manifest?.distributions.map(({ name, outside: paths }) => [name, paths.map(bareRow)]) ?? [];
	const directUrls = manifest?.distributions.map(({ name, directUrl }) => [name, directUrl]) ?? [];
	return {
		location,
		inventory: takeInventory(location.directory),
		requirements: manifest?.requirements ?? [],
		stagedAway: {
			outside: Object.fromEntries(outside),
			directUrls: Object.fromEntries(directUrls)
		},
		manifest,
		build: void 0
	};
}
function bareRow(path) {
	return {
		path,
		hash: void 0,
		size: void 0
	};
}
async function interpreterOr(options, target, host) {
	try {
		return await findInterpreter(options.pythonVersion === "" ? target.python : pythonRange(options, target), options.python, host);
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		host.log.warning(`Imports and dependencies are not tried: ${messageOf(error)}`);
		return;
	}
}
// src/restore.ts
const GENERATIONS = [
	"",
	"-again",
	"-once-more"
];
async function restore(plan, outputDirectory, host) {
	const saveKey = plan.key.text;
	const nothing = {
		mount: void 0,
		testimony: void 0
	};
	const change = whatChangedSince(plan, outputDirectory);
	const off = whyOff(plan, host);
	if (off !== void 0) return {
		...nothing,
		saveKey,
		outcome: "off",
		reason: off
	};
	let damage;
	for (const generation of GENERATIONS) {
		const key = saveKey + generation;
		const opened = await open(key, plan, outputDirectory, host);
		if (opened === void 0) {
			const missed = {
				...nothing,
				saveKey: key
			};
			if (damage === void 0) return {
				...missed,
				outcome: "miss",
				reason: change ?? "nothing is saved under this key."
			};
			return {
				...missed,
				outcome: "rebuilt",
				reason: `the entry was damaged: ${damage}`
			};
		}
		if (typeof opened !== "string") return {
			...opened,
			saveKey: key,
			outcome: "hit",
			reason: "same key, and every byte is as its manifest says."
		};
		damage = opened;
		discard(plan.location.environmentDirectory);
		host.log.warning(`The cache entry is damaged and is not used: ${damage}`);
	}
	return {
		...nothing,
		saveKey,
		outcome: "rebuilt",
		reason: `every entry was damaged: ${damage}`
	};
}
async function open(key, plan, directory, host) {
	rmSync(directory, {
		recursive: true,
		force: true
	});
	mkdirSync(directory, { recursive: true });
	const found = await host.cache?.restore(key, directory);
	writeFileSync(join(directory, PLAN), JSON.stringify(plan.key.ingredients, void 0, 2));
	if (!found) return void 0;
	const opened = await openPack(directory, plan, host);
	return typeof opened === "string" ? opened : whatDiffers(opened.mount) ?? opened;
}
function whyOff({ options, key }, host) {
	if (options.cache === "off") return "as the input cache or the event says.";
	if (key.uncacheable !== void 0) return `${key.uncacheable}, whose content no key can stand for.`;
	return host.cache === void 0 ? "there is no cache service here." : void 0;
}
function whatDiffers({ inventory, manifest }) {
	const [first] = notItsManifest.find({
		inventory,
		manifest
	});
	return first?.message;
}
const PLAN = "plan.json";
function whatChangedSince({ key }, outputDirectory) {
	const file = join(outputDirectory, PLAN);
	if (!existsSync(file)) return void 0;
	try {
		const changes = whatChanged(JSON.parse(readFileSync(file, "utf8")), key.ingredients);
		return changes.length === 0 ? void 0 : `since the last run ${changes.join("; ")}.`;
	} catch {
		return;
	}
}
// src/show-plan.ts
function showPlan(plan, host) {
	const { location, python, target, key, artifactName, options } = plan;
	const facts = [
		["mount", location.directory],
		["library path", location.libraryPath],
		["interpreter", `${python.path} (${python.version})`],
		["target", `Python ${target.python}, glibc ${target.glibc.join(".")}, ${target.architecture}${target.image ? `, ${target.image.name}` : ""}`],
		["cache", `${options.cache}${key.uncacheable ? `, but ${key.uncacheable}` : ""}`],
		["artifact", options.upload ? artifactName : "not uploaded"],
		["cache key", key.text]
	];
	const ingredients = key.ingredients.map(({ name, value }) => [`  ${name}`, value]);
	const lines = [...facts, ...ingredients].map(([name, value]) => `${name}: ${value}`);
	for (const line of lines) host.log.info(line);
	const outputs = {
		...emptyOutputs(),
		"python-version": python.version
	};
	return {
		exitCode: ExitCode.green,
		outputs,
		summary: `## Plan\n\n\`\`\`\n${lines.join("\n")}\n\`\`\`\n`
	};
}
// src/job.ts
async function job(raw, host) {
	const clock = new Clock();
	const options = readOptions(raw, host);
	if (options.mode === "verify") return await proveExisting(options, clock, host);
	const plan = await clock.time("plan", () => makePlan(options, host));
	if (options.dryRun) return showPlan(plan, host);
	const { candidate, testimony } = await obtain(plan, clock, host);
	const verdict = await clock.time("verify", () => prove(candidate, testimony, plan, host));
	const delivered = await clock.time("deliver", () => deliver(candidate, verdict, plan, host));
	return await resultOf({
		...plan,
		mount: candidate.mount,
		verdict,
		candidate,
		delivered,
		times: clock.times
	}, host);
}
async function obtain(plan, clock, host) {
	const { environmentDirectory } = plan.location;
	const recovered = recoverPlacement(environmentDirectory);
	if (recovered) host.log.info(recovered);
	requireOurs(environmentDirectory);
	const outputDirectory = plan.options.outputDirectory || host.outputDirectory(plan.artifactName);
	const restored = await clock.time("restore", () => restore(plan, outputDirectory, host));
	host.log.info(`Cache ${restored.outcome}: ${restored.reason}`);
	const mount = restored.mount ?? await clock.time("build", () => build(plan, host));
	const { outcome: cacheOutcome, reason: cacheReason, saveKey } = restored;
	return {
		candidate: {
			mount,
			cacheOutcome,
			cacheReason,
			saveKey,
			outputDirectory
		},
		testimony: restored.testimony
	};
}
async function prove({ mount }, known, plan, host) {
	const subject = {
		options: plan.options,
		target: plan.target,
		mount
	};
	return verify(subject, known ?? await takeTestimony(subject, plan.python, host));
}
// src/boundary.ts
const ISSUES = "the repository's issue tracker";
async function runJob(raw, host) {
	try {
		const { exitCode, outputs, summary } = await job(raw, host);
		await host.publish(outputs, summary);
		return exitCode;
	} catch (thrown) {
		const errors = userErrorsOf(thrown);
		const message = errors.length > 0 ? errors.map((error) => tell(error, host)).join("\n") : tellBug(thrown, host);
		await host.publish({
			...emptyOutputs(),
			error: message
		}, `## ❌ Not built\n\n${quoted(message)}\n`);
		return errors[0]?.exitCode ?? ExitCode.bug;
	} finally {
		await host.dispose();
	}
}
function tell({ message, hint, place }, host) {
	const text = hint === void 0 ? message : `${message}\n${hint}`;
	host.log.error(text, place);
	return text;
}
function tellBug(thrown, host) {
	const message = `This is a bug of azureml-extra-packages: ${messageOf(thrown)}`;
	host.log.error(`${message}\nPlease report it to ${ISSUES}, with the log of a run with debug logging.`);
	host.log.debug(thrown instanceof Error ? thrown.stack ?? "" : String(thrown));
	return message;
}
function quoted(text) {
	return text.split("\n").map((line) => `> ${line.replaceAll("<", "&lt;")}`).join("\n");
}
// src/runner/capture.ts
const capture = async (command, args, { environment, directory }) => {
	const { exitCode, stdout, stderr } = await getExecOutput(`"${command}"`, [...args], {
		env: environment,
		...directory === void 0 ? {} : { cwd: directory },
		silent: true,
		ignoreReturnCode: true,
		input: Buffer.alloc(0)
	});
	if (exitCode !== 0) throw new Error(stderr.trim().split("\n").at(-1) || `${command} ended with exit code ${exitCode}`);
	return stdout;
};
// src/runner/files.ts
const copied = (from, to) => copyFile(from, to, constants.COPYFILE_FICLONE);
const linked = async (from, to) => {
	try {
		await link(from, to);
	} catch (error) {
		if (!isSystemError(error, "EXDEV", "EPERM", "EMLINK", "ENOTSUP", "EOPNOTSUPP", "EACCES")) throw error;
		await copied(from, to);
	}
};
async function placeTree(from, to, placeFile) {
	await mkdir(to, { recursive: true });
	for (const entry of await readdir(from, { withFileTypes: true })) {
		const [source, target] = [join(from, entry.name), join(to, entry.name)];
		if (entry.isDirectory()) await placeTree(source, target, placeFile);
		else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
		else await placeFile(source, target);
	}
}
async function moveContents(from, to) {
	await mkdir(to, { recursive: true });
	try {
		for (const name of await readdir(from)) await rename(join(from, name), join(to, name));
	} catch (error) {
		if (!isSystemError(error, "EXDEV")) throw error;
		await placeTree(from, to, copied);
	}
}
async function emptyDirectory(directory) {
	const names = await readdir(directory).catch(() => []);
	for (const name of names) await remove(join(directory, name));
}
async function remove(path) {
	await rm(path, {
		recursive: true,
		force: true,
		maxRetries: 3
	}).catch(() => {});
}
// src/runner/text.ts
const SHORTEST_SECRET = 4;
function maskableParts(secret) {
	return secret.split(/\r?\n/).filter((line) => line.trim().length >= SHORTEST_SECRET);
}
var Masks = class {
	#secrets = new Set();
	add(secret) {
		for (const part of maskableParts(secret)) this.#secrets.add(part);
	}
	apply(text) {
		return [...this.#secrets].sort((a, b) => b.length - a.length).reduce((shown, secret) => shown.replaceAll(secret, "***"), text);
	}
};
function shownPath(file, directory) {
	const path = relative(directory, file);
	return path === "" || path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path) ? file : path.replaceAll(sep, "/");
}
function cutAtLineEnd(text, limit, word) {
	const bytes = Buffer.from(text);
	if (bytes.length <= limit) return text;
	const lastLineEnd = bytes.lastIndexOf("\n", limit - Buffer.byteLength(word) - 1);
	return bytes.subarray(0, lastLineEnd + 1).toString() + word;
}
function pathPart(name) {
	const safe = name.replace(/[^\w.+-]/g, "-").replace(/^\.+/, "-");
	return safe === "" ? "-" : safe;
}
// src/runner/run.ts
const OUTPUT_LIMIT = 2 * 2 ** 20;
const LINE_LIMIT = 2 ** 16;
const STRAGGLERS_MILLISECONDS = 5e3;
function runner(log) {
	return async (command, args, options) => {
		const output = new Output((line) => log.info(line));
		const child = await start(command, args, options);
		const ended = lastWord(child);
		await Promise.all([child.stdout, child.stderr].map((stream) => stream && readLines(stream, output)));
		const { code, signal } = await ended;
		if (signal === null) return {
			exitCode: code ?? 0,
			output: output.text()
		};
		output.add(`${command} was ended by ${signal}${signal === "SIGKILL" ? "; usually the memory was not enough" : ""}.`);
		return {
			exitCode: 128 + constants$1.signals[signal],
			output: output.text()
		};
	};
}
async function start(command, args, options) {
	try {
		const child = spawn(command, args, {
			env: options.environment,
			cwd: options.directory,
			stdio: [
				"ignore",
				"pipe",
				"pipe"
			],
			windowsHide: true
		});
		await new Promise((resolve, reject) => child.once("spawn", resolve).once("error", reject));
		return child;
	} catch (error) {
		throw new UserError(`${command} cannot be started: ${whyNotStarted(error, options.directory)}.`, { cause: error });
	}
}
function whyNotStarted(error, directory) {
	if (isSystemError(error, "ENOENT")) {
		if (directory !== void 0 && !existsSync(directory)) return `the directory ${directory} does not exist`;
		return "there is no such program";
	}
	if (isSystemError(error, "EACCES")) return "it may not be executed";
	return messageOf(error);
}
async function lastWord(child) {
	child.on("error", () => {});
	return await new Promise((resolve) => {
		child.once("exit", (code, signal) => {
			const letGo = setTimeout(() => {
				child.stdout?.destroy();
				child.stderr?.destroy();
			}, STRAGGLERS_MILLISECONDS);
			child.once("close", () => clearTimeout(letGo));
			resolve({
				code,
				signal
			});
		});
	});
}
function readLines(stream, output) {
	let pending = "";
	stream.setEncoding("utf8");
	stream.on("data", (text) => {
		const lines = (pending + text).split("\n");
		pending = lines.pop() ?? "";
		for (const line of lines) output.add(line);
		if (pending.length < LINE_LIMIT) return;
		output.add(pending);
		pending = "";
	});
	return new Promise((resolve) => {
		stream.once("close", () => {
			if (pending !== "") output.add(pending);
			resolve();
		});
	});
}
var Output = class {
	#show;
	#lines = [];
	#length = 0;
	constructor(show) {
		this.#show = show;
	}
	add(raw) {
		const line = raw.replace(/\r+$/, "").replace(/^.*\r/s, "");
		this.#show(line);
		this.#lines.push(line);
		this.#length += line.length + 1;
		if (this.#length > 2 * OUTPUT_LIMIT) this.#forget();
	}
	text() {
		this.#forget();
		return this.#lines.map((line) => `${line}\n`).join("");
	}
	#forget() {
		let first = 0;
		while (this.#length > OUTPUT_LIMIT) {
			this.#length -= (this.#lines[first]?.length ?? 0) + 1;
			first += 1;
		}
		if (first > 0) this.#lines = this.#lines.slice(first);
	}
};
export { isSystemError as C, OPTIONS as E, UserErrors as S, userErrorsOf as T, VERSION as _, pathPart as a, ExitCode as b, emptyDirectory as c, placeTree as d, remove as f, unknownInputs as g, IMAGES as h, maskableParts as i, linked as l, runJob as m, Masks as n, shownPath as o, capture as p, cutAtLineEnd as r, copied as s, runner as t, moveContents as u, CHECKS as v, messageOf as w, UserError as x, nearest as y };
