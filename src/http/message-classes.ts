import { IncomingMessage, ServerResponse, type ServerOptions } from 'node:http'
import type { Express } from 'express'

/**
 * For `createServer`. Express changes the prototype of each request and response to its own, which
 * spoils V8's caches for them. These have Express's from the beginning
 * (docs/performance.md).
 */
export function createMessageClasses(): { classes: ServerOptions; useIn(app: Express): void } {
  class Message extends IncomingMessage {}
  class Answer<Request extends IncomingMessage> extends ServerResponse<Request> {}
  return {
    classes: { IncomingMessage: Message, ServerResponse: Answer },
    useIn(app) {
      app.request = Object.setPrototypeOf(Message.prototype, app.request) as Express['request']
      app.response = Object.setPrototypeOf(Answer.prototype, app.response) as Express['response']
    },
  }
}
