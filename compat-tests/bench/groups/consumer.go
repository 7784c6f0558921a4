package main

import (
	"crypto/rand"
	"encoding/base64"
	"slices"
	"time"

	"github.com/twmb/franz-go/pkg/kmsg"
)

const consumerInterval = 5 * time.Second

// consumerMember is one consumer of KIP-848's protocol, which gives up and takes over what it is told at once.
type consumerMember struct {
	group, topic string
	topicID      [16]byte
	id           string
	epoch        int32
	owned        []int32
}

func newConsumerMember(group, topic string, topicID [16]byte) *consumerMember {
	id := make([]byte, 16)
	_, err := rand.Read(id)
	must(err)
	return &consumerMember{group: group, topic: topic, topicID: topicID, id: base64.RawURLEncoding.EncodeToString(id)}
}

func (m *consumerMember) beat() *kmsg.ConsumerGroupHeartbeatRequest {
	request := kmsg.NewPtrConsumerGroupHeartbeatRequest()
	request.Group, request.MemberID, request.MemberEpoch = m.group, m.id, m.epoch
	request.RebalanceTimeoutMillis = -1
	return request
}

func (m *consumerMember) join() *kmsg.ConsumerGroupHeartbeatRequest {
	request := m.beat()
	request.RebalanceTimeoutMillis = int32(rebalanceTimeout.Milliseconds())
	request.SubscribedTopicNames = []string{m.topic}
	request.Topics = []kmsg.ConsumerGroupHeartbeatRequestTopic{}
	return request
}

// acknowledgement tells what it owns now.
func (m *consumerMember) acknowledgement() *kmsg.ConsumerGroupHeartbeatRequest {
	request := m.beat()
	request.Topics = []kmsg.ConsumerGroupHeartbeatRequestTopic{}
	if len(m.owned) > 0 {
		topic := kmsg.NewConsumerGroupHeartbeatRequestTopic()
		topic.TopicID, topic.Partitions = m.topicID, m.owned
		request.Topics = append(request.Topics, topic)
	}
	return request
}

// take gives whether the answer has changed what the member owns.
func (m *consumerMember) take(answer *kmsg.ConsumerGroupHeartbeatResponse) bool {
	expect("a heartbeat of the new protocol", answer.ErrorCode)
	m.epoch = answer.MemberEpoch
	if answer.Assignment == nil {
		return false
	}
	var assigned []int32
	for _, topic := range answer.Assignment.Topics {
		assigned = append(assigned, topic.Partitions...)
	}
	slices.Sort(assigned)
	changed := !slices.Equal(assigned, m.owned)
	m.owned = assigned
	return changed
}

func (m *consumerMember) live(c *connection, owners *owners, joined func()) {
	request := m.join()
	joined()
	for {
		answer := ask[*kmsg.ConsumerGroupHeartbeatResponse](c, request, 1)
		changed := m.take(answer)
		// What is given up is free only once the coordinator hears of it, so nobody else can have it by now.
		owners.set(m.id, 0, m.owned)
		if changed {
			request = m.acknowledgement()
			continue
		}
		time.Sleep(time.Duration(answer.HeartbeatIntervalMillis) * time.Millisecond)
		request = m.beat()
	}
}
