import { readFileSync } from 'node:fs'
import type { Emulator, SessionFixture } from '../../emulator/src/start-emulator.js'

const FOLDER = new URL('../fixtures/session-exports/', import.meta.url)

/** Completes a session of the emulator with a file that it exported. */
export function importSessionFixture(
  { control }: Pick<Emulator, 'control'>,
  sessionId: string,
  name: string,
): SessionFixture {
  const text = readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')
  const fixture = JSON.parse(text) as SessionFixture
  control.importSession(sessionId, fixture)
  return fixture
}
