package dev.holdfast.verifier.domain.check;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What is to be asked of the world: everything filled in but secrets, which only the asker knows.
///
/// A new kind of question is one more record here and one asker in `io`.
public sealed interface Question
        permits Question.Http,
                Question.Sql,
                Question.Metrics,
                Question.Tcp,
                Question.Command,
                Question.Log,
                Question.Placed,
                SqlBatchCheck.Batch,
                WriteProbeCheck.Write,
                RestoredCheck.Both,
                AlertCheck.OwnAlerts,
                TlsCheck.Handshake,
                DnsCheck.Lookup,
                RedisCheck.Ping,
                KafkaLagCheck.Lag,
                MailCheck.Search,
                LogCheck.PodLogs,
                LogCheck.ContainerLogs,
                LogCheck.LokiLines,
                BackupCheck.Find,
                KubernetesCheck.Look,
                DockerCheck.Inspect,
                EnvironmentCheck.Environ,
                JourneyCheck.Walk {
    /// Whom it is put to: questions to one target share its bulkhead and circuit breaker.
    String target();

    /// One line for people.
    String asks();

    /// @param headers values may hold `${secret.name}`
    /// @param most larger bodies are refused, in bytes
    record Http(
            String method, URI url, Map<String, String> headers, @Nullable String body, int most)
            implements Question {
        public Http {
            headers = Map.copyOf(headers);
        }

        @Override
        public String target() {
            return url.getRawAuthority();
        }

        @Override
        public String asks() {
            String more = headers.isEmpty() ? "" : " with headers " + new TreeMap<>(headers);
            return "%s %s%s%s".formatted(method, url, more, body == null ? "" : " body " + body);
        }
    }

    /// @param text with `$1`, `$2`, … for `values`, which are bound as texts
    /// @param rows at most so many rows are read
    record Sql(Database database, String text, List<String> values, int rows) implements Question {
        public Sql {
            values = List.copyOf(values);
        }

        @Override
        public String target() {
            return database.host() + ":" + database.port();
        }

        @Override
        public String asks() {
            String with = values.isEmpty() ? "" : " with " + values;
            return "database %s: %s%s".formatted(database.name(), text, with);
        }
    }

    /// A question put from somewhere else.
    record Placed(Place place, Question question) implements Question {
        @Override
        public String target() {
            return question.target() + " at " + place.address();
        }

        @Override
        public String asks() {
            return "at %s (%s): %s".formatted(place, place.address(), question.asks());
        }
    }

    /// @param url of a Prometheus-compatible API; null for our own detector
    /// @param scope `system/environment`, whose series the detector is asked for
    /// @param queries in PromQL, each evaluated at its own time
    /// @param token secret sent as bearer token to another API, null for none
    record Metrics(@Nullable URI url, String scope, List<At> queries, @Nullable String token)
            implements Question {
        /// @param ago how long before now it is evaluated
        public record At(String query, Duration ago) {
            @Override
            public String toString() {
                return ago.isZero() ? query : "%s (%s ago)".formatted(query, ago);
            }
        }

        public Metrics {
            queries = List.copyOf(queries);
        }

        @Override
        public String target() {
            return url == null ? "detector" : url.getRawAuthority();
        }

        @Override
        public String asks() {
            return "%s: %s"
                    .formatted(
                            url == null ? "detector of " + scope : url,
                            queries.stream().map(At::toString).collect(Collectors.joining(" | ")));
        }
    }

    record Tcp(String host, int port) implements Question {
        @Override
        public String target() {
            return host + ":" + port;
        }

        @Override
        public String asks() {
            return "connect to " + target();
        }
    }

    /// @param run a program of the service's own list, and its arguments; no shell
    record Command(List<String> run) implements Question {
        public Command {
            run = List.copyOf(run);
        }

        @Override
        public String target() {
            return "command " + run.getFirst();
        }

        @Override
        public String asks() {
            return "run " + run;
        }
    }

    /// @param pattern RE2; lines that match are what is looked for
    /// @param since only lines whose own time stamp is younger count
    record Log(String file, String pattern, Duration since) implements Question {
        @Override
        public String target() {
            return "log " + file;
        }

        @Override
        public String asks() {
            return "lines of %s that match %s since %s ago".formatted(file, pattern, since);
        }
    }
}
