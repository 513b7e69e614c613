import type { Child } from './child.js'
import type { RunningContestant } from './contestant.js'

export interface MediaLoad {
  media: number
  /** Bytes of each. */
  size: number
}

/** Bytes by which the server's resident memory grows at most while all media are read at once. */
export async function measureMediaMemory(
  server: RunningContestant,
  emulator: Child,
  { media, size }: MediaLoad,
): Promise<number> {
  const { child, browser } = server
  const { sessionId, headers } = await server.visit(browser)
  const [first = '', ...others] = (await emulator.ask({ sessionId, media, size })) as string[]
  const read = async (mediaId: string) => {
    const received = await browser.download(server.mediaPath(sessionId, mediaId), headers)
    if (received !== size) throw new Error(`${received} of ${size} bytes of a picture came.`)
  }
  await read(first)
  const before = await child.measure('memory')
  await Promise.all([first, ...others].map(read))
  return (await child.measure('peak')) - before
}
