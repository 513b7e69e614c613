import { tsImport } from 'tsx/esm/api'

/** Finds or installs a browser once. JavaScript, because Jest loads it with require. */
export default async function setUp() {
  const { ensureChromium } = await tsImport('./chromium.ts', import.meta.url)
  await ensureChromium()
}
