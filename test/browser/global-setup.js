import { tsImport } from 'tsx/esm/api'

/** Finds or fetches the browser once; the workers inherit the variable. JavaScript, as Jest loads it with require. */
export default async function setUp() {
  const { findChromium } = await tsImport('./find-chromium.ts', import.meta.url)
  process.env.CHROMIUM_PATH = findChromium()
}
