// Loaded before the server (node --import) by tests that kill it. Writes down each side effect of the process and, right
// after the one that the test chose, kills the process: between two side effects, where nothing can be cleaned up.
import { appendFileSync } from 'node:fs'
import { watchHttp } from './watch-http.js'
import { watchPostgres } from './watch-postgres.js'
import { watchSqlite } from './watch-sqlite.js'

const { SIDE_EFFECTS_FILE: file, CRASH_AFTER: dieAfter } = process.env
let count = 0

// The loader of TypeScript may have threads of its own, which would count as well.
if (file !== undefined) {
  watchHttp(note)
  watchSqlite(note)
  watchPostgres(note)
}

/** What is written here, in the order in which it happened, outlives the process. */
function note(what) {
  count += 1
  appendFileSync(file, `${Date.now()} ${what}\n`)
  if (count === Number(dieAfter)) process.kill(process.pid, 'SIGKILL')
}
