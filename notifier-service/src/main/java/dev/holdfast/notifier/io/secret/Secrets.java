package dev.holdfast.notifier.io.secret;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.notifier.io.channel.Untold;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Looks up secrets of this service: environment variables and files. Never kept, never logged.
///
/// @param environment the process's environment
public record Secrets(Map<String, String> environment) {
    private static final long LONGEST = 64 << 10;

    /// The secret, or nothing where it is not to be found here.
    public Optional<String> find(SecretReference reference) {
        return reference.kind().equals("env")
                ? Optional.ofNullable(environment.get(reference.where()))
                : file(reference.where());
    }

    /// The secret. Throws [Untold] where it is not here: people are told the name, never the value.
    public String need(SecretReference reference) throws Untold {
        return find(reference)
                .filter(s -> !s.isBlank())
                .orElseThrow(() ->
                        new Untold(
                                "the secret %s:%s is not here"
                                        .formatted(reference.kind(), reference.where())));
    }

    /// A secret that is an HTTP address, as chat systems give them out.
    public URI address(SecretReference reference) throws Untold {
        try {
            URI url = new URI(need(reference));
            if (Set.of("http", "https").contains(String.valueOf(url.getScheme()))
                    && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException _) {
            // Told below, without the text: it is a secret.
        }
        throw new Untold(
                "the secret %s:%s is no http or https address"
                        .formatted(reference.kind(), reference.where()));
    }

    private static Optional<String> file(String where) {
        try {
            Path path = Path.of(where);
            return Files.isRegularFile(path) && Files.size(path) <= LONGEST
                    ? Optional.of(Files.readString(path, StandardCharsets.UTF_8).strip())
                    : Optional.empty();
        } catch (IOException | InvalidPathException _) {
            return Optional.empty();
        }
    }
}
