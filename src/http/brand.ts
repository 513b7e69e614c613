import { findClientLocale } from '../yoti/web-client.js'
import type { Theme } from './colours.js'
import { findLanguage } from './texts.js'

/** A picture of `BRAND_FILE`. */
export interface BrandPicture {
  type: 'image/svg+xml' | 'image/png'
  body: Buffer
  /** Width divided by height, unless it is an SVG that does not say. */
  aspectRatio?: number
}

export interface BrandContact {
  url?: string
  email?: string
  phone?: string
}

/** What the privacy page says of the business, or the address of the business's own page. */
export interface BrandPrivacy {
  url?: string
  controller?: string
  contact?: string
  dpo?: string
  legalBasis?: string
  authority?: string
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
  support?: BrandContact
  termsUrl?: string
  privacy?: BrandPrivacy
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
export function getPrivacyAddress({ privacy, caller }: Brand, url: (path: string) => string) {
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
