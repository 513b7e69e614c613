import { createMediaRoutes, type MediaRoutesOptions } from './media-routes.js'
import { createResultLoader } from './result-loader.js'

interface ResultsContext extends Omit<MediaRoutesOptions, 'showMedia'> {
  config: { resultsPage: string }
}

export const resultsFeature = {
  name: 'results',
  createResultLoader,

  pageRoutes: ({ config, ...context }: ResultsContext) =>
    createMediaRoutes({ ...context, showMedia: config.resultsPage === 'full' }),
}
