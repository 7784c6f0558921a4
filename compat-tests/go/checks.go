package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"sort"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

type suite struct {
	ctx       context.Context
	bootstrap string
	client    *kgo.Client
	admin     *kadm.Client
}

type check struct {
	sentence string
	run      func(*suite) error
}

var checks = []check{
	{"the cluster describes itself", theClusterDescribesItself},
	{"topics are created, listed and deleted", topicsAreCreatedListedAndDeleted},
	{"each topic of a request is answered for itself", eachTopicIsAnsweredForItself},
	{"partitions are added", partitionsAreAdded},
	{"configs are altered and described", configsAreAlteredAndDescribed},
	{"every codec comes back with keys, headers and times", everyCodecComesBack},
	{"an idempotent producer keeps order over small batches", anIdempotentProducerKeepsOrder},
	{"offsets are listed by kind and time", offsetsAreListed},
	{"an epoch ends where the next begins", anEpochEndsAtTheLogEnd},
	{"records are deleted up to an offset", recordsAreDeleted},
	{"the producers of a partition are described", producersAreDescribed},
	{"log directories are described", logDirectoriesAreDescribed},
	{"many partitions are read in one fetch session", manyPartitionsAreRead},
	{"a reader without sessions reads the same", aReaderWithoutSessionsReads},
	{"an unknown topic is said to be unknown", anUnknownTopicIsUnknown},
}

func runChecks(bootstrap string) error {
	client, err := newClient(bootstrap)
	if err != nil {
		return err
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	s := &suite{ctx, bootstrap, client, kadm.NewClient(client)}
	failed := 0
	for _, c := range checks {
		started := time.Now()
		outcome := "ok   "
		err := c.run(s)
		if err != nil {
			failed++
			outcome = "FAIL "
		}
		fmt.Printf("  %s %s (%.1f s)\n", outcome, c.sentence, time.Since(started).Seconds())
		if err != nil {
			fmt.Printf("        | %v\n", err)
		}
	}
	fmt.Printf("  %d passed, %d failed\n", len(checks)-failed, failed)
	if failed > 0 {
		return errors.New("some checks failed")
	}
	return nil
}

func same(what string, expected, actual any) error {
	if reflect.DeepEqual(expected, actual) {
		return nil
	}
	return fmt.Errorf("%s: expected %v, got %v", what, expected, actual)
}

// create makes a topic and waits until the broker knows its partitions.
func (s *suite) create(topic string, partitions int32, configs map[string]*string) error {
	response, err := s.admin.CreateTopic(s.ctx, partitions, 1, configs, topic)
	if err != nil {
		return err
	}
	if response.Err != nil {
		return response.Err
	}
	return s.wait(func() (bool, error) {
		topics, err := s.admin.ListTopics(s.ctx, topic)
		return err == nil && topics[topic].Err == nil && len(topics[topic].Partitions) == int(partitions), nil
	})
}

func (s *suite) wait(condition func() (bool, error)) error {
	deadline := time.Now().Add(20 * time.Second)
	for {
		done, err := condition()
		if done || err != nil {
			return err
		}
		if time.Now().After(deadline) {
			return errors.New("the condition did not come true in time")
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func (s *suite) write(topic string, partition int32, values ...string) ([]int64, error) {
	var records []*kgo.Record
	for _, value := range values {
		records = append(records, &kgo.Record{Topic: topic, Partition: partition, Value: []byte(value)})
	}
	return produce(s.client, records)
}

func numbers(from, to int) []string {
	var lines []string
	for n := from; n < to; n++ {
		lines = append(lines, fmt.Sprint(n))
	}
	return lines
}

func values(records []*kgo.Record) []string {
	var lines []string
	for _, record := range records {
		lines = append(lines, string(record.Value))
	}
	return lines
}

func theClusterDescribesItself(s *suite) error {
	metadata, err := s.admin.BrokerMetadata(s.ctx)
	if err != nil {
		return err
	}
	var brokers []string
	for _, broker := range metadata.Brokers {
		brokers = append(brokers, fmt.Sprintf("%d %s:%d", broker.NodeID, broker.Host, broker.Port))
	}
	return errors.Join(
		same("cluster id", "4L6g3nShT-eMCtK--X86sw", metadata.Cluster),
		same("controller", int32(1), metadata.Controller),
		same("brokers", []string{"1 " + s.bootstrap}, brokers))
}

func topicsAreCreatedListedAndDeleted(s *suite) error {
	if err := s.create("made", 3, nil); err != nil {
		return err
	}
	topics, err := s.admin.ListTopics(s.ctx)
	if err != nil {
		return err
	}
	var partitions []string
	for _, p := range topics["made"].Partitions.Sorted() {
		partitions = append(partitions, fmt.Sprint(p.Partition, p.Leader, p.Replicas, p.ISR))
	}
	if err := same("partitions", []string{"0 1 [1] [1]", "1 1 [1] [1]", "2 1 [1] [1]"}, partitions); err != nil {
		return err
	}
	if _, err := s.admin.DeleteTopic(s.ctx, "made"); err != nil {
		return err
	}
	return s.wait(func() (bool, error) {
		topics, err := s.admin.ListTopics(s.ctx)
		return !topics.Has("made"), err
	})
}

func eachTopicIsAnsweredForItself(s *suite) error {
	if err := s.create("taken", 1, nil); err != nil {
		return err
	}
	answers, err := s.admin.CreateTopics(s.ctx, 2, 1, nil, "taken", "bad/name", "fine")
	if err != nil {
		return err
	}
	return errors.Join(
		same("taken", error(kerr.TopicAlreadyExists), answers["taken"].Err),
		same("bad/name", error(kerr.InvalidTopicException), answers["bad/name"].Err),
		same("fine", nil, answers["fine"].Err),
		same("partitions of fine", int32(2), answers["fine"].NumPartitions))
}

func partitionsAreAdded(s *suite) error {
	if err := s.create("growing", 1, nil); err != nil {
		return err
	}
	if _, err := s.admin.UpdatePartitions(s.ctx, 4, "growing"); err != nil {
		return err
	}
	if err := s.wait(func() (bool, error) {
		topics, err := s.admin.ListTopics(s.ctx, "growing")
		return len(topics["growing"].Partitions) == 4, err
	}); err != nil {
		return err
	}
	answers, err := s.admin.UpdatePartitions(s.ctx, 2, "growing")
	if err != nil {
		return err
	}
	return same("fewer partitions", error(kerr.InvalidPartitions), answers["growing"].Err)
}

func configsAreAlteredAndDescribed(s *suite) error {
	if err := s.create("configured", 1, map[string]*string{"retention.ms": kadm.StringPtr("7200000")}); err != nil {
		return err
	}
	described := func(key string) (kadm.Config, error) {
		all, err := s.admin.DescribeTopicConfigs(s.ctx, "configured")
		if err != nil {
			return kadm.Config{}, err
		}
		for _, config := range all[0].Configs {
			if config.Key == key {
				return config, all[0].Err
			}
		}
		return kadm.Config{}, fmt.Errorf("%s is not described", key)
	}
	config, err := described("retention.ms")
	if err != nil {
		return err
	}
	if err := same("value and source", "7200000 DYNAMIC_TOPIC_CONFIG", config.MaybeValue()+" "+config.Source.String()); err != nil {
		return err
	}
	change := []kadm.AlterConfig{{Op: kadm.SetConfig, Name: "cleanup.policy", Value: kadm.StringPtr("compact")}, {Op: kadm.DeleteConfig, Name: "retention.ms"}}
	if answers, err := s.admin.AlterTopicConfigs(s.ctx, change, "configured"); err != nil || answers[0].Err != nil {
		return errors.Join(err, answers[0].Err)
	}
	if err := s.wait(func() (bool, error) {
		policy, err := described("cleanup.policy")
		return policy.MaybeValue() == "compact", err
	}); err != nil {
		return err
	}
	config, err = described("retention.ms")
	if err != nil {
		return err
	}
	bad := []kadm.AlterConfig{{Op: kadm.SetConfig, Name: "retention.ms", Value: kadm.StringPtr("soon")}}
	answers, err := s.admin.AlterTopicConfigs(s.ctx, bad, "configured")
	if err != nil {
		return err
	}
	return errors.Join(same("retention.ms", "604800000", config.MaybeValue()), same("bad value", error(kerr.InvalidConfig), answers[0].Err))
}

func everyCodecComesBack(s *suite) error {
	for name, codec := range codecs {
		topic := "codec-" + name
		if err := s.create(topic, 1, nil); err != nil {
			return err
		}
		client, err := newClient(s.bootstrap, kgo.ProducerBatchCompression(codec))
		if err != nil {
			return err
		}
		var sent []*kgo.Record
		for n := 0; n < 5000; n++ {
			sent = append(sent, &kgo.Record{Topic: topic, Key: []byte(fmt.Sprint("k", n)), Value: bytes.Repeat([]byte(fmt.Sprint(n)), n%50),
				Timestamp: time.UnixMilli(1_700_000_000_000 + int64(n)),
				Headers:   []kgo.RecordHeader{{Key: "n", Value: []byte(fmt.Sprint(n))}, {Key: "n", Value: []byte("again")}}})
		}
		offsets, err := produce(client, sent)
		client.Close()
		if err != nil {
			return err
		}
		got, err := consume(s.bootstrap, topic, 0, kgo.NewOffset().AtStart(), len(sent))
		if err != nil {
			return err
		}
		for n, record := range got {
			if record.Offset != int64(n) || offsets[n] != int64(n) || !bytes.Equal(record.Key, sent[n].Key) || !bytes.Equal(record.Value, sent[n].Value) ||
				!record.Timestamp.Equal(sent[n].Timestamp) || !reflect.DeepEqual(record.Headers, sent[n].Headers) {
				return fmt.Errorf("%s: record %d came back as %v", name, n, record)
			}
		}
	}
	return nil
}

func anIdempotentProducerKeepsOrder(s *suite) error {
	if err := s.create("ordered", 1, nil); err != nil {
		return err
	}
	client, err := newClient(s.bootstrap, kgo.ProducerBatchMaxBytes(512), kgo.ProducerLinger(0))
	if err != nil {
		return err
	}
	defer client.Close()
	var sent []*kgo.Record
	for _, line := range numbers(0, 5000) {
		sent = append(sent, &kgo.Record{Topic: "ordered", Value: []byte(line)})
	}
	if _, err := produce(client, sent); err != nil {
		return err
	}
	got, err := consume(s.bootstrap, "ordered", 0, kgo.NewOffset().AtStart(), 5000)
	if err != nil {
		return err
	}
	return same("values", numbers(0, 5000), values(got))
}

func offsetsAreListed(s *suite) error {
	if err := s.create("listed", 1, nil); err != nil {
		return err
	}
	var sent []*kgo.Record
	for _, second := range []int64{1, 5, 3} {
		sent = append(sent, &kgo.Record{Topic: "listed", Value: []byte("x"), Timestamp: time.Unix(1_700_000_000+second, 0)})
	}
	if _, err := produce(s.client, sent); err != nil {
		return err
	}
	start, err1 := s.admin.ListStartOffsets(s.ctx, "listed")
	end, err2 := s.admin.ListEndOffsets(s.ctx, "listed")
	committed, err3 := s.admin.ListCommittedOffsets(s.ctx, "listed")
	greatest, err4 := s.admin.ListMaxTimestampOffsets(s.ctx, "listed")
	after, err5 := s.admin.ListOffsetsAfterMilli(s.ctx, 1_700_000_002_000, "listed")
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		return err
	}
	return errors.Join(
		same("start", int64(0), start["listed"][0].Offset), same("end", int64(3), end["listed"][0].Offset),
		same("committed", int64(3), committed["listed"][0].Offset), same("greatest time", int64(1), greatest["listed"][0].Offset),
		same("after a time", int64(1), after["listed"][0].Offset), same("its time", int64(1_700_000_005_000), after["listed"][0].Timestamp))
}

func anEpochEndsAtTheLogEnd(s *suite) error {
	if err := s.create("epochs", 1, nil); err != nil {
		return err
	}
	if _, err := s.write("epochs", 0, numbers(0, 5)...); err != nil {
		return err
	}
	request := kadm.OffsetForLeaderEpochRequest{}
	request.Add("epochs", 0, 0)
	answers, err := s.admin.OffsetForLeaderEpoch(s.ctx, request)
	if err != nil {
		return err
	}
	answer := answers["epochs"][0]
	return errors.Join(answer.Err, same("epoch", int32(0), answer.LeaderEpoch), same("end", int64(5), answer.EndOffset))
}

func recordsAreDeleted(s *suite) error {
	if err := s.create("trimmed", 1, nil); err != nil {
		return err
	}
	if _, err := s.write("trimmed", 0, numbers(0, 10)...); err != nil {
		return err
	}
	offsets := kadm.Offsets{}
	offsets.AddOffset("trimmed", 0, 6, -1)
	answers, err := s.admin.DeleteRecords(s.ctx, offsets)
	if err != nil {
		return err
	}
	if err := same("low watermark", int64(6), answers["trimmed"][0].LowWatermark); err != nil {
		return err
	}
	got, err := consume(s.bootstrap, "trimmed", 0, kgo.NewOffset().AtStart(), 4)
	if err != nil {
		return err
	}
	return same("values", numbers(6, 10), values(got))
}

func producersAreDescribed(s *suite) error {
	if err := s.create("described", 1, nil); err != nil {
		return err
	}
	client, err := newClient(s.bootstrap)
	if err != nil {
		return err
	}
	defer client.Close()
	var sent []*kgo.Record
	for _, line := range numbers(0, 10) {
		sent = append(sent, &kgo.Record{Topic: "described", Value: []byte(line)})
	}
	if _, err := produce(client, sent); err != nil {
		return err
	}
	id, epoch, err := client.ProducerID(s.ctx)
	if err != nil {
		return err
	}
	described, err := s.admin.DescribeProducers(s.ctx, kadm.TopicsSet{"described": {0: {}}})
	if err != nil {
		return err
	}
	producer, found := described["described"].Partitions[0].ActiveProducers[id]
	if !found {
		return fmt.Errorf("producer %d is not among %v", id, described["described"].Partitions[0].ActiveProducers)
	}
	return errors.Join(same("epoch", int16(epoch), producer.ProducerEpoch), same("last sequence", int32(9), producer.LastSequence))
}

func logDirectoriesAreDescribed(s *suite) error {
	if err := s.create("stored", 2, nil); err != nil {
		return err
	}
	if _, err := s.write("stored", 0, numbers(0, 1000)...); err != nil {
		return err
	}
	described, err := s.admin.DescribeAllLogDirs(s.ctx, kadm.TopicsSet{"stored": {0: {}, 1: {}}})
	if err != nil {
		return err
	}
	sizes := map[int32]bool{}
	described.Each(func(directory kadm.DescribedLogDir) {
		directory.Topics.Each(func(partition kadm.DescribedLogDirPartition) {
			sizes[partition.Partition] = partition.Size > 1000
		})
	})
	return same("partitions with data", map[int32]bool{0: true, 1: false}, sizes)
}

func manyPartitionsAreRead(s *suite) error {
	return readMany(s, "wide")
}

func aReaderWithoutSessionsReads(s *suite) error {
	return readMany(s, "sessionless", kgo.DisableFetchSessions())
}

func readMany(s *suite, topic string, options ...kgo.Opt) error {
	const partitions = 30
	if err := s.create(topic, partitions, nil); err != nil {
		return err
	}
	offsets := map[int32]kgo.Offset{}
	for p := int32(0); p < partitions; p++ {
		offsets[p] = kgo.NewOffset().AtStart()
	}
	reader, err := newClient(s.bootstrap, append(options, kgo.ConsumePartitions(map[string]map[int32]kgo.Offset{topic: offsets}))...)
	if err != nil {
		return err
	}
	defer reader.Close()
	var expected, got []string
	for round := 0; round < 3; round++ {
		for p := int32(0); p < partitions; p++ {
			value := fmt.Sprintf("%d:%d", p, round)
			expected = append(expected, value)
			if _, err := s.write(topic, p, value); err != nil {
				return err
			}
		}
		ctx, cancel := context.WithTimeout(s.ctx, requestTimeout)
		for len(got) < len(expected) && ctx.Err() == nil {
			fetches := reader.PollFetches(ctx)
			if err := fetches.Err0(); err != nil {
				cancel()
				return err
			}
			got = append(got, values(fetches.Records())...)
		}
		cancel()
	}
	sort.Strings(expected)
	sort.Strings(got)
	return same("values", expected, got)
}

func anUnknownTopicIsUnknown(s *suite) error {
	request := kmsg.NewPtrMetadataRequest()
	topic := kmsg.NewMetadataRequestTopic()
	topic.Topic = kmsg.StringPtr("absent")
	request.Topics = append(request.Topics, topic)
	request.AllowAutoTopicCreation = false
	response, err := request.RequestWith(s.ctx, s.client)
	if err != nil {
		return err
	}
	return same("error", error(kerr.UnknownTopicOrPartition), kerr.ErrorForCode(response.Topics[0].ErrorCode))
}
