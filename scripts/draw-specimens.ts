// tsx scripts/draw-specimens.ts: draws the committed PNG pictures from the SVG specimens.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { PEOPLE, type Person } from '../emulator/src/people/person.js'
import { drawSpecimenDocument, drawSpecimenFace } from '../emulator/src/people/specimen.js'
import { findChromium, launchChromium } from '../test/browser/chromium.js'

interface SpecimenImage {
  name: string
  svg: string
  width: number
  height: number
}

const ASSETS = new URL('../emulator/public/assets/', import.meta.url)
// Printed on the generic pictures; nothing depends on it.
const PRINTED_AT = Date.UTC(2026, 0, 1)
const PORTRAIT = { width: 240, height: 300 }
const PAGE = { width: 875, height: 616 }
const CARD = { width: 759, height: 478 }

const browser = await launchChromium(findChromium())
try {
  const page = await browser.newPage()
  for (const picture of listPictures()) await draw(page, picture)
} finally {
  await browser.close()
}

function listPictures(): SpecimenImage[] {
  const [generic] = PEOPLE
  if (generic === undefined) throw new Error('The generic person is missing.')
  return [
    ...PEOPLE.map((person) => ({
      name: `portraits/${person.id}.png`,
      svg: drawSpecimenFace(person),
      ...PORTRAIT,
    })),
    { name: 'specimens/face.png', svg: drawSpecimenFace(generic), width: 480, height: 600 },
    { name: 'specimens/passport.png', svg: drawDocument(generic, 'PASSPORT', 0), ...PAGE },
    ...(['driving-licence', 'national-id'] as const).flatMap((name) =>
      ([0, 1] as const).map((side) => ({
        name: `specimens/${name}-${side === 0 ? 'front' : 'back'}.png`,
        svg: drawDocument(generic, name.toUpperCase().replace('-', '_'), side),
        ...CARD,
      })),
    ),
  ]
}

function drawDocument(person: Person, documentType: string, side: 0 | 1): string {
  return drawSpecimenDocument(person, 'GBR', documentType, side, PRINTED_AT)
}

async function draw(page: Page, { name, svg, width, height }: SpecimenImage): Promise<void> {
  await page.setViewportSize({ width, height })
  await page.setContent(
    `<style>body { margin: 0 } body > svg { display: block; width: 100vw; height: 100vh }</style>${svg}`,
  )
  const path = fileURLToPath(new URL(name, ASSETS))
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, await page.screenshot())
}
