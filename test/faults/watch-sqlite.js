import Libsql from 'libsql'
import { createWrites } from './write-recorder.js'

export function watchSqlite(note) {
  const writes = createWrites(note)
  const { prepare } = Libsql.prototype
  Libsql.prototype.prepare = function (sql) {
    const statement = prepare.call(this, sql)
    const { run, all } = statement
    statement.run = (...parameters) => {
      const result = run.apply(statement, parameters)
      writes.done(sql, result.changes)
      return result
    }
    statement.all = (...parameters) => {
      const rows = all.apply(statement, parameters)
      writes.done(sql, rows.length)
      return rows
    }
    return statement
  }
}
