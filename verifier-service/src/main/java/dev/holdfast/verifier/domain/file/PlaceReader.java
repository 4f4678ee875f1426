package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.verifier.domain.check.BusinessCheck;
import dev.holdfast.verifier.domain.check.Check;
import dev.holdfast.verifier.domain.check.DatabaseTemplate;
import dev.holdfast.verifier.domain.check.DockerCheck;
import dev.holdfast.verifier.domain.check.EnvironmentCheck;
import dev.holdfast.verifier.domain.check.JourneyCheck;
import dev.holdfast.verifier.domain.check.LogCheck;
import dev.holdfast.verifier.domain.check.PlaceTemplate;
import dev.holdfast.verifier.domain.check.SqlBatchCheck;
import dev.holdfast.verifier.domain.check.SqlCheck;
import dev.holdfast.verifier.domain.check.TcpCheck;
import dev.holdfast.verifier.domain.check.WriteProbeCheck;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Reads `places:` of `checks.yml` and `at:` of a check.
final class PlaceReader {
    /// Kinds that cannot be put from elsewhere. A connection through another machine stands before it is
    /// known whether anybody is at its other end, so `tcp` would prove nothing.
    private static final Set<String> HERE_ONLY =
            Set.of(
                    "tcp",
                    "dns",
                    "kubernetes",
                    "backup",
                    "restored",
                    "environment",
                    "attested",
                    "callback");

    private static final String FULL = "verify-full";

    private PlaceReader() {}

    static Map<String, PlaceTemplate> read(YamlMap m, Known known) {
        Map<String, PlaceTemplate> out = new LinkedHashMap<>();
        m.entries()
                .forEach((name, v) -> {
                    known.name(m.key(name), name);
                    PlaceTemplate place = one(name, v.map(), known);
                    out.put(name, place);
                    Apart.place(place, v, known);
                });
        return out;
    }

    private static PlaceTemplate one(String name, YamlMap m, Known known) {
        m.only("ssh", "key", "known-hosts", "container", "pod", "description");
        if (!m.has("ssh") && !m.has("container") && !m.has("pod")) {
            m.self().problem("a place is 'ssh', 'container', 'pod', or a container over ssh");
        }
        if (m.has("pod") && (m.has("container") || m.has("ssh"))) {
            m.self().problem("a pod is reached through its cluster alone");
        }
        PlaceTemplate.Inside inside =
                m.has("pod")
                        ? pod(m.map("pod"), known)
                        : m.has("container")
                                ? new PlaceTemplate.Container(text(m.required("container"), known))
                                : null;
        return new PlaceTemplate(name, m.has("ssh") ? ssh(m, known) : null, inside);
    }

    private static PlaceTemplate.Ssh ssh(YamlMap m, Known known) {
        YamlValue key = m.required("key");
        known.secret(key, key.text());
        file(key, key.text(), known);
        return new PlaceTemplate.Ssh(
                text(m.required("ssh"), known), key.text(), text(m.required("known-hosts"), known));
    }

    /// A program reads it, so it must be a file, in the lab too.
    private static void file(YamlValue at, String secret, Known known) {
        if (notFile(known.manifest(), secret)) {
            at.problem("secret '%s' must be a file, since a program reads it".formatted(secret));
        } else if (known.lab().filter(lab -> notFile(lab, secret)).isPresent()) {
            at.problem(
                    "secret '%s' must be a file in the lab too, since a program reads it"
                            .formatted(secret));
        }
    }

    private static boolean notFile(PackManifest manifest, String secret) {
        SecretReference reference = manifest.secrets().get(secret);
        return reference != null && !reference.kind().equals("file");
    }

    private static PlaceTemplate.@Nullable Inside pod(YamlMap m, Known known) {
        m.only("cluster", "namespace", "workload", "container");
        String container = m.optional("container").map(v -> text(v, known)).orElse(null);
        own(m.required("namespace"), known);
        own(m.required("workload"), known);
        return KubernetesReader.workload(m, known)
                .map(w -> {
                    String secret = w.cluster().secret();
                    if (secret != null) {
                        file(m.required("cluster"), secret, known);
                    }
                    return new PlaceTemplate.Pod(w, container);
                })
                .orElse(null);
    }

    private static String text(YamlValue v, Known known) {
        own(v, known);
        return known.template(v);
    }

    /// A place is the pack's own choice, whatever is rolled back.
    private static void own(YamlValue v, Known known) {
        if (known.verificationFacts(v.text())) {
            v.problem(
                    "a place knows the pack's variables, ${system} and ${environment}, and nothing"
                            + " of a verification");
        }
    }

    /// Where a check stands, null for here; a kind that cannot stand there is reported.
    static @Nullable PlaceTemplate at(YamlMap m, String kind, Check check, Known known) {
        YamlValue at = m.optional("at").orElse(null);
        if (at == null) {
            return null;
        }
        PlaceTemplate place = known.places().find(at);
        boolean file = check instanceof LogCheck log && log.source() instanceof LogCheck.File;
        DatabaseTemplate database = database(check);
        if (asksDocker(check)) {
            if (place != null && (place.ssh() == null || place.inside() != null)) {
                at.problem("containers are looked at from here or from a machine over ssh");
            }
        } else if (HERE_ONLY.contains(kind) || (kind.equals("log") && !file)) {
            at.problem("%s checks are always asked from here".formatted(kind));
        } else if (check instanceof JourneyCheck journey && connects(journey)) {
            at.problem("a journey with a 'tcp' step is always asked from here");
        } else if (database != null && database.ssl().equals(FULL)) {
            at.problem(
                    "database '%s' wants 'ssl: verify-full', but a connection through another"
                                    .formatted(database.name())
                            + " machine begins at this one, so its name cannot be proven; take"
                            + " 'require' there: the way to that machine is proven by its key");
        }
        return place;
    }

    private static boolean asksDocker(Check check) {
        return switch (check) {
            case DockerCheck _ -> true;
            case LogCheck log -> log.source() instanceof LogCheck.Containers;
            case EnvironmentCheck e -> e.source() instanceof EnvironmentCheck.Containers;
            default -> false; // asks other things
        };
    }

    private static boolean connects(JourneyCheck journey) {
        return Stream.concat(journey.steps().stream(), journey.cleanUp().stream())
                .anyMatch(step -> step.check() instanceof TcpCheck);
    }

    /// The database that it asks; of a journey the first whose name is to be proven.
    private static @Nullable DatabaseTemplate database(Check check) {
        return switch (check) {
            case JourneyCheck journey ->
                    journey.steps().stream()
                            .map(step -> database(step.check()))
                            .filter(d -> d != null && d.ssl().equals(FULL))
                            .findFirst()
                            .orElse(null);
            case SqlCheck sql -> sql.database();
            case SqlBatchCheck batch -> batch.database();
            case WriteProbeCheck write -> write.database();
            case BusinessCheck business when business.source() instanceof BusinessCheck.Sql sql ->
                    sql.database();
            default -> null; // asks no database
        };
    }
}
