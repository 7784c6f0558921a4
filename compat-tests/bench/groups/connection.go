package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"sync"

	"github.com/twmb/franz-go/pkg/kmsg"
)

const (
	maxUnanswered  = 4096
	maxAnswerBytes = 64 << 20
)

var formatter = kmsg.NewRequestFormatter(kmsg.FormatterClientID("bench-groups"))

// connection sends requests without waiting for the answers to those before; a broker answers in the order of asking.
type connection struct {
	socket     net.Conn
	sending    sync.Mutex
	next       int32
	buffer     []byte
	unanswered chan question
}

type question struct {
	id     int32
	answer kmsg.Response
	header int
	done   func(kmsg.Response)
}

func connect(bootstrap string) *connection {
	socket, err := net.Dial("tcp", bootstrap)
	must(err)
	c := &connection{socket: socket, unanswered: make(chan question, maxUnanswered)}
	go c.receive()
	return c
}

func connectAll(bootstrap string, count int) []*connection {
	all := make([]*connection, count)
	for n := range all {
		all[n] = connect(bootstrap)
	}
	return all
}

func closeAll(all []*connection) {
	for _, c := range all {
		c.close()
	}
}

// close may only be called when everything has been answered.
func (c *connection) close() {
	close(c.unanswered)
	c.socket.Close()
}

// send has `done` called with the answer, on the goroutine that receives.
func (c *connection) send(request kmsg.Request, version int16, done func(kmsg.Response)) {
	request.SetVersion(version)
	answer := request.ResponseKind()
	answer.SetVersion(version)
	header := 4
	if request.IsFlexible() {
		header = 5 // no tagged fields
	}
	c.sending.Lock()
	defer c.sending.Unlock()
	c.next++
	c.unanswered <- question{id: c.next, answer: answer, header: header, done: done}
	c.buffer = formatter.AppendRequest(c.buffer[:0], request, c.next)
	_, err := c.socket.Write(c.buffer)
	must(err)
}

func (c *connection) receive() {
	reader := bufio.NewReaderSize(c.socket, 16<<10)
	length := make([]byte, 4)
	for asked := range c.unanswered {
		_, err := io.ReadFull(reader, length)
		must(err)
		size := binary.BigEndian.Uint32(length)
		if size > maxAnswerBytes || int(size) < asked.header {
			fail("an answer of %d bytes", size)
		}
		body := make([]byte, size)
		_, err = io.ReadFull(reader, body)
		must(err)
		if got := int32(binary.BigEndian.Uint32(body)); got != asked.id {
			fail("an answer to request %d, not %d", got, asked.id)
		}
		if err := asked.answer.ReadFrom(body[asked.header:]); err != nil {
			fail("a %T that cannot be read: %v", asked.answer, err)
		}
		asked.done(asked.answer)
	}
}

// ask waits for the answer.
func ask[T kmsg.Response](c *connection, request kmsg.Request, version int16) T {
	answers := make(chan kmsg.Response, 1)
	c.send(request, version, func(answer kmsg.Response) { answers <- answer })
	answer, ok := (<-answers).(T)
	if !ok {
		fail("%s", fmt.Sprintf("no answer of the kind that %T has", request))
	}
	return answer
}
