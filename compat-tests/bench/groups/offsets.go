package main

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/twmb/franz-go/pkg/kmsg"
)

const (
	committers    = 64
	committing    = 500 // groups
	groupsARead   = 100
	lastOffered   = 10 // of a group, which overtake each other on their connections at most
	offsetsTopic  = "committed"
	firstOffset   = 1 << 32
	metadataOfAll = "checkpoint"
)

func commit(group string, from, until int, offset func(partition int) int64) *kmsg.OffsetCommitRequest {
	metadata := metadataOfAll
	topic := kmsg.NewOffsetCommitRequestTopic()
	topic.Topic = offsetsTopic
	for n := from; n < until; n++ {
		partition := kmsg.NewOffsetCommitRequestTopicPartition()
		partition.Partition, partition.Offset, partition.Metadata = int32(n), offset(n), &metadata
		topic.Partitions = append(topic.Partitions, partition)
	}
	request := kmsg.NewPtrOffsetCommitRequest()
	request.Group, request.Generation = group, -1
	request.Topics = append(request.Topics, topic)
	return request
}

func expectCommitted(answer kmsg.Response) {
	for _, partition := range answer.(*kmsg.OffsetCommitResponse).Topics[0].Partitions {
		expect("a commit", partition.ErrorCode)
	}
}

// commits asks at a steady rate whatever the answers, and measures each from when it was to be sent.
func commits(bootstrap string, perSecond, seconds int) {
	setup := connect(bootstrap)
	createTopic(setup, offsetsTopic, 1)
	groups := names("committing", committing)
	awaitCoordinators(setup, groups)
	for n := 0; n < len(groups); n += groupsARead {
		awaitLoaded(setup, groups[n:min(n+groupsARead, len(groups))])
	}
	connections := connectAll(bootstrap, committers)
	offer(connections, groups, perSecond, perSecond) // one second that does not count
	latencies, elapsed := offer(connections, groups, perSecond, perSecond*seconds)
	expectOffered(setup, groups, len(latencies))
	slices.Sort(latencies)
	at := func(share float64) float64 { return milliseconds(latencies[int(share*float64(len(latencies)-1))]) }
	figure("commits_per_second", "%.0f", float64(len(latencies))/elapsed.Seconds())
	figure("p50_ms", "%.2f", at(0.5))
	figure("p99_ms", "%.2f", at(0.99))
	figure("max_ms", "%.2f", at(1))
}

// offer sends `count` commits at the rate and gives the latency of each, and the time until all were answered.
func offer(connections []*connection, groups []string, perSecond, count int) ([]time.Duration, time.Duration) {
	latencies := make([]time.Duration, count)
	var answered sync.WaitGroup
	answered.Add(count)
	begin := time.Now()
	for n, c := range connections {
		go func() {
			for sent := n; sent < count; sent += len(connections) {
				due := begin.Add(time.Second * time.Duration(sent) / time.Duration(perSecond))
				asked := due
				if wait := time.Until(due); wait > 0 {
					time.Sleep(wait)
					asked = time.Now() // this program's own clock wakes it up to a millisecond late
				}
				request := commit(groups[sent%len(groups)], 0, 1, func(int) int64 { return firstOffset + int64(sent) })
				c.send(request, 9, func(answer kmsg.Response) {
					expectCommitted(answer)
					latencies[sent] = time.Since(asked)
					answered.Done()
				})
			}
		}()
	}
	answered.Wait()
	return latencies, time.Since(begin)
}

// expectOffered wants an offset in each group that was offered to it: one of the last, whichever connection was quickest.
func expectOffered(c *connection, groups []string, count int) {
	for n := 0; n < len(groups); n += groupsARead {
		for _, group := range fetchOffsets(c, groups[n:min(n+groupsARead, len(groups))], func(int) []int32 { return []int32{0} }) {
			expect("the offsets of "+group.Group, group.ErrorCode)
			got := group.Topics[0].Partitions[0].Offset
			last := int64(firstOffset + count)
			if got < last-lastOffered*int64(len(groups)) || got >= last {
				fail("%s has offset %d, and %d commits were made", group.Group, got, count)
			}
		}
	}
}

// fetchOffsets asks for some partitions of each group; nil is all.
func fetchOffsets(c *connection, groups []string, partitions func(group int) []int32) []kmsg.OffsetFetchResponseGroup {
	request := kmsg.NewPtrOffsetFetchRequest()
	for n, name := range groups {
		group := kmsg.NewOffsetFetchRequestGroup()
		group.Group, group.MemberEpoch = name, -1
		if some := partitions(n); some != nil {
			topic := kmsg.NewOffsetFetchRequestGroupTopic()
			topic.Topic, topic.Partitions = offsetsTopic, some
			group.Topics = append(group.Topics, topic)
		}
		request.Groups = append(request.Groups, group)
	}
	return ask[*kmsg.OffsetFetchResponse](c, request, 9).Groups
}

func offsetOf(group, partition int) int64 { return firstOffset + int64(group)<<12 + int64(partition) }

// fill commits for every partition in every group.
func fill(bootstrap string, groups, partitions int) {
	setup := connect(bootstrap)
	createTopic(setup, offsetsTopic, partitions)
	ids := names("loading", groups)
	awaitCoordinators(setup, ids[:min(len(ids), 1000)])
	for n := 0; n < len(ids); n += groupsARead {
		awaitLoaded(setup, ids[n:min(n+groupsARead, len(ids))])
	}
	began := time.Now()
	var next atomic.Int64
	var done sync.WaitGroup
	for _, c := range connectAll(bootstrap, 8) {
		done.Go(func() {
			for n := int(next.Add(1)) - 1; n < len(ids); n = int(next.Add(1)) - 1 {
				request := commit(ids[n], 0, partitions, func(partition int) int64 { return offsetOf(n, partition) })
				expectCommitted(ask[*kmsg.OffsetCommitResponse](c, request, 9))
			}
		})
	}
	done.Wait()
	figure("seconds_to_fill", "%.1f", time.Since(began).Seconds())
}

// await measures until no group's shard is being loaded, and then compares every offset.
func await(bootstrap string, groups, partitions int, started time.Time) {
	ids := names("loading", groups)
	connections := connectAll(bootstrap, 8)
	eachChunk := func(do func(c *connection, from, until int)) {
		var next atomic.Int64
		var done sync.WaitGroup
		for _, c := range connections {
			done.Go(func() {
				for n := int(next.Add(groupsARead)); n-groupsARead < len(ids); n = int(next.Add(groupsARead)) {
					do(c, n-groupsARead, min(n, len(ids)))
				}
			})
		}
		done.Wait()
	}
	eachChunk(func(c *connection, from, until int) { awaitLoaded(c, ids[from:until]) })
	figure("seconds_to_load", "%.2f", time.Since(started).Seconds())
	var right atomic.Int64
	eachChunk(func(c *connection, from, until int) {
		for n, group := range fetchOffsets(c, ids[from:until], func(int) []int32 { return nil }) {
			expect("the offsets of "+group.Group, group.ErrorCode)
			if len(group.Topics) != 1 {
				fail("%s has offsets of %d topics", group.Group, len(group.Topics))
			}
			for _, partition := range group.Topics[0].Partitions {
				if wanted := offsetOf(from+n, int(partition.Partition)); partition.Offset != wanted {
					fail("%s %d has offset %d, not %d", group.Group, partition.Partition, partition.Offset, wanted)
				}
				right.Add(1)
			}
		}
	})
	if got := right.Load(); got != int64(groups*partitions) {
		fail("%d offsets are there", got)
	}
	figure("offsets_compared", "%d", right.Load())
}
