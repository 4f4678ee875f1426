package dev.holdfast.executor.flow;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;

/// Finds secrets where the pack says they are, at the moment of use.
public interface Secrets {
    /// Throws [Missing] when it is not there.
    String resolve(String name, SecretReference reference);

    /// A secret that cannot be found; the message names where it was looked for, never a value.
    final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Missing(String message) {
            super(message);
        }
    }
}
