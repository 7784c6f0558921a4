package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// franzMember is a member on franz-go, of both protocols.
type franzMember struct {
	topic string
	// uncommitted is what is consumed and not yet committed; a commit that is refused while the group rebalances is tried
	// again for what stays.
	lock        sync.Mutex
	uncommitted map[int32]int64
	lastEpoch   map[int32]int32
}

func franzGo(s settings, orders <-chan order) error {
	member := &franzMember{topic: s.Topic, uncommitted: map[int32]int64{}, lastEpoch: map[int32]int32{}}
	client, err := kgo.NewClient(member.options(s)...)
	if err != nil {
		return err
	}
	for {
		select {
		case given := <-orders:
			if given.stop {
				client.CloseAllowingRebalance()
				return nil
			}
			client.SetOffsets(map[string]map[int32]kgo.EpochOffset{s.Topic: {given.partition: {Epoch: -1, Offset: given.offset}}})
		default:
		}
		ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
		fetches := client.PollRecords(ctx, 100)
		cancel()
		member.take(fetches)
		member.commit(client)
		client.AllowRebalance()
	}
}

func (m *franzMember) options(s settings) []kgo.Opt {
	reset := kgo.NewOffset().AtStart()
	if s.Reset == "latest" {
		reset = kgo.NewOffset().AtEnd()
	}
	balancers := map[string]kgo.GroupBalancer{"range": kgo.RangeBalancer(), "roundrobin": kgo.RoundRobinBalancer(),
		"sticky": kgo.StickyBalancer(), "cooperative-sticky": kgo.CooperativeStickyBalancer(), "uniform": kgo.StickyBalancer()}
	options := []kgo.Opt{
		kgo.SeedBrokers(s.Bootstrap), kgo.ClientID(s.Name), kgo.ConsumerGroup(s.Group), kgo.ConsumeTopics(s.Topic),
		kgo.Balancers(balancers[s.Assignor]), kgo.SessionTimeout(s.session()), kgo.HeartbeatInterval(s.heartbeat()),
		kgo.RebalanceTimeout(10 * time.Second), kgo.DisableAutoCommit(), kgo.BlockRebalanceOnPoll(),
		kgo.ConsumeResetOffset(reset), kgo.FetchMaxWait(100 * time.Millisecond), kgo.MetadataMinAge(50 * time.Millisecond),
		kgo.OnPartitionsAssigned(func(_ context.Context, _ *kgo.Client, assigned map[string][]int32) {
			tellOwnership("assigned", assigned[m.topic])
		}),
		kgo.OnPartitionsRevoked(m.release),
		kgo.OnPartitionsLost(m.release),
	}
	if s.Protocol == "consumer" {
		options = append(options, kgo.ServerSideBalancer())
	}
	if s.Instance != "" {
		options = append(options, kgo.InstanceID(s.Instance))
	}
	return options
}

func (m *franzMember) release(_ context.Context, _ *kgo.Client, released map[string][]int32) {
	m.lock.Lock()
	defer m.lock.Unlock()
	for _, partition := range released[m.topic] {
		delete(m.uncommitted, partition)
	}
	tellOwnership("revoked", released[m.topic])
}

func (m *franzMember) take(fetches kgo.Fetches) {
	m.lock.Lock()
	defer m.lock.Unlock()
	fetches.EachPartition(func(p kgo.FetchTopicPartition) {
		if len(p.Records) == 0 {
			return
		}
		first, last := p.Records[0], p.Records[len(p.Records)-1]
		tellRecords(p.Partition, first.Offset, last.Offset, len(p.Records))
		m.uncommitted[p.Partition] = last.Offset + 1
		m.lastEpoch[p.Partition] = last.LeaderEpoch
	})
}

func (m *franzMember) commit(client *kgo.Client) {
	m.lock.Lock()
	offsets := map[int32]kgo.EpochOffset{}
	for partition, offset := range m.uncommitted {
		offsets[partition] = kgo.EpochOffset{Epoch: m.lastEpoch[partition], Offset: offset}
	}
	m.lock.Unlock()
	if len(offsets) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	client.CommitOffsetsSync(ctx, map[string]map[int32]kgo.EpochOffset{m.topic: offsets},
		func(_ *kgo.Client, request *kmsg.OffsetCommitRequest, response *kmsg.OffsetCommitResponse, err error) {
			if err != nil {
				tellRefused(err)
				return
			}
			m.answered(offsets, response)
		})
}

func (m *franzMember) answered(asked map[int32]kgo.EpochOffset, response *kmsg.OffsetCommitResponse) {
	m.lock.Lock()
	defer m.lock.Unlock()
	confirmed := map[int32]int64{}
	for _, topic := range response.Topics {
		for _, partition := range topic.Partitions {
			if err := kerr.ErrorForCode(partition.ErrorCode); err != nil {
				tellRefused(fmt.Errorf("partition %d: %w", partition.Partition, err))
				continue
			}
			confirmed[partition.Partition] = asked[partition.Partition].Offset
			if m.uncommitted[partition.Partition] == confirmed[partition.Partition] {
				delete(m.uncommitted, partition.Partition)
			}
		}
	}
	if len(confirmed) > 0 {
		tellCommitted(confirmed)
	}
}
