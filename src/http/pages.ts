import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ejs, { type TemplateFunction } from 'ejs'
import type { Response } from 'express'
import { addAssetVersion } from './asset-routes.js'
import { describeCookie, getBasePath, getCookieValues } from './base-url.js'
import { findBrand, toBrandView, type Brands, type BrandView } from './brand.js'
import { findLanguage, type Texts } from './texts.js'

/** In whose name and language a page is. */
export interface PageContext {
  texts: Texts
  brand: BrandView
  /** The address of a path of this server. */
  url: (path: string) => string
}

interface PageSession {
  callerHash?: string
  locale?: string | undefined
}

interface PagesOptions {
  allTexts: ReadonlyMap<string, Texts>
  brands: Brands
  baseUrl: string
  /** What every view may use. */
  shared: object
  viewsDir?: string
}

export type Pages = ReturnType<typeof createPages>

/** Of a page in another language. Others, and longer values, may contain personal data. */
const KEPT_PARAMETERS = ['yotiErrorCode', 'waited', 'continue', 'country', 'brand']

/**
 * The language is that of `?lang=`, which a cookie keeps for all pages, then that of the session, then the browser's.
 * The cookie also keeps the brand of the latest session, because error pages belong to none.
 */
export function createPages({ allTexts, brands, baseUrl, shared, viewsDir }: PagesOptions) {
  const templates = compileTemplates(viewsDir)
  const viewCookie = describeCookie('view', baseUrl)
  const basePath = getBasePath(baseUrl)
  const url = (path: string) => basePath + addAssetVersion(path)
  const languages = [...allTexts.keys()]
  const allBrands = [brands.default, ...brands.callers]
  const views = new Map(allBrands.map((brand) => [brand, toBrandView(brand, url)]))

  /** @param isNew whether the session's language replaces the one that was chosen before */
  const createContext = (res: Response, session?: PageSession, isNew = false): PageContext => {
    const { req } = res
    const [cookie = ''] = getCookieValues(req, viewCookie.name)
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
    return { texts, brand: getKnown(views, brand), url }
  }

  /** Of the page in the others. Empty if it cannot be requested again. */
  const listLanguages = ({ req }: Response, { caller }: BrandView) => {
    if (req.method !== 'GET' || languages.length === 1) return []
    const kept = KEPT_PARAMETERS.flatMap((name): [string, string][] => {
      const value = req.query[name]
      const isCode = typeof value === 'string' && (/^\w{1,5}$/.test(value) || value === caller)
      return isCode ? [[name, value]] : []
    })
    const query = new URLSearchParams([...kept, ['lang', '']]).toString()
    return Array.from(allTexts.values(), ({ language, languageName }) => {
      return { language, name: languageName, href: `?${query}${language}` }
    })
  }

  /** @param session the one that the page shows; later calls for the same request need not repeat it */
  const getContext = (res: Response, session?: PageSession, isNew?: boolean): PageContext => {
    const { locals } = res as { locals: { pageContext?: PageContext } }
    if (session !== undefined) locals.pageContext = createContext(res, session, isNew)
    return (locals.pageContext ??= createContext(res))
  }

  const render = (name: string, { texts, brand, url }: PageContext, data: object): string => {
    const business = brand.name ? `\u2068${brand.name}\u2069` : texts.t('privacy.theBusiness')
    const common = { ...shared, ...texts, brand, url, business, emphasise, linkify }
    return getKnown(templates, name)({ ...common, ...data })
  }

  return {
    url,
    getContext,
    render,
    send(res: Response, name: string, data: object): void {
      const context = getContext(res)
      const languages = listLanguages(res, context.brand)
      res.locals.page = name
      res.type('html').send(render(name, context, { languages, ...data }))
    },
  }
}

const VIEWS_DIR = fileURLToPath(new URL('../../views', import.meta.url))

/** At startup, so that a broken template fails immediately. */
function compileTemplates(viewsDir = VIEWS_DIR): ReadonlyMap<string, TemplateFunction> {
  const files = readdirSync(viewsDir, { encoding: 'utf8', recursive: true })
  return new Map(
    files
      .filter((file) => file.endsWith('.ejs'))
      .map((file) => {
        const filename = join(viewsDir, file)
        const options = { filename, root: viewsDir, cache: true }
        const template = ejs.compile(readFileSync(filename, 'utf8'), options)
        // `include('/partials/head')` finds the compiled template here instead of reading the file.
        ejs.cache.set(filename, template)
        return [file.slice(0, -'.ejs'.length), template]
      }),
  )
}

function getKnown<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = map.get(key)
  if (value === undefined) throw new TypeError('All pages, languages and brands are known.')
  return value
}

/** Escapes a text, keeps its lines, and links the addresses in it. */
function linkify(text: string): string {
  return ejs
    .escapeXML(text)
    .replace(
      /https:\/\/[^\s<>\u2069]+[^\s<>.,;:)\u2069]/g,
      '<a href="$&" target="_top" dir="ltr">$&</a>',
    )
    .replace(/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, '<a href="mailto:$&" dir="ltr">$&</a>')
    .replaceAll('\n', '<br />')
}

/** Escapes a text. What is between asterisks becomes bold. */
function emphasise(text: string): string {
  return ejs.escapeXML(text).replace(/\*([^*]+)\*/g, '<strong>$1</strong>')
}
