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
import { withFileLock } from './file-lock.js'

/** Removed folders are skipped. */
const PROJECTS = ['emulator', 'src', 'tools']
const OUTPUTS = ['dist', 'emulator/dist']
const INPUTS = ['src', 'emulator/src', 'tools', 'tsconfig.base.json', 'package-lock.json']
const STAMP = '.built-from'
const ABANDONED_AFTER_MS = 10 * 60_000

/** Includes the times of folders, because deleting a file changes only these. */
export function isUpToDate(root) {
  try {
    return readFileSync(join(root, 'dist', STAMP), 'utf8') === fingerprintInputs(root)
  } catch {
    return false
  }
}

export function canBuild(root) {
  return existsSync(join(root, 'src')) && existsSync(findCompiler(root))
}

/**
 * Builds into empty folders and restores the old ones when the compiler fails, so that deleted sources leave no
 * output behind. When several processes start together, one builds. Returns the exit code of the compiler.
 */
export function build(root) {
  const wasUpToDate = isUpToDate(root)
  return withFileLock(join(root, 'dist.lock'), () => {
    if (!wasUpToDate && isUpToDate(root)) return 0
    removeAbandonedBackups(root)
    return compile(root)
  })
}

function compile(root) {
  const inputs = fingerprintInputs(root)
  const projects = PROJECTS.filter((name) => existsSync(join(root, name, 'tsconfig.json')))
  const outputs = OUTPUTS.map((name) => join(root, name))
  const backups = outputs.map(() => join(root, `dist.${randomUUID()}.tmp`))
  outputs.forEach((output, index) => moveIfExists(output, backups[index]))
  const { status, error } = spawnSync(process.execPath, [findCompiler(root), '-b', ...projects], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status === 0) {
    writeFileSync(join(root, 'dist', STAMP), inputs)
  } else {
    outputs.forEach((output, index) => {
      rmSync(output, { recursive: true, force: true })
      moveIfExists(backups[index], output)
    })
  }
  for (const backup of backups) rmSync(backup, { recursive: true, force: true })
  if (error) throw error
  return status ?? 1
}

function findCompiler(root) {
  return join(root, 'node_modules', 'typescript', 'bin', 'tsc')
}

function fingerprintInputs(root) {
  return String(Math.max(...INPUTS.map((input) => newestTime(join(root, input)))))
}

function newestTime(path) {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return 0
  if (!stats.isDirectory()) return stats.mtimeMs
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestTime(join(path, name))))
}

function moveIfExists(from, to) {
  try {
    renameSync(from, to)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
}

function removeAbandonedBackups(root) {
  const abandoned = readdirSync(root).filter(
    (name) =>
      /^dist\.[0-9a-f-]{36}\.tmp$/.test(name) &&
      Date.now() - newestTime(join(root, name)) > ABANDONED_AFTER_MS,
  )
  for (const name of abandoned) rmSync(join(root, name), { recursive: true, force: true })
}
