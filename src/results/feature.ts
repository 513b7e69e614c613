import type { Router } from 'express'
import { createResultLoader, type ResultLoaderOptions } from './create-result-loader.js'
import { createResultRoutes, type ResultRoutesOptions } from './routes.js'

interface ResultsContext extends Omit<ResultRoutesOptions, 'showMedia'> {
  config: { resultsPage: string }
}

export const resultsFeature = {
  name: 'results',

  pageRoutes: ({ config, ...context }: ResultsContext): Router =>
    createResultRoutes({ ...context, showMedia: config.resultsPage === 'full' }),

  createResultLoader: (context: ResultLoaderOptions) => createResultLoader(context),
}
