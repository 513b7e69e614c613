// npm test: Jest with native ES modules. Arguments and the exit code pass through.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describeUnsupportedNode } from './node-version.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js')
const problem =
  describeUnsupportedNode() ?? (existsSync(jest) ? undefined : 'Jest is missing: run "npm ci".')

if (problem === undefined) {
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning']
  const child = spawn(process.execPath, [...flags, jest, ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
    // For programs that tests run with tsx in other folders.
    env: { ...process.env, TSX_TSCONFIG_PATH: join(root, 'tsconfig.json') },
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => {
    process.exitCode = code ?? 1
  })
} else {
  process.stderr.write(`${problem}\n`)
  process.exitCode = 1
}
