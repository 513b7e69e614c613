import type { Locator, Page } from 'playwright-core'

/** The page of the emulator, in whatever window or frame it is: what a person does there. */
export interface ClientPage {
  find(testId: string): Locator
  press(testId: string): Promise<void>
  chooseDocument(documentType: string, issuingCountry?: string): Promise<void>
  photograph: () => Promise<void>
  useSpecimen: () => Promise<void>
  upload(file: string): Promise<void>
  /** From the choice of a document to the last button, with the pictures that the emulator draws. */
  passWithSpecimens(): Promise<void>
  /** The same with what the camera sees. */
  passWithCamera(): Promise<void>
  /** Leaves as Yoti's client would with this error code. */
  leave(code: number): Promise<void>
}

/** The client in the frame of our page, or as a page of its own. */
export function createClientPage(window: Pick<Page, 'getByTestId'>): ClientPage {
  const find = (testId: string) => window.getByTestId(testId)
  const press = (testId: string) => find(testId).click()

  const pass = async (takePicture: () => Promise<void>) => {
    await client.chooseDocument('PASSPORT')
    await takePicture()
    await press('consent-accept')
    await takePicture()
    await press('finish')
  }

  const client: ClientPage = {
    find,
    press,
    async chooseDocument(documentType, issuingCountry = 'GBR') {
      await find('country-select').selectOption(issuingCountry)
      await press(`document-type-${documentType}`)
      await press('continue')
    },
    async photograph() {
      await press('camera-start')
      await press('camera-capture')
      await press('confirm-picture')
    },
    async useSpecimen() {
      await press('use-specimen')
      await press('confirm-picture')
    },
    async upload(file) {
      await find('file-upload').setInputFiles(file)
      await press('confirm-picture')
    },
    passWithSpecimens: () => pass(client.useSpecimen),
    passWithCamera: () => pass(client.photograph),
    async leave(code) {
      await press('leave-menu-open')
      await press(`leave-error-${code}`)
    },
  }
  return client
}

/** The client in the frame of a session's page. */
export function findClient(page: Page): ClientPage {
  return createClientPage(page.frameLocator('[data-testid="client"]'))
}
