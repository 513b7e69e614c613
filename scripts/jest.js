// npm test: Jest with native ES modules. Arguments and the exit code pass through.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describeUnsupportedNode } from './node-version.js'

const jest = fileURLToPath(new URL('../node_modules/jest/bin/jest.js', import.meta.url))
const problem =
  describeUnsupportedNode() ?? (existsSync(jest) ? undefined : 'Jest is missing: run "npm ci".')

if (problem === undefined) {
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning']
  const child = spawn(process.execPath, [...flags, jest, ...process.argv.slice(2)], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => {
    process.exitCode = code ?? 1
  })
} else {
  process.stderr.write(`${problem}\n`)
  process.exitCode = 1
}
