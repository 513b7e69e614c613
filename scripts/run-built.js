// npm start, npm run emulator, npm run scenario: builds what is older than its sources, then imports dist/<entry> into
// this process, so that signals reach it.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describeUnsupportedNode } from './node-version.js'
import { onParentExit } from './on-parent-exit.js'

const root = new URL('..', import.meta.url)
const entry = process.argv[2]
const built = new URL(`dist/${entry}`, root)
onParentExit(() => process.kill(process.pid, 'SIGTERM'))
const problem = describeUnsupportedNode() ?? build()

if (problem === undefined) {
  process.argv.splice(1, 2, fileURLToPath(built))
  await import(built.href)
} else {
  process.stderr.write(`${problem}\n`)
  process.exitCode = 1
}

function build() {
  if (existsSync(new URL('node_modules/typescript', root))) {
    const script = fileURLToPath(new URL('build.js', import.meta.url))
    const { status } = spawnSync(process.execPath, [script], { stdio: 'inherit' })
    return status === 0 ? undefined : 'The build failed: see the errors above.'
  }
  if (existsSync(built)) return undefined
  return `dist/${entry} is missing and TypeScript is not installed to build it. Run "npm ci --include=dev" and try again: with NODE_ENV=production, npm leaves TypeScript out.`
}
