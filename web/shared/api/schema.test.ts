// @vitest-environment node
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import openapi, { astToString } from 'openapi-typescript'
import { expect, test } from 'vitest'

test('the client is generated from the description of the server as it is now', async () => {
  const description = new URL(`file://${join(import.meta.dirname, '../../../docs/api/openapi.json')}`)
  const generated = astToString(await openapi(description))
  const committed = readFileSync(join(import.meta.dirname, 'schema.d.ts'), 'utf8')
  // The command line writes a notice above; run `npm run client` when this fails.
  expect(committed.slice(committed.indexOf('export interface paths')).trim()).toBe(generated.trim())
})
