import { toBrandView } from '../../src/http/brand.js'
import { createPages } from '../../src/http/pages.js'
import { createTexts } from '../../src/http/texts.js'

const texts = createTexts()
const url = (path: string) => path

/** In English, of a server at the root of its host. */
export const PAGE_CONTEXT = { texts, url, brand: toBrandView({}, url) }

export function createTestPages(shared: object = { target: 'live' }, viewsDir?: string) {
  return createPages({
    allTexts: new Map([['en', texts]]),
    brands: { default: {}, callers: [] },
    baseUrl: 'http://localhost',
    shared,
    ...(viewsDir !== undefined && { viewsDir }),
  })
}
