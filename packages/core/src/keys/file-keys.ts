import { createPublicKey, type KeyObject } from 'node:crypto'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { KeyLabel } from '../jose/import-key.js'
import { parseJsonObject } from '../jose/json-object.js'
import { FetchFailure } from './fetch-failure.js'
import type { Published } from './import-published.js'
import type { Loaded } from './kept-document.js'
import { checkUsable, readKeySet } from './key-set.js'

const MOST_BYTES = 512 * 1024

/** What is told of a file: its name, without the way to it. */
export const fileName = (path: string): string => basename(path)

/**
 * Reads a key file, a JWK Set or PEM text, where it is another one than before: by its number, times and size. A file
 * that is replaced by renaming or, as Kubernetes does, by turning a symbolic link has another number.
 *
 * @param tag - what the file looked like when it was read last
 * @throws {@link FetchFailure} where it holds no usable key, as while somebody writes it
 */
export async function loadKeyFile(
  path: string,
  label: KeyLabel,
  tag: string | undefined,
): Promise<Omit<Loaded<Published>, 'freshFor'>> {
  const file = await open(path, 'r')
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await file.stat({ bigint: true })
    const seen = [dev, ino, size, mtimeNs, ctimeNs].join(':')
    if (seen === tag) return { value: undefined, tag, bytes: 0 }
    if (size > MOST_BYTES) throw new FetchFailure(`${fileName(path)} is longer than ${MOST_BYTES / 1024} KiB`)
    const content = await file.readFile()
    return { value: readKeys(content, label, fileName(path)), tag: seen, bytes: content.length }
  } finally {
    await file.close()
  }
}

function readKeys(content: Buffer, label: KeyLabel, name: string): Published {
  const text = content.toString('utf8')
  if (text.includes('PRIVATE KEY')) throw new FetchFailure(`${name} holds a private key; give the public one`)
  if (text.includes('-----BEGIN')) return checkUsable({ pem: readPem(text, name), label }, name)
  const json = parseJsonObject(content)
  if (json === undefined) throw new FetchFailure(`${name} holds neither a key set nor PEM text`)
  return readKeySet(json, name)
}

function readPem(text: string, name: string): KeyObject {
  try {
    return createPublicKey(text)
  } catch {
    throw new FetchFailure(`${name} holds PEM text without a readable public key or certificate`)
  }
}
