// npm test [-- FILE]: Jest with native ES modules. With --fast, only the quick tests, or the named *.test.ts files. With
// --long, the tests of faults and the fuzz tests try more.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describeUnsupportedNode } from './node-version.js'
import { onParentExit } from './on-parent-exit.js'

const KILL_AFTER_MS = 5_000
const IS_WINDOWS = process.platform === 'win32'

const root = fileURLToPath(new URL('..', import.meta.url))
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js')
const problem =
  describeUnsupportedNode() ?? (existsSync(jest) ? undefined : 'Jest is missing: run "npm ci".')

if (problem === undefined) {
  runJest(process.argv.slice(2))
} else {
  process.stderr.write(`${problem}\n`)
  process.exitCode = 1
}

function runJest(words) {
  const args = words.filter((word) => word !== '--fast' && word !== '--long')
  // Last, because Jest takes every word after --selectProjects for a project.
  if (words.includes('--fast') && !args.some((word) => word.endsWith('.test.ts'))) {
    args.push('--selectProjects=node')
  }
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning']
  const child = spawn(process.execPath, [...flags, jest, ...args], {
    cwd: root,
    stdio: 'inherit',
    // A process group: its signals also reach the workers and the programs that tests start.
    detached: !IS_WINDOWS,
    env: {
      ...process.env,
      // For programs that tests run with tsx in other folders.
      TSX_TSCONFIG_PATH: join(root, 'tsconfig.json'),
      ...(words.includes('--long') && { LONG_RUN: 'true' }),
    },
  })
  const stop = (signal) => {
    process.exitCode = 128 + constants.signals[signal]
    signalGroup(child, signal)
    setTimeout(() => signalGroup(child, 'SIGKILL'), KILL_AFTER_MS).unref()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
  onParentExit(() => stop('SIGTERM'))
  child.on('exit', (code) => {
    process.exitCode ??= code ?? 1
    signalGroup(child, 'SIGKILL')
  })
}

function signalGroup(child, signal) {
  try {
    if (IS_WINDOWS) child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}
