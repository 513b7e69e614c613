import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.js'

const INPUTS = ['src', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json']
const STAMP = '.built-from'
const ABANDONED_AFTER = 10 * 60_000

/** Whether dist was built from the sources as they are now. A folder's own time shows a deleted file. */
export function isFresh(root) {
  try {
    return readFileSync(join(root, 'dist', STAMP), 'utf8') === describeInputs(root)
  } catch {
    return false
  }
}

export function canBuild(root) {
  return existsSync(join(root, 'src')) && existsSync(compiler(root))
}

/**
 * Builds beside dist and renames at the end, so that an interrupted build never leaves half a dist, and deleted sources
 * leave no ghosts. Of several starts at once one builds, and the others take what it built. Returns the exit code of
 * the compiler.
 */
export function build(root) {
  const wasFresh = isFresh(root)
  return withLock(join(root, 'dist.lock'), () => {
    if (!wasFresh && isFresh(root)) return 0
    removeAbandoned(root)
    return compile(root)
  })
}

function compile(root) {
  const building = join(root, `dist.${randomUUID()}.tmp`)
  const inputs = describeInputs(root)
  try {
    const { status, error } = spawnSync(
      process.execPath,
      [compiler(root), '-p', join(root, 'tsconfig.build.json'), '--outDir', building],
      { cwd: root, stdio: 'inherit' },
    )
    if (error) throw error
    if (status !== 0) return status ?? 1
    writeFileSync(join(building, STAMP), inputs)
    replace(join(root, 'dist'), building, join(root, `dist.${randomUUID()}.tmp`))
    return 0
  } finally {
    rmSync(building, { recursive: true, force: true })
  }
}

function compiler(root) {
  return join(root, 'node_modules', 'typescript', 'bin', 'tsc')
}

function describeInputs(root) {
  return String(Math.max(...INPUTS.map((input) => newestTime(join(root, input)))))
}

function newestTime(path) {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return 0
  if (!stats.isDirectory()) return stats.mtimeMs
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestTime(join(path, name))))
}

function replace(target, replacement, trash) {
  moveIfThere(target, trash)
  renameSync(replacement, target)
  rmSync(trash, { recursive: true, force: true })
}

function moveIfThere(from, to) {
  try {
    renameSync(from, to)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
}

function removeAbandoned(root) {
  const abandoned = readdirSync(root).filter(
    (name) =>
      /^dist\.[0-9a-f-]{36}\.tmp$/.test(name) &&
      Date.now() - newestTime(join(root, name)) > ABANDONED_AFTER,
  )
  for (const name of abandoned) rmSync(join(root, name), { recursive: true, force: true })
}
