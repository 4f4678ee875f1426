package dev.holdfast.notifier.domain.plan;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.notifier.domain.template.Format;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a channel leads. A new kind of channel is one more record here, one arm in [Addresses] and
/// one room under `io`.
public sealed interface Address {
    /// How it shows text.
    default Format format() {
        return Format.TEXT;
    }

    /// True where notices of one incident build on each other (a thread, a ticket, a page that is
    /// opened and resolved): they are then sent one after the other.
    default boolean inOrder() {
        return false;
    }

    /// Where it leads on the network, for channels that do not call it by HTTP; empty for nowhere.
    default Optional<URI> leadsTo() {
        return Optional.empty();
    }

    /// One structured line in the service's log.
    record LogAddress() implements Address {}

    /// An HTTP endpoint that speaks Standard Webhooks.
    ///
    /// @param secret where the signing key is found; null for an endpoint that checks none
    /// @param timeout of one attempt
    record WebhookAddress(URI url, @Nullable SecretReference secret, Duration timeout)
            implements Address {}

    /// An HTTP endpoint that takes what Alertmanager's webhook receiver sends (version 4).
    ///
    /// @param token sent as `Authorization: Bearer`, null for none
    record AlertmanagerAddress(URI url, @Nullable SecretReference token, Duration timeout)
            implements Address {}

    /// A folder that gets one Markdown file a notice.
    ///
    /// @param path relative to the service's own notices folder
    record FolderAddress(String path) implements Address {
        @Override
        public Format format() {
            return Format.MARKDOWN;
        }
    }

    /// A git repository that gets one Markdown file a notice, each one commit.
    ///
    /// @param remote as `git clone` takes it
    /// @param path folder in the repository
    record GitAddress(String remote, String branch, String path, Duration timeout)
            implements Address {
        /// `user@host:path`, as git knows it beside addresses.
        private static final Pattern SHORT = Pattern.compile("(?:[^@/:]+@)?([^@/:]+):.*");

        @Override
        public Optional<URI> leadsTo() {
            Matcher host = SHORT.matcher(remote);
            if (remote.startsWith("file:")) {
                return Optional.empty();
            }
            return remote.contains("://")
                    ? Optional.of(URI.create(remote))
                    : host.matches()
                            ? Optional.of(URI.create("ssh://%s:22".formatted(host.group(1))))
                            : Optional.empty();
        }

        @Override
        public Format format() {
            return Format.MARKDOWN;
        }
    }

    /// A static status page of our own: `index.html` and `status.json` in a folder.
    ///
    /// @param path relative to the service's own status folder
    /// @param title of the page
    record StatusFolderAddress(String path, String title) implements Address {
        @Override
        public boolean inOrder() {
            return true;
        }
    }

    /// Slack's Web API: one thread an incident, whose first message says how things stand.
    ///
    /// @param api with a slash at the end
    /// @param channel its id
    /// @param token of the bot, `chat:write` and `channels:history`
    /// @param buttons whether approvals get buttons; they need the app's interactivity URL
    record SlackAddress(
            URI api, String channel, SecretReference token, boolean buttons, Duration timeout)
            implements Address {
        @Override
        public Format format() {
            return Format.SLACK;
        }

        @Override
        public boolean inOrder() {
            return true;
        }
    }

    /// Slack's incoming webhook: one message a notice.
    ///
    /// @param hook its address is the secret
    record SlackHookAddress(SecretReference hook, Duration timeout) implements Address {
        @Override
        public Format format() {
            return Format.SLACK;
        }
    }

    /// A Teams workflow or connector: one adaptive card a notice.
    ///
    /// @param hook its address is the secret
    record TeamsAddress(SecretReference hook, Duration timeout) implements Address {
        @Override
        public Format format() {
            return Format.MARKDOWN;
        }
    }

    /// E-mail by SMTP, threaded by incident.
    ///
    /// @param tls how the connection is protected
    /// @param to addresses; `on-call` stands for who is on call
    record MailAddress(
            String host,
            int port,
            Tls tls,
            @Nullable String user,
            @Nullable SecretReference password,
            String from,
            List<String> to,
            Duration timeout)
            implements Address {
        /// Stands in `to` for whoever is on call.
        public static final String ON_CALL = "on-call";

        /// Protection of an SMTP connection.
        public enum Tls {
            /// TLS from the first byte.
            IMPLICIT,
            /// Begins plain, must become TLS before anything is said.
            STARTTLS,
            /// For a relay on this machine.
            NONE
        }

        public MailAddress {
            to = List.copyOf(to);
        }

        @Override
        public Optional<URI> leadsTo() {
            String literal = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
            return Optional.of(URI.create("smtp://%s:%d".formatted(literal, port)));
        }
    }

    /// PagerDuty Events API v2.
    ///
    /// @param key the routing key of the service's integration
    record PagerDutyAddress(URI url, SecretReference key, Duration timeout) implements Address {
        @Override
        public boolean inOrder() {
            return true;
        }
    }

    /// Atlassian Statuspage.
    ///
    /// @param components ids on the page by our names; `*` for the one that is always affected
    record StatuspageAddress(
            URI url,
            String page,
            SecretReference key,
            Map<String, String> components,
            Duration timeout)
            implements Address {
        public StatuspageAddress {
            components = Map.copyOf(components);
        }

        @Override
        public boolean inOrder() {
            return true;
        }
    }

    /// Jira: one issue an incident, commented as it goes on and resolved with it.
    ///
    /// @param user for basic authentication with the token as password; null for a bearer token
    record JiraAddress(
            URI url,
            String project,
            String type,
            @Nullable String user,
            SecretReference token,
            Duration timeout)
            implements Address {
        @Override
        public boolean inOrder() {
            return true;
        }
    }

    /// GitHub: one issue an incident.
    ///
    /// @param repository `owner/name`
    record GitHubAddress(URI url, String repository, SecretReference token, Duration timeout)
            implements Address {
        @Override
        public Format format() {
            return Format.MARKDOWN;
        }

        @Override
        public boolean inOrder() {
            return true;
        }
    }

    /// Amazon SNS.
    ///
    /// @param endpoint null for AWS's own
    record SnsAddress(String topic, AwsAccess access) implements Address {
        @Override
        public Optional<URI> leadsTo() {
            return Optional.ofNullable(access.endpoint());
        }
    }

    /// Amazon SES.
    record SesAddress(String from, List<String> to, AwsAccess access) implements Address {
        public SesAddress {
            to = List.copyOf(to);
        }

        @Override
        public Optional<URI> leadsTo() {
            return Optional.ofNullable(access.endpoint());
        }
    }

    /// How AWS is reached.
    ///
    /// @param endpoint null for AWS's own
    /// @param id null where the SDK's own chain finds the credentials
    record AwsAccess(
            String region,
            @Nullable URI endpoint,
            @Nullable SecretReference id,
            @Nullable SecretReference key,
            Duration timeout) {}
}
