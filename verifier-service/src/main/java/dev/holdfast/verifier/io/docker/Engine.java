package dev.holdfast.verifier.io.docker;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.check.DockerCheck;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.io.http.Exchange;
import dev.holdfast.verifier.io.http.Whole;
import dev.holdfast.verifier.io.net.Dialer;
import dev.holdfast.verifier.io.net.Line;
import dev.holdfast.verifier.io.net.TimedInput;
import dev.holdfast.verifier.io.probe.Standpoint;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads from the Docker engine of this machine over its socket, or from that of the machine where the
/// check stands, and only reads.
///
/// @param socket null where the service lists none: then nothing is asked
public record Engine(@Nullable Path socket) {
    private static final int LARGEST = 8 << 20;

    /// Containers as `inspect` shows them.
    public List<JsonNode> inspect(DockerCheck.Which which, Terms terms) throws Unusable {
        List<JsonNode> all = new ArrayList<>();
        if (which.container() != null) {
            Whole one = get("/containers/" + encoded(which.container()) + "/json", terms);
            if (one.status() != 404) {
                all.add(document(one));
            }
            return all;
        }
        List<String> labels =
                new ArrayList<>(List.of("com.docker.compose.project=" + which.project()));
        if (which.service() != null) {
            labels.add("com.docker.compose.service=" + which.service());
        }
        String filters = Json.text(Map.of("label", labels));
        for (JsonNode c :
                document(get("/containers/json?all=true&filters=" + encoded(filters), terms))) {
            all.add(document(get("/containers/" + c.path("Id").asText() + "/json", terms)));
        }
        return all;
    }

    /// Any answer to a GET.
    public Whole get(String path, Terms terms) throws Unusable {
        URI url = URI.create("http://docker" + path);
        return Exchange.over(
                line(terms.standpoint()),
                new Question.Http("GET", url, Map.of(), null, LARGEST),
                terms);
    }

    private Line line(@Nullable Standpoint there) throws Unusable {
        if (there != null) {
            return terms -> elsewhere(there.engine(terms), terms);
        }
        if (socket == null) {
            throw new Unusable(
                    Why.REFUSED, "HOLDFAST_CHECK_DOCKER names no socket, so Docker was not asked");
        }
        return line(socket);
    }

    private static Line.Connection elsewhere(int port, Terms terms) throws IOException, Unusable {
        Socket way =
                Dialer.connect(
                        List.of(InetAddress.getLoopbackAddress()), "the way there", port, terms);
        return new Line.Connection(new TimedInput(way, terms), way.getOutputStream(), way);
    }

    private static Line line(Path socket) {
        return _ -> {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
            } catch (IOException e) {
                channel.close();
                throw new Unusable(
                        Why.GONE,
                        "Docker cannot be reached at %s: %s".formatted(socket, e.getMessage()));
            }
            return new Line.Connection(
                    Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
        };
    }

    private static JsonNode document(Whole answer) throws Unusable {
        try {
            JsonNode root =
                    Json.read(new String(answer.body(), StandardCharsets.UTF_8), JsonNode.class);
            if (answer.status() == 200) {
                return root;
            }
            throw new Unusable(
                    Why.BROKEN,
                    "Docker answers %d: %s"
                            .formatted(answer.status(), root.path("message").asText("")));
        } catch (Json.Unreadable _) {
            throw new Unusable(
                    Why.BROKEN, "Docker answers %d and no JSON".formatted(answer.status()));
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
