import { hash } from 'node:crypto'
import { getPrivacyAddress, type Brand, type Brands } from './brand.js'
import type { Theme, Tones } from './colours.js'

export interface BrandFile {
  type: string
  body: Buffer
}

/** CSS pixels. */
const LOGO_HEIGHT = 36

export type BrandView = ReturnType<typeof toBrandView>

/** What views show of a brand. Pictures and colours are addresses, because pages allow no inline style. */
export function toBrandView(brand: Brand, url: (path: string) => string) {
  const { name, caller, logo, logoDark, favicon, theme, support, termsUrl } = brand
  const toAddress = (file: BrandFile | undefined) => file && url(getFilePath(file))
  return {
    name,
    caller,
    support,
    termsUrl,
    privacy: brand.privacy,
    reviewTime: brand.reviewTime,
    privacyUrl: getPrivacyAddress(brand, url),
    logo: toAddress(logo),
    logoDark: toAddress(logoDark),
    logoWidth: logo?.aspectRatio && Math.round(logo.aspectRatio * LOGO_HEIGHT),
    logoHeight: LOGO_HEIGHT,
    favicon: toAddress(favicon) ?? url('/assets/icon.svg'),
    stylesheet: toAddress(theme && toStylesheet(theme)),
  }
}

/** By path. */
export function listBrandFiles(brands: Brands): ReadonlyMap<string, BrandFile> {
  const files = [brands.default, ...brands.callers].flatMap(
    ({ logo, logoDark, favicon, theme }) => [logo, logoDark, favicon, theme && toStylesheet(theme)],
  )
  return new Map(files.flatMap((file) => (file ? [[getFilePath(file), file]] : [])))
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/svg+xml': 'svg',
  'image/png': 'png',
  'text/css': 'css',
}

/** With a hash of the content, so that browsers may keep it. */
function getFilePath({ type, body }: BrandFile): string {
  const name = hash('sha256', body, 'hex').slice(0, 16)
  return `/assets/brand/${name}.${EXTENSIONS[type] ?? ''}`
}

/** Replaces the colours of views/assets/app.css. */
function toStylesheet({ light, dark }: Theme): BrandFile {
  const toRule = ({ fill, onFill, accent }: Tones) =>
    `:root { --fill: ${fill}; --on-fill: ${onFill}; --accent: ${accent}; }`
  const css = `${toRule(light)}\n@media (prefers-color-scheme: dark) {\n  ${toRule(dark)}\n}\n`
  return { type: 'text/css', body: Buffer.from(css) }
}
