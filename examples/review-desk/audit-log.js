import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * An append-only file with one JSON line an action. It names staff and sessions, and nothing about the applicant. Send
 * the lines to a log store that staff cannot edit.
 */
export function createAuditLog(file) {
  return {
    /** Rejects if the line cannot be written, so that no one looks without a trace. */
    async write(staffId, action, details) {
      const line = { time: new Date().toISOString(), staffId, action, ...details }
      await mkdir(dirname(file), { recursive: true })
      await appendFile(file, `${JSON.stringify(line)}\n`, { mode: 0o600 })
    },
    /** Newest first. */
    async read({ sessionId, limit }) {
      const text = await readFile(file, 'utf8').catch((err) => {
        if (err.code === 'ENOENT') return ''
        throw err
      })
      const lines = text.split('\n').filter((line) => line.includes(sessionId ?? ''))
      return lines
        .filter(Boolean)
        .slice(-limit)
        .reverse()
        .map((line) => JSON.parse(line))
    },
  }
}
