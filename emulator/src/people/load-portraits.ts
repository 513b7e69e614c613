import { readFile } from 'node:fs/promises'
import { PEOPLE } from './person.js'

const PORTRAITS_FOLDER = new URL('../../public/assets/portraits/', import.meta.url)

/** PNG pictures of the drawn faces by person id; `scripts/draw-specimens.ts` makes them. */
export async function loadPortraits(): Promise<ReadonlyMap<string, Buffer>> {
  const portraits = PEOPLE.map(
    async ({ id }) => [id, await readFile(new URL(`${id}.png`, PORTRAITS_FOLDER))] as const,
  )
  return new Map(await Promise.all(portraits))
}
