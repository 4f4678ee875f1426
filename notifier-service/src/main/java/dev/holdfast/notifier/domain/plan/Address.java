package dev.holdfast.notifier.domain.plan;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.notifier.domain.template.Format;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;

/// Where a channel leads. A new kind of channel is one more record here, one arm in [Addresses] and
/// one room under `io`.
public sealed interface Address {
    /// How it shows text.
    Format format();

    /// One structured line in the service's log.
    record LogAddress() implements Address {
        @Override
        public Format format() {
            return Format.TEXT;
        }
    }

    /// An HTTP endpoint that speaks Standard Webhooks.
    ///
    /// @param secret where the signing key is found; null for an endpoint that checks none
    /// @param timeout of one attempt
    record WebhookAddress(URI url, @Nullable SecretReference secret, Duration timeout)
            implements Address {
        @Override
        public Format format() {
            return Format.TEXT;
        }
    }

    /// A folder that gets one Markdown file a notice.
    ///
    /// @param path relative to the service's own notices folder
    record FolderAddress(String path) implements Address {
        @Override
        public Format format() {
            return Format.MARKDOWN;
        }
    }
}
