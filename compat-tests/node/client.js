// One client program on kafkajs.
//
//   client.js produce BOOTSTRAP TOPIC PARTITION CODEC   standard input: one record a line (none, gzip, snappy)
//   client.js checks BOOTSTRAP                          this folder's own checks
'use strict'

const path = require('path')
const readline = require('readline')
const { createRequire } = require('module')

// The modules are installed beside the other downloads, not in this folder.
const installed = createRequire(path.join(process.env.KALDA_COMPAT_CACHE, 'node', 'package.json'))
const { Kafka, CompressionTypes, CompressionCodecs, logLevel } = installed('kafkajs')
CompressionCodecs[CompressionTypes.Snappy] = installed('kafkajs-snappy')

const CODECS = { none: CompressionTypes.None, gzip: CompressionTypes.GZIP, snappy: CompressionTypes.Snappy }

function connectTo(bootstrap) {
  return new Kafka({ clientId: 'compat', brokers: [bootstrap], logLevel: logLevel.NOTHING, requestTimeout: 30000, retry: { retries: 5 } })
}

function producerOf(kafka, options = {}) {
  return kafka.producer({ createPartitioner: () => ({ message }) => message.partition, ...options })
}

async function produceLines(bootstrap, topic, partition, codec) {
  const producer = producerOf(connectTo(bootstrap), { idempotent: true, maxInFlightRequests: 1 })
  await producer.connect()
  let messages = []
  const flush = async () => {
    if (messages.length > 0) await producer.send({ topic, messages, acks: -1, compression: CODECS[codec] })
    messages = []
  }
  for await (const line of readline.createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    messages.push({ partition, value: line })
    if (messages.length === 5000) await flush()
  }
  await flush()
  await producer.disconnect()
}

module.exports = { CODECS, connectTo, producerOf }

async function main([command, bootstrap, topic, partition, codec]) {
  if (command === 'produce') await produceLines(bootstrap, topic, Number(partition), codec)
  else if (command === 'checks') await require('./checks.js').run(bootstrap)
  else throw new Error(`no such command: ${command}`)
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error) => {
    console.error(error)
    process.exit(1)
  })
}
