package dev.holdfast.verifier.io.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.check.LogCheck;
import dev.holdfast.verifier.io.http.Whole;
import dev.holdfast.verifier.io.log.Tally;
import dev.holdfast.verifier.io.probe.Asker;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Reads what containers wrote lately, with Docker's own time stamps.
public record ContainerLogsAsker(Engine engine, InstantSource clock)
        implements Asker<LogCheck.ContainerLogs> {
    private static final int FRAME = 8;

    @Override
    public Answer ask(LogCheck.ContainerLogs q, Terms terms) throws Unusable {
        long began = System.nanoTime();
        Instant from = clock.instant().minus(q.since());
        List<JsonNode> containers = engine.inspect(q.which(), terms);
        if (containers.isEmpty()) {
            throw new Unusable(Why.GONE, "there is no %s".formatted(q.which()));
        }
        Tally tally = new Tally(Pattern.compile(q.pattern()), from);
        for (JsonNode c : containers) {
            Whole answer =
                    engine.get(
                            "/containers/%s/logs?stdout=true&stderr=true&timestamps=true&since=%d"
                                    .formatted(c.path("Id").asText(), from.getEpochSecond()),
                            terms);
            if (answer.status() != 200) {
                throw new Unusable(
                        Why.BROKEN,
                        "the log of %s cannot be read: Docker answers %d"
                                .formatted(DockerAsker.name(c), answer.status()));
            }
            boolean terminal = c.path("Config").path("Tty").asBoolean();
            byte[] text = terminal ? answer.body() : unframed(answer.body());
            new String(text, StandardCharsets.UTF_8).lines().forEach(tally::add);
            tally.nextFile();
        }
        return tally.answer(Duration.ofNanos(System.nanoTime() - began));
    }

    /// Each piece is preceded by its stream, three zeros and its length.
    private static byte[] unframed(byte[] body) throws Unusable {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        ByteBuffer in = ByteBuffer.wrap(body);
        while (in.remaining() > 0) {
            if (in.remaining() < FRAME) {
                throw new Unusable(Why.BROKEN, "half a log came from Docker");
            }
            in.getInt();
            int length = in.getInt();
            if (length < 0 || length > in.remaining()) {
                throw new Unusable(Why.BROKEN, "half a log came from Docker");
            }
            text.write(body, in.position(), length);
            in.position(in.position() + length);
        }
        return text.toByteArray();
    }
}
