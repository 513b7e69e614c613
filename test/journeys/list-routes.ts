import type { Express } from 'express'

interface Layer {
  route?: { path: string; methods: Record<string, boolean> }
  handle: { stack?: Layer[] }
}

/** The route table itself, so that a route which is added tomorrow is walked as well. */
export function listRoutes(app: Express): { method: string; path: string }[] {
  const list = (layers: readonly Layer[]): { method: string; path: string }[] =>
    layers.flatMap(({ route, handle }) =>
      route === undefined
        ? list(handle.stack ?? [])
        : Object.keys(route.methods).map((method) => ({
            method: method.toUpperCase(),
            path: route.path,
          })),
    )
  return list((app as unknown as { router: { stack: Layer[] } }).router.stack)
}
