#!/usr/bin/env node
import "./memory.ts";
import { runCommand } from "./cli/command.ts";

process.exitCode = await runCommand(process.argv.slice(2));
