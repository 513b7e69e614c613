import { createMediaRoutes } from './media-routes.js'
import { createResultLoader } from './result-loader.js'

export const resultsFeature = {
  name: 'results',
  createResultLoader,
  pageRoutes: createMediaRoutes,
}
