package dev.holdfast.notifier.io.dead;

import dev.holdfast.backbone.events.Topic;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Brings a dead letter to trigger-detector's door once more, after somebody has mended what kept it
/// from being read. The topics themselves are written by whoever has a right to; the door looks at the
/// person's own token.
public final class Redrive {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int SAID = 500;
    private static final String ATTRIBUTE = "ce_";
    private static final String EVENT = "application/cloudevents+json";
    private static final Set<String> TYPES =
            Set.of(EVENT, "application/json", "application/x-protobuf");

    private final URI detector;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(1))
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();

    public Redrive(URI detector) {
        this.detector = detector;
    }

    /// @param taken that the detector has taken it in now
    /// @param said what would be done, or what the detector answered
    public record Answer(boolean taken, String said) {}

    /// Where it is taken in; nothing for what has no door, such as drills: those are begun anew.
    public Optional<URI> door(DeadLetter letter) {
        return Topic.named(letter.topic())
                .flatMap(topic ->
                        switch (topic) {
                            case SIGNALS -> Optional.of("/api/v1/signals");
                            case OTLP -> Optional.of("/v1/metrics");
                            case TRIGGERS,
                                    INCIDENTS,
                                    ROLLBACKS,
                                    VERIFICATIONS,
                                    NOTIFICATIONS,
                                    PACKS,
                                    CHECKPOINTS,
                                    SAMPLES,
                                    LATE,
                                    DRILLS,
                                    DEAD_LETTERS ->
                                    Optional.empty();
                        })
                .map(detector::resolve);
    }

    public Answer would(DeadLetter letter) {
        return new Answer(
                false,
                door(letter)
                        .map(to ->
                                "%d bytes would be posted to %s%s"
                                        .formatted(letter.bytes(), to.getPath(), headers(letter)))
                        .orElse("nothing: " + none(letter)));
    }

    public Answer again(DeadLetter letter, String authorization) throws InterruptedException {
        Optional<URI> to = door(letter);
        if (to.isEmpty()) {
            return new Answer(false, none(letter));
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(to.get())
                        .timeout(PATIENCE)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(letter.copy()));
        if (!authorization.isEmpty()) {
            request.header("authorization", authorization);
        }
        try {
            request.header("content-type", type(letter));
            attributes(letter, request);
            HttpResponse<String> answer =
                    client.send(
                            request.build(),
                            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            String said = answer.body();
            return new Answer(
                    answer.statusCode() / 100 == 2,
                    "HTTP %d %s"
                            .formatted(
                                    answer.statusCode(),
                                    said.length() > SAID ? said.substring(0, SAID) : said));
        } catch (IOException | IllegalArgumentException e) {
            return new Answer(false, "it did not get through: " + e.getMessage());
        }
    }

    private static String type(DeadLetter letter) {
        if (letter.topic().equals(Topic.OTLP.title())) {
            return "application/x-protobuf";
        }
        // It is the sender's: what no door knows is not passed on.
        String said = letter.attributes().getOrDefault("content-type", EVENT);
        return TYPES.contains(said) ? said : EVENT;
    }

    private static void attributes(DeadLetter letter, HttpRequest.Builder request) {
        letter.attributes()
                .forEach((name, value) -> {
                    if (name.startsWith(ATTRIBUTE)) {
                        if (value.length() >= DeadLetter.TEXT) {
                            throw new IllegalArgumentException(
                                    "its header %s is too long to be kept whole".formatted(name));
                        }
                        request.header("ce-" + name.substring(ATTRIBUTE.length()), value);
                    }
                });
    }

    private static String headers(DeadLetter letter) {
        return letter.attributes().isEmpty() ? "" : " with " + letter.attributes().keySet();
    }

    private static String none(DeadLetter letter) {
        return "records of %s have no door here; whoever wrote it writes it again"
                .formatted(letter.topic().isEmpty() ? "an unknown topic" : letter.topic());
    }
}
