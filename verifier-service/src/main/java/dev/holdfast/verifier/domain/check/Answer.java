package dev.holdfast.verifier.domain.check;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What the world answered, whole and understood, or [None].
public sealed interface Answer
        permits Answer.Http,
                Answer.Rows,
                Answer.Series,
                Answer.Connected,
                Answer.Exited,
                Answer.Lines,
                Answer.None,
                SqlBatchCheck.Tables,
                WriteProbeCheck.Written,
                RestoredCheck.BothAnswers,
                TlsCheck.Certificate,
                DnsCheck.Records,
                AlertCheck.Rules,
                RedisCheck.Reply,
                KafkaLagCheck.Lags,
                MailCheck.Mails,
                BackupCheck.Found,
                BackupCheck.Missing,
                KubernetesCheck.State,
                DockerCheck.Containers,
                EnvironmentCheck.Environs,
                JourneyCheck.Walked {
    /// How long it took, measured where it was asked.
    Duration took();

    /// For the evidence; may be long and unmasked.
    String shows();

    /// @param headers by lower-case name
    record Http(int status, Map<String, List<String>> headers, String body, Duration took)
            implements Answer {
        public Http {
            headers = Map.copyOf(headers);
        }

        /// All values of a header in one, or null when it is not there.
        public @Nullable String header(String lowerCaseName) {
            List<String> values = headers.get(lowerCaseName);
            return values == null ? null : String.join(", ", values);
        }

        @Override
        public String shows() {
            String lines =
                    new TreeMap<>(headers)
                            .entrySet().stream()
                                    .map(e -> e.getKey() + ": " + String.join(", ", e.getValue()))
                                    .collect(Collectors.joining("\n"));
            return "%d in %d ms%n%s%n%n%s".formatted(status, took.toMillis(), lines, body);
        }
    }

    /// @param rows values as text, at most as many as were asked for
    /// @param more there were more rows than were read
    record Rows(List<List<@Nullable String>> rows, boolean more, Duration took) implements Answer {
        public Rows {
            rows = List.copyOf(rows);
        }

        @Override
        public String shows() {
            String lines = rows.stream().map(Object::toString).collect(Collectors.joining("\n"));
            return "%d rows%s in %d ms%n%s"
                    .formatted(rows.size(), more ? " and more" : "", took.toMillis(), lines);
        }
    }

    /// @param results one list of samples a query
    /// @param warnings what the API said about an incomplete answer
    record Series(List<List<Sample>> results, List<String> warnings, Duration took)
            implements Answer {
        public Series {
            results = List.copyOf(results);
            warnings = List.copyOf(warnings);
        }

        @Override
        public String shows() {
            return "%s in %d ms%s"
                    .formatted(results, took.toMillis(), warnings.isEmpty() ? "" : " " + warnings);
        }
    }

    /// One series at one time.
    record Sample(Map<String, String> labels, double value) {
        public Sample {
            labels = Map.copyOf(labels);
        }

        @Override
        public String toString() {
            return labels.isEmpty() ? "" + value : new TreeMap<>(labels) + " " + value;
        }
    }

    record Connected(Duration took) implements Answer {
        @Override
        public String shows() {
            return "connected in %d ms".formatted(took.toMillis());
        }
    }

    record Exited(int code, String output, Duration took) implements Answer {
        @Override
        public String shows() {
            return "exit code %d in %d ms%n%s".formatted(code, took.toMillis(), output);
        }
    }

    /// @param scanned lines younger than asked for
    /// @param matching how many of them match
    /// @param first the first few that match
    record Lines(long scanned, long matching, List<String> first, Duration took) implements Answer {
        public Lines {
            first = List.copyOf(first);
        }

        @Override
        public String shows() {
            return "%d of %d lines match in %d ms%n%s"
                    .formatted(matching, scanned, took.toMillis(), String.join("\n", first));
        }
    }

    /// No usable answer.
    ///
    /// @param says what happened, with values
    record None(Why why, String says, Duration took) implements Answer {
        @Override
        public String shows() {
            return "nothing usable after %d ms: %s".formatted(took.toMillis(), says);
        }
    }

    /// Why there is no answer.
    enum Why {
        /// Nobody there.
        GONE,
        /// Not within the time limit.
        SLOW,
        /// Half an answer, too large a one, or one that nobody can read.
        BROKEN,
        /// We may not or will not ask: not on the allow-list, too much at once, circuit open.
        REFUSED
    }

    /// An answer of another kind than the question: a mistake of ours, told and never a pass.
    default Finding unfit() {
        return this instanceof None none
                ? Finding.unanswered(none)
                : Finding.inconclusive("an answer of the wrong kind came: " + shows());
    }
}
