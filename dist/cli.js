#!/usr/bin/env node
import "./memory.js";
import { C as OPTIONS, S as IMAGES, _ as unknownInputs, a as shownPath, b as userCacheDirectory, c as Leaving, g as runJob, h as capture, i as pathPart, l as copied, m as remove, o as start, p as placeTree, s as runner, t as Masks, u as emptyDirectory, v as CHECKS, w as nearest, x as emptyOutputs, y as shortHash } from "./text.js";
import { f as UserError, g as messageOf, h as isSystemError, p as UserErrors, u as ExitCode, v as userErrorsOf } from "./slabs.js";
import { t as VERSION } from "./version.js";
import { join, resolve } from "node:path";
import { randomUUID } from "node:crypto";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { mkdir, readdir, rename, stat, utimes } from "node:fs/promises";
import { styleText } from "node:util";
// src/runner/terminal-cache.ts
const KEPT_ENTRIES = 20;
const PASSING = ".passing-";
const LEFT_BEHIND_MILLISECONDS = 864e5;
function terminalCache(log, root) {
	const entryOf = (key) => join(root, `${pathPart(key).slice(0, 60)}-${shortHash(key)}`);
	return {
		async restore(key, directory) {
			const entry = entryOf(key);
			try {
				await touch(entry);
				await placeTree(entry, directory, copied);
				return "found";
			} catch (error) {
				await emptyDirectory(directory);
				if (isSystemError(error, "ENOENT")) return "absent";
				log.warning(`Cache: ${key} could not be restored: ${messageOf(error)}`);
				return "unusable";
			}
		},
		async save(key, directory) {
			const fresh = passing(root);
			try {
				await mkdir(root, { recursive: true });
				await placeTree(directory, fresh, copied);
				await touch(fresh);
				await replace(entryOf(key), fresh, root);
				await prune(root);
				return;
			} catch (error) {
				await remove(fresh);
				return messageOf(error);
			}
		}
	};
}
function passing(root) {
	return join(root, `${PASSING}${randomUUID()}`);
}
async function touch(path) {
	const now = new Date();
	await utimes(path, now, now);
}
async function replace(entry, fresh, root) {
	await discard(entry, root);
	try {
		await rename(fresh, entry);
	} catch (error) {
		if (!isSystemError(error, "ENOTEMPTY", "EEXIST", "EPERM")) throw error;
		await remove(fresh);
	}
}
async function discard(entry, root) {
	const leaving = passing(root);
	try {
		await rename(entry, leaving);
	} catch (error) {
		if (isSystemError(error, "ENOENT")) return;
		throw error;
	}
	await remove(leaving);
}
async function prune(root) {
	const names = await readdir(root);
	const aged = await Promise.all(names.map(async (name) => ({
		name,
		used: await lastUse(join(root, name))
	})));
	const isPassing = ({ name }) => name.startsWith(PASSING);
	const left = aged.filter((item) => isPassing(item) && Date.now() - item.used > LEFT_BEHIND_MILLISECONDS);
	const entries = aged.filter((item) => !isPassing(item)).sort((a, b) => b.used - a.used);
	for (const { name } of left) await remove(join(root, name));
	for (const { name } of entries.slice(KEPT_ENTRIES)) await discard(join(root, name), root);
}
async function lastUse(path) {
	return await stat(path).then(({ mtimeMs }) => mtimeMs, () => Date.now());
}
// src/runner/terminal-log.ts
function terminalLog(workspace, masks, environment) {
	const coloured = process.stderr.isTTY === true && !environment.NO_COLOR;
	let depth = 0;
	const styled = (style, text) => coloured ? styleText(style, text, { validateStream: false }) : text;
	const print = (text, show = (line) => line) => {
		for (const line of masks.apply(text).split("\n")) process.stderr.write(line === "" ? "\n" : `${"  ".repeat(depth)}${show(line)}\n`);
	};
	const annotate = (word, style) => (message, place) => {
		const where = whereIs(place, workspace);
		const text = [
			word,
			where !== void 0 && (message.startsWith(where) || message.startsWith(place?.file ?? where)) ? "" : where,
			place?.title,
			message
		].filter(Boolean).join(": ");
		print(text, (line) => line.startsWith(`${word}:`) ? styled(style, `${word}:`) + line.slice(word.length + 1) : line);
	};
	return {
		info: (message) => print(message),
		debug: (message) => {
			if (environment.RUNNER_DEBUG === "1") print(message, (line) => styled("dim", `debug: ${line}`));
		},
		notice: annotate("notice", "cyan"),
		warning: annotate("warning", "yellow"),
		error: annotate("error", "red"),
		async group(title, work) {
			print(title, (line) => styled("bold", line));
			depth += 1;
			try {
				return await work();
			} finally {
				depth -= 1;
			}
		},
		mask: (secret) => masks.add(secret)
	};
}
function whereIs(place, workspace) {
	if (place?.file === void 0) return void 0;
	const file = shownPath(place.file, workspace);
	return place.line === void 0 ? file : `${file}:${place.line}`;
}
// src/runner/terminal.ts
const NAME = "azureml-extra-packages";
function terminalHost({ json, workspace: given }) {
	for (const stream of [process.stdout, process.stderr]) stream.on("error", unlessNobodyReads);
	const environment = Object.freeze({ ...process.env });
	const workspace = resolve(given);
	const masks = new Masks();
	const log = terminalLog(workspace, masks, environment);
	const ours = userCacheDirectory(NAME, environment);
	const toolDirectory = join(ours, "tools");
	const leaving = new Leaving();
	const temporary = leaving.directory(join(tmpdir(), `${NAME}-`));
	return {
		kind: "terminal",
		workspace,
		temporary,
		toolDirectory,
		draft: (parent = toolDirectory) => leaving.directory(join(parent, ".fetching-")),
		environment,
		atEnd: (work) => leaving.atEnd(work),
		event: {
			name: "terminal",
			ref: "",
			repository: "",
			commit: headCommit(workspace),
			fromFork: false,
			selfHosted: false
		},
		log,
		cache: terminalCache(log, join(ours, "entries")),
		artifacts: void 0,
		warmUp: () => {},
		outputDirectory: (artifactName) => join(ours, "output", `${shortHash(workspace)}-${pathPart(artifactName)}`),
		run: runner(log),
		start,
		capture,
		restoreCommandFiles: () => [],
		publish: (outputs) => {
			const shown = Object.entries(outputs).map(([name, value]) => [name, masks.apply(value)]);
			const lines = shown.filter(([, value]) => value !== "").map(([name, value]) => `${name}=${oneLine(value)}\n`);
			process.stdout.write(json ? `${JSON.stringify(Object.fromEntries(shown), null, 2)}\n` : lines.join(""));
		},
		summarise: () => {},
		onSignal: (report) => leaving.onSignal(report),
		dispose: () => remove(temporary)
	};
}
function headCommit(directory) {
	try {
		return execFileSync("git", [
			"rev-parse",
			"--verify",
			"--quiet",
			"HEAD"
		], {
			cwd: directory,
			encoding: "utf8",
			stdio: [
				"ignore",
				"pipe",
				"ignore"
			]
		}).trim();
	} catch {
		return "";
	}
}
function oneLine(value) {
	return /[\r\n]/.test(value) ? JSON.stringify(value) : value;
}
function unlessNobodyReads(error) {
	if (!isSystemError(error, "EPIPE")) throw error;
}
// src/cli/explain.ts
function explain(id) {
	if (id === void 0) return CHECKS.map((check) => `${check.id.padEnd(4)} ${check.severity.padEnd(8)} ${check.title}`).join("\n");
	const check = CHECKS.find((one) => one.id === id.toUpperCase());
	if (check === void 0) throw new UserError(`There is no check "${id}".`, { hint: `The ids are ${CHECKS.map((one) => one.id).join(", ")}.` });
	return `${check.id} (${check.severity}): ${check.title}\n\n${check.explanation}`;
}
// src/cli/flags.ts
function readFlags(words, mode) {
	const values = {};
	const problems = [];
	let json = false;
	for (const { name, value } of flagsIn(words)) {
		const spec = OPTIONS.find((one) => one.name === name);
		if (name === "json") json = true;
		else if (name === "write") values.write = "true";
		else if (name === void 0) problems.push(new UserError(`"${value}" stands alone.`, { hint: "Inputs are given as --name value." }));
		else if (spec === void 0 || spec.name === "mode" && mode !== "preinstalled") problems.push(...asFlags(unknownInputs([name])));
		else if (spec.kind === "boolean") values[spec.name] = value ?? "true";
		else if (value === void 0) problems.push(new UserError(`--${spec.name} needs a value.`, { hint: `Write --${spec.name} <${spec.kind}>.` }));
		else values[spec.name] = spec.kind === "lines" && values[spec.name] ? `${values[spec.name]}\n${value}` : value;
	}
	if (problems.length > 0) throw new UserErrors(problems);
	return {
		json,
		values
	};
}
function* flagsIn(words) {
	const waiting = [...words];
	for (let word = waiting.shift(); word !== void 0; word = waiting.shift()) {
		const [, name, inline] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
		if (name === void 0) yield {
			name,
			value: word
		};
		else if (inline !== void 0 || standsAlone(name)) yield {
			name,
			value: inline
		};
		else yield {
			name,
			value: waiting[0]?.startsWith("--") ? void 0 : waiting.shift()
		};
	}
}
function standsAlone(name) {
	if (name === "json" || name === "write") return true;
	return OPTIONS.some((spec) => spec.name === name && spec.kind === "boolean");
}
function asFlags(errors) {
	return errors.map(({ message, hint }) => new UserError(message.replace("input", "flag").replace("\"", "\"--"), { hint }));
}
// src/cli/help.ts
const OVERVIEW = `azureml-extra-packages: Python packages for scoring scripts on Azure ML prebuilt inference images.

Commands
  build            build the packages of a code directory, prove them, place and archive them;
                   with --mode dynamic, try the requirements file as the image would install it
  restore          unpack an archive into its place, and prove it
  verify           prove packages that are in their place, byte by byte
  images           list the catalogue of images
  explain [ID]     what a check looks for, what happens in the container, how to fix it
  help [COMMAND]   the flags of build, restore and verify

  --write          update the deployment file in place instead of showing what would be written
  --json           print the outputs as one JSON object on standard output

Exit codes: 0 green, 1 findings, 2 input, 3 installation, 4 delivery, 70 a bug of this tool.
`;
function help(verb) {
	const mode = {
		build: "preinstalled",
		restore: "restore",
		verify: "verify"
	}[verb ?? ""];
	if (mode === void 0) return OVERVIEW;
	return `azureml-extra-packages ${verb} [flags]\n\n${OPTIONS.filter(({ name, modes }) => name !== "mode" && (modes === void 0 || modes.includes(mode))).map((spec) => `  --${spec.name}${spec.kind === "boolean" ? "" : ` <${spec.kind}>`}\n${wrapped(spec)}`).join("\n")}\n  --write\n      Bring the deployment file up to date in place; without it, what would be written is shown.\n  --json\n      Print the outputs as one JSON object on standard output.\n`;
}
function wrapped({ description, default: value, defaultText }) {
	const shown = defaultText ?? value;
	const text = `${description}${shown === "" ? "" : ` Default: ${shown}.`}`.replaceAll("`", "");
	const lines = [""];
	for (const word of text.split(" ")) {
		if (`${lines.at(-1)} ${word}`.length > 100) lines.push("");
		lines[lines.length - 1] = `${lines.at(-1)} ${word}`.trim();
	}
	return lines.map((line) => `      ${line}`).join("\n");
}
// src/cli/images.ts
const COLUMNS = [
	"image",
	"Python",
	"glibc",
	"server",
	"reads the variable",
	"state"
];
function listImages(json) {
	if (json) return JSON.stringify(IMAGES, void 0, 2);
	const rows = IMAGES.map(({ name, python, pythonFull, glibc, server, honours, status }) => [
		name,
		pythonFull ?? python,
		glibc?.join(".") ?? "?",
		server ?? "?",
		{
			honours: "yes",
			cut: "no",
			unknown: "not known"
		}[honours],
		`${status.state} ${status.date}`
	]);
	const widths = COLUMNS.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
	const line = (cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd();
	return [line(COLUMNS), ...rows.map(line)].join("\n");
}
// src/cli/command.ts
const VERBS = {
	build: (words) => runMode("preinstalled", words),
	restore: (words) => runMode("restore", words),
	verify: (words) => runMode("verify", words),
	images: (words) => print(listImages(words.includes("--json"))),
	explain: ([id]) => print(explain(id)),
	help: ([verb]) => print(help(verb))
};
async function runCommand(words) {
	const [verb = "help", ...rest] = words;
	if (verb === "--version") return print(VERSION);
	if (verb === "--help" || verb === "-h") return print(help(void 0));
	if (rest.includes("--help") || rest.includes("-h")) return print(help(verb));
	const work = Object.hasOwn(VERBS, verb) ? VERBS[verb] : void 0;
	try {
		if (work !== void 0) return await work(rest);
	} catch (thrown) {
		return refuse(thrown, rest.includes("--json"));
	}
	const meant = nearest(verb, Object.keys(VERBS));
	complain(`There is no command "${verb}".`, meant ? `Did you mean "${meant}"?` : `Commands: ${Object.keys(VERBS).join(", ")}.`);
	return ExitCode.input;
}
async function runMode(mode, words) {
	const { json, values } = readFlags(words, mode);
	const raw = {
		...values,
		mode: values.mode ?? mode
	};
	const host = terminalHost({
		json,
		workspace: process.cwd()
	});
	return await runJob(raw, host);
}
function refuse(thrown, json) {
	const errors = userErrorsOf(thrown);
	if (errors.length === 0) throw thrown;
	const error = errors.map(({ message, hint }) => hint ? `${message}\n${hint}` : message).join("\n");
	if (json) print(JSON.stringify({
		...emptyOutputs(),
		error
	}, void 0, 2));
	for (const { message, hint } of errors) complain(message, hint ?? "");
	return ExitCode.input;
}
function print(text) {
	process.stdout.write(`${text.trimEnd()}\n`);
	return ExitCode.green;
}
function complain(message, hint) {
	process.stderr.write(`error: ${message}\n${hint === "" ? "" : `  ${hint}\n`}`);
}
// src/cli.ts
process.exitCode = await runCommand(process.argv.slice(2));
export {};
