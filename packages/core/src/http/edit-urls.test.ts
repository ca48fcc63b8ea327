import { expect, test } from 'vitest'
import { receive, surfaceOf } from '../../test-support/receive.js'
import { editUrls } from './edit-urls.js'

const withoutQuery = (url: string): string => url.replace(/\?.*/, '')

test('edits the URL wherever it stands, and tells the new query', async () => {
  const message = await receive({ url: '/p?user=m' })
  const surface = surfaceOf(message)

  editUrls(surface, withoutQuery)

  expect([message.url, message.originalUrl, surface.changes]).toEqual(['/p', '/p', ['']])
})

test('an originalUrl of a getter that remembers what it gave to somebody before us does not stay', async () => {
  const message = await receive({ url: '/p?user=m' })
  class Remembering {
    #first: string | undefined
    get originalUrl(): string | undefined {
      this.#first ??= message.url
      return this.#first
    }
  }
  const request = new Remembering()
  expect(request.originalUrl).toBe('/p?user=m')

  editUrls({ ...surfaceOf(message), originals: [request] }, withoutQuery)
  expect(request.originalUrl).toBe('/p')
  editUrls({ ...surfaceOf(message), originals: [request] }, (url) => `${url}?user=alice`)
  expect(request.originalUrl).toBe('/p?user=alice')
})

test('tells of the query where only originalUrl had to change, because somebody had rewritten the other', async () => {
  const message = await receive({ url: '/p?user=m' })
  message.url = '/other'
  const surface = surfaceOf(message)

  editUrls(surface, withoutQuery)

  expect([message.url, message.originalUrl, surface.changes]).toEqual(['/other', '/p', ['']])
})

test('tells nobody where nothing has changed', async () => {
  const surface = surfaceOf(await receive({ url: '/p' }))

  editUrls(surface, withoutQuery)

  expect(surface.changes).toEqual([])
})
