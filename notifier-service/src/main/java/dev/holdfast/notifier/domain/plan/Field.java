package dev.holdfast.notifier.domain.plan;

import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.backbone.pack.Variables;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads what channels of several kinds have in common.
///
/// @param secrets the secret references of `pack.yml`
record Field(Variables variables, Map<String, SecretReference> secrets) {
    private static final Pattern PATH =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*");
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final SecretReference NONE = new SecretReference("env", "");

    Duration timeout(YamlMap m) {
        Duration timeout = m.duration("timeout", TIMEOUT);
        if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
            m.required("timeout").problem("a time-out is between 100ms and 30s");
        }
        return timeout;
    }

    /// A relative path whose parts do not begin with a dot.
    String path(YamlValue v) {
        if (!v.text().isEmpty() && !PATH.matcher(v.text()).matches()) {
            v.problem(
                    "'%s' is no folder name: letters, digits, '.', '_', '-' and '/', none starting with '.'"
                            .formatted(v.text()));
        }
        return v.text();
    }

    /// A text with the pack's variables filled in.
    String filled(YamlValue v) {
        try {
            return variables.fill(v.text());
        } catch (Variables.Unknown e) {
            v.problem(String.valueOf(e.getMessage()));
            return "";
        }
    }

    String filled(YamlMap m, String key, String otherwise) {
        return m.optional(key).map(this::filled).orElse(otherwise);
    }

    URI url(YamlMap m, String otherwise) {
        return m.optional("url").map(this::url).orElse(URI.create(otherwise));
    }

    URI url(YamlValue v) {
        try {
            URI url = new URI(filled(v));
            boolean http = Set.of("http", "https").contains(String.valueOf(url.getScheme()));
            if (!v.text().isEmpty() && (!http || url.getHost() == null)) {
                v.problem("'%s' is no http or https address".formatted(v.text()));
            } else if (url.getUserInfo() != null) {
                v.problem("name and password do not belong into an address: use 'secret'");
            }
            return url;
        } catch (URISyntaxException e) {
            v.problem("'%s' is no address: %s".formatted(v.text(), e.getReason()));
        }
        return URI.create("http://invalid.invalid");
    }

    SecretReference secret(YamlValue v) {
        SecretReference found = secrets.get(v.text());
        if (found == null) {
            if (!v.text().isEmpty()) {
                v.problem(
                        "'%s' is no secret of pack.yml%s"
                                .formatted(v.text(), NearestName.hint(v.text(), secrets.keySet())));
            }
            return NONE;
        }
        return found;
    }

    @Nullable SecretReference optionalSecret(YamlMap m, String key) {
        return m.optional(key).map(this::secret).orElse(null);
    }
}
