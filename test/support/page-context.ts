import { toBrandView } from '../../src/http/brand-view.js'
import type { Brand } from '../../src/http/brand.js'
import type { PageContext } from '../../src/http/page-context.js'
import { createTexts } from '../../src/http/texts.js'

/** A page of a server at the root of its host. */
export function createPageContext(language = 'en', brand: Brand = {}): PageContext {
  const url = (path: string) => path
  return { texts: createTexts(language), brand: toBrandView(brand, url), url, languages: [] }
}

export const pageContexts = { get: () => createPageContext() }
