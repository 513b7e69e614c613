import type { Page } from 'playwright-core'
import type { Stack } from '../support/start-stack.js'

const API_KEY = 'a-secret-of-the-shop-that-is-long-enough'
const SHOP_ORIGIN = 'https://shop.example'

/** A server that receives users by handover, with PUBLIC_START off. */
export const HANDOVER_ENV = { API_KEYS: `shop:${API_KEY}`, RETURN_URL_ORIGINS: SHOP_ORIGIN }

/** Creates a session as a signup backend does, and opens its handover link. */
export async function openHandover(page: Page, stack: Stack): Promise<void> {
  await page.goto(await createHandoverUrl(stack))
  await continueFromIntro(page)
}

/** Presses the button of the page that a handover link opens. */
export async function continueFromIntro(page: Page): Promise<void> {
  await page.getByTestId('continue-check').click()
  await page.getByTestId('client').waitFor({ state: 'attached' })
}

export async function createHandoverUrl({ baseUrl }: Stack): Promise<string> {
  const response = await fetch(`${baseUrl}/api/sessions`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${API_KEY}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ userReference: 'user-1', returnUrl: `${SHOP_ORIGIN}/back` }),
  })
  const { url } = (await response.json()) as { url: string }
  return url
}
