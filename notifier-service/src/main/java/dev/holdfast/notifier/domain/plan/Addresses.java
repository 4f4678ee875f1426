package dev.holdfast.notifier.domain.plan;

import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.backbone.pack.Variables;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.notifier.domain.plan.Address.FolderAddress;
import dev.holdfast.notifier.domain.plan.Address.LogAddress;
import dev.holdfast.notifier.domain.plan.Address.WebhookAddress;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads where the channels of a pack lead.
///
/// @param secrets the secret references of `pack.yml`
record Addresses(Variables variables, Map<String, SecretReference> secrets) {
    private static final List<String> KINDS = List.of("folder", "log", "webhook");
    private static final Pattern PATH =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*");
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    Address read(YamlMap m) {
        YamlValue kind = m.required("kind");
        return switch (kind.text()) {
            case "log" -> new LogAddress();
            case "folder" -> folder(m);
            case "webhook" -> webhook(m);
            case "" -> new LogAddress();
            default -> {
                kind.problem(
                        "'%s' is no kind of channel%s"
                                .formatted(kind.text(), NearestName.hint(kind.text(), KINDS)));
                yield new LogAddress();
            }
        };
    }

    /// The keys that a kind of channel knows, beside those of every channel.
    static List<String> keys(String kind) {
        return switch (kind) {
            case "folder" -> List.of("path");
            case "log" -> List.of();
            default -> List.of("url", "secret", "timeout");
        };
    }

    private FolderAddress folder(YamlMap m) {
        YamlValue path = m.required("path");
        if (!path.text().isEmpty() && !PATH.matcher(path.text()).matches()) {
            path.problem(
                    "'%s' is no folder name: letters, digits, '.', '_', '-' and '/', none starting with '.'"
                            .formatted(path.text()));
        }
        return new FolderAddress(path.text());
    }

    private WebhookAddress webhook(YamlMap m) {
        Duration timeout = m.duration("timeout", TIMEOUT);
        if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
            m.required("timeout").problem("a time-out is between 100ms and 30s");
        }
        return new WebhookAddress(
                url(m.required("url")),
                m.optional("secret").map(this::secret).orElse(null),
                timeout);
    }

    private URI url(YamlValue v) {
        try {
            URI url = new URI(variables.fill(v.text()));
            boolean http = Set.of("http", "https").contains(String.valueOf(url.getScheme()));
            if (!v.text().isEmpty() && (!http || url.getHost() == null)) {
                v.problem("'%s' is no http or https address".formatted(v.text()));
            } else if (url.getUserInfo() != null) {
                v.problem("name and password do not belong into an address: use 'secret'");
            }
            return url;
        } catch (Variables.Unknown e) {
            v.problem(String.valueOf(e.getMessage()));
        } catch (URISyntaxException e) {
            v.problem("'%s' is no address: %s".formatted(v.text(), e.getReason()));
        }
        return URI.create("http://invalid.invalid");
    }

    private @Nullable SecretReference secret(YamlValue v) {
        SecretReference found = secrets.get(v.text());
        if (found == null) {
            v.problem(
                    "'%s' is no secret of pack.yml%s"
                            .formatted(v.text(), NearestName.hint(v.text(), secrets.keySet())));
        }
        return found;
    }
}
