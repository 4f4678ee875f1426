package dev.holdfast.verifier.domain.check;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;

/// Passes when no young line of a log matches. A log without any young line proves nothing.
///
/// @param without RE2
/// @param since how young lines must be to count
public record LogCheck(Source source, String without, Duration since) implements Asking {
    /// Where the lines are; texts may hold variables.
    public sealed interface Source {}

    /// A file in a folder that the service itself lists; lines count by the time stamp they begin with.
    public record File(String path) implements Source {}

    /// All pods of a workload.
    public record Pods(KubernetesCheck.Workload workload, @Nullable String container)
            implements Source {}

    public record Containers(DockerCheck.Which which) implements Source {}

    /// @param selector of LogQL, such as `{app="shop"}`
    /// @param token secret sent as bearer token, null for none
    public record Loki(String url, String selector, @Nullable String token) implements Source {}

    public record PodLogs(
            KubernetesCheck.Workload workload,
            @Nullable String container,
            String pattern,
            Duration since)
            implements Question {
        @Override
        public String target() {
            return workload.target();
        }

        @Override
        public String asks() {
            return "log lines of the pods of %s that match %s since %s ago"
                    .formatted(workload, pattern, since);
        }
    }

    public record ContainerLogs(DockerCheck.Which which, String pattern, Duration since)
            implements Question {
        @Override
        public String target() {
            return "docker";
        }

        @Override
        public String asks() {
            return "log lines of %s that match %s since %s ago".formatted(which, pattern, since);
        }
    }

    public record LokiLines(
            URI url, String selector, @Nullable String token, String pattern, Duration since)
            implements Question {
        @Override
        public String target() {
            return url.getRawAuthority();
        }

        @Override
        public String asks() {
            return "lines of %s at %s that match %s since %s ago"
                    .formatted(selector, url, pattern, since);
        }
    }

    @Override
    public Question question(Given given) {
        return switch (source) {
            case File(String path) -> new Question.Log(given.text(path), without, since);
            case Pods(KubernetesCheck.Workload w, String container) ->
                    new PodLogs(w.filled(given), container, without, since);
            case Containers(DockerCheck.Which which) ->
                    new ContainerLogs(which.filled(given), without, since);
            case Loki(String url, String selector, String token) ->
                    new LokiLines(
                            HttpCheck.address(given.url(url)),
                            given.promql(selector),
                            token,
                            without,
                            since);
        };
    }

    @Override
    public Finding judge(Answer answer, Given given) {
        if (!(answer instanceof Answer.Lines lines)) {
            return answer.unfit();
        }
        if (lines.matching() > 0) {
            return Finding.failed(
                            "%d of %d lines match '%s', for example '%s'"
                                    .formatted(
                                            lines.matching(),
                                            lines.scanned(),
                                            without,
                                            lines.first().isEmpty()
                                                    ? ""
                                                    : lines.first().getFirst()))
                    .measuring((double) lines.matching());
        }
        return lines.scanned() == 0
                ? Finding.inconclusive("the log has no line of the last %s".formatted(since))
                : Finding.passed(
                                "none of %d lines matches '%s'".formatted(lines.scanned(), without))
                        .measuring(0.0);
    }
}
