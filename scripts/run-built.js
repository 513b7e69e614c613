// npm start, npm run emulator, npm run scenario: builds if needed, then imports dist/<entry> into this process, so that
// signals reach it.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, canBuild, isUpToDate } from './build-dist.js'
import { describeUnsupportedNode } from './node-version.js'
import { onParentExit } from './on-parent-exit.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const entry = process.argv[2]
onParentExit(() => process.kill(process.pid, 'SIGTERM'))
const problem = describeUnsupportedNode() ?? buildIfNeeded()

if (problem === undefined) {
  const built = join(root, 'dist', entry)
  process.argv.splice(1, 2, built)
  await import(pathToFileURL(built).href)
} else {
  process.stderr.write(`${problem}\n`)
  process.exitCode = 1
}

function buildIfNeeded() {
  if (entry === undefined) return 'Name the program to run: node scripts/run-built.js server.js'
  const exists = existsSync(join(root, 'dist', entry))
  if (exists && isUpToDate(root)) return undefined
  if (canBuild(root)) {
    // Standard output belongs to the program.
    process.stderr.write('Building dist from src ...\n')
    if (build(root) !== 0) return 'The build failed: see the errors above.'
    if (!existsSync(join(root, 'dist', entry))) return `dist/${entry} does not exist.`
    return undefined
  }
  if (exists) return undefined
  return `dist/${entry} is missing and TypeScript is not installed to build it. Run "npm ci" and try again.`
}
