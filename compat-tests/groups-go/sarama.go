package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/IBM/sarama"
)

// saramaMember is a member on sarama. Its session commits without telling how that went, so that it asks for the offset afterwards.
type saramaMember struct {
	settings settings
	client   sarama.Client
	lock     sync.Mutex
	session  sarama.ConsumerGroupSession
	again    context.CancelFunc
	// After a seek, what still comes in the old session must not be committed over it.
	rewound bool
}

func saramaConfig(s settings) *sarama.Config {
	strategies := map[string]func() sarama.BalanceStrategy{"range": sarama.NewBalanceStrategyRange, "sticky": sarama.NewBalanceStrategySticky,
		"roundrobin": sarama.NewBalanceStrategyRoundRobin, "cooperative-sticky": sarama.NewBalanceStrategyCooperativeSticky}
	config := sarama.NewConfig()
	config.Version = sarama.MaxVersion
	config.ClientID = s.Name
	config.Consumer.Group.Rebalance.GroupStrategies = []sarama.BalanceStrategy{strategies[s.Assignor]()}
	config.Consumer.Group.Rebalance.Retry.Backoff = 200 * time.Millisecond
	config.Consumer.Group.Rebalance.Retry.Max = 50
	config.Consumer.Group.Session.Timeout = s.session()
	config.Consumer.Group.Heartbeat.Interval = s.heartbeat()
	config.Consumer.Group.InstanceId = s.Instance
	config.Consumer.Offsets.AutoCommit.Enable = false
	config.Consumer.MaxWaitTime = 100 * time.Millisecond
	config.Consumer.Retry.Backoff = 200 * time.Millisecond
	config.Metadata.Retry.Max = 50
	config.Consumer.Offsets.Initial = sarama.OffsetOldest
	if s.Reset == "latest" {
		config.Consumer.Offsets.Initial = sarama.OffsetNewest
	}
	return config
}

func runSarama(s settings, orders <-chan order) error {
	client, err := sarama.NewClient([]string{s.Bootstrap}, saramaConfig(s))
	if err != nil {
		return err
	}
	group, err := sarama.NewConsumerGroupFromClient(s.Group, client)
	if err != nil {
		return err
	}
	member := &saramaMember{settings: s, client: client}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		member.consume(group)
	}()
	for given := range orders {
		if given.stop {
			break
		}
		member.seek(given)
	}
	err = group.Close()
	<-ended
	return err
}

// consume goes from one session to the next.
func (m *saramaMember) consume(group sarama.ConsumerGroup) {
	for {
		ctx, cancel := context.WithCancel(context.Background())
		m.lock.Lock()
		m.again = cancel
		m.lock.Unlock()
		err := group.Consume(ctx, []string{m.settings.Topic}, m)
		cancel()
		if errors.Is(err, sarama.ErrClosedConsumerGroup) {
			return
		}
		if err != nil {
			tell("error", map[string]any{"error": err.Error()})
			time.Sleep(100 * time.Millisecond)
		}
	}
}

// seek commits the offset and begins a new session, which starts there.
func (m *saramaMember) seek(to order) {
	m.lock.Lock()
	defer m.lock.Unlock()
	m.rewound = true
	m.session.ResetOffset(m.settings.Topic, to.partition, to.offset, "")
	m.session.Commit()
	m.again()
}

func (m *saramaMember) Setup(session sarama.ConsumerGroupSession) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	m.session = session
	m.rewound = false
	if len(session.Claims()) == 0 {
		tellOwnership("assigned", nil)
	}
	return nil
}

func (m *saramaMember) Cleanup(sarama.ConsumerGroupSession) error { return nil }

func (m *saramaMember) ConsumeClaim(session sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	tellOwnership("assigned", []int32{claim.Partition()})
	defer tellOwnership("revoked", []int32{claim.Partition()})
	// A commit that is refused while the group rebalances is tried again while the claim stays.
	again := time.NewTicker(200 * time.Millisecond)
	defer again.Stop()
	var refused *sarama.ConsumerMessage
	for {
		select {
		case <-session.Context().Done():
			return nil
		case <-again.C:
			if refused != nil {
				refused = m.commit(session, refused)
			}
		case message, open := <-claim.Messages():
			if !open {
				return nil
			}
			refused = m.take(session, claim, message)
		}
	}
}

// take consumes a message and those that are there already behind it, and gives the last when the commit of it was refused.
func (m *saramaMember) take(session sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim, first *sarama.ConsumerMessage) *sarama.ConsumerMessage {
	last, count := first, 1
	for more := true; more && count < 100; {
		select {
		case message, open := <-claim.Messages():
			more = open
			if open {
				last = message
				count++
			}
		default:
			more = false
		}
	}
	tellRecords(claim.Partition(), first.Offset, last.Offset, count)
	return m.commit(session, last)
}

// commit gives the message back when its offset was refused.
func (m *saramaMember) commit(session sarama.ConsumerGroupSession, last *sarama.ConsumerMessage) *sarama.ConsumerMessage {
	m.lock.Lock()
	defer m.lock.Unlock()
	if m.rewound {
		return nil
	}
	session.MarkMessage(last, "")
	session.Commit()
	committed, err := m.committed(last.Partition)
	if err == nil && committed != last.Offset+1 {
		err = fmt.Errorf("partition %d: %d is committed, not %d", last.Partition, committed, last.Offset+1)
	}
	if err != nil {
		tellRefused(err)
		return last
	}
	tellCommitted(map[int32]int64{last.Partition: committed})
	return nil
}

func (m *saramaMember) committed(partition int32) (int64, error) {
	coordinator, err := m.client.Coordinator(m.settings.Group)
	if err != nil {
		return 0, err
	}
	request := sarama.NewOffsetFetchRequest(sarama.MaxVersion, m.settings.Group, map[string][]int32{m.settings.Topic: {partition}})
	answer, err := coordinator.FetchOffset(request)
	if err != nil {
		return 0, err
	}
	block := answer.GetBlock(m.settings.Topic, partition)
	if block == nil || block.Err != sarama.ErrNoError {
		return 0, fmt.Errorf("partition %d: no offset in %v", partition, answer)
	}
	return block.Offset, nil
}
