// A member of a group on one of two Go libraries.
//
//	member franz-go|sarama SETTINGS
//
// What it is told and tells is described in lib/groups/member.py.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

type settings struct {
	Bootstrap   string `json:"bootstrap"`
	Group       string `json:"group"`
	Topic       string `json:"topic"`
	Name        string `json:"name"`
	Protocol    string `json:"protocol"`
	Assignor    string `json:"assignor"`
	Instance    string `json:"instance"`
	SessionMs   int    `json:"session_ms"`
	HeartbeatMs int    `json:"heartbeat_ms"`
	Reset       string `json:"reset"`
}

func (s settings) session() time.Duration   { return time.Duration(s.SessionMs) * time.Millisecond }
func (s settings) heartbeat() time.Duration { return time.Duration(s.HeartbeatMs) * time.Millisecond }

// order is a line of standard input: stop, or seek PARTITION OFFSET.
type order struct {
	stop      bool
	partition int32
	offset    int64
}

func listen() <-chan order {
	orders := make(chan order, 10)
	go func() {
		lines := bufio.NewScanner(os.Stdin)
		for lines.Scan() {
			words := strings.Fields(lines.Text())
			if words[0] == "stop" {
				orders <- order{stop: true}
				continue
			}
			partition, _ := strconv.ParseInt(words[1], 10, 32)
			offset, _ := strconv.ParseInt(words[2], 10, 64)
			orders <- order{partition: int32(partition), offset: offset}
		}
		os.Exit(1)
	}()
	return orders
}

var telling sync.Mutex

func tell(event string, more map[string]any) {
	telling.Lock()
	defer telling.Unlock()
	more["event"] = event
	more["at"] = float64(time.Now().UnixMicro()) / 1000
	line, err := json.Marshal(more)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(line))
}

func tellRecords(partition int32, first, last int64, count int) {
	tell("records", map[string]any{"partition": partition, "first": first, "last": last, "count": count})
}

func tellCommitted(offsets map[int32]int64) { tell("committed", map[string]any{"offsets": offsets}) }

func tellRefused(err error) { tell("refused", map[string]any{"error": err.Error()}) }

func tellOwnership(event string, partitions []int32) {
	if partitions == nil {
		partitions = []int32{}
	}
	tell(event, map[string]any{"partitions": partitions})
}

func run(arguments []string) error {
	if len(arguments) != 2 {
		return fmt.Errorf("member franz-go|sarama SETTINGS")
	}
	var s settings
	if err := json.Unmarshal([]byte(arguments[1]), &s); err != nil {
		return err
	}
	switch arguments[0] {
	case "franz-go":
		return franzGo(s, listen())
	case "sarama":
		return runSarama(s, listen())
	default:
		return fmt.Errorf("no such library: %s", arguments[0])
	}
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
