// The load that groups put on a broker, by raw requests. Each command prints its figures as `name value` lines.
//
//	load converge classic|consumer BOOTSTRAP MEMBERS PARTITIONS           one group, until every partition has one owner
//	load heartbeats classic|consumer BOOTSTRAP PID GROUPS SECONDS         groups of two; what the broker's process takes
//	load commits BOOTSTRAP PER_SECOND SECONDS                             OffsetCommit requests of one partition each
//	load fill BOOTSTRAP GROUPS PARTITIONS                                 commits an offset for each partition in each group
//	load await BOOTSTRAP GROUPS PARTITIONS STARTED_UNIX_MS                until every group's offsets are answered; all compared
package main

import (
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kmsg"
)

const topicTimeout = 60 * time.Second

func fail(format string, arguments ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", arguments...)
	os.Exit(1)
}

func must(err error) {
	if err != nil {
		fail("%v", err)
	}
}

// expect fails unless the code is none.
func expect(what string, code int16) {
	if code != 0 {
		fail("%s: %v", what, kerr.ErrorForCode(code))
	}
}

func figure(name string, format string, value any) {
	fmt.Printf("%s "+format+"\n", name, value)
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func number(argument string) int {
	n, err := strconv.Atoi(argument)
	must(err)
	return n
}

// createTopic makes the topic, waits until every partition has a leader, and gives its id.
func createTopic(c *connection, name string, partitions int) [16]byte {
	topic := kmsg.NewCreateTopicsRequestTopic()
	topic.Topic, topic.NumPartitions, topic.ReplicationFactor = name, int32(partitions), 1
	request := kmsg.NewPtrCreateTopicsRequest()
	request.TimeoutMillis = int32(topicTimeout.Milliseconds())
	request.Topics = append(request.Topics, topic)
	created := ask[*kmsg.CreateTopicsResponse](c, request, 7).Topics[0]
	expect("creating "+name, created.ErrorCode)
	for deadline := time.Now().Add(topicTimeout); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		request := kmsg.NewPtrMetadataRequest()
		asked := kmsg.NewMetadataRequestTopic()
		asked.Topic = &name
		request.Topics = append(request.Topics, asked)
		led := 0
		for _, partition := range ask[*kmsg.MetadataResponse](c, request, 12).Topics[0].Partitions {
			if partition.ErrorCode == 0 && partition.Leader >= 0 {
				led++
			}
		}
		if led == partitions {
			return created.TopicID
		}
	}
	fail("%s has no leaders after %s", name, topicTimeout)
	return [16]byte{}
}

// awaitCoordinators asks for the coordinator of each group until all have one: the first time, the topic is created.
func awaitCoordinators(c *connection, groups []string) {
	for deadline := time.Now().Add(topicTimeout); ; time.Sleep(100 * time.Millisecond) {
		request := kmsg.NewPtrFindCoordinatorRequest()
		request.CoordinatorKeys = groups
		var code int16
		for _, coordinator := range ask[*kmsg.FindCoordinatorResponse](c, request, 4).Coordinators {
			if coordinator.ErrorCode != 0 {
				code = coordinator.ErrorCode
			}
		}
		if code == 0 {
			return
		}
		if time.Now().After(deadline) {
			expect("no coordinator after a minute", code)
		}
	}
}

// awaitLoaded asks for offsets of the groups until none of their shards is being loaded any more.
func awaitLoaded(c *connection, groups []string) {
	for deadline := time.Now().Add(topicTimeout); ; time.Sleep(5 * time.Millisecond) {
		codes := map[int16]bool{}
		for _, group := range fetchOffsets(c, groups, func(int) []int32 { return []int32{0} }) {
			codes[group.ErrorCode] = true
		}
		delete(codes, 0)
		if len(codes) == 0 {
			return
		}
		for code := range codes {
			if !isTransient(code) || time.Now().After(deadline) {
				expect("the group's shard", code)
			}
		}
	}
}

func isTransient(code int16) bool {
	switch kerr.ErrorForCode(code) {
	case kerr.CoordinatorLoadInProgress, kerr.CoordinatorNotAvailable, kerr.NotCoordinator:
		return true
	}
	return false
}

func names(prefix string, count int) []string {
	all := make([]string, count)
	for n := range all {
		all[n] = fmt.Sprintf("%s-%05d", prefix, n)
	}
	return all
}

func main() {
	if len(os.Args) < 3 {
		fail("see the top of main.go")
	}
	arguments := os.Args[2:]
	wanted := map[string]int{"converge": 4, "heartbeats": 5, "commits": 3, "fill": 3, "await": 4}[os.Args[1]]
	if wanted == 0 || len(arguments) != wanted {
		fail("see the top of main.go")
	}
	switch os.Args[1] {
	case "converge":
		converge(arguments[0], arguments[1], number(arguments[2]), number(arguments[3]))
	case "heartbeats":
		heartbeats(arguments[0], arguments[1], number(arguments[2]), number(arguments[3]), number(arguments[4]))
	case "commits":
		commits(arguments[0], number(arguments[1]), number(arguments[2]))
	case "fill":
		fill(arguments[0], number(arguments[1]), number(arguments[2]))
	case "await":
		await(arguments[0], number(arguments[1]), number(arguments[2]), time.UnixMilli(int64(number(arguments[3]))))
	}
}
