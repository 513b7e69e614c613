import type axeCore from 'axe-core'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const NARROW_WIDTH_PX = 320
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * Lists violations of axe in light and dark mode, and a page that is wider than a narrow screen. The client's frame has
 * a test of its own.
 */
export async function findProblems(page: Page, name = page.url()): Promise<string[]> {
  // A colour on its way to another has no contrast to speak of.
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' })
  await page.evaluate(AXE)
  const light = await findViolations(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  // Nothing but colours depends on the scheme.
  const dark = await findViolations(page, ['color-contrast'])

  const size = page.viewportSize()
  await page.setViewportSize({ width: NARROW_WIDTH_PX, height: 640 })
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  if (size !== null) await page.setViewportSize(size)
  const tooWide = width > NARROW_WIDTH_PX ? [`${width} px wide`] : []
  return [...light, ...dark, ...tooWide].map((problem) => `${name}: ${problem}`)
}

function findViolations(page: Page, rules?: string[]): Promise<string[]> {
  return page.evaluate(async (values) => {
    const { axe } = globalThis as unknown as { axe: typeof axeCore }
    const { violations } = await axe.run(
      { exclude: ['iframe'] },
      { resultTypes: ['violations'], ...(values && { runOnly: values }) },
    )
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  }, rules)
}
