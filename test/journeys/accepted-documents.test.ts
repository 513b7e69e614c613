import { describe, expect, it } from '@jest/globals'
import { startStack } from '../support/start-stack.js'
import { createVisitor } from '../support/visitor.js'

const SUPPORTED_DOCUMENTS_REQUEST = 'GET /supported-documents'

describe('the page of accepted documents', () => {
  it("lists a country's documents without JavaScript when the user selects the country", async () => {
    await using stack = await startStack({ env: { LOG_LEVEL: 'debug' } })
    const visitor = createVisitor(stack.baseUrl)

    const start = await (await visitor.get('/')).text()
    expect(start).toContain('href="/?country=#documents"')
    const choice = await (await visitor.get('/?country=')).text()
    expect(choice).toContain('<option value="GBR">United Kingdom</option>')
    expect(stack.logLines.join('\n')).not.toContain(SUPPORTED_DOCUMENTS_REQUEST)

    const page = await (await visitor.get('/?country=GBR')).text()
    expect(page).toContain('<option value="GBR" selected>United Kingdom</option>')
    expect(page).toMatch(/From United Kingdom[\s\S]*<li>Passport<\/li>[\s\S]*Driving licence/)
    expect(page).toContain('data-testid="start"')

    await visitor.get('/?country=FRA')
    expect(
      stack.logLines.filter((line) => line.includes(SUPPORTED_DOCUMENTS_REQUEST)),
    ).toHaveLength(1)
  })

  it('still lets the user start a session when Yoti does not respond', async () => {
    await using stack = await startStack()
    const visitor = createVisitor(stack.baseUrl)
    await stack.emulator.close()

    const page = await visitor.get('/?country=GBR')
    expect(page.status).toBe(200)
    const html = await page.text()
    expect(html).toContain('We can’t show the list right now.')
    expect(html).toContain('data-testid="start"')
  })

  it('shows no countries when PUBLIC_START is off', async () => {
    await using stack = await startStack({ env: { PUBLIC_START: 'off' } })
    const html = await (await createVisitor(stack.baseUrl).get('/?country=GBR')).text()
    expect(html).not.toContain('<select')
  })
})
