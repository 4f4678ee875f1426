package dev.holdfast.verifier.io.kafka;

import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.io.net.TimedInput;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ApiVersionsRequest;
import org.apache.kafka.common.requests.ApiVersionsResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.SaslAuthenticateRequest;
import org.apache.kafka.common.requests.SaslAuthenticateResponse;
import org.apache.kafka.common.requests.SaslHandshakeRequest;
import org.apache.kafka.common.requests.SaslHandshakeResponse;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// Requests to one broker over one connection that we opened ourselves: Kafka's own client would
/// follow whatever addresses a broker names, and these would not have been checked.
final class BrokerTalk implements Closeable {
    private static final int LARGEST = 8 << 20;
    private static final String CLIENT = "holdfast-verifier";

    private final Socket socket;
    private final DataInputStream in;
    private final Map<Short, ApiVersion> versions = new HashMap<>();
    private int correlation;

    BrokerTalk(Socket socket, Terms terms) throws IOException, Unusable {
        this.socket = socket;
        this.in = new DataInputStream(new TimedInput(socket, terms));
        ApiVersionsResponse answer =
                send(new ApiVersionsRequest.Builder().build((short) 3), ApiVersionsResponse.class);
        answer.data().apiKeys().forEach(v -> versions.put(v.apiKey(), v));
        if (versions.isEmpty()) {
            throw new Unusable(Why.BROKEN, "that is no broker of Kafka");
        }
    }

    /// SASL/PLAIN, for brokers that want to know who asks.
    void login(String user, String password) throws IOException, Unusable {
        SaslHandshakeResponse hello =
                send(
                        new SaslHandshakeRequest.Builder(
                                new SaslHandshakeRequestData().setMechanism("PLAIN")),
                        SaslHandshakeResponse.class);
        SaslAuthenticateResponse answer =
                hello.error() != Errors.NONE
                        ? null
                        : send(
                                new SaslAuthenticateRequest.Builder(
                                        new SaslAuthenticateRequestData()
                                                .setAuthBytes(
                                                        ("\0" + user + "\0" + password)
                                                                .getBytes(StandardCharsets.UTF_8))),
                                SaslAuthenticateResponse.class);
        if (answer == null || answer.error() != Errors.NONE) {
            throw new Unusable(Why.REFUSED, "Kafka does not let %s in".formatted(user));
        }
    }

    /// In the newest version that both sides know.
    <A extends AbstractResponse> A send(AbstractRequest.Builder<?> request, Class<A> answer)
            throws IOException, Unusable {
        ApiKeys key = request.apiKey();
        ApiVersion theirs = versions.get(key.id);
        if (theirs == null) {
            throw new Unusable(Why.BROKEN, "this broker does not know %s".formatted(key));
        }
        short version = (short) Math.min(theirs.maxVersion(), request.latestAllowedVersion());
        try {
            return send(request.build(version), answer);
        } catch (UnsupportedVersionException e) {
            throw new Unusable(Why.BROKEN, "this broker is too old: " + e.getMessage());
        }
    }

    /// Whether the broker knows this kind of request.
    boolean knows(ApiKeys key) {
        return versions.containsKey(key.id);
    }

    private <A extends AbstractResponse> A send(AbstractRequest request, Class<A> answer)
            throws IOException, Unusable {
        RequestHeader header =
                new RequestHeader(request.apiKey(), request.version(), CLIENT, correlation++);
        ByteBuffer body = request.serializeWithHeader(header);
        ByteBuffer all = ByteBuffer.allocate(4 + body.remaining());
        all.putInt(body.remaining()).put(body);
        socket.getOutputStream().write(all.array());
        socket.getOutputStream().flush();
        int size = in.readInt();
        if (size < 4 || size > LARGEST) {
            throw new Unusable(Why.BROKEN, "that is no broker of Kafka");
        }
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new Unusable(
                    Why.BROKEN, "half an answer: %d of %d bytes".formatted(bytes.length, size));
        }
        try {
            return answer.cast(AbstractResponse.parseResponse(ByteBuffer.wrap(bytes), header));
        } catch (RuntimeException e) {
            throw new Unusable(Why.BROKEN, "the broker's answer cannot be read: " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
