import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

export const NARROW_WIDTH_PX = 320

/** The width of the page on a narrow screen. */
export async function measureOverflow(page: Page): Promise<number> {
  await page.setViewportSize({ width: NARROW_WIDTH_PX, height: 640 })
  return page.evaluate(() => document.documentElement.scrollWidth)
}

/** Excludes the client's frame, which has its own test. */
export async function findViolationsInBothSchemes(page: Page): Promise<string[]> {
  // Legacy mode needs no second page.
  const createAxe = () => new AxeBuilder({ page }).exclude('iframe').setLegacyMode()
  await page.emulateMedia({ colorScheme: 'light' })
  const light = await createAxe().analyze()
  await page.emulateMedia({ colorScheme: 'dark' })
  // Nothing but colours depends on the scheme.
  const dark = await createAxe().withRules(['color-contrast']).analyze()
  return [...listViolations(light), ...listViolations(dark)]
}

function listViolations({ violations }: Awaited<ReturnType<AxeBuilder['analyze']>>): string[] {
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}
