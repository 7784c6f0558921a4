package differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.protocol.ApiMessage;

/** One of the two brokers during one scenario: sends what the scenario says and writes down what comes back. */
final class Side implements AutoCloseable {
    /** How long a broker may think before the answer counts as missing. */
    static final int PATIENCE_MS = 10_000;
    private static final int QUIET_MS = 2_000;

    final Node node;
    final Setup setup;
    final Normaliser normaliser;
    final List<Exchange> exchanges = new ArrayList<>();
    private final String clientId = "differential";
    private Connection toBroker;
    private Connection toController;
    private int correlationId = 100;

    Side(Node node) {
        this.node = node;
        this.normaliser = new Normaliser(node);
        this.setup = new Setup(this);
    }

    /** Asks the broker listener and writes the answer down. Null when no answer came. */
    <T extends ApiMessage> T ask(ApiMessage request, int version) throws Exception {
        return ask("", request, version);
    }

    /** The same, with words that tell this question from others of the same API. */
    <T extends ApiMessage> T ask(String words, ApiMessage request, int version) throws Exception {
        return ask(words, request, version, answer -> { });
    }

    /** The same; {@code trim} takes out of the answer what is not this scenario's business before it is written down. */
    <T extends ApiMessage> T ask(String words, ApiMessage request, int version, Consumer<T> trim) throws Exception {
        toBroker = toBroker == null ? new Connection("127.0.0.1", node.brokerPort) : toBroker;
        T answer = exchange(toBroker, words, request, version, trim);
        if (answer == null) {
            toBroker.close();
            toBroker = null;
        }
        return answer;
    }

    /** Asks the controller listener and writes the answer down. */
    <T extends ApiMessage> T askController(String words, ApiMessage request, int version) throws Exception {
        return askController(words, request, version, answer -> { });
    }

    <T extends ApiMessage> T askController(String words, ApiMessage request, int version, Consumer<T> trim)
        throws Exception {
        toController = toController == null ? new Connection("127.0.0.1", node.controllerPort) : toController;
        T answer = exchange(toController, words, request, version, trim);
        if (answer == null) {
            toController.close();
            toController = null;
        }
        return answer;
    }

    private <T extends ApiMessage> T exchange(Connection connection, String words, ApiMessage request, int version,
                                              Consumer<T> trim) throws Exception {
        ApiMessageType api = ApiMessageType.fromApiKey(request.apiKey());
        if (api == ApiMessageType.INIT_PRODUCER_ID) {
            setup.awaitProducerIds();
        }
        int id = ++correlationId;
        connection.write(Wire.frame(Wire.header(api, version, id, clientId), Wire.bytes(request, version)));
        return receive(connection, api, version, id, words, trim);
    }

    /** Reads an answer that is due on a connection and writes it down. */
    @SuppressWarnings("unchecked")
    <T extends ApiMessage> T receive(Connection connection, ApiMessageType api, int version, int id, String words,
                                     Consumer<T> trim) throws Exception {
        String question = api.name + " v" + version + (words.isEmpty() ? "" : ", " + words);
        Connection.Reply reply = connection.read(PATIENCE_MS);
        if (!reply.answered()) {
            note(question, api.name, outcome(reply.outcome()));
            return null;
        }
        Wire.Answer answer;
        try {
            answer = Wire.decode(api, version, reply.frame());
        } catch (RuntimeException unreadable) {
            note(question, api.name, outcome("unreadable answer " + HexFormat.of().formatHex(reply.frame())));
            return null;
        }
        T message = (T) answer.message();
        trim.accept(message);
        ObjectNode json = (ObjectNode) Wire.json(message, version);
        if (answer.correlationId() != id) {
            json.put("correlationIdOffBy", answer.correlationId() - id);
        }
        if (answer.leftOver() > 0) {
            json.put("bytesLeftOver", answer.leftOver());
        }
        note(question, api.name, json);
        return message;
    }

    /** Asks without writing down: for preparations that may have to be repeated. */
    @SuppressWarnings("unchecked")
    <T extends ApiMessage> T unrecorded(ApiMessage request, int version, boolean controller) throws Exception {
        ApiMessageType api = ApiMessageType.fromApiKey(request.apiKey());
        int port = controller ? node.controllerPort : node.brokerPort;
        try (Connection connection = new Connection("127.0.0.1", port)) {
            connection.write(Wire.frame(Wire.header(api, version, 7, clientId), Wire.bytes(request, version)));
            Connection.Reply reply = connection.read(PATIENCE_MS);
            if (!reply.answered()) {
                throw new IOException(api.name + " v" + version + ": " + reply.outcome());
            }
            return (T) Wire.decode(api, version, reply.frame()).message();
        }
    }

    /** Writes bytes as they are to a connection of their own and writes down what the broker does. */
    void raw(String words, boolean controller, byte[] bytes) throws Exception {
        int port = controller ? node.controllerPort : node.brokerPort;
        try (Connection connection = new Connection("127.0.0.1", port)) {
            connection.write(bytes);
            Connection.Reply reply = connection.read(QUIET_MS);
            ObjectNode said = outcome(reply.outcome());
            if (reply.answered()) {
                said.put("bytes", HexFormat.of().formatHex(reply.frame()));
            }
            note(words, "connection", said);
        }
    }

    /** As raw, for a whole frame that makes a request of an API in a version; the answer is decoded. */
    void rawRequest(String words, boolean controller, ApiMessageType api, int version, byte[] body) throws Exception {
        int port = controller ? node.controllerPort : node.brokerPort;
        try (Connection connection = new Connection("127.0.0.1", port)) {
            connection.write(Wire.frame(Wire.header(api, version, 9, clientId), body));
            receive(connection, api, version, 9, words, answer -> { });
        }
    }

    /** Writes down something that the scenario itself worked out. */
    void note(String question, String api, JsonNode said) {
        exchanges.add(new Exchange(question, api, normaliser.normalise(question, api, said)));
    }

    void note(String question, String value) {
        note(question, "scenario", outcome(value));
    }

    private static ObjectNode outcome(String value) {
        return JsonNodeFactory.instance.objectNode().put("outcome", value);
    }

    @Override
    public void close() throws Exception {
        if (toBroker != null) {
            toBroker.close();
        }
        if (toController != null) {
            toController.close();
        }
    }
}
