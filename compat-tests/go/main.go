// One client program on franz-go. Partitions are consumed directly: no group is joined.
//
//	client produce BOOTSTRAP TOPIC PARTITION CODEC   standard input: one record a line
//	client consume BOOTSTRAP TOPIC PARTITION COUNT   standard output: the values
//	client checks BOOTSTRAP                          this folder's own checks
package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

const requestTimeout = 60 * time.Second

var codecs = map[string]kgo.CompressionCodec{
	"none":   kgo.NoCompression(),
	"gzip":   kgo.GzipCompression(),
	"snappy": kgo.SnappyCompression(),
	"lz4":    kgo.Lz4Compression(),
	"zstd":   kgo.ZstdCompression(),
}

func newClient(bootstrap string, options ...kgo.Opt) (*kgo.Client, error) {
	return kgo.NewClient(append([]kgo.Opt{
		kgo.SeedBrokers(bootstrap),
		kgo.RecordPartitioner(kgo.ManualPartitioner()),
		kgo.MetadataMinAge(20 * time.Millisecond),
		kgo.ProducerLinger(10 * time.Millisecond),
	}, options...)...)
}

// produce sends the records and gives their offsets in the order of sending.
func produce(client *kgo.Client, records []*kgo.Record) ([]int64, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*requestTimeout)
	defer cancel()
	results := client.ProduceSync(ctx, records...)
	offsets := make([]int64, 0, len(records))
	for _, result := range results {
		if result.Err != nil {
			return nil, fmt.Errorf("record not delivered: %w", result.Err)
		}
	}
	for _, record := range records {
		offsets = append(offsets, record.Offset)
	}
	return offsets, nil
}

// consume gives `count` records of one partition from `start` on.
func consume(bootstrap, topic string, partition int32, start kgo.Offset, count int, options ...kgo.Opt) ([]*kgo.Record, error) {
	client, err := newClient(bootstrap, append(options,
		kgo.ConsumePartitions(map[string]map[int32]kgo.Offset{topic: {partition: start}}))...)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(context.Background(), requestTimeout)
	defer cancel()
	records := make([]*kgo.Record, 0, count)
	for len(records) < count {
		fetches := client.PollRecords(ctx, count-len(records))
		for _, failure := range fetches.Errors() {
			return records, fmt.Errorf("%d of %d records came: %s-%d: %w", len(records), count, failure.Topic, failure.Partition, failure.Err)
		}
		records = append(records, fetches.Records()...)
	}
	return records, nil
}

func produceLines(bootstrap, topic string, partition int32, codec string) error {
	client, err := newClient(bootstrap, kgo.ProducerBatchCompression(codecs[codec]))
	if err != nil {
		return err
	}
	defer client.Close()
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	var records []*kgo.Record
	for lines.Scan() {
		records = append(records, &kgo.Record{Topic: topic, Partition: partition, Value: append([]byte{}, lines.Bytes()...)})
	}
	if err := lines.Err(); err != nil {
		return err
	}
	_, err = produce(client, records)
	return err
}

func consumeLines(bootstrap, topic string, partition int32, count string) error {
	wanted, err := strconv.Atoi(count)
	if err != nil {
		return err
	}
	records, err := consume(bootstrap, topic, partition, kgo.NewOffset().AtStart(), wanted)
	out := bufio.NewWriter(os.Stdout)
	for _, record := range records {
		out.Write(record.Value)
		out.WriteByte('\n')
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return err
}

func run(arguments []string) error {
	if len(arguments) == 2 && arguments[0] == "checks" {
		return runChecks(arguments[1])
	}
	if len(arguments) != 5 {
		return fmt.Errorf("client produce|consume BOOTSTRAP TOPIC PARTITION CODEC|COUNT, or client checks BOOTSTRAP")
	}
	partition, err := strconv.ParseInt(arguments[3], 10, 32)
	if err != nil {
		return err
	}
	switch arguments[0] {
	case "produce":
		return produceLines(arguments[1], arguments[2], int32(partition), arguments[4])
	case "consume":
		return consumeLines(arguments[1], arguments[2], int32(partition), arguments[4])
	default:
		return fmt.Errorf("no such command: %s", arguments[0])
	}
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
