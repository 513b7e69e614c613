// Replaces `openssl rand` on machines without it.
import { randomBytes } from 'node:crypto'

const [command, flag, bytes] = process.argv.slice(2)
const encoding = { '-hex': 'hex', '-base64': 'base64' }[flag]
if (command !== 'rand' || encoding === undefined)
  throw new Error(`Unknown: ${process.argv.slice(2)}`)
process.stdout.write(`${randomBytes(Number(bytes)).toString(encoding)}\n`)
