// node scripts/count-tests.js REPORT.json...: adds up what Jest reported with --json.
import { readFileSync } from 'node:fs'

const reports = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, 'utf8')))
const add = (field) => reports.reduce((sum, report) => sum + report[field], 0)

process.stdout.write(`${add('numPassedTests')} passed, ${add('numFailedTests')} failed\n`)
