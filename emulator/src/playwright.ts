import type { CaptureBehaviour, CaptureResult } from './capture-client/capture-session.js'
import type { ChosenDocument } from './capture-client/capture-steps.js'
import { PDF } from './capture-client/pictures.js'

/** A path, or a content. */
type PictureFile = string | { name: string; mimeType: string; buffer: Buffer }

/** The part of Playwright's Locator that is used here, so that every version and package of Playwright fits. */
export interface ClientLocator {
  click(): Promise<void>
  count(): Promise<number>
  first(): ClientLocator
  selectOption(value: string): Promise<unknown>
  setInputFiles(file: PictureFile): Promise<void>
  textContent(): Promise<string | null>
  waitFor(options?: { state: 'attached' | 'detached' }): Promise<void>
  elementHandle(): Promise<{
    getAttribute(name: string): Promise<string | null>
    waitForElementState(state: 'hidden'): Promise<void>
  }>
}

/** A Page, a Frame or a FrameLocator of Playwright. */
export interface ClientWindow<L extends ClientLocator> {
  locator(selector: string): L
}

export interface CompleteOptions extends CaptureBehaviour {
  /** Default: SPECIMEN. A file is used for documents only, because the client accepts none for a face. */
  picture?: 'SPECIMEN' | 'CAMERA' | { file: PictureFile } | undefined
  /** Advances the session's clock past its expiry. Required for the end EXPIRE. */
  expire?: (() => Promise<unknown>) | undefined
}

/** User actions on the emulator's client page. */
export type ClientPage<L extends ClientLocator = ClientLocator> = ReturnType<
  typeof createClientPage<L>
>

/** Screens that need no decision. */
const CLICKED = [
  ...['handoff-stay', 'consent-accept', 'continue-anyway', 'confirm-picture'],
  ...['camera-capture', 'zoom-far', 'zoom-near'],
]
const PDF_FILE = { name: 'document.pdf', mimeType: 'application/pdf', buffer: PDF }

/** The client in the frame of the relying party's page that has this test id. */
export function getClientPage<L extends ClientLocator>(
  page: { frameLocator(selector: string): ClientWindow<L> },
  frameTestId = 'client',
) {
  return createClientPage(page.frameLocator(select(frameTestId)))
}

/** The client in this window, which is a page or a frame. */
export function createClientPage<L extends ClientLocator>(window: ClientWindow<L>) {
  // Not getByTestId, because a project may have another attribute for its own test ids.
  const find = (testId: string): L => window.locator(select(testId))
  const click = (testId: string): Promise<void> => find(testId).click()
  const clickEach = async (...testIds: string[]): Promise<void> => {
    for (const testId of testIds) await click(testId)
  }
  const has = async (testId: string) => (await find(testId).count()) > 0
  /** Leaves as Yoti's client would with this error code. */
  const exitWithError = (code: number) => clickEach('leave-menu-open', `leave-error-${code}`)
  /** By default the first type offered, and GBR. */
  const chooseDocument = async (documentType?: string, issuingCountry = 'GBR'): Promise<void> => {
    await find('country-select').selectOption(issuingCountry)
    const types =
      documentType === undefined ? '^="document-type-"' : `="document-type-${documentType}"`
    await window.locator(`[data-testid${types}]`).first().click()
    await click('continue')
  }

  return {
    find,
    click,
    chooseDocument,
    exitWithError,
    takePhoto: () => clickEach('camera-start', 'camera-capture', 'confirm-picture'),
    useSpecimen: () => clickEach('use-specimen', 'confirm-picture'),
    async upload(file: PictureFile): Promise<void> {
      await find('file-upload').setInputFiles(file)
      await click('confirm-picture')
    },

    /** From any screen to the end. Resolves to FINISHED after the last button, LEFT after an error code, otherwise AWAY. */
    async complete(options: CompleteOptions = {}): Promise<CaptureResult['kind']> {
      const { documents = [], tryAgain = true, end = 'FINISH', picture, expire } = options
      if (end === 'EXPIRE' && expire === undefined) {
        throw new Error('The end EXPIRE needs "expire", which advances the clock of the session.')
      }
      if (typeof end === 'object') {
        await exitWithError(end.clientError)
        return 'LEFT'
      }
      const seen = new Set<string | null>()
      let document: ChosenDocument | undefined
      const state = { hasFinished: false }

      const steps: Partial<Record<string, () => unknown>> = {
        ...Object.fromEntries(CLICKED.map((testId) => [testId, () => click(testId)])),
        'country-select': async () => {
          // A retry keeps the position, and the document with it.
          const position = await find('progress').textContent()
          if (seen.has(position) && !tryAgain) return 'AWAY'
          document = documents[seen.add(position).size - 1]
          return chooseDocument(document?.type, document?.country)
        },
        'use-specimen': async () => {
          if (await has('problem')) {
            throw new Error(`The client page reports: ${await find('problem').textContent()}`)
          }
          const given = typeof picture === 'object' ? picture.file : undefined
          const file = document?.form === 'FILE' ? PDF_FILE : given
          if (file !== undefined && (await has('file-upload'))) {
            await find('file-upload').setInputFiles(file)
          } else if (file !== undefined && (await has('change-document'))) {
            throw new Error(
              'The session accepts no files. Set allowed_capture_methods, or "picture".',
            )
          } else {
            await click(picture === 'CAMERA' ? 'camera-start' : 'use-specimen')
          }
        },
        'try-again': async () => {
          if (!tryAgain && !(await has('continue-anyway'))) return 'AWAY'
          return click(tryAgain ? 'try-again' : 'continue-anyway')
        },
        finish: async () => {
          if (end === 'ABANDON') return 'AWAY'
          state.hasFinished = end === 'FINISH'
          if (state.hasFinished) return click('finish')
          await expire?.()
          return undefined
        },
        finished: () => 'FINISHED',
        'error-screen': () => 'LEFT',
      }

      const screen = window.locator(Object.keys(steps).map(select).join(', ')).first()
      const banner = find('emulator-banner')
      await banner.waitFor({ state: 'attached' })
      for (;;) {
        const gone = banner.waitFor({ state: 'detached' })
        const element = await Promise.race([screen.elementHandle(), gone])
        if (element === undefined) return state.hasFinished ? 'FINISHED' : 'LEFT'
        // The relying party may replace the page at any time.
        const step = await element.getAttribute('data-testid').catch(() => null)
        const result = await steps[String(step)]?.()
        if (typeof result === 'string') return result as CaptureResult['kind']
        // The next screen may have the same button, and a removed element counts as hidden.
        await element.waitForElementState('hidden').catch(() => undefined)
      }
    },
  }
}

function select(testId: string): string {
  return `[data-testid="${testId}"]`
}
