import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ejs, { type TemplateFunction } from 'ejs'
import type { Response } from 'express'
import type { PageContext, PageContexts } from './page-context.js'

const VIEWS_DIR = fileURLToPath(new URL('../../views', import.meta.url))

export interface Pages {
  render(name: string, context: PageContext, data: object): string
  send(res: Response, name: string, data: object): void
}

/** Compiles every template at startup, so that a broken one fails immediately. */
export function createPages(
  contexts: Pick<PageContexts, 'get'>,
  sharedData: object,
  viewsDir = VIEWS_DIR,
): Pages {
  const pages = new Map<string, TemplateFunction>()
  for (const file of readdirSync(viewsDir, { encoding: 'utf8', recursive: true })) {
    if (!file.endsWith('.ejs')) continue
    const filename = join(viewsDir, file)
    const template = ejs.compile(readFileSync(filename, 'utf8'), {
      filename,
      root: viewsDir,
      cache: true,
    })
    // `include('/partials/head')` finds the compiled template here instead of reading the file.
    ejs.cache.set(filename, template)
    pages.set(file.slice(0, -'.ejs'.length), template)
  }
  const render: Pages['render'] = (name, { texts, ...context }, data) => {
    const page = pages.get(name)
    if (page === undefined) throw new TypeError(`There is no page "${name}" in ${viewsDir}.`)
    return page({ ...sharedData, ...texts, ...context, emphasise, linkify, ...data })
  }
  return {
    render,
    send(res, name, data) {
      res.locals.page = name
      res.type('html').send(render(name, contexts.get(res), data))
    },
  }
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
