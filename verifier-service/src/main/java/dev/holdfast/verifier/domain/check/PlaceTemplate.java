package dev.holdfast.verifier.domain.check;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place as `checks.yml` writes it: its texts may hold variables, so that each environment and the
/// lab have a machine of their own.
///
/// @param name by which `checks.yml` calls it
/// @param ssh null for this machine
/// @param inside null for the machine itself
public record PlaceTemplate(String name, @Nullable Ssh ssh, @Nullable Inside inside) {
    private static final Pattern SSH =
            Pattern.compile(
                    "([a-z_][a-z0-9_.-]{0,31})@([A-Za-z0-9][A-Za-z0-9.-]{0,252})(?::(\\d{1,5}))?");
    private static final Pattern CONTAINER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");

    /// @param at `user@host` or `user@host:port`
    /// @param key name of a secret that is a file
    /// @param knownHosts full path of a file with the only host keys that are believed
    public record Ssh(String at, String key, String knownHosts) {
        Place.Ssh fill(Given given) {
            String whole = given.text(at);
            Matcher m = SSH.matcher(whole);
            if (!m.matches()) {
                throw new IllegalArgumentException(
                        "'%s': expected user@host or user@host:port".formatted(whole));
            }
            String known = given.text(knownHosts);
            if (!known.startsWith("/")) {
                throw new IllegalArgumentException(
                        "known-hosts '%s': expected the full path of a file with the host's key"
                                .formatted(known));
            }
            return new Place.Ssh(
                    Objects.requireNonNull(m.group(1)),
                    Objects.requireNonNull(m.group(2)),
                    m.group(3) == null ? Place.Ssh.PORT : Integer.parseInt(m.group(3)),
                    key,
                    known);
        }
    }

    /// Part of a machine or a cluster with processes of its own.
    public sealed interface Inside {
        /// The same with its variables filled.
        Place.Inside fill(Given given);
    }

    public record Container(String name) implements Inside {
        @Override
        public Place.Inside fill(Given given) {
            return new Place.Container(fit(given.text(name)));
        }
    }

    /// @param container null for the pod's first
    public record Pod(KubernetesCheck.Workload workload, @Nullable String container)
            implements Inside {
        @Override
        public Place.Inside fill(Given given) {
            return new Place.Pod(
                    workload.filled(given), container == null ? null : fit(given.text(container)));
        }
    }

    private static String fit(String name) {
        if (!CONTAINER.matcher(name).matches()) {
            throw new IllegalArgumentException("'%s' is no name of a container".formatted(name));
        }
        return name;
    }

    /// The place itself; throws `Variables.Unknown` for a variable that nothing defines, and
    /// [IllegalArgumentException] for what fits no place.
    public Place fill(Given given) {
        return new Place(
                name,
                ssh == null ? null : ssh.fill(given),
                inside == null ? null : inside.fill(given));
    }
}
