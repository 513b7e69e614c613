import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'

const PAUSE = 50
/** Another process may have got the number of the one that died. */
const ABANDONED_AFTER = 2 * 60_000
const nobodyWakes = new Int32Array(new SharedArrayBuffer(4))

/** Does `act` while no other process does it with the same file. One that died does not hold it any more. */
export function withLock(file, act) {
  while (!take(file)) {
    if (isAbandoned(file)) rmSync(file, { force: true })
    else Atomics.wait(nobodyWakes, 0, 0, PAUSE)
  }
  try {
    return act()
  } finally {
    rmSync(file, { force: true })
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return false
  }
}

function isAbandoned(file) {
  try {
    if (Date.now() - statSync(file).mtimeMs > ABANDONED_AFTER) return true
    process.kill(Number(readFileSync(file, 'utf8')), 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}
