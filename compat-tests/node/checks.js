// What kafkajs sees: administration and producers. Its consumers join a group, always; the records are read back by `run`.
'use strict'

const assert = require('assert')
const { CODECS, connectTo, producerOf } = require('./client.js')

let kafka
let admin

async function until(condition) {
  const deadline = Date.now() + 20000
  while (!(await condition())) {
    assert(Date.now() < deadline, 'the condition did not come true in time')
    await new Promise((resume) => setTimeout(resume, 20))
  }
}

async function create(topic, numPartitions = 1, configEntries = []) {
  assert.strictEqual(await admin.createTopics({ topics: [{ topic, numPartitions, replicationFactor: 1, configEntries }] }), true)
  await until(async () => {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] }).catch(() => ({ topics: [] }))
    return topics.length === 1 && topics[0].partitions.length === numPartitions
  })
}

async function send(topic, messages, options = {}, producerOptions = {}) {
  const producer = producerOf(kafka, producerOptions)
  await producer.connect()
  try {
    return await producer.send({ topic, messages, acks: -1, ...options })
  } finally {
    await producer.disconnect()
  }
}

const configOf = async (topic, name) => {
  const answer = await admin.describeConfigs({ includeSynonyms: false, resources: [{ type: 2, name: topic, configNames: [name] }] })
  assert.deepStrictEqual(answer.resources[0].configEntries.map((entry) => entry.configName), [name])
  return answer.resources[0].configEntries[0]
}

const checks = {
  async 'the cluster describes itself'(bootstrap) {
    const [host, port] = bootstrap.split(':')
    const { brokers, controller, clusterId } = await admin.describeCluster()
    assert.deepStrictEqual(brokers, [{ nodeId: 1, host, port: Number(port) }])
    assert.strictEqual(controller, 1)
    assert.strictEqual(clusterId, '4L6g3nShT-eMCtK--X86sw')
  },

  async 'topics are created, listed and deleted'() {
    await create('made', 3)
    assert((await admin.listTopics()).includes('made'))
    const { topics } = await admin.fetchTopicMetadata({ topics: ['made'] })
    const partitions = topics[0].partitions.sort((a, b) => a.partitionId - b.partitionId)
    assert.deepStrictEqual(partitions.map((p) => [p.partitionId, p.leader, p.replicas, p.isr]), [0, 1, 2].map((n) => [n, 1, [1], [1]]))
    await admin.deleteTopics({ topics: ['made'] })
    await until(async () => !(await admin.listTopics()).includes('made'))
  },

  async 'a topic that exists is not created again'() {
    await create('taken')
    assert.strictEqual(await admin.createTopics({ topics: [{ topic: 'taken' }] }), false)
  },

  async 'an illegal name is refused'() {
    await assert.rejects(admin.createTopics({ topics: [{ topic: 'bad/name' }] }), (failure) =>
      failure.errors[0].type === 'INVALID_TOPIC_EXCEPTION')
  },

  async 'partitions are added'() {
    await create('growing', 1)
    await admin.createPartitions({ topicPartitions: [{ topic: 'growing', count: 4 }] })
    await until(async () => (await admin.fetchTopicMetadata({ topics: ['growing'] })).topics[0].partitions.length === 4)
  },

  async 'configs are replaced by the old request'() {
    await create('configured', 1, [{ name: 'retention.ms', value: '7200000' }])
    assert.strictEqual((await configOf('configured', 'retention.ms')).configValue, '7200000')
    await admin.alterConfigs({ resources: [{ type: 2, name: 'configured', configEntries: [{ name: 'cleanup.policy', value: 'compact' }] }] })
    await until(async () => (await configOf('configured', 'cleanup.policy')).configValue === 'compact')
    assert.strictEqual((await configOf('configured', 'retention.ms')).configValue, '604800000')
    const bad = { resources: [{ type: 2, name: 'configured', configEntries: [{ name: 'retention.ms', value: 'soon' }] }] }
    await assert.rejects(admin.alterConfigs(bad), (failure) => failure.type === 'INVALID_CONFIG')
  },

  async 'every codec of this client is accepted, with keys and headers'() {
    for (const [codec, compression] of Object.entries(CODECS)) {
      await create(`codec-${codec}`)
      const messages = Array.from({ length: 2000 }, (_, n) => ({
        partition: 0, key: `k${n}`, value: `${n}`.repeat(n % 50), timestamp: String(1700000000000 + n), headers: { n: String(n) },
      }))
      const [answer] = await send(`codec-${codec}`, messages, { compression })
      assert.deepStrictEqual([answer.partition, answer.errorCode, answer.baseOffset], [0, 0, '0'])
    }
  },

  async 'a batch follows the last one'() {
    await create('followed')
    const offsets = []
    for (let n = 0; n < 20; n++) offsets.push(Number((await send('followed', [{ partition: 0, value: 'a' }, { partition: 0, value: 'b' }]))[0].baseOffset))
    assert.deepStrictEqual(offsets, Array.from({ length: 20 }, (_, n) => 2 * n))
  },

  async 'an idempotent producer is acknowledged'() {
    await create('idempotent')
    const producer = producerOf(kafka, { idempotent: true, maxInFlightRequests: 1 })
    await producer.connect()
    for (let n = 0; n < 100; n++) {
      const [answer] = await producer.send({ topic: 'idempotent', acks: -1, messages: [{ partition: 0, value: `${n}` }] })
      assert.strictEqual(answer.baseOffset, `${n}`)
    }
    await producer.disconnect()
  },

  async 'acks none and one are enough when asked for'() {
    await create('acked')
    await send('acked', [{ partition: 0, value: 'none' }], { acks: 0 })
    await until(async () => (await admin.fetchTopicOffsets('acked'))[0].high === '1')
    assert.strictEqual((await send('acked', [{ partition: 0, value: 'one' }], { acks: 1 }))[0].baseOffset, '1')
  },

  async 'offsets are listed by kind and time'() {
    await create('listed')
    await send('listed', [1, 5, 3].map((second) => ({ partition: 0, value: 'x', timestamp: String(1700000000000 + 1000 * second) })))
    assert.deepStrictEqual(await admin.fetchTopicOffsets('listed'), [{ partition: 0, offset: '3', high: '3', low: '0' }])
    assert.deepStrictEqual(await admin.fetchTopicOffsetsByTimestamp('listed', 1700000002000), [{ partition: 0, offset: '1' }])
  },

  async 'records are deleted up to an offset'() {
    await create('trimmed')
    await send('trimmed', Array.from({ length: 10 }, (_, n) => ({ partition: 0, value: `${n}` })))
    await admin.deleteTopicRecords({ topic: 'trimmed', partitions: [{ partition: 0, offset: '6' }] })
    assert.deepStrictEqual(await admin.fetchTopicOffsets('trimmed'), [{ partition: 0, offset: '10', high: '10', low: '6' }])
  },

  async 'a record over the limit of the topic is refused'() {
    await create('narrow', 1, [{ name: 'max.message.bytes', value: '1000' }])
    await assert.rejects(send('narrow', [{ partition: 0, value: 'x'.repeat(5000) }]), (failure) => failure.type === 'MESSAGE_TOO_LARGE')
  },
}

async function run(bootstrap) {
  kafka = connectTo(bootstrap)
  admin = kafka.admin()
  await admin.connect()
  let failed = 0
  for (const [sentence, check] of Object.entries(checks)) {
    const started = Date.now()
    let outcome = 'ok   '
    let reason = ''
    try {
      await check(bootstrap)
    } catch (failure) {
      failed++
      outcome = 'FAIL '
      reason = `\n        | ${failure.stack}`
    }
    console.log(`  ${outcome} ${sentence} (${((Date.now() - started) / 1000).toFixed(1)} s)${reason}`)
  }
  await admin.disconnect()
  console.log(`  ${Object.keys(checks).length - failed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}

module.exports = { run }
