// A member of a group on kafkajs: member.js SETTINGS. What it is told and tells is described in lib/groups/member.py.
'use strict'

const path = require('path')
const readline = require('readline')
const { createRequire } = require('module')

// The modules are installed beside the other downloads, not in this folder.
const installed = createRequire(path.join(process.env.KALDA_COMPAT_CACHE, 'node', 'package.json'))
const { Kafka, logLevel } = installed('kafkajs')

const settings = JSON.parse(process.argv[2])
const { topic } = settings

function tell(event, more) {
  console.log(JSON.stringify({ event, at: Date.now(), ...more }))
}

const kafka = new Kafka({
  clientId: settings.name, brokers: [settings.bootstrap], logLevel: logLevel.ERROR,
  retry: { retries: 100, initialRetryTime: 100, maxRetryTime: 500 },
})
let consumer
let owned = []

function release() {
  if (owned.length > 0) tell('revoked', { partitions: owned })
  owned = []
}

// Where no broker answers at all, kafkajs gives up for good ("crash"); programs that live on make a new consumer then.
async function begin() {
  consumer = kafka.consumer({
    groupId: settings.group, sessionTimeout: settings.session_ms, heartbeatInterval: settings.heartbeat_ms, rebalanceTimeout: 10000,
    maxWaitTimeInMs: 100, allowAutoTopicCreation: false,
  })
  consumer.on(consumer.events.REBALANCING, release)
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    release()
    if (!payload.restart) again()
  })
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    // Who was thrown out joins again without a word about rebalancing.
    release()
    owned = payload.memberAssignment[topic] || []
    tell('assigned', { partitions: owned })
  })
  await consumer.connect()
  await consumer.subscribe({ topics: [topic], fromBeginning: settings.reset === 'earliest' })
  await consumer.run({ autoCommit: false, eachBatch })
}

function again() {
  setTimeout(() => begin().catch(again), 200)
}

async function eachBatch({ batch, resolveOffset, heartbeat }) {
  const first = Number(batch.firstOffset())
  const last = Number(batch.lastOffset())
  tell('records', { partition: batch.partition, first, last, count: batch.messages.length })
  resolveOffset(batch.lastOffset())
  try {
    await consumer.commitOffsets([{ topic, partition: batch.partition, offset: String(last + 1) }])
    tell('committed', { offsets: { [batch.partition]: last + 1 } })
  } catch (refusal) {
    tell('refused', { error: refusal.type || String(refusal) })
    throw refusal
  }
  await heartbeat()
}

async function stop() {
  release()
  await consumer.disconnect()
  process.exit(0)
}

readline.createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [order, partition, offset] = line.split(' ')
    if (order === 'stop') stop()
    else consumer.seek({ topic, partition: Number(partition), offset })
  })
  .on('close', () => process.exit(1))

begin().catch((error) => {
  console.error(error)
  process.exit(1)
})
