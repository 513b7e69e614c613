import pg from 'pg'
import { createWrites } from './write-recorder.js'

/** A write is noted when PostgreSQL's answer is there and nobody has looked at it yet. */
export function watchPostgres(note) {
  const ofClient = new WeakMap()
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function (sql, ...rest) {
    const answer = query.call(this, sql, ...rest)
    if (typeof sql !== 'string' || !(answer instanceof Promise)) return answer
    if (!ofClient.has(this)) ofClient.set(this, createWrites(note))
    return answer.then((result) => {
      ofClient.get(this).done(sql, result.rowCount)
      return result
    })
  }
}
