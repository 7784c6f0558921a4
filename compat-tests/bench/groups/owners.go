package main

import (
	"sync"
	"time"
)

const convergeTimeout = 120 * time.Second

// owners is who owns which partition by the members' own account. Two owners of one partition end the program.
type owners struct {
	lock       sync.Mutex
	share      int // of each member in the end
	members    int
	of         []string
	owned      map[string][]int32
	generation map[string]int32
	complete   int // members that own their share
	changed    time.Time
}

func newOwners(members, partitions int) *owners {
	return &owners{
		share:      partitions / members,
		members:    members,
		of:         make([]string, partitions),
		owned:      map[string][]int32{},
		generation: map[string]int32{},
	}
}

func (o *owners) set(member string, generation int32, owned []int32) {
	o.lock.Lock()
	defer o.lock.Unlock()
	before := o.owned[member]
	if len(before) == o.share {
		o.complete--
	}
	if len(owned) == o.share {
		o.complete++
	}
	for _, partition := range before {
		if o.of[partition] == member {
			o.of[partition] = ""
		}
	}
	for _, partition := range owned {
		if other := o.of[partition]; other != "" && o.generation[other] == generation {
			fail("partition %d belongs to %s and to %s", partition, other, member)
		}
		o.of[partition] = member
	}
	same := len(before) == len(owned)
	for n := 0; same && n < len(owned); n++ {
		same = before[n] == owned[n]
	}
	o.owned[member], o.generation[member] = append([]int32(nil), owned...), generation
	if !same {
		o.changed = time.Now()
	}
}

// settled gives when the last change was, once every member has its share of the same generation.
func (o *owners) settled() (time.Time, bool) {
	o.lock.Lock()
	defer o.lock.Unlock()
	if o.complete != o.members || len(o.owned) != o.members {
		return time.Time{}, false
	}
	for _, owner := range o.of {
		if owner == "" || o.generation[owner] != o.generation[o.of[0]] {
			return time.Time{}, false
		}
	}
	return o.changed, true
}

// converge has the members join at once, and measures from the last of them.
func converge(protocol, bootstrap string, members, partitions int) {
	setup := connect(bootstrap)
	const topic, group = "converging", "converging"
	topicID := createTopic(setup, topic, partitions)
	awaitCoordinators(setup, []string{group})
	awaitLoaded(setup, []string{group})
	owners := newOwners(members, partitions)
	var lock sync.Mutex
	var last time.Time
	joins := 0
	joined := func() {
		lock.Lock()
		defer lock.Unlock()
		joins++
		last = time.Now()
	}
	connections := connectAll(bootstrap, members)
	for _, c := range connections {
		if protocol == "classic" {
			member := &classicMember{group: group, topic: topic, partitions: partitions}
			go member.live(c, owners, joined)
		} else {
			go newConsumerMember(group, topic, topicID).live(c, owners, joined)
		}
	}
	for deadline := time.Now().Add(convergeTimeout); ; time.Sleep(20 * time.Millisecond) {
		at, ok := owners.settled()
		lock.Lock()
		if ok && joins == members {
			figure("seconds_to_converge", "%.2f", at.Sub(last).Seconds())
			return
		}
		lock.Unlock()
		if time.Now().After(deadline) {
			fail("only %d of %d members joined, %d have their share after %s", joins, members, owners.complete, convergeTimeout)
		}
	}
}
