import { tsImport } from 'tsx/esm/api'
import build from '../support/build.js'

/** Finds or fetches the browser once; the workers inherit the variable. JavaScript, as Jest loads it with require. */
export default async function setUp() {
  build()
  const { findChromium } = await tsImport('./chromium.ts', import.meta.url)
  process.env.CHROMIUM_PATH = findChromium()
}
