import type { YotiClient } from '../yoti/client.js'
import { createMediaRoutes } from './media-routes.js'
import { createResultLoader } from './result-loader.js'

export const resultsFeature = {
  name: 'results',
  provide: ({ resultsPage, yoti }: { resultsPage: string; yoti: YotiClient }) =>
    resultsPage === 'outcome'
      ? {}
      : { loadResult: createResultLoader({ yoti, showsDebug: resultsPage === 'debug' }) },
  pageRoutes: createMediaRoutes,
}
