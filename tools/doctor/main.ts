import { loadEnvironmentFile } from '#src/config/environment.js'
import { runTool } from '../run-tool.js'
import { createJsonReport, printReport } from './report.js'
import { runChecks } from './run-checks.js'

const USAGE = `npm run doctor [-- --json]

Checks the configuration, Yoti, the clock, the database and the reachability from the internet.
Changes nothing and prints no secrets. The exit code is 1 if something must be fixed, otherwise 0.
`

const { stdout } = process

await runTool({
  usage: USAGE,
  options: { json: { type: 'boolean' } },
  async run({ json }) {
    loadEnvironmentFile(process.env)
    const doctorRun = runChecks(process.env)
    if (json) {
      const report = await createJsonReport(doctorRun)
      stdout.write(`${JSON.stringify(report, undefined, 2)}\n`)
      return report.ok ? 0 : 1
    }
    const isOk = await printReport(doctorRun, {
      color: stdout.isTTY && stdout.hasColors(),
      width: Math.min(stdout.isTTY ? stdout.columns : 100, 110),
      write: (text) => stdout.write(text),
      progress: stdout.isTTY ? (text) => stdout.write(`\r\u001b[2K${text}`) : undefined,
    })
    return isOk ? 0 : 1
  },
})
