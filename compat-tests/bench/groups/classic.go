package main

import (
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kmsg"
)

const (
	classicInterval  = 3 * time.Second
	sessionTimeout   = 45 * time.Second
	rebalanceTimeout = 60 * time.Second
)

// classicMember is one consumer of the classic protocol. Whoever leads deals the partitions out in turn.
type classicMember struct {
	group, topic string
	partitions   int
	id           string
	generation   int32
	leads        bool
	members      []string // of the group, if it leads
	owned        []int32
}

func (m *classicMember) request() *kmsg.JoinGroupRequest {
	metadata := kmsg.NewConsumerMemberMetadata()
	metadata.Version, metadata.Topics = 1, []string{m.topic}
	protocol := kmsg.NewJoinGroupRequestProtocol()
	protocol.Name, protocol.Metadata = "range", metadata.AppendTo(nil)
	request := kmsg.NewPtrJoinGroupRequest()
	request.Group, request.MemberID, request.ProtocolType = m.group, m.id, "consumer"
	request.SessionTimeoutMillis = int32(sessionTimeout.Milliseconds())
	request.RebalanceTimeoutMillis = int32(rebalanceTimeout.Milliseconds())
	request.Protocols = append(request.Protocols, protocol)
	return request
}

// introduce has the coordinator name the member.
func (m *classicMember) introduce(c *connection) {
	answer := ask[*kmsg.JoinGroupResponse](c, m.request(), 9)
	if answer.ErrorCode != kerr.MemberIDRequired.Code {
		expect("joining without a member id", answer.ErrorCode)
		fail("a member without an id was taken in")
	}
	m.id = answer.MemberID
}

// join waits for the others.
func (m *classicMember) join(c *connection) {
	answer := ask[*kmsg.JoinGroupResponse](c, m.request(), 9)
	expect("joining", answer.ErrorCode)
	m.generation, m.leads, m.members = answer.Generation, answer.LeaderID == m.id, nil
	for _, member := range answer.Members {
		m.members = append(m.members, member.MemberID)
	}
}

// sync gives whether the generation still stands.
func (m *classicMember) sync(c *connection) bool {
	request := kmsg.NewPtrSyncGroupRequest()
	kind, protocol := "consumer", "range"
	request.Group, request.Generation, request.MemberID = m.group, m.generation, m.id
	request.ProtocolType, request.Protocol = &kind, &protocol
	if m.leads {
		request.GroupAssignment = m.assign()
	}
	answer := ask[*kmsg.SyncGroupResponse](c, request, 5)
	if answer.ErrorCode == kerr.RebalanceInProgress.Code {
		return false
	}
	expect("syncing", answer.ErrorCode)
	var assignment kmsg.ConsumerMemberAssignment
	must(assignment.ReadFrom(answer.MemberAssignment))
	m.owned = nil
	for _, topic := range assignment.Topics {
		m.owned = append(m.owned, topic.Partitions...)
	}
	return true
}

func (m *classicMember) assign() []kmsg.SyncGroupRequestGroupAssignment {
	assignments := make([]kmsg.SyncGroupRequestGroupAssignment, 0, len(m.members))
	for n, id := range m.members {
		topic := kmsg.NewConsumerMemberAssignmentTopic()
		topic.Topic = m.topic
		for partition := n; partition < m.partitions; partition += len(m.members) {
			topic.Partitions = append(topic.Partitions, int32(partition))
		}
		assigned := kmsg.NewConsumerMemberAssignment()
		assigned.Version = 1
		assigned.Topics = append(assigned.Topics, topic)
		member := kmsg.NewSyncGroupRequestGroupAssignment()
		member.MemberID, member.MemberAssignment = id, assigned.AppendTo(nil)
		assignments = append(assignments, member)
	}
	return assignments
}

func (m *classicMember) beat() *kmsg.HeartbeatRequest {
	request := kmsg.NewPtrHeartbeatRequest()
	request.Group, request.Generation, request.MemberID = m.group, m.generation, m.id
	return request
}

// live joins, and joins again whenever a heartbeat says so.
func (m *classicMember) live(c *connection, owners *owners, joined func()) {
	m.introduce(c)
	for first := true; ; first = false {
		if first {
			joined()
		}
		m.join(c)
		if !m.sync(c) {
			continue
		}
		owners.set(m.id, m.generation, m.owned)
		for {
			time.Sleep(classicInterval)
			code := ask[*kmsg.HeartbeatResponse](c, m.beat(), 4).ErrorCode
			if code == kerr.RebalanceInProgress.Code {
				break
			}
			expect("a heartbeat", code)
		}
		owners.set(m.id, m.generation, nil)
	}
}
