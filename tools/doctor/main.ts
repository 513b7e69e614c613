import { parseArgs } from 'node:util'
import { loadEnvironmentFile } from '#src/config/environment.js'
import { createJsonReport, printReport } from './report.js'
import { runChecks, type DoctorRun } from './run-checks.js'

const USAGE = `npm run doctor [-- --json]

Checks the configuration, Yoti, the clock, the database and the reachability from the internet.
Changes nothing and prints no secrets. The exit code is 1 if something must be fixed, otherwise 0.
`

const { stdout, stderr } = process
// A reader such as head closes the pipe early.
stdout.on('error', () => process.exit())
const flags = parseFlags()
if (flags === undefined || flags.help) {
  ;(flags === undefined ? stderr : stdout).write(USAGE)
  process.exitCode = flags === undefined ? 1 : 0
} else {
  loadEnvironmentFile(process.env)
  const print = flags.json ? printJson : printText
  process.exitCode = (await print(runChecks(process.env))) ? 0 : 1
}

async function printJson(doctorRun: DoctorRun): Promise<boolean> {
  const report = await createJsonReport(doctorRun)
  stdout.write(`${JSON.stringify(report, undefined, 2)}\n`)
  return report.ok
}

function printText(doctorRun: DoctorRun): Promise<boolean> {
  return printReport(doctorRun, {
    color: stdout.isTTY && stdout.hasColors(),
    width: Math.min(stdout.isTTY ? stdout.columns : 100, 110),
    write: (text) => stdout.write(text),
    progress: stdout.isTTY ? (text) => stdout.write(`\r\u001b[2K${text}`) : undefined,
  })
}

function parseFlags() {
  try {
    return parseArgs({
      options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    }).values
  } catch (err) {
    stderr.write(`${(err as Error).message}\n\n`)
    return undefined
  }
}
