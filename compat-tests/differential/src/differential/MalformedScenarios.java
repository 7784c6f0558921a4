package differential;

import java.util.Arrays;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.protocol.Message;

/** Requests whose bytes do not make the message that their header announces. */
final class MalformedScenarios {
    private MalformedScenarios() {
    }

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        for (boolean controller : new boolean[] {false, true}) {
            for (ApiMessageType api : Catalogue.sorted(controller ? Catalogue.ON_CONTROLLERS : Catalogue.ON_BROKERS)) {
                all.add(new Scenario("gotcha 04: truncated " + api.name + " requests close the connection"
                    + (controller ? " to the controller" : ""), side -> truncated(side, api, controller)));
            }
        }
        all.add(new Scenario("gotcha 04: bytes after the end of a request", MalformedScenarios::trailing));
        all.add(new Scenario("gotcha 04: null where the version allows none", MalformedScenarios::nulls));
        all.add(new Scenario("gotcha 04: array and string lengths that the frame cannot hold", MalformedScenarios::bombs));
        return all;
    }

    private static void truncated(Side side, ApiMessageType api, boolean controller) throws Exception {
        Catalogue.eachVersion(api, version -> {
            Message full = Specimen.of(api.newRequest().getClass(), (short) version, Specimen.Variant.FULL);
            byte[] body = Wire.bytes(full, version);
            if (body.length == 0) {
                return; // the oldest ApiVersions and ListGroups ask nothing
            }
            for (int keep : new int[] {0, body.length / 2, body.length - 1}) {
                side.rawRequest(keep + " of " + body.length + " bytes", controller, api, version, Arrays.copyOf(body, keep));
            }
        });
    }

    private static void trailing(Side side) throws Exception {
        for (int version : new int[] {1, 8, 9, 13}) {
            byte[] body = Wire.bytes(new MetadataRequestData().setTopics(List.of()), version);
            side.rawRequest("one byte more", false, ApiMessageType.METADATA, version, Wire.join(body, new byte[1]));
            side.rawRequest("many bytes more", false, ApiMessageType.METADATA, version, Wire.join(body, new byte[1000]));
        }
        byte[] cluster = Wire.bytes(new DescribeClusterRequestData(), 1);
        side.rawRequest("one byte more", false, ApiMessageType.DESCRIBE_CLUSTER, 1, Wire.join(cluster, new byte[1]));
        side.rawRequest("one byte more", true, ApiMessageType.DESCRIBE_CLUSTER, 1, Wire.join(cluster, new byte[1]));
        side.rawRequest("one byte more", false, ApiMessageType.API_VERSIONS, 0, new byte[1]);
        side.rawRequest("one byte more", false, ApiMessageType.API_VERSIONS, 3, new byte[] {2, 'a', 2, '1', 0, 0});
    }

    private static void nulls(Side side) throws Exception {
        side.rawRequest("topics null", false, ApiMessageType.METADATA, 0, new byte[] {-1, -1, -1, -1});
        side.rawRequest("a topic name null", false, ApiMessageType.METADATA, 1, new byte[] {0, 0, 0, 1, -1, -1});
        side.rawRequest("a topic name null", false, ApiMessageType.METADATA, 9, new byte[] {2, 0, 0, 0, 0, 0, 0});
        byte[] create = Wire.bytes(new CreateTopicsRequestData(), 7);
        create[0] = 0;
        side.rawRequest("topics null", false, ApiMessageType.CREATE_TOPICS, 7, create);
        byte[] offsets = Wire.bytes(new ListOffsetsRequestData().setReplicaId(-1), 7);
        offsets[5] = 0;
        side.rawRequest("topics null", false, ApiMessageType.LIST_OFFSETS, 7, offsets);
        side.rawRequest("software name null", false, ApiMessageType.API_VERSIONS, 3, new byte[] {0, 2, '1', 0});
    }

    private static void bombs(Side side) throws Exception {
        byte[][] counts = {{127, -1, -1, -1}, {0, 15, 66, 64}, {-128, 0, 0, 0}, {-1, -1, -1, -2}};
        for (byte[] count : counts) {
            side.rawRequest("array of " + java.nio.ByteBuffer.wrap(count).getInt(), false, ApiMessageType.METADATA, 1, count);
            side.rawRequest("array of " + java.nio.ByteBuffer.wrap(count).getInt(), false, ApiMessageType.CREATE_TOPICS, 2, count);
        }
        byte[][] compact = {{-1, -1, -1, -1, 7}, {-1, -1, -1, -1, 15}, {-128, -119, 122}};
        for (byte[] count : compact) {
            String hex = java.util.HexFormat.of().formatHex(count);
            side.rawRequest("compact array " + hex, false, ApiMessageType.METADATA, 12, count);
            side.rawRequest("compact array " + hex, false, ApiMessageType.CREATE_TOPICS, 7, count);
            side.rawRequest("compact string " + hex, false, ApiMessageType.API_VERSIONS, 3, count);
        }
        side.rawRequest("string of 32767", false, ApiMessageType.METADATA, 1, new byte[] {0, 0, 0, 1, 127, -1, 'a'});
        side.rawRequest("string that is not UTF-8", false, ApiMessageType.METADATA, 1, new byte[] {0, 0, 0, 1, 0, 2, -1, -2});
    }
}
