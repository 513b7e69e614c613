// Preloaded (node --import) by tests. Records each side effect of the process, and kills the process directly after the
// chosen one, so that it has no chance to clean up.
import { subscribe } from 'node:diagnostics_channel'
import { appendFileSync } from 'node:fs'
import Libsql from 'libsql'
import pg from 'pg'

const { SIDE_EFFECTS_FILE: file, CRASH_AFTER: crashAfter } = process.env
let count = 0

// Worker threads of a TypeScript loader must not be counted.
if (file !== undefined) {
  watchHttp()
  watchSqlite()
  watchPostgres()
}

/** Written synchronously, so that the record survives the crash. */
function note(description) {
  count += 1
  appendFileSync(file, `${Date.now()} ${description}\n`)
  if (count === Number(crashAfter)) process.kill(process.pid, 'SIGKILL')
}

/**
 * Notes sent requests and responses once the operating system has them, and received ones before the server has
 * handled them.
 */
function watchHttp() {
  subscribe('http.server.request.start', ({ request }) => {
    note(`received ${describe(request.method, request.url)}`)
  })
  subscribe('http.server.response.finish', ({ request, response }) => {
    note(`answered ${response.statusCode} ${describe(request.method, request.url)}`)
  })
  subscribe('http.client.request.start', ({ request }) => {
    request.once('finish', () => note(`sent ${describe(request.method, request.path)}`))
  })
  subscribe('http.client.response.finish', ({ request, response }) => {
    note(`heard ${response.statusCode} ${describe(request.method, request.path)}`)
  })
}

/** Without ids and queries, which differ between runs. */
function describe(method, url) {
  return `${method} ${url.replace(/\?.*/, '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')}`
}

function watchSqlite() {
  const noteWrite = createWriteRecorder()
  const { prepare } = Libsql.prototype
  Libsql.prototype.prepare = function (sql) {
    const statement = prepare.call(this, sql)
    const { run, all } = statement
    statement.run = (...parameters) => {
      const result = run.apply(statement, parameters)
      noteWrite(sql, result.changes)
      return result
    }
    statement.all = (...parameters) => {
      const rows = all.apply(statement, parameters)
      noteWrite(sql, rows.length)
      return rows
    }
    return statement
  }
}

/** Notes a write once PostgreSQL has responded, before the server handles the response. */
function watchPostgres() {
  const recorders = new WeakMap()
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function (sql, ...rest) {
    const result = query.call(this, sql, ...rest)
    if (typeof sql !== 'string' || !(result instanceof Promise)) return result
    if (!recorders.has(this)) recorders.set(this, createWriteRecorder())
    return result.then((response) => {
      recorders.get(this)(sql, response.rowCount)
      return response
    })
  }
}

/** For one connection. Notes the writes of a transaction together, when it commits. */
function createWriteRecorder() {
  let transaction
  /** @param changed number of rows; a statement that changed none has no side effect */
  return (sql, changed) => {
    const word = /^\w+/.exec(sql.trim())?.[0].toLowerCase()
    if (word === 'begin' || word === 'start') transaction = []
    else if (word === 'rollback') transaction = undefined
    else if (word === 'commit') {
      const written = transaction ?? []
      transaction = undefined
      if (written.length > 0) note(`wrote ${written.join(', ')}`)
    } else {
      const write = describeWrite(sql)
      if (write === undefined || (changed === 0 && !/^(create|drop|alter)/.test(write))) return
      if (transaction === undefined) note(`wrote ${write}`)
      else transaction.push(write)
    }
  }
}

/** Such as `update sessions`; undefined for a statement that only reads. */
function describeWrite(sql) {
  const [, verb, name] =
    /^(insert into|update|delete from|create \w+|drop \w+|alter table)\s+(?:if not exists\s+)?"?(\w+)"?/i.exec(
      sql.trim(),
    ) ?? []
  return verb === undefined ? undefined : `${verb.toLowerCase()} ${name}`
}
