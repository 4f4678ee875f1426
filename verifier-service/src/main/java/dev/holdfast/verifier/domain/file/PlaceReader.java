package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.verifier.domain.check.Check;
import dev.holdfast.verifier.domain.check.LogCheck;
import dev.holdfast.verifier.domain.check.Place;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads `places:` of `checks.yml` and `at:` of a check.
final class PlaceReader {
    private static final Pattern SSH =
            Pattern.compile(
                    "([a-z_][a-z0-9_.-]{0,31})@([A-Za-z0-9][A-Za-z0-9.-]{0,252})(?::(\\d{1,5}))?");
    private static final Pattern CONTAINER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");
    private static final int SSH_PORT = 22;

    /// Kinds that cannot be put from elsewhere. A connection through SSH stands before it is known
    /// whether anybody is at its other end, so `tcp` would prove nothing.
    private static final Set<String> HERE_ONLY =
            Set.of(
                    "tcp",
                    "dns",
                    "docker",
                    "kubernetes",
                    "backup",
                    "restored",
                    "environment",
                    "attested",
                    "callback");

    private PlaceReader() {}

    static Map<String, Place> read(YamlMap m, Known known) {
        Map<String, Place> out = new LinkedHashMap<>();
        m.entries()
                .forEach((name, v) -> {
                    known.name(m.key(name), name);
                    out.put(name, one(name, v.map(), known));
                });
        return out;
    }

    private static Place one(String name, YamlMap m, Known known) {
        m.only("ssh", "key", "known-hosts", "container", "pod", "description");
        if (!m.has("ssh") && !m.has("container") && !m.has("pod")) {
            m.self().problem("a place is 'ssh', 'container', 'pod', or a container over ssh");
        }
        if (m.has("pod") && (m.has("container") || m.has("ssh"))) {
            m.self().problem("a pod is reached through its cluster alone");
        }
        Place.Inside inside =
                m.has("pod") ? pod(m.map("pod"), known) : m.has("container") ? container(m) : null;
        return new Place(name, m.has("ssh") ? ssh(m, known) : null, inside);
    }

    private static Place.@Nullable Ssh ssh(YamlMap m, Known known) {
        YamlValue written = m.required("ssh");
        YamlValue hosts = m.required("known-hosts");
        if (m.has("known-hosts") && !hosts.text().startsWith("/")) {
            hosts.problem("expected the full path of a file with the host's key");
        }
        Matcher matcher = SSH.matcher(written.text());
        if (!matcher.matches()) {
            written.problem("expected user@host or user@host:port");
            return null;
        }
        return new Place.Ssh(
                Objects.requireNonNull(matcher.group(1)),
                Objects.requireNonNull(matcher.group(2)),
                matcher.group(3) == null ? SSH_PORT : Integer.parseInt(matcher.group(3)),
                known.secretOrNull(m, "key"),
                hosts.text());
    }

    private static Place.Inside container(YamlMap m) {
        YamlValue name = m.required("container");
        if (!CONTAINER.matcher(name.text()).matches()) {
            name.problem("'%s' is no name of a container".formatted(name.text()));
        }
        return new Place.Container(name.text());
    }

    private static Place.@Nullable Inside pod(YamlMap m, Known known) {
        m.only("cluster", "namespace", "workload", "container");
        String container = m.textOrNull("container");
        return KubernetesReader.workload(m, known)
                .map(w -> new Place.Pod(w, container))
                .orElse(null);
    }

    /// Where a check stands, null for here; a kind that cannot stand there is reported.
    static @Nullable Place at(YamlMap m, String kind, Check check, Known known) {
        YamlValue at = m.optional("at").orElse(null);
        if (at == null) {
            return null;
        }
        Place place = known.places().find(at);
        boolean file = check instanceof LogCheck log && log.source() instanceof LogCheck.File;
        if (HERE_ONLY.contains(kind) || (kind.equals("log") && !file)) {
            at.problem("%s checks are always asked from here".formatted(kind));
        } else if (place != null && place.inside() != null && !file && !kind.equals("command")) {
            at.problem(
                    "only 'command' and the 'file' of a 'log' are asked in a container or a pod");
        }
        return place;
    }
}
