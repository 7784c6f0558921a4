package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/twmb/franz-go/pkg/kmsg"
)

const (
	joiners      = 48  // groups that form at a time, each on two connections
	sharers      = 800 // the same of the new protocol, whose joins wait for nothing but do take a second
	beaters      = 32
	askAgain     = 250 * time.Millisecond // of members whose assignment waits for its interval
	settleTime   = 2 * time.Second
	ticksASecond = 100 // of /proc/PID/stat
)

// heartbeats forms groups of two and lets them live for a while; the broker's time and memory are those of its process.
func heartbeats(protocol, bootstrap string, pid, groups, seconds int) {
	setup := connect(bootstrap)
	const topic = "beating"
	topicID := createTopic(setup, topic, 2)
	ids := names("beating", groups)
	awaitCoordinators(setup, ids)
	for n := 0; n < len(ids); n += 100 {
		awaitLoaded(setup, ids[n:min(n+100, len(ids))])
	}
	connections := connectAll(bootstrap, beaters)
	joining := connectAll(bootstrap, 2*joiners)
	time.Sleep(settleTime)
	before := residentKiB(pid)
	began := time.Now()
	interval, forming := consumerInterval, sharers
	form := func(n, worker int) [2]beat {
		return formConsumer(ids[n], topic, topicID, joining[worker%len(joining)])
	}
	if protocol == "classic" {
		interval, forming = classicInterval, joiners
		form = func(n, worker int) [2]beat {
			return formClassic(ids[n], topic, joining[2*worker], joining[2*worker+1])
		}
	}
	pairs := make([][2]beat, len(ids))
	var waiting sync.WaitGroup
	var next atomic.Int64
	for worker := range forming {
		waiting.Go(func() {
			for n := int(next.Add(1)) - 1; n < len(ids); n = int(next.Add(1)) - 1 {
				pairs[n] = form(n, worker)
			}
		})
	}
	waiting.Wait()
	figure("seconds_to_form", "%.1f", time.Since(began).Seconds())
	closeAll(joining)
	var beats []beat
	for _, pair := range pairs {
		beats = append(beats, pair[0], pair[1])
	}
	beaten := pace(connections, beats, interval)
	time.Sleep(interval + settleTime)
	cpu, count, from := cpuTicks(pid), beaten.Load(), time.Now()
	time.Sleep(time.Duration(seconds) * time.Second)
	spent := float64(cpuTicks(pid)-cpu) / ticksASecond
	elapsed := time.Since(from).Seconds()
	count = beaten.Load() - count
	figure("heartbeats_per_second", "%.0f", float64(count)/elapsed)
	figure("percent_of_a_core", "%.1f", 100*spent/elapsed)
	figure("microseconds_per_heartbeat", "%.1f", 1e6*spent/float64(count))
	figure("kib_per_member", "%.2f", float64(residentKiB(pid)-before)/float64(len(beats)))
}

// beat sends one heartbeat and has `done` called when it was answered well.
type beat func(c *connection, done func())

// pace sends each member's heartbeats, spread evenly over the interval.
func pace(connections []*connection, beats []beat, interval time.Duration) *atomic.Int64 {
	var beaten atomic.Int64
	begin := time.Now()
	for n, c := range connections {
		var mine []beat
		for m := n; m < len(beats); m += len(connections) {
			mine = append(mine, beats[m])
		}
		stagger := interval * time.Duration(n) / time.Duration(len(beats))
		go func() {
			for sent := 0; ; sent++ {
				time.Sleep(time.Until(begin.Add(stagger + interval*time.Duration(sent)/time.Duration(len(mine)))))
				mine[sent%len(mine)](c, func() { beaten.Add(1) })
			}
		}()
	}
	return &beaten
}

func formClassic(group, topic string, a, b *connection) [2]beat {
	first := &classicMember{group: group, topic: topic, partitions: 2}
	second := &classicMember{group: group, topic: topic, partitions: 2}
	first.introduce(a)
	first.join(a)
	second.introduce(b)
	together := make(chan struct{})
	live := func(m *classicMember, c *connection) {
		m.join(c)
		if !m.sync(c) {
			fail("%s rebalances with nobody else there", group)
		}
		together <- struct{}{}
	}
	go live(second, b)
	// The first hears of the second by a heartbeat.
	for first.isCurrent(a) {
		time.Sleep(time.Millisecond)
	}
	go live(first, a)
	<-together
	<-together
	if len(first.owned) != 1 || len(second.owned) != 1 || first.owned[0] == second.owned[0] {
		fail("%s: members own %v and %v", group, first.owned, second.owned)
	}
	return [2]beat{first.paced(), second.paced()}
}

func (m *classicMember) isCurrent(c *connection) bool {
	return ask[*kmsg.HeartbeatResponse](c, m.beat(), 4).ErrorCode == 0
}

func (m *classicMember) paced() beat {
	return func(c *connection, done func()) {
		c.send(m.beat(), 4, func(answer kmsg.Response) {
			expect("a heartbeat", answer.(*kmsg.HeartbeatResponse).ErrorCode)
			done()
		})
	}
}

func formConsumer(group, topic string, topicID [16]byte, c *connection) [2]beat {
	first, second := newConsumerMember(group, topic, topicID), newConsumerMember(group, topic, topicID)
	say := func(m *consumerMember, request *kmsg.ConsumerGroupHeartbeatRequest) {
		for m.take(ask[*kmsg.ConsumerGroupHeartbeatResponse](c, request, 1)) {
			request = m.acknowledgement()
		}
	}
	say(first, first.join())
	say(second, second.join())
	deadline := time.Now().Add(convergeTimeout)
	for len(first.owned) != 1 || len(second.owned) != 1 || first.epoch != second.epoch {
		if time.Now().After(deadline) {
			fail("%s: members own %v and %v", group, first.owned, second.owned)
		}
		time.Sleep(askAgain)
		say(first, first.beat())
		say(second, second.beat())
	}
	return [2]beat{first.paced(), second.paced()}
}

func (m *consumerMember) paced() beat {
	return func(c *connection, done func()) {
		c.send(m.beat(), 1, func(answer kmsg.Response) {
			if m.take(answer.(*kmsg.ConsumerGroupHeartbeatResponse)) {
				fail("%s changes with nobody else there", m.group)
			}
			done()
		})
	}
}

func cpuTicks(pid int) int64 {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	must(err)
	fields := strings.Fields(string(stat[strings.LastIndex(string(stat), ")")+2:]))
	return int64(number(fields[11]) + number(fields[12]))
}

func residentKiB(pid int) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	must(err)
	for _, line := range strings.Split(string(status), "\n") {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "VmRSS:" {
			kib, err := strconv.ParseInt(fields[1], 10, 64)
			must(err)
			return kib
		}
	}
	fail("no VmRSS of %d", pid)
	return 0
}
