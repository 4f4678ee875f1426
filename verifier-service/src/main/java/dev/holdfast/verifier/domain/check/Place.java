package dev.holdfast.verifier.domain.check;

import org.jspecify.annotations.Nullable;

/// Where a check stands when it asks: on another machine over SSH, in a container, in a pod, or in a
/// container on another machine.
///
/// @param name by which `checks.yml` calls it
/// @param ssh null for this machine
/// @param inside null for the machine itself
public record Place(String name, @Nullable Ssh ssh, @Nullable Inside inside) {
    /// @param key name of a secret that is a file
    /// @param knownHosts file of the only host keys that are believed
    public record Ssh(String user, String host, int port, String key, String knownHosts) {
        static final int PORT = 22;

        @Override
        public String toString() {
            return port == PORT ? user + "@" + host : "%s@%s:%d".formatted(user, host, port);
        }
    }

    /// Part of a machine or a cluster with processes of its own.
    public sealed interface Inside {}

    public record Container(String name) implements Inside {
        @Override
        public String toString() {
            return "container " + name;
        }
    }

    /// @param container null for the pod's first
    public record Pod(KubernetesCheck.Workload workload, @Nullable String container)
            implements Inside {
        @Override
        public String toString() {
            return workload.toString();
        }
    }

    /// Which machine or container it is: one name is another machine in each environment.
    public String address() {
        String in = inside == null ? "" : inside.toString();
        String on = ssh == null ? "" : ssh.toString();
        return in.isEmpty() || on.isEmpty() ? in + on : in + " on " + on;
    }

    @Override
    public String toString() {
        return name;
    }
}
