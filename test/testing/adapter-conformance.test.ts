import { type AdapterFeature, adapterConformance, type ListenWithAdapter } from '@meishi/core/testing'
import express4 from 'express4'
import express5 from 'express5'
import koa2 from 'koa2'
import koa3 from 'koa3'
import { describe, test } from 'vitest'
import { listenWithExpress } from './listen-express.js'
import { listenWithFastify } from './listen-fastify.js'
import { listenWithKoa } from './listen-koa.js'

/** Our own adapters keep what is asked of anybody's. */
const ADAPTERS: readonly (readonly [framework: string, listen: ListenWithAdapter])[] = [
  ['Express 4', listenWithExpress(express4 as unknown as typeof express5)],
  ['Express 5', listenWithExpress(express5)],
  ['Koa 2', listenWithKoa(koa2)],
  ['Koa 3', listenWithKoa(koa3)],
  ['Fastify 5', listenWithFastify],
]

const EVERYTHING: readonly AdapterFeature[] = ['query', 'params', 'body', 'chain', 'guard', 'refused']

describe.each(ADAPTERS)('%s', (_framework, listen) => {
  for (const { name, run } of adapterConformance(listen, EVERYTHING)) test(name, run)
})
