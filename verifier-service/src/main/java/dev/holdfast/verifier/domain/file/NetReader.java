package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.verifier.domain.check.Check;
import dev.holdfast.verifier.domain.check.DnsCheck;
import dev.holdfast.verifier.domain.check.RedisCheck;
import dev.holdfast.verifier.domain.check.TcpCheck;
import dev.holdfast.verifier.domain.check.TlsCheck;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads `tcp:`, `tls:`, `dns:` and `redis:` checks.
final class NetReader {
    private static final List<String> TYPES =
            List.of("A", "AAAA", "CNAME", "MX", "NS", "SRV", "TXT");
    private static final Duration TWO_WEEKS = Duration.ofDays(14);

    private NetReader() {}

    static Optional<Check> tcp(YamlMap m, Known known) {
        m.only("address", "within");
        return Optional.of(
                new TcpCheck(
                        known.template(m.required("address")), CheckReader.duration(m, "within")));
    }

    static Optional<Check> tls(YamlMap m, Known known) {
        m.only("address", "name", "authority", "valid-for");
        return Optional.of(
                new TlsCheck(
                        known.template(m.required("address")),
                        known.templateOrNull(m, "name"),
                        known.secretOrNull(m, "authority"),
                        m.duration("valid-for", TWO_WEEKS)));
    }

    static Optional<Check> dns(YamlMap m, Known known) {
        m.only("name", "type", "server", "equals", "includes", "at-least");
        String type = m.text("type", "A").toUpperCase(Locale.ROOT);
        if (!TYPES.contains(type)) {
            m.required("type")
                    .problem(
                            "unknown type of record '%s'%s"
                                    .formatted(type, NearestName.hint(type, TYPES)));
        }
        return Optional.of(
                new DnsCheck(
                        known.template(m.required("name")),
                        type,
                        known.templateOrNull(m, "server"),
                        known.templates(m, "equals"),
                        known.templates(m, "includes"),
                        (int) m.whole("at-least", 1, 1_000, 1)));
    }

    static Optional<Check> redis(YamlMap m, Known known) {
        m.only("address", "user", "password", "tls", "within");
        return Optional.of(
                new RedisCheck(
                        known.template(m.required("address")),
                        known.templateOrNull(m, "user"),
                        known.secretOrNull(m, "password"),
                        m.flag("tls", false),
                        CheckReader.duration(m, "within")));
    }
}
