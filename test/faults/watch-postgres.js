import pg from 'pg'
import { createWrites } from './write-recorder.js'

/** Notes a write once PostgreSQL has responded, before the server handles the response. */
export function watchPostgres(note) {
  const ofClient = new WeakMap()
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function (sql, ...rest) {
    const result = query.call(this, sql, ...rest)
    if (typeof sql !== 'string' || !(result instanceof Promise)) return result
    if (!ofClient.has(this)) ofClient.set(this, createWrites(note))
    return result.then((response) => {
      ofClient.get(this).done(sql, response.rowCount)
      return response
    })
  }
}
