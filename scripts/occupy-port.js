// node scripts/occupy-port.js: takes a port of 127.0.0.1, prints it, and holds it until it is ended.
import { once } from 'node:events'
import { createServer } from 'node:net'

const server = createServer().listen(0, '127.0.0.1')
await once(server, 'listening')
process.stdout.write(`${server.address().port}\n`)
