// node scripts/report-tests.js REPORT.json...: adds up what Jest reported with --json, and names the ten slowest suites.
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'

const reports = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, 'utf8')))
const add = (field) => reports.reduce((sum, report) => sum + report[field], 0)
const slowest = reports
  .flatMap(({ testResults }) => testResults)
  .map(({ name, startTime, endTime }) => ({ name, seconds: (endTime - startTime) / 1000 }))
  .sort((one, other) => other.seconds - one.seconds)
  .slice(0, 10)

for (const { name, seconds } of slowest) {
  process.stdout.write(`${seconds.toFixed(1).padStart(7)} s  ${relative('', name)}\n`)
}
process.stdout.write(`${add('numPassedTests')} passed, ${add('numFailedTests')} failed\n`)
