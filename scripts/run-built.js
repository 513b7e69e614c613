// npm start, npm run emulator, npm run scenario: builds when it must and can, then runs dist/<entry> in this
// very process, so that signals reach it.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, canBuild, isFresh } from './build-dist.js'
import { describeUnsupportedNode } from './node-version.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const entry = process.argv[2]
if (process.env.npm_lifecycle_event !== undefined) stopWithParent()
const problem = describeUnsupportedNode() ?? prepare()

if (problem === undefined) {
  const built = join(root, 'dist', entry)
  process.argv.splice(1, 2, built)
  await import(pathToFileURL(built).href)
} else {
  process.stderr.write(`${problem}\n`)
  process.exitCode = 1
}

/** npm starts us through a shell, and a signal to npm ends that shell, not us: take its end for the signal. */
function stopWithParent() {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 250)
  watch.unref()
}

function prepare() {
  if (entry === undefined) return 'Say what to run: node scripts/run-built.js server.js'
  const isThere = existsSync(join(root, 'dist', entry))
  if (isThere && isFresh(root)) return undefined
  if (canBuild(root)) {
    // Standard output is the program's own.
    process.stderr.write('Building dist from src ...\n')
    if (build(root) !== 0) return 'The build failed: see the errors above.'
    if (!existsSync(join(root, 'dist', entry))) return `There is no dist/${entry} to run.`
    return undefined
  }
  if (isThere) return undefined
  return `dist/${entry} is missing and there is no TypeScript to build it with: run "npm ci" and then this again.`
}
