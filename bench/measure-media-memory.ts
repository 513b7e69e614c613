import type { BenchProcess } from './bench-process.js'
import type { RunningServer } from './bench-server.js'

export interface MediaLoad {
  mediaCount: number
  /** Bytes of each. */
  bytesPerMedia: number
}

/** Peak growth of resident memory in bytes while all media are read concurrently. */
export async function measureMediaMemory(
  server: RunningServer,
  emulator: BenchProcess,
  { mediaCount: media, bytesPerMedia: size }: MediaLoad,
): Promise<number> {
  const { serverProcess, client } = server
  const { sessionId, headers } = await server.visit(client)
  const [first = '', ...others] = (await emulator.request({ sessionId, media, size })) as string[]
  const read = async (mediaId: string) => {
    const received = await client.download(server.mediaPath(sessionId, mediaId), headers)
    if (received !== size) throw new Error(`${received} of ${size} bytes of an image arrived.`)
  }
  await read(first)
  const before = await serverProcess.measure('memory')
  await Promise.all([first, ...others].map(read))
  return (await serverProcess.measure('peak')) - before
}
