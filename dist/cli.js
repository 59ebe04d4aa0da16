#!/usr/bin/env node
import "./memory.js";
import { A as isAvailable, B as programName, C as lastErrorOf, F as readSampleRequest, G as IMAGES, H as isRecord, I as Inputs, L as OPTIONS, M as EngineError, N as readOptions, O as placeTree, R as CHECKS, S as startWithMount, T as emptyDirectory, U as parseYaml, V as sha256, W as readUtf8, _ as partsOf, a as startForeign, b as emptyOutputs, c as CommandFiles, d as withoutCommands, f as Masks, g as findExistingMount, h as withInstanceType, i as loggedTool, j as obtainImage, k as remove, l as githubLog, m as shownPath, n as runTask, o as writeOutputs, p as pathPart, r as Cleanup, s as writeSummary, t as runJob, u as jsonWithoutCommands, v as shortHash, w as copied, x as startAndAsk, y as userCacheDirectory, z as requireCheck } from "./run.js";
import { A as ExitCode, C as humanSeconds, D as plural, F as isSystemError, I as messageOf, L as orNothing, M as UserError, N as UserErrors, R as userErrorsOf, S as humanBytes, T as nearest, j as Problems, s as askTool, w as literal, x as didYouMean } from "./chunks.js";
import { t as VERSION } from "./version.js";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { mkdir, readdir, rename, stat, utimes } from "node:fs/promises";
import { parseArgs, styleText } from "node:util";
// src/inputs/deployment-list.ts
const LISTED_INPUTS = [
	"code-directory",
	"scoring-script",
	"deployment-file",
	"image",
	"python-version",
	"environment-name",
	"requirements",
	"packages",
	"slim",
	"checks",
	"smoke-test",
	"audit",
	"max-size"
];
const KNOWN = ["name", ...LISTED_INPUTS];
const NAME$2 = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
function readDeploymentList(file) {
	const yaml = parseYaml(file, readUtf8(file), "failsafe");
	const problems = new Problems();
	if (!Array.isArray(yaml.value) || yaml.value.length === 0) throw new UserError("The file is not a list of deployments.", {
		file,
		line: 1,
		hint: "Write a sequence of mappings: - code-directory: models/iris."
	});
	const deployments = yaml.value.flatMap((entry, index) => problems.collectAll(() => deploymentOf(entry, index, yaml)) ?? []);
	requireUniqueNames(deployments, file, problems);
	problems.throwIfAny();
	return deployments;
}
function deploymentOf(entry, index, yaml) {
	const line = lineOfEntry(yaml, index);
	const refuse = (message, hint) => new UserError(message, {
		file: yaml.file,
		line,
		hint
	});
	if (!isRecord(entry)) throw refuse("A deployment is not a mapping.", "Write - code-directory: models/iris.");
	for (const key of Object.keys(entry)) {
		if (KNOWN.includes(key)) continue;
		const meant = nearest(key, KNOWN);
		const hint = meant === void 0 ? `The fields are ${KNOWN.join(", ")}.` : `Did you mean "${meant}"?`;
		throw refuse(`A deployment has no field "${key}".`, hint);
	}
	const read = (key) => textOf$1(entry[key], () => refuse(`${key} is not a text.`, "Write a text or a list."));
	const inputs = Object.fromEntries(LISTED_INPUTS.map((key) => [key, read(key)]));
	const place = inputs["code-directory"] || inputs["deployment-file"];
	if (place === "") throw refuse("A deployment has no code-directory.", "Add code-directory, or deployment-file.");
	const name = read("name") || place.replace(/^\.\/|\/+$/g, "").replaceAll("/", "--");
	if (!NAME$2.test(name)) throw refuse(`"${name}" cannot be the name of a deployment.`, "Set name to letters, digits, periods, - and _.");
	return {
		name,
		inputs,
		line
	};
}
function textOf$1(value, refuse) {
	if (value === void 0 || value === null) return "";
	if (Array.isArray(value)) return value.map((item) => textOf$1(item, refuse)).join("\n");
	if (typeof value === "object") throw refuse();
	return String(value).trim();
}
function lineOfEntry({ document, lineOf }, index) {
	return lineOf(document.getIn([index], true));
}
function requireUniqueNames(deployments, file, problems) {
	const first = new Map();
	for (const deployment of deployments) {
		const { name, line } = deployment;
		const earlier = first.get(name.toLowerCase());
		if (earlier === void 0) first.set(name.toLowerCase(), deployment);
		else problems.add(`Two deployments have the name ${name}: see line ${earlier.line}.`, {
			file,
			line,
			hint: "Set name, for example to the name of the deployment in Azure."
		});
	}
}
// src/commands/deployments/plan.ts
const MOST_CELLS = 256;
function planDeployments(file, host) {
	const problems = new Problems();
	const listed = readDeploymentList(file);
	const deployments = listed.flatMap((one) => problems.collectAll(() => planned(one, file, host)) ?? []);
	if (listed.length > MOST_CELLS) problems.add(`The list has ${listed.length} deployments, and a matrix at most ${MOST_CELLS}.`, {
		file,
		hint: "Split it into several lists, one for each call of the workflow."
	});
	problems.throwIfAny();
	return {
		sets: deployments.filter(({ set }, index) => deployments.findIndex((one) => one.set === set) === index),
		deployments
	};
}
function planned({ name, inputs, line }, file, host) {
	try {
		return {
			name,
			set: setOf(readOptions({
				...inputs,
				mode: "preinstalled"
			}, host, requireCheck), inputs),
			...inputs
		};
	} catch (thrown) {
		const problems = new Problems();
		for (const { message, hint, place } of userErrorsOf(thrown)) problems.add(`${name}: ${message}`, {
			hint,
			...place.file === void 0 ? {
				file,
				line
			} : place
		});
		problems.throwIfAny();
		throw thrown;
	}
}
function setOf(options, inputs) {
	const files = options.sources.flatMap(({ file }) => textsOf(file));
	const selections = options.sources.map(({ selection }) => selection);
	const target = [
		options.image,
		options.deployment?.environment.reference?.text ?? "",
		inputs["python-version"]
	];
	const packages = [
		inputs.packages,
		options.environmentName,
		options.slim,
		options.installer
	];
	const scoring = options.slim === "on" ? relative(options.workspace, options.scoringDirectory) : "";
	const checks = [
		inputs.checks,
		inputs.audit,
		inputs["max-size"]
	];
	return sha256(JSON.stringify([
		files,
		selections,
		target,
		packages,
		scoring,
		checks
	])).slice(0, 12);
}
function textsOf(file, seen = new Set()) {
	if (seen.has(file)) return [];
	seen.add(file);
	const text = orNothing(() => readFileSync(file, "utf8"))?.replace(/\r\n?/g, "\n");
	if (text === void 0) return [];
	return [text, ...[...text.matchAll(/^\s*(?:-r|--requirement|-c|--constraint)[ =]*([^\s#]+)/gm)].flatMap(([, path = ""]) => textsOf(resolve(dirname(file), path), seen))];
}
function listFile(given, host) {
	if (given) return resolve(host.workspace, given);
	throw new UserError("--list is missing.", { hint: "Write --list deployments.yml." });
}
// src/commands/deployments/results.ts
function deploymentResults({ deployments, sets }, directory) {
	const found = resultsIn(directory);
	const results = deployments.map((deployment) => ({
		deployment,
		outputs: found.get(deployment.name)
	}));
	const failed = results.filter(({ outputs }) => !isPassed(outputs));
	const headline = failed.length === 0 ? `## ✅ ${plural(deployments.length, "deployment")} ready` : `## ❌ ${failed.length} of ${plural(deployments.length, "deployment")} failed: ${failed.map(({ deployment }) => deployment.name).join(", ")}`;
	const rows = results.map(({ deployment: { name, set }, outputs }) => rowOf(name, set, outputs));
	return {
		table: `${[
			headline,
			`${plural(sets.length, "distinct set")} of packages for ${plural(deployments.length, "deployment")}.`,
			["| deployment | result | packages from | set | mount digest | what failed |\n| --- | --- | --- | --- | --- | --- |", ...rows].join("\n")
		].join("\n\n")}\n`,
		passed: failed.length === 0
	};
}
function isPassed(outputs) {
	return outputs?.error === "" && (outputs["environment-variables"] ?? "") !== "";
}
function rowOf(name, set, outputs) {
	const { error = "", verified = "", "cache-outcome": cache = "", "mount-digest": digest = "" } = outputs ?? {};
	const result = isPassed(outputs) ? `✅ verified: ${verified}` : "❌ failed";
	const why = outputs === void 0 ? "The job left no result; see its log." : error;
	const from = {
		hit: "cache",
		miss: "new build",
		rebuilt: "new build",
		off: "new build"
	}[cache] ?? "";
	const short = digest === "" ? "" : `\`${digest.slice(0, 19)}…\``;
	return `| ${[
		name,
		result,
		from,
		`\`${set}\``,
		short,
		literal(inCell(why))
	].map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
function inCell(text) {
	const line = text.replace(/\s+/g, " ");
	return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
function resultsIn(directory) {
	const files = (orNothing(() => readdirSync(directory, {
		recursive: true,
		encoding: "utf8"
	})) ?? []).filter((name) => name.endsWith(".json"));
	return new Map(files.map((name) => [basename(name, ".json"), outputsIn(join(directory, name))]));
}
function outputsIn(file) {
	try {
		const value = JSON.parse(readFileSync(file, "utf8"));
		if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, String(one)]));
		return { error: "The result is not an object." };
	} catch (error) {
		return { error: `The result cannot be read: ${messageOf(error)}` };
	}
}
// src/commands/image/image-needed.ts
function imageNeeded({ why, hint }) {
	return new UserError(why, hint === "" ? {} : { hint });
}
// src/commands/image/inspect-image.ts
async function inspectImage(raw, host) {
	const problems = new Problems();
	const inputs = new Inputs(raw, host, problems);
	const wanted = {
		image: inputs.text("image"),
		imageFacts: void 0,
		deployment: void 0,
		sources: [],
		evidence: "image",
		engine: inputs.choice("engine"),
		pull: inputs.choice("pull")
	};
	problems.throwIfAny();
	const found = await obtainImage(wanted, host, new AbortController().signal);
	if (!isAvailable(found)) throw imageNeeded(found);
	return found.facts;
}
// src/commands/try.ts
async function tryImage(raw, view, host) {
	const asked = readOptions({
		...raw,
		mode: "verify",
		evidence: "image"
	}, host, requireCheck);
	const options = withInstanceType(asked, host);
	const image = await obtainImage(options, host, new AbortController().signal);
	if (!isAvailable(image)) throw imageNeeded(image);
	const { location, target, manifest } = findExistingMount(options, image.facts);
	const { version } = image.facts.python;
	if (manifest !== void 0 && !version.startsWith(`${manifest.target.python}.`)) host.log.warning(`The mount is for Python ${manifest.target.python}, and the image has Python ${version}.`);
	const attempt = await start(startWithMount({
		options,
		target,
		mount: { location }
	}), image, host);
	try {
		return await report(attempt, view, host) ?? await keepRunning(attempt.container, host);
	} finally {
		await attempt.container.stop();
	}
}
async function start(wanted, image, host) {
	const { options, variables } = wanted;
	const settings = Object.entries(variables).map((pair) => pair.join("="));
	host.log.info(`Starting ${image.local.reference} with ${settings.join(" ")}`);
	const request = options.smokeTest === "" ? void 0 : readSampleRequest(options.smokeTest);
	const watch = (container) => followLines(container, host);
	try {
		return await startAndAsk(wanted, image, {
			request,
			watch
		}, host);
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		throw new UserError(`The container cannot be started: ${error.message}.`, { cause: error });
	}
}
function followLines(container, host) {
	let rest = "";
	container.follow((text) => {
		const lines = (rest + text).split("\n");
		rest = lines.pop() ?? "";
		for (const line of lines) host.log.info(line);
	});
}
async function report({ outcome, text, container }, view, host) {
	const { readyAfter, answeredAfter, status, problem } = outcome;
	if (text !== "") view.show(text);
	if (problem !== void 0) host.log.error(sentence(problem + lastErrorOf(container.log())));
	if (readyAfter === void 0) return ExitCode.findings;
	const answered = status === void 0 ? "" : `, responded after ${answeredAfter} ms with status ${status}`;
	host.log.info(`Ready after ${humanSeconds(readyAfter)}${answered}.`);
	if (view.isInteractive) return void 0;
	return problem === void 0 ? ExitCode.passed : ExitCode.findings;
}
async function keepRunning({ name, ended }, host) {
	host.log.info(`The server runs in the container ${name}. Press Ctrl-C to stop it.`);
	host.log.error(`The container ended with exit code ${await ended}.`);
	return ExitCode.findings;
}
function sentence(text) {
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
// src/host/terminal/log.ts
function terminalStyle(environment) {
	return {
		coloured: process.stderr.isTTY === true && !environment.NO_COLOR,
		debugging: environment.RUNNER_DEBUG === "1"
	};
}
function terminalLog(workspace, masks, { coloured, debugging, sections }, reword = String) {
	let depth = 0;
	const styled = (style, text) => coloured ? styleText(style, text, { validateStream: false }) : text;
	const write = (line) => process.stderr.write(`${line}\n`);
	const print = (text, show = (line) => line) => {
		for (const line of withoutCommands(masks.shown(text)).split("\n")) write(line === "" ? "" : `${"  ".repeat(depth)}${show(line)}`);
	};
	const annotate = (word, style) => (message, place) => {
		const text = `${word}: ${annotationText(reword(message), place, workspace)}`;
		print(text.replaceAll("\n", "\n  "), (line) => line.startsWith(`${word}:`) ? styled(style, `${word}:`) + line.slice(word.length + 1) : line);
	};
	return {
		info: (message) => print(message),
		debug: (message) => {
			if (debugging) print(message, (line) => styled("dim", `debug: ${line}`));
		},
		notice: annotate("notice", "cyan"),
		warning: annotate("warning", "yellow"),
		error: annotate("error", "red"),
		annotationsLeft: () => Number.POSITIVE_INFINITY,
		async group(title, work) {
			if (sections) write(sections.begin(styled("bold", oneLine(withoutCommands(masks.shown(title))))));
			else print(title, (line) => styled("bold", line));
			depth += sections ? 0 : 1;
			try {
				return await work();
			} finally {
				depth -= sections ? 0 : 1;
				if (sections) write(sections.end());
			}
		},
		mask: (secret) => masks.add(secret),
		shown: (text) => masks.shown(text)
	};
}
function annotationText(message, place, workspace) {
	const where = whereIs(place, workspace);
	return [
		where !== void 0 && (message.startsWith(where) || message.startsWith(place?.file ?? where)) ? "" : where,
		place?.title,
		message
	].filter(Boolean).join(": ");
}
function oneLine(title) {
	return title.replace(/\s*[\r\n]+\s*/g, " ");
}
function whereIs(place, workspace) {
	if (place?.file === void 0) return void 0;
	const file = shownPath(place.file, workspace);
	return place.line === void 0 ? file : `${file}:${place.line}`;
}
// src/host/format/text.ts
function textFormat({ workspace, masks, environment, reword, json }) {
	return {
		log: terminalLog(workspace, masks, terminalStyle(environment), reword),
		publish: (outputs) => {
			const shown = masked(outputs, masks);
			process.stdout.write(json ? asJson(shown) : asLines(shown));
		},
		summarise: () => {},
		restoreCommandFiles: () => []
	};
}
function masked(outputs, masks) {
	return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, masks.apply(value)]));
}
function asJson(outputs) {
	return `${jsonWithoutCommands(JSON.stringify(outputs, null, 2))}\n`;
}
function asLines(outputs) {
	return Object.entries(outputs).filter(([name, value]) => value !== "" && name !== "error").map(([name, value]) => `${name}=${inOneLine(value)}\n`).join("");
}
function inOneLine(value) {
	return /[\r\n]/.test(value) ? JSON.stringify(value) : value;
}
// src/host/format/azure.ts
function azureFormat(setting) {
	const { masks, environment, json } = setting;
	const log = azureLog(setting);
	return {
		log,
		publish: (outputs) => {
			const shown = masked(outputs, masks);
			for (const [name, value] of Object.entries(shown)) command("task.setvariable", {
				variable: variableName(name),
				isOutput: "true"
			}, value);
			if (json) process.stdout.write(asJson(shown));
		},
		summarise: (summary) => attachSummary(masks.apply(summary), environment, log),
		restoreCommandFiles: () => []
	};
}
function variableName(output) {
	return output.replaceAll("-", "_");
}
function azureLog({ workspace, masks, environment, reword }) {
	let depth = 0;
	const safe = (text) => withoutCommands(masks.shown(text));
	const info = (text) => process.stderr.write(`${safe(text)}\n`);
	const issue = (type) => (message, place) => {
		const text = safe(annotationText(reword(message), place, workspace));
		command("task.logissue", {
			type,
			sourcepath: place?.file === void 0 ? void 0 : masks.apply(resolve(workspace, place.file)),
			linenumber: place?.line,
			code: place?.title
		}, text);
	};
	return {
		info,
		debug: (message) => {
			if (/^true$/i.test(environment.SYSTEM_DEBUG ?? "")) command("task.debug", {}, safe(message));
		},
		notice: (message, place) => info(`notice: ${annotationText(reword(message), place, workspace)}`),
		warning: issue("warning"),
		error: issue("error"),
		annotationsLeft: () => Number.POSITIVE_INFINITY,
		async group(title, work) {
			if (depth > 0) info(title);
			else process.stderr.write(`##[group]${oneLine(safe(title))}\n`);
			depth += 1;
			try {
				return await work();
			} finally {
				depth -= 1;
				if (depth === 0) process.stderr.write("##[endgroup]\n");
			}
		},
		mask: (secret) => masks.add(secret),
		shown: (text) => masks.shown(text)
	};
}
function command(name, properties, data) {
	const list = Object.entries(properties).filter(([, value]) => value !== void 0).map(([key, value]) => `${key}=${escaped(String(value))};`).join("");
	process.stderr.write(`##vso[${name}${list === "" ? "" : ` ${list}`}]${escaped(data)}\n`);
}
function escaped(text) {
	return text.replaceAll("%", "%AZP25").replaceAll(";", "%3B").replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll("]", "%5D");
}
function attachSummary(summary, environment, log) {
	const { AGENT_TEMPDIRECTORY: directory } = environment;
	if (summary === "" || !directory) return;
	const file = join(directory, `azureml-extra-packages-${shortHash(summary)}.md`);
	try {
		writeFileSync(file, summary);
		command("task.uploadsummary", {}, file);
	} catch (error) {
		log.warning(`The summary could not be written: ${messageOf(error)}`);
	}
}
// src/host/format/github.ts
function githubFormat(commandFiles, { workspace, masks, json, reword }) {
	if (json) throw new UserError("--json and --format github contradict each other: the outputs are those of the step.", { hint: "Read them with steps.<id>.outputs, or leave out one of the flags." });
	process.once("exit", () => orNothing(() => commandFiles.restore()));
	const log = githubLog(workspace, masks);
	return {
		log: {
			...log,
			notice: (message, place) => log.notice(reword(message), place),
			warning: (message, place) => log.warning(reword(message), place),
			error: (message, place) => log.error(reword(message), place)
		},
		publish: (outputs) => {
			const changed = commandFiles.restore();
			if (changed.length > 0) log.warning(`Another program wrote to ${changed.join(", ")}; the change was undone.`);
			commandFiles.write(() => writeOutputs(masked(outputs, masks)));
		},
		summarise: (summary) => commandFiles.write(() => writeSummary(masks.apply(summary), log)),
		restoreCommandFiles: () => commandFiles.restore()
	};
}
function githubCommandFiles() {
	if (process.env.GITHUB_OUTPUT) return new CommandFiles();
	throw new UserError("--format github needs GITHUB_OUTPUT, which only a step of GitHub Actions has.", { hint: "Leave out --format, or pass the variable on to the container or script in which this runs." });
}
// src/host/format/gitlab.ts
const DOTENV_BYTES = 5120;
const DOTENV_VARIABLES = 20;
const DOTENV_FILE = "outputs.env";
function gitlabFormat(setting) {
	const { workspace, masks, environment, reword } = setting;
	const text = textFormat(setting);
	const log = terminalLog(workspace, masks, gitlabStyle(environment), reword);
	return {
		...text,
		log,
		publish: (outputs) => {
			const { "report-file": report } = outputs;
			if (report) writeDotenv(join(dirname(report), DOTENV_FILE), masked(outputs, masks), log);
			text.publish(outputs);
		}
	};
}
function gitlabStyle(environment) {
	const open = [];
	let count = 0;
	const marker = (kind, name) => `\u001b[0Ksection_${kind}:${Math.floor(Date.now() / 1e3)}:${name}\r\u001b[0K`;
	return {
		coloured: !environment.NO_COLOR,
		debugging: environment.CI_DEBUG_TRACE === "true",
		sections: {
			begin: (title) => {
				count += 1;
				const name = `azureml_extra_packages_${process.pid}_${count}`;
				open.push(name);
				return `${marker("start", `${name}[collapsed=true]`)}${title}`;
			},
			end: () => marker("end", open.pop() ?? "")
		}
	};
}
function writeDotenv(file, outputs, log) {
	const { lines, left } = dotenv(outputs);
	if (left.length > 0) log.warning(`${left.join(", ")} cannot be passed on in ${file}: GitLab would change the value.`);
	try {
		writeFileSync(file, lines.map((line) => `${line}\n`).join(""));
	} catch (error) {
		throw new UserError(`The outputs cannot be written: ${messageOf(error)}.`, {
			hint: "Name a directory with the input output-directory that this job can write.",
			exitCode: ExitCode.delivery,
			cause: error
		});
	}
}
function dotenv(outputs) {
	const lines = [];
	const left = [];
	let bytes = 0;
	for (const [name, value] of Object.entries(outputs)) {
		if (value === "" || name === "error") continue;
		const line = `PACKAGES_${variableName(name).toUpperCase()}=${value}`;
		const size = Buffer.byteLength(line) + 1;
		if (!(bytes + size < DOTENV_BYTES && lines.length < DOTENV_VARIABLES) || /[\r\n$]|^\s|\s$/.test(value)) left.push(name);
		else {
			lines.push(line);
			bytes += size;
		}
	}
	return {
		lines,
		left
	};
}
// src/host/format/presenter.ts
function presenter(format) {
	if (format === "github") {
		const files = githubCommandFiles();
		return (setting) => githubFormat(files, setting);
	}
	return {
		text: textFormat,
		azure: azureFormat,
		gitlab: gitlabFormat
	}[format];
}
function logOf(format, workspace) {
	const masks = new Masks();
	if (format === "github") return githubLog(workspace, masks);
	const make = {
		text: textFormat,
		azure: azureFormat,
		gitlab: gitlabFormat
	}[format];
	return make({
		workspace,
		masks,
		environment: process.env,
		reword: String,
		json: false
	}).log;
}
// src/host/terminal/cache.ts
const KEPT_ENTRIES = 20;
const TEMPORARY = ".temporary-";
const ABANDONED_MILLISECONDS = 864e5;
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
			const fresh = temporaryIn(root);
			try {
				await mkdir(root, { recursive: true });
				await placeTree(directory, fresh, copied);
				await touch(fresh);
				await replace(entryOf(key), fresh, root);
				await prune(root);
				return;
			} catch (error) {
				await remove(fresh);
				log.warning(`The cache entry was not saved: ${messageOf(error)}`);
				return messageOf(error);
			}
		}
	};
}
function temporaryIn(root) {
	return join(root, `${TEMPORARY}${randomUUID()}`);
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
	const discarded = temporaryIn(root);
	try {
		await rename(entry, discarded);
	} catch (error) {
		if (isSystemError(error, "ENOENT")) return;
		throw error;
	}
	await remove(discarded);
}
async function prune(root) {
	const names = await readdir(root);
	const aged = await Promise.all(names.map(async (name) => ({
		name,
		used: await lastUse(join(root, name))
	})));
	const isTemporary = ({ name }) => name.startsWith(TEMPORARY);
	const abandoned = aged.filter((item) => isTemporary(item) && Date.now() - item.used > ABANDONED_MILLISECONDS);
	const entries = aged.filter((item) => !isTemporary(item)).sort((a, b) => b.used - a.used);
	for (const { name } of abandoned) await remove(join(root, name));
	for (const { name } of entries.slice(KEPT_ENTRIES)) await discard(join(root, name), root);
}
async function lastUse(path) {
	return await stat(path).then(({ mtimeMs }) => mtimeMs, () => Date.now());
}
// src/host/terminal/terminal-host.ts
const NAME$1 = "azureml-extra-packages";
async function terminalHost(options) {
	const { json, workspace: given, format = "text", reword = String } = options;
	for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreClosedPipe);
	const presentation = presenter(format);
	const environment = Object.freeze({ ...process.env });
	const workspace = resolve(given);
	const { log, publish, summarise, restoreCommandFiles } = presentation({
		workspace,
		masks: new Masks(),
		environment,
		reword,
		json
	});
	const cacheDirectory = userCacheDirectory(NAME$1, environment);
	const toolDirectory = join(cacheDirectory, "tools");
	const cleanup = new Cleanup();
	const temporary = cleanup.directory(join(tmpdir(), `${NAME$1}-`));
	return {
		kind: "terminal",
		format,
		workspace,
		temporary,
		toolDirectory,
		draft: (parent = toolDirectory) => cleanup.directory(join(parent, ".fetching-")),
		environment,
		atEnd: (work) => cleanup.atEnd(work),
		event: {
			name: "terminal",
			ref: "",
			repository: "",
			commit: await headCommit(workspace, environment),
			fromFork: false,
			selfHosted: false
		},
		log,
		reword,
		cache: terminalCache(log, join(cacheDirectory, "entries")),
		artifacts: void 0,
		preload: () => {},
		outputDirectory: (artifactName) => join(cacheDirectory, "output", `${shortHash(workspace)}-${pathPart(artifactName)}`),
		runTool: loggedTool(log),
		askTool,
		startForeign,
		restoreCommandFiles,
		publish,
		summarise,
		onSignal: (report) => cleanup.onSignal(report),
		dispose: () => remove(temporary)
	};
}
async function headCommit(directory, environment) {
	try {
		return (await askTool("git", [
			"rev-parse",
			"--verify",
			"--quiet",
			"HEAD"
		], {
			environment,
			directory
		})).trim();
	} catch {
		return "";
	}
}
function ignoreClosedPipe(error) {
	if (!isSystemError(error, "EPIPE")) throw error;
}
// src/cli/flag-names.ts
const NAME = OPTIONS.map(({ name }) => name).join("|");
const END = "(?![\\w-])";
const REWORDINGS = [
	[new RegExp(`\\b([Ll])eave the input (${NAME}) empty`, "g"), "$1eave out --$2"],
	[new RegExp(`\\bInputs (${NAME}) and (${NAME})${END}`, "g"), "--$1 and --$2"],
	[new RegExp(`\\b(?:[Tt]he )?[Ii]nput \`?(${NAME})\`?${END}`, "g"), "--$1"],
	[new RegExp(`(?<!output )\`(${NAME})\``, "g"), "`--$1`"]
];
function withFlagNames(text, values = []) {
	const kept = (match, flag) => values.some((value) => match === `\`${value}\``) ? match : flag;
	return REWORDINGS.reduce((reworded, [pattern, flag]) => reworded.replace(pattern, (match) => kept(match, match.replace(pattern, flag))), text);
}
// src/cli/page.ts
const WIDEST = 100;
const USUAL = 80;
const NARROWEST = 40;
function pageWidth() {
	const { isTTY, columns } = process.stdout;
	return isTTY && columns > 0 ? Math.min(WIDEST, Math.max(NARROWEST, columns)) : USUAL;
}
function wrapped(text, indent = "", width = pageWidth()) {
	return text.split("\n").flatMap((line) => linesOf(line, width - indent.length)).map((line) => `${indent}${line}`.trimEnd()).join("\n");
}
function linesOf(text, width) {
	const lines = [];
	for (const word of text.split(" ")) {
		const last = lines.at(-1);
		if (last === void 0 || last.length + 1 + word.length > width) lines.push(word);
		else lines[lines.length - 1] = `${last} ${word}`;
	}
	return lines;
}
// src/cli/explain.ts
const LONGEST_NAME = Math.max(...CHECKS.map(({ name }) => name.length));
function explain(codesOrNames) {
	if (codesOrNames.length === 0) return CHECKS.map(lineOf).join("\n");
	const problems = new Problems();
	const pages = codesOrNames.flatMap((word) => problems.collect(() => pageOf(requireCheck(word))) ?? []);
	problems.throwIfAny();
	return pages.join("\n\n");
}
function lineOf({ id, name, severity, title }) {
	return `${id.padEnd(4)} ${name.padEnd(LONGEST_NAME)} ${severity.padEnd(8)} ${title}`;
}
function pageOf(check) {
	const { id, name, severity, title, modes } = check;
	const sections = [...partsOf(check), ["Modes", modes.join(", ")]].map(([heading, text]) => `${heading}\n${wrapped(withFlagNames(text), "  ")}`);
	return [wrapped(`${id} ${name} (${severity}): ${title}`), ...sections].join("\n\n");
}
// src/host/format/format.ts
const FORMATS = [
	"text",
	"github",
	"azure",
	"gitlab"
];
// src/cli/flag-table.ts
const GROUPS = {
	deployment: "Deployment",
	packages: "Packages",
	target: "Image, Python and installer",
	checks: "Checks",
	output: "Archive and output"
};
const EXTRA_FLAGS = {
	inspect: "Image to describe: its name in the catalogue, or its name in a container engine.",
	write: "Update the deployment file, or the file that --from names; without this flag, the change is only printed.",
	list: "YAML file with the deployments, whose schema is schemas/deployment-list.schema.json.",
	results: "Directory with a file `<name>.json` for each deployment: the outputs of its build. Print a table of them instead of the plan.",
	format: "How to print findings, groups and outputs: `text` for people, or what the service that runs the command reads. `github`: a `run:` step of GitHub Actions; `azure`: a script step of Azure Pipelines; `gitlab`: a job of GitLab CI.\n[default: text]",
	json: "Print the outputs as one JSON object on standard output, also when the run fails."
};
const FLAGS = {
	mode: { group: "deployment" },
	"code-directory": {
		group: "deployment",
		value: "directory"
	},
	"scoring-script": {
		group: "deployment",
		value: "file"
	},
	"model-directory": {
		group: "deployment",
		value: "directory"
	},
	"replace-conda-file": { group: "deployment" },
	"deployment-file": {
		group: "deployment",
		value: "file"
	},
	write: { group: "deployment" },
	list: {
		group: "deployment",
		value: "file"
	},
	results: {
		group: "deployment",
		value: "directory"
	},
	requirements: {
		group: "packages",
		value: "file"
	},
	packages: {
		group: "packages",
		value: "requirement"
	},
	"require-hashes": { group: "packages" },
	check: { group: "packages" },
	upgrade: { group: "packages" },
	"upgrade-package": {
		group: "packages",
		value: "name"
	},
	from: {
		group: "packages",
		value: "file"
	},
	slim: { group: "packages" },
	"environment-name": {
		group: "packages",
		value: "name"
	},
	"mount-parent": {
		group: "packages",
		value: "directory"
	},
	inspect: {
		group: "target",
		value: "name"
	},
	image: {
		group: "target",
		value: "name"
	},
	"image-packages": {
		group: "target",
		value: "file"
	},
	"image-facts": {
		group: "target",
		value: "file"
	},
	"python-version": {
		group: "target",
		value: "version"
	},
	python: {
		group: "target",
		value: "path"
	},
	installer: { group: "target" },
	checks: {
		group: "checks",
		value: "rule"
	},
	evidence: { group: "checks" },
	engine: { group: "checks" },
	pull: { group: "checks" },
	network: { group: "checks" },
	"instance-type": {
		group: "checks",
		value: "type"
	},
	"smoke-test": {
		group: "checks",
		value: "file"
	},
	audit: { group: "checks" },
	"audit-database": {
		group: "checks",
		value: "path"
	},
	"max-size": {
		group: "checks",
		value: "size"
	},
	"expected-digest": {
		group: "checks",
		value: "digest"
	},
	"compare-with": {
		group: "checks",
		value: "file"
	},
	archive: {
		group: "output",
		value: "path"
	},
	cache: { group: "output" },
	"artifact-format": { group: "output" },
	"output-directory": {
		group: "output",
		value: "directory"
	},
	report: { group: "output" },
	"dry-run": { group: "output" },
	format: {
		group: "output",
		value: FORMATS.join("|")
	},
	json: { group: "output" },
	upload: {},
	"artifact-name": { value: "name" },
	"retention-days": { value: "number" },
	"artifact-id": { value: "id" },
	"run-id": { value: "id" },
	repository: { value: "owner/name" },
	"github-token": { value: "token" }
};
const OWN_FLAGS = {
	images: [
		"inspect",
		"engine",
		"pull",
		"json"
	],
	"plan-deployments": [
		"list",
		"results",
		"format"
	],
	try: [
		"code-directory",
		"scoring-script",
		"model-directory",
		"deployment-file",
		"environment-name",
		"mount-parent",
		"image",
		"engine",
		"pull",
		"instance-type",
		"smoke-test",
		"format"
	]
};
function hasFlag(command, name) {
	const own = OWN_FLAGS[command];
	if (own !== void 0) return own.includes(name);
	return Object.hasOwn(FLAGS, name) && ![
		"inspect",
		"list",
		"results"
	].includes(name) && (name !== "mode" || command === "build");
}
function takesValue(name) {
	return (specOf(name)?.kind ?? (FLAGS[name].value === void 0 ? "boolean" : "text")) !== "boolean";
}
function specOf(name) {
	return OPTIONS.find((spec) => spec.name === name);
}
function usageOf(name, choices = specOf(name)?.choices) {
	if (!takesValue(name)) return `--${name}`;
	return `--${name} <${choices?.join("|") ?? FLAGS[name].value}>`;
}
// src/cli/flags.ts
const NAMES$1 = Object.keys(FLAGS);
const SYNTAX = Object.fromEntries(NAMES$1.map((name) => [name, { type: takesValue(name) ? "string" : "boolean" }]));
function readFlags(words, verb) {
	const values = {};
	const problems = [];
	let json = false;
	let format = "text";
	for (const token of tokensIn(words, verb)) {
		if (token.kind !== "option") {
			if (token.kind === "positional") problems.push(unexpected(token.value, verb));
			continue;
		}
		const { name, value } = token;
		const spec = specOf(name);
		if (!hasFlag(verb, name)) problems.push(unknown(token.rawName, verb));
		else if (name === "json") json = true;
		else if (!takesValue(name)) values[name] = (spec && value) ?? "true";
		else if (value === void 0 || spec === void 0 && value === "") problems.push(withoutValue(name));
		else if (name === "format" && isFormat(value)) format = value;
		else if (name === "format") problems.push(noSuchFormat(value));
		else values[name] = spec?.kind === "lines" && values[name] ? `${values[name]}\n${value}` : value;
	}
	if (problems.length > 0) throw new UserErrors(problems);
	return {
		json,
		format,
		values
	};
}
function formatIn(words) {
	const { values } = parseArgs({
		args: [...words],
		options: SYNTAX,
		strict: false
	});
	return isFormat(values.format) ? values.format : "text";
}
function isFormat(value) {
	return FORMATS.includes(value);
}
function noSuchFormat(value) {
	return new UserError(`--format: "${value}" is not one of ${FORMATS.join(", ")}.`, { hint: didYouMean(value, FORMATS, "Leave out the flag for the format text.") });
}
function* tokensIn(words, verb) {
	const { tokens } = parseArgs({
		args: [...words],
		options: SYNTAX,
		strict: false,
		tokens: true
	});
	let isValueOfUnknown = false;
	for (const token of tokens) {
		if (token.kind === "option" && !token.inlineValue && token.value?.startsWith("--")) {
			yield {
				...token,
				value: void 0,
				inlineValue: void 0
			};
			yield* tokensIn(words.slice(token.index + 1), verb);
			return;
		}
		if (token.kind !== "positional" || !isValueOfUnknown) yield token;
		isValueOfUnknown = token.kind === "option" && token.value === void 0 && !hasFlag(verb, token.name);
	}
}
function unexpected(word, verb) {
	const flag = verb === "images" ? "--inspect" : "--code-directory";
	return new UserError(`Unexpected argument "${word}".`, { hint: `Write a value after its flag, such as ${flag} ${word}. Run "help ${verb}" for the flags.` });
}
function unknown(flag, verb) {
	const candidates = NAMES$1.filter((name) => hasFlag(verb, name));
	const meant = nearest(flag.replace(/^-+/, ""), candidates);
	return new UserError(`There is no flag "${flag}".`, { hint: meant === void 0 ? `Run "help ${verb}" for the flags.` : `Did you mean "--${meant}"?` });
}
function withoutValue(name) {
	return new UserError(`--${name} needs a value.`, { hint: `Write ${usageOf(name)}.` });
}
// src/cli/flag-help.ts
const DESCRIPTIONS = {
	mode: "`preinstalled` builds a directory of packages. `dynamic` installs the requirements file as the image does at every container start, and verifies the result; flags that only a build uses have no effect then.",
	cache: "Whether to use earlier builds in the user's cache directory: `read-write` uses and saves them, `read` only uses them. `auto` is `read-write`."
};
const OWN_DESCRIPTIONS = {
	images: { json: "Print every known fact as JSON." },
	try: {
		"deployment-file": "YAML file of a v2 online deployment. Code directory, scoring script, image and instance type are read from it if their flags are not set, and its `environment_variables` are set in the container.",
		image: "Image to start: its name in the catalogue, or its name in a container engine.\n[default: from the deployment file]",
		"instance-type": "Instance type of the deployment, such as `Standard_DS2_v2`: the container gets its processors and memory.\n[default: from the deployment file, if it is known]",
		"smoke-test": "File with a sample request, which is sent when the server is ready."
	}
};
function ownFlags(command) {
	const texts = OWN_DESCRIPTIONS[command] ?? {};
	return ["Flags", ...(OWN_FLAGS[command] ?? []).map((name) => entryOf(name, usageOf(name), texts[name]))].join("\n");
}
function flagSections(command, modes) {
	const used = Object.keys(FLAGS).filter((name) => hasFlag(command, name) && isUsed(name, modes));
	const filled = Object.keys(GROUPS).map((group) => {
		const flags = used.filter((name) => FLAGS[name].group === group);
		return [GROUPS[group], ...flags.map((name) => entryOf(name, name === "mode" ? usageOf(name, modes) : usageOf(name)))];
	}).filter(({ length }) => length > 1).map((lines) => lines.join("\n"));
	const elsewhere = used.filter((name) => FLAGS[name].group === void 0).map((name) => `--${name}`);
	return [...filled, ...elsewhere.length === 0 ? [] : [wrapped(`Only for GitHub Actions: ${elsewhere.join(", ")}.`)]];
}
function isUsed(name, modes) {
	const readBy = specOf(name)?.modes;
	return readBy === void 0 || modes.some((mode) => readBy.includes(mode));
}
function entryOf(name, usage, text = textOf(name)) {
	return `  ${usage}\n${wrapped(text, "      ")}`;
}
function textOf(name) {
	const spec = specOf(name);
	if (spec === void 0) return EXTRA_FLAGS[name];
	const description = DESCRIPTIONS[name] ?? spec.description.replace(", one per line", "");
	const repeated = spec.kind === "lines" ? " May be repeated." : "";
	const usual = !takesValue(name) ? "" : spec.defaultText ?? spec.default;
	const text = withFlagNames(`${description}${repeated}`, spec.choices).replaceAll("the workspace", "the current directory");
	return usual === "" ? text : `${text}\n[default: ${usual}]`;
}
// src/cli/help.ts
const COMMANDS$1 = {
	build: {
		usage: "[flags]",
		summary: "Install the requirements into a directory of packages, verify it, put it into the code directory and pack it. With --mode dynamic: install the requirements file as the image does at every container start, and verify the result.",
		examples: [
			"build --code-directory examples/iris",
			"build --image curated/mlflow-py312-inference",
			"build --packages pandas==2.0.3 --packages joblib==1.4.2"
		],
		modes: ["preinstalled", "dynamic"]
	},
	restore: {
		usage: "[flags]",
		summary: "Unpack an archive of an earlier build into the code directory, and verify it.",
		examples: ["restore --code-directory scoring --archive mount.tar.zst"],
		modes: ["restore"]
	},
	verify: {
		usage: "[flags]",
		summary: "Verify the packages that are in the code directory, byte by byte.",
		examples: ["verify --code-directory scoring", "verify --code-directory scoring --evidence files"],
		modes: ["verify"]
	},
	lock: {
		usage: "[flags]",
		summary: "Resolve the requirements for the image and write requirements.lock.txt beside requirements.txt (conda.lock.txt beside conda.yml), with exact versions and hashes. The command build then installs the lock file.",
		examples: [
			"lock --code-directory scoring --image minimal-py312-inference",
			"lock --code-directory scoring --check",
			"lock --code-directory scoring --upgrade-package numpy",
			"lock --code-directory scoring --from freeze.txt --write"
		],
		modes: ["lock"]
	},
	try: {
		usage: "[flags]",
		summary: "Start the image in a container, as a deployment would, with the packages in the code directory, and post a sample request. The server's log goes to standard error, the answer to standard output. In a terminal, the server runs until Ctrl-C; otherwise it is stopped after the answer.",
		examples: ["try --code-directory scoring --image minimal-py312-inference", "try --deployment-file blue.yml --smoke-test request.json"]
	},
	"plan-deployments": {
		usage: "--list file [--results directory]",
		summary: "Print which deployments of a list share their packages, as two lines that a step of GitHub Actions can append to its outputs: sets (the deployments that build them) and deployments (all), each a matrix. With --results: print a table of what became of the deployments. The workflow .github/workflows/deployments.yml uses both.",
		examples: ["plan-deployments --list deployments.yml", "plan-deployments --list deployments.yml --results results"]
	},
	images: {
		usage: "[flags]",
		summary: "List the prebuilt inference images in the catalogue. With --inspect: start a container of an image, and describe the image: Python, packages, system libraries, and what it does with the variables.",
		examples: [
			"images",
			"images --inspect minimal-py312-inference --pull always",
			"images --inspect minimal-py312-inference --json > facts.json"
		]
	},
	explain: {
		usage: "[check ...]",
		summary: "Explain a check: what it looks for, what happens in the container, how to fix it. Without a name, list all checks.",
		examples: ["explain", "explain P3"]
	},
	help: {
		usage: "[command]",
		summary: "Show the commands, or the flags and examples of one.",
		examples: ["help build"]
	}
};
const NAMES = Object.keys(COMMANDS$1);
function isCommand(name) {
	return Object.hasOwn(COMMANDS$1, name);
}
function hasOutputs(name) {
	return isCommand(name) && COMMANDS$1[name].modes !== void 0;
}
function noSuchCommand(name) {
	return new UserError(`There is no command "${name}".`, { hint: didYouMean(name, NAMES, `The commands are ${NAMES.join(", ")}.`) });
}
function help(name) {
	if (name === void 0) return overview();
	if (!isCommand(name)) throw noSuchCommand(name);
	const command = COMMANDS$1[name];
	const program = programName();
	return [
		wrapped(command.summary),
		`Usage: ${program} ${name} ${command.usage}`,
		[command.examples.length > 1 ? "Examples" : "Example", ...command.examples.map((example) => `  ${program} ${example}`)].join("\n"),
		...command.modes === void 0 ? [] : flagSections(name, command.modes),
		...OWN_FLAGS[name] === void 0 ? [] : [ownFlags(name)]
	].join("\n\n");
}
const EXIT_CODES = `Exit codes
  0    passed
  1    a finding of severity error
  2    an invalid input or file, or no suitable Python
  3    the packages cannot be resolved or installed
  4    the result cannot be written or uploaded
  70   a bug in this tool
  130  interrupted by SIGINT (129: SIGHUP, 143: SIGTERM)`;
function overview() {
	const program = programName();
	const commands = NAMES.flatMap((name) => [`  ${name} ${COMMANDS$1[name].usage}`, wrapped(COMMANDS$1[name].summary, "      ")]);
	return [
		wrapped("Python packages for scoring scripts on Azure ML prebuilt inference images, without rebuilding the image."),
		`Usage: ${program} <command> [flags]`,
		["Commands", ...commands].join("\n"),
		`Example\n  ${program} ${COMMANDS$1.build.examples[0]}`,
		EXIT_CODES,
		wrapped(`"help build" lists the flags of build. "--version" prints the version. The outputs go to standard output, everything else to standard error.`)
	].join("\n\n");
}
// src/cli/image-page.ts
const SHOWN_TAGS = 3;
const GAP = 2;
function imagePage(facts) {
	const rows = [
		...identityOf(facts),
		...pythonOf(facts),
		...serverOf(facts),
		...contentOf(facts)
	];
	const width = Math.max(...rows.map(([label]) => label.length)) + GAP;
	const lines = rows.map(([label, text]) => label.padEnd(width) + wrapped(text, "", pageWidth() - width).replaceAll("\n", `\n${" ".repeat(width)}`));
	const packages = facts.packages.map(({ name, version }) => `  ${name}==${version}`);
	return [
		facts.name,
		"",
		...lines,
		...packages
	].join("\n");
}
function identityOf({ digest, id, bytes, os, architecture, glibc, user, entryPoint, command }) {
	return [
		digest === "" ? ["Id", `${id} (it comes from no registry)`] : ["Digest", digest],
		["Size", humanBytes(bytes)],
		["Operating system", `${os ?? "not known"}, ${architecture}`],
		["glibc", glibc.join(".")],
		["User", user || "root"],
		["Entry point", [...entryPoint, ...command].join(" ") || "none"]
	];
}
function pythonOf({ python: { path, version, abi, tags, isConda } }) {
	const best = tags.slice(0, SHOWN_TAGS).join(", ");
	return [
		["Python", `${version}, ${path}${isConda ? " (conda)" : ""}`],
		["ABI", abi],
		["Best wheel tags", best || "not known: it has no pip"]
	];
}
const SAYS = {
	yes: "read",
	no: "not read",
	unknown: "not known"
};
function serverOf({ server, readsVariables: { libraryPath, requirements, tried } }) {
	const how = (reads, isTried) => {
		if (reads === "unknown") return `${SAYS[reads]}: the image did not start with it`;
		return isTried ? `${SAYS[reads]}, tried in a container` : `${SAYS[reads]} by its run script`;
	};
	return [
		["Server", server === null ? "none" : `azureml-inference-server-http ${server}`],
		["Library path", `AZUREML_EXTRA_PYTHON_LIB_PATH: ${how(libraryPath, tried)}`],
		["Requirements", `AZUREML_EXTRA_REQUIREMENTS_TXT: ${how(requirements, tried && requirements === "yes")}`]
	];
}
function contentOf({ libraries, packages }) {
	return [["Libraries", `${libraries.length} that the loader finds`], ["Packages", String(packages.length)]];
}
// src/cli/images.ts
const COLUMNS = [
	"image",
	"Python",
	"glibc",
	"reads"
];
const READS = {
	yes: "yes",
	no: "no",
	unknown: "?"
};
const STATES = {
	supported: "Supported (on Microsoft's list)",
	current: "Published, not on Microsoft's list",
	removed: "Removed (old tags can still be pulled)"
};
const LEGEND = "reads: whether the image reads AZUREML_EXTRA_PYTHON_LIB_PATH. If it does not, or if that is not known (?), the outputs set PYTHONPATH as well, which has the same effect. --json prints all known facts about each image, with their sources.";
function listImages(json) {
	if (json) return JSON.stringify(IMAGES, void 0, 2);
	const rows = IMAGES.map((image) => ({
		state: image.status.state,
		cells: cellsOf(image)
	}));
	const widths = COLUMNS.map((title, column) => Math.max(title.length, ...rows.map(({ cells }) => cells[column]?.length ?? 0)));
	const line = (cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd();
	return [...Object.entries(STATES).map(([state, title]) => {
		const lines = rows.filter((row) => row.state === state).map(({ cells }) => line(cells));
		return [
			title,
			line(COLUMNS),
			...lines
		].join("\n");
	}), wrapped(LEGEND)].join("\n\n");
}
function cellsOf({ name, python, pythonFull, glibc, readsVariables }) {
	return [
		name,
		pythonFull ?? python,
		glibc?.join(".") ?? "?",
		READS[readsVariables]
	];
}
// src/cli/command-line.ts
const COMMANDS = {
	build: (words) => runMode("build", "preinstalled", words),
	restore: (words) => runMode("restore", "restore", words),
	lock: (words) => runMode("lock", "lock", words),
	verify: (words) => runMode("verify", "verify", words),
	try: (words) => runTry(words),
	"plan-deployments": (words) => runPlan(words),
	images: (words) => runImages(words),
	explain: (words) => print(explain(words)),
	help: ([command]) => print(help(command))
};
async function runCommand(words) {
	const [first = "help", ...rest] = words;
	try {
		if (first === "--version") return print(VERSION);
		if (first === "--help" || first === "-h") return print(help(rest[0]));
		if (!isCommand(first)) throw noSuchCommand(first);
		if (rest.includes("--help") || rest.includes("-h")) return print(help(first));
		return await COMMANDS[first](rest);
	} catch (thrown) {
		return refuse(thrown, hasOutputs(first) && rest.includes("--json"), formatIn(rest));
	}
}
async function runMode(command, mode, words) {
	const { json, format, values } = readFlags(words, command);
	const raw = {
		...values,
		mode: values.mode ?? mode
	};
	const host = await terminalHost({
		json,
		format,
		workspace: process.cwd(),
		reword: withFlagNames
	});
	return await runJob(raw, host);
}
async function runTry(words) {
	const { format, values } = readFlags(words, "try");
	const host = await terminalHost({
		json: false,
		format,
		workspace: process.cwd(),
		reword: withFlagNames
	});
	const view = {
		isInteractive: process.stdin.isTTY,
		show: (answer) => void print(answer)
	};
	return await runTask(() => tryImage(values, view, host), host);
}
async function runPlan(words) {
	const { format, values } = readFlags(words, "plan-deployments");
	const host = await terminalHost({
		json: false,
		format,
		workspace: process.cwd(),
		reword: withFlagNames
	});
	return await runTask(async () => {
		const plan = planDeployments(listFile(values.list, host), host);
		if (values.results) {
			const { table, passed } = deploymentResults(plan, resolve(host.workspace, values.results));
			print(table);
			return passed ? ExitCode.passed : ExitCode.findings;
		}
		return print(Object.entries(plan).map(([name, cells]) => `${name}=${JSON.stringify(cells)}`).join("\n"));
	}, host);
}
async function runImages(words) {
	const { json, values } = readFlags(words, "images");
	const { inspect: image, ...more } = values;
	if (image === void 0) {
		for (const name of Object.keys(more)) throw new UserError(`--${name} has an effect only with --inspect.`);
		return print(listImages(json));
	}
	const host = await terminalHost({
		json,
		workspace: process.cwd(),
		reword: withFlagNames
	});
	return await runTask(async () => {
		const facts = await inspectImage({
			...more,
			image
		}, host);
		return print(json ? JSON.stringify(facts, void 0, 2) : imagePage(facts));
	}, host);
}
function refuse(thrown, json, format) {
	const errors = userErrorsOf(thrown);
	if (errors.length === 0) throw thrown;
	const log = logOf(format, process.cwd());
	const texts = errors.map(({ message, hint }) => log.shown(hint ? `${message}\n${hint}` : message));
	for (const text of texts) log.error(text);
	if (json) process.stdout.write(asJson({
		...emptyOutputs(),
		error: texts.join("\n")
	}));
	return ExitCode.input;
}
function print(text) {
	process.stdout.write(`${text.trimEnd()}\n`);
	return ExitCode.passed;
}
// src/cli.ts
process.exitCode = await runCommand(process.argv.slice(2));
export {};
