// Preloaded (node --import) by tests. Records each side effect of the process, and kills the process directly after the
// chosen one, so that it has no chance to clean up.
import { appendFileSync } from 'node:fs'
import { watchHttp } from './watch-http.js'
import { watchPostgres } from './watch-postgres.js'
import { watchSqlite } from './watch-sqlite.js'

const { SIDE_EFFECTS_FILE: file, CRASH_AFTER: crashAfter } = process.env
let count = 0

// Worker threads of a TypeScript loader must not be counted.
if (file !== undefined) {
  watchHttp(note)
  watchSqlite(note)
  watchPostgres(note)
}

/** Written synchronously, so that the record survives the crash. */
function note(description) {
  count += 1
  appendFileSync(file, `${Date.now()} ${description}\n`)
  if (count === Number(crashAfter)) process.kill(process.pid, 'SIGKILL')
}
