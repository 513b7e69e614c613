import { hash } from 'node:crypto'
import { findClientLocale } from '../yoti/web-client.js'
import type { Theme, Tones } from './colours.js'
import { findLanguage } from './texts.js'

export interface BrandFile {
  type: string
  body: Buffer
}

/** A picture of `BRAND_FILE`. */
export interface BrandPicture extends BrandFile {
  type: 'image/svg+xml' | 'image/png'
  /** Width divided by height, unless it is an SVG that does not say. */
  aspectRatio?: number
}

/** The business that checks the user. */
export interface Brand {
  /** The API caller whose users see it. */
  caller?: string
  callerHash?: string
  name?: string
  logo?: BrandPicture
  logoDark?: BrandPicture
  favicon?: BrandPicture
  theme?: Theme
  support?: { url?: string; email?: string; phone?: string }
  termsUrl?: string
  /** What the privacy page says of the business, or the address of the business's own page. */
  privacy?: {
    url?: string
    controller?: string
    contact?: string
    dpo?: string
    legalBasis?: string
    authority?: string
  }
  /** For example `2 working days`. */
  reviewTime?: string
  yotiBrandId?: string
}

export interface Brands {
  default: Brand
  callers: readonly Brand[]
}

export function findBrand({ callers, default: other }: Brands, callerHash?: string): Brand {
  return callers.find((brand) => brand.callerHash === callerHash) ?? other
}

/** The business's own page, or the path of this server's. */
function getPrivacyAddress({ privacy, caller }: Brand, url: (path: string) => string) {
  if (privacy?.url !== undefined) return privacy.url
  return url(`/privacy-policy${caller === undefined ? '' : `?brand=${caller}`}`)
}

interface ClientSettingsOptions {
  brands: Brands
  baseUrl: string
  languages: readonly string[]
}

/** Makes Yoti's client look and speak as the pages do. */
export function createClientSettings({ brands, baseUrl, languages }: ClientSettingsOptions) {
  return (session: { callerHash?: string; locale?: string | undefined }) => {
    const brand = findBrand(brands, session.callerHash)
    const { theme, yotiBrandId } = brand
    const language = findLanguage(languages, session.locale)
    return {
      defaults: {
        privacy_policy_url: getPrivacyAddress(brand, (path) => baseUrl + path),
        ...(theme && {
          primary_colour: theme.light.fill,
          primary_colour_dark_mode: theme.dark.fill,
        }),
        ...(yotiBrandId && { brand_id: yotiBrandId }),
      },
      locale: language === undefined ? undefined : findClientLocale(language),
    }
  }
}

/** CSS pixels. */
const LOGO_HEIGHT = 36

export type BrandView = ReturnType<typeof toBrandView>

/** What views show of a brand. Pictures and colours are addresses, because pages allow no inline style. */
export function toBrandView(brand: Brand, url: (path: string) => string) {
  const { logo, logoDark, favicon, stylesheet } = getFiles(brand)
  const toAddress = (file: BrandFile | undefined) => file && url(getFilePath(file))
  return {
    ...brand,
    privacyUrl: getPrivacyAddress(brand, url),
    logo: toAddress(logo),
    logoDark: toAddress(logoDark),
    logoWidth: logo?.aspectRatio && Math.round(logo.aspectRatio * LOGO_HEIGHT),
    logoHeight: LOGO_HEIGHT,
    favicon: toAddress(favicon) ?? url('/assets/icon.svg'),
    stylesheet: toAddress(stylesheet),
  }
}

/** By path. */
export function listBrandFiles(brands: Brands): ReadonlyMap<string, BrandFile> {
  const files = [brands.default, ...brands.callers].flatMap((each) => Object.values(getFiles(each)))
  return new Map(files.flatMap((file) => (file ? [[getFilePath(file), file]] : [])))
}

function getFiles({ logo, logoDark, favicon, theme }: Brand) {
  return { logo, logoDark, favicon, stylesheet: theme && toStylesheet(theme) }
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
