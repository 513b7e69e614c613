import type { Response } from 'express'
import { addAssetVersion } from './asset-routes.js'
import { getBasePath } from './base-path.js'
import { findBrand, type Brand, type Brands } from './brand.js'
import { toBrandView, type BrandView } from './brand-view.js'
import { describeCookie, getCookieValues } from './cookie.js'
import { findLanguage, type Texts } from './texts.js'

/** In whose name and language a page is. */
export interface PageContext {
  texts: Texts
  brand: BrandView
  /** The address of a path of this server. */
  url: (path: string) => string
  /** Empty if the page cannot be requested again. */
  languages: readonly { language: string; name: string; href: string }[]
}

export interface PageSession {
  callerHash?: string
  locale?: string
}

export type PageContexts = ReturnType<typeof createPageContexts>

interface PageContextsOptions {
  allTexts: ReadonlyMap<string, Texts>
  brands: Brands
  baseUrl: string
}

/** Of a page in another language. Others, and longer values, may contain personal data. */
const KEPT_PARAMETERS = ['yotiErrorCode', 'waited', 'continue', 'country', 'brand']

/**
 * The language is that of `?lang=`, which a cookie keeps for all pages, then that of the session, then the browser's.
 * The cookie also keeps the brand of the latest session, because error pages belong to none.
 */
export function createPageContexts({ allTexts, brands, baseUrl }: PageContextsOptions) {
  const viewCookie = describeCookie('view', baseUrl)
  const basePath = getBasePath(baseUrl)
  const url = (path: string) => basePath + addAssetVersion(path)
  const languages = [...allTexts.keys()]
  const views = new Map(
    [brands.default, ...brands.callers].map((brand) => [brand, toBrandView(brand, url)]),
  )

  /** @param isNew whether the session's language replaces the one that was chosen before */
  const describe = (res: Response, session?: PageSession, isNew = false): PageContext => {
    const { req } = res
    const [cookie = ''] = getCookieValues(req.headers.cookie, viewCookie.name)
    const [kept, keptBrand = ''] = cookie.split('.')
    const chosen = findLanguage(languages, req.query.lang)
    const ordered = findLanguage(languages, session?.locale)
    const remembered = chosen ?? (isNew ? ordered : undefined) ?? findLanguage(languages, kept)
    const accepted = req.acceptsLanguages(languages) || 'en'
    const texts = getKnown(allTexts, remembered ?? ordered ?? accepted)

    const named = [req.query.brand, keptBrand].flatMap(
      (name) => brands.callers.find(({ caller }) => caller === name) ?? [],
    )
    const brand = session ? findBrand(brands, session.callerHash) : (named[0] ?? brands.default)
    const value = `${remembered ?? ''}.${session === undefined ? keptBrand : (brand.caller ?? '')}`
    if (value !== cookie && value !== '.') res.cookie(viewCookie.name, value, viewCookie.options)
    return { texts, brand: getKnown(views, brand), url, languages: listLanguages(res, brand) }
  }

  const listLanguages = (res: Response, { caller }: Brand) => {
    if (res.req.method !== 'GET' || languages.length === 1) return []
    const kept = KEPT_PARAMETERS.flatMap((name): [string, string][] => {
      const value = res.req.query[name]
      const isCode = typeof value === 'string' && (/^\w{1,5}$/.test(value) || value === caller)
      return isCode ? [[name, value]] : []
    })
    return [...allTexts.values()].map(({ language, languageName }) => {
      const query = new URLSearchParams([...kept, ['lang', language]])
      return { language, name: languageName, href: `?${query.toString()}` }
    })
  }

  return {
    url,
    /** @param session the one that the page shows; later calls for the same request need not repeat it */
    get(res: Response, session?: PageSession, isNew?: boolean): PageContext {
      const { locals } = res as { locals: { pageContext?: PageContext } }
      if (session !== undefined) locals.pageContext = describe(res, session, isNew)
      return (locals.pageContext ??= describe(res))
    },
  }
}

function getKnown<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = map.get(key)
  if (value === undefined) throw new TypeError('All languages and brands are known.')
  return value
}
