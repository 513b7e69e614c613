// A benchmark process: the emulator over HTTP and over TLS, as Yoti is.
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { createServer } from 'node:tls'
import { startEmulator } from 'yoti-idv-emulator'

const { YOTI_CLIENT_SDK_ID, PUBLIC_KEY_FILE_PATH, TLS_KEY_FILE_PATH, NODE_EXTRA_CA_CERTS } =
  process.env
const emulator = await startEmulator({
  port: 0,
  applications: [
    { sdkId: YOTI_CLIENT_SDK_ID, publicKey: readFileSync(PUBLIC_KEY_FILE_PATH, 'utf8') },
  ],
  recordLimit: 0,
})
const plain = new URL(emulator.apiUrl)

const tls = { key: readFileSync(TLS_KEY_FILE_PATH), cert: readFileSync(NODE_EXTRA_CA_CERTS) }
const front = createServer(tls, (socket) => {
  const inner = connect(Number(plain.port), plain.hostname)
  socket.pipe(inner).pipe(socket)
  socket.on('error', () => inner.destroy())
  inner.on('error', () => socket.destroy())
})
front.listen(0, '127.0.0.1', () => {
  const secure = new URL(plain)
  secure.protocol = 'https:'
  secure.port = front.address().port
  process.send({ plain: plain.href, secure: secure.href })
})

process.on('message', (question) => {
  if (question === 'connections') process.send(emulator.connections())
  if (question.credentialsOf !== undefined) {
    process.send(question.credentialsOf.map((id) => emulator.session(id).notifications.auth_token))
  }
  if (question.finish !== undefined) {
    // The checks of a captured session are done.
    emulator.control
      .advanceClock(question.finish, { advanceSeconds: 600 })
      .finally(() => process.send(question.finish))
  }
  if (question.faultsOf !== undefined) {
    emulator.control.setTrackingFaults(question.faultsOf, { faults: question.faults })
    process.send(question.faultsOf)
  }
  if (question.media !== undefined) process.send(addMedia(question))
})

/** Many media with the same content, so that they cost the memory of one. */
function addMedia({ sessionId, media, size }) {
  const picture = { contentType: 'image/jpeg', content: Buffer.alloc(size, 'specimen') }
  return Array.from({ length: media }, () => emulator.addMedia(sessionId, picture))
}
