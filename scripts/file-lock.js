import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'

const RETRY_INTERVAL_MS = 50
/** Limits the wait when another process has reused the pid of a crashed holder. */
const STALE_AFTER_MS = 2 * 60_000
const sleepBuffer = new Int32Array(new SharedArrayBuffer(4))

/** Runs `task` while this process holds the lock file. The lock of a crashed process is released. */
export function withFileLock(file, task) {
  while (!tryAcquire(file)) {
    if (isStale(file)) rmSync(file, { force: true })
    else Atomics.wait(sleepBuffer, 0, 0, RETRY_INTERVAL_MS)
  }
  try {
    return task()
  } finally {
    rmSync(file, { force: true })
  }
}

function tryAcquire(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return false
  }
}

function isStale(file) {
  try {
    if (Date.now() - statSync(file).mtimeMs > STALE_AFTER_MS) return true
    process.kill(Number(readFileSync(file, 'utf8')), 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}
