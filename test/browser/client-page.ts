import type { Locator, Page } from 'playwright-core'

/** User actions on the emulator's client page, in a window or a frame. */
export interface ClientPage {
  find(testId: string): Locator
  click(testId: string): Promise<void>
  chooseDocument(documentType: string, issuingCountry?: string): Promise<void>
  takePhoto: () => Promise<void>
  useSpecimen: () => Promise<void>
  upload(file: string): Promise<void>
  /** From the choice of a document to the last button, with the pictures that the emulator draws. */
  completeWithSpecimens(): Promise<void>
  /** The same with what the camera sees. */
  completeWithCamera(): Promise<void>
  /** Leaves as Yoti's client would with this error code. */
  exitWithError(code: number): Promise<void>
}

/** The client in the frame of our page, or as a page of its own. */
export function createClientPage(window: Pick<Page, 'getByTestId'>): ClientPage {
  const find = (testId: string) => window.getByTestId(testId)
  const click = (testId: string) => find(testId).click()

  const complete = async (takePicture: () => Promise<void>) => {
    await client.chooseDocument('PASSPORT')
    await takePicture()
    await click('consent-accept')
    await takePicture()
    await click('finish')
  }

  const client: ClientPage = {
    find,
    click,
    async chooseDocument(documentType, issuingCountry = 'GBR') {
      await find('country-select').selectOption(issuingCountry)
      await click(`document-type-${documentType}`)
      await click('continue')
    },
    async takePhoto() {
      await click('camera-start')
      await click('camera-capture')
      await click('confirm-picture')
    },
    async useSpecimen() {
      await click('use-specimen')
      await click('confirm-picture')
    },
    async upload(file) {
      await find('file-upload').setInputFiles(file)
      await click('confirm-picture')
    },
    completeWithSpecimens: () => complete(client.useSpecimen),
    completeWithCamera: () => complete(client.takePhoto),
    async exitWithError(code) {
      await click('leave-menu-open')
      await click(`leave-error-${code}`)
    },
  }
  return client
}

/** The client in the frame of a session's page. */
export function getClientPage(page: Page): ClientPage {
  return createClientPage(page.frameLocator('[data-testid="client"]'))
}
