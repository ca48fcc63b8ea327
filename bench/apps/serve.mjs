// One application in a process of its own: serve.mjs <application> <JSON of the prepared key>. It tells its port, and on
// request the CPU time that it has used. Keys are prepared for everybody who takes a prepared one.
import { createPublicKey } from 'node:crypto'
import { APPS } from './apps.mjs'

const [name, text] = process.argv.slice(2)
const settings = JSON.parse(text)
const port = await APPS[name].listen({ ...settings, key: createPublicKey(settings.pem) })
process.on('message', () => process.send({ cpu: process.cpuUsage() }))
process.on('disconnect', () => process.exit())
process.send({ port })
