package dev.holdfast.notifier.domain.plan;

import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.notifier.domain.plan.Address.AlertmanagerAddress;
import dev.holdfast.notifier.domain.plan.Address.AwsAccess;
import dev.holdfast.notifier.domain.plan.Address.FolderAddress;
import dev.holdfast.notifier.domain.plan.Address.GitAddress;
import dev.holdfast.notifier.domain.plan.Address.GitHubAddress;
import dev.holdfast.notifier.domain.plan.Address.JiraAddress;
import dev.holdfast.notifier.domain.plan.Address.LogAddress;
import dev.holdfast.notifier.domain.plan.Address.MailAddress;
import dev.holdfast.notifier.domain.plan.Address.MailAddress.Tls;
import dev.holdfast.notifier.domain.plan.Address.PagerDutyAddress;
import dev.holdfast.notifier.domain.plan.Address.SesAddress;
import dev.holdfast.notifier.domain.plan.Address.SlackAddress;
import dev.holdfast.notifier.domain.plan.Address.SlackHookAddress;
import dev.holdfast.notifier.domain.plan.Address.SnsAddress;
import dev.holdfast.notifier.domain.plan.Address.StatusFolderAddress;
import dev.holdfast.notifier.domain.plan.Address.StatuspageAddress;
import dev.holdfast.notifier.domain.plan.Address.TeamsAddress;
import dev.holdfast.notifier.domain.plan.Address.WebhookAddress;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads where the channels of a pack lead.
record Addresses(Field field) {
    /// The keys that each kind knows, beside those of every channel.
    private static final Map<String, List<String>> KEYS =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("alertmanager", List.of("url", "token", "timeout")),
                            Map.entry("email", mailKeys()),
                            Map.entry("folder", List.of("path")),
                            Map.entry("git", List.of("remote", "branch", "path", "timeout")),
                            Map.entry("github", List.of("url", "repository", "token", "timeout")),
                            Map.entry(
                                    "jira",
                                    List.of("url", "project", "type", "user", "token", "timeout")),
                            Map.entry("log", List.of()),
                            Map.entry("pagerduty", List.of("url", "key", "timeout")),
                            Map.entry("ses", awsKeys("from", "to")),
                            Map.entry(
                                    "slack",
                                    List.of("url", "channel", "token", "buttons", "timeout")),
                            Map.entry("slack-webhook", List.of("hook", "timeout")),
                            Map.entry("sns", awsKeys("topic", "region")),
                            Map.entry("status-page", List.of("path", "title")),
                            Map.entry(
                                    "statuspage",
                                    List.of("url", "page", "key", "components", "timeout")),
                            Map.entry("teams", List.of("hook", "timeout")),
                            Map.entry("webhook", List.of("url", "secret", "timeout"))));

    private static final Pattern MAIL = Pattern.compile("[^\\s@<>,;\"]+@[^\\s@<>,;\"]+");
    private static final Pattern REPOSITORY = Pattern.compile("[\\w.-]+/[\\w.-]+");
    private static final Pattern SLACK_ID = Pattern.compile("[CGD][A-Z0-9]{8,20}");
    private static final int SUBMISSION = 587;

    private static List<String> mailKeys() {
        return List.of("host", "port", "tls", "user", "password", "from", "to", "timeout");
    }

    private static List<String> awsKeys(String one, String two) {
        return List.of(one, two, "region", "url", "access-key", "secret-key", "timeout");
    }

    static List<String> keys(String kind) {
        return KEYS.getOrDefault(kind, List.of("url", "secret", "timeout"));
    }

    Address read(YamlMap m) {
        YamlValue kind = m.required("kind");
        return switch (kind.text()) {
            case "log", "" -> new LogAddress();
            case "folder" -> new FolderAddress(field.path(m.required("path")));
            case "git" -> git(m);
            case "status-page" ->
                    new StatusFolderAddress(
                            field.path(m.required("path")), m.text("title", "System status"));
            case "webhook" ->
                    new WebhookAddress(
                            field.url(m.required("url")),
                            field.optionalSecret(m, "secret"),
                            field.timeout(m));
            case "alertmanager" ->
                    new AlertmanagerAddress(
                            field.url(m.required("url")),
                            field.optionalSecret(m, "token"),
                            field.timeout(m));
            case "slack" -> slack(m);
            case "slack-webhook" ->
                    new SlackHookAddress(field.secret(m.required("hook")), field.timeout(m));
            case "teams" -> new TeamsAddress(field.secret(m.required("hook")), field.timeout(m));
            case "email" -> mail(m);
            case "pagerduty" ->
                    new PagerDutyAddress(
                            field.url(m, "https://events.pagerduty.com"),
                            field.secret(m.required("key")),
                            field.timeout(m));
            case "statuspage" -> statuspage(m);
            case "jira" -> jira(m);
            case "github" -> gitHub(m);
            case "sns" -> new SnsAddress(field.filled(m.required("topic")), aws(m));
            case "ses" -> new SesAddress(mailbox(m.required("from")), mailboxes(m), aws(m));
            default -> {
                kind.problem(
                        "'%s' is no kind of channel%s"
                                .formatted(
                                        kind.text(), NearestName.hint(kind.text(), KEYS.keySet())));
                yield new LogAddress();
            }
        };
    }

    private Address git(YamlMap m) {
        String remote = field.filled(m.required("remote"));
        if (remote.startsWith("-") || remote.startsWith("ext::")) {
            m.required("remote").problem("'%s' is no repository".formatted(remote));
        }
        return new GitAddress(
                remote,
                m.optional("branch").map(field::path).orElse("main"),
                m.optional("path").map(field::path).orElse("incidents"),
                field.timeout(m));
    }

    private Address slack(YamlMap m) {
        URI api = field.url(m, "https://slack.com/api/");
        return new SlackAddress(
                slashed(api),
                slackChannel(m.required("channel")),
                field.secret(m.required("token")),
                m.flag("buttons", true),
                field.timeout(m));
    }

    /// Slack reads and updates messages by the channel's id only, so a name will not do.
    private String slackChannel(YamlValue v) {
        String id = field.filled(v);
        if (!id.isEmpty() && !SLACK_ID.matcher(id).matches()) {
            v.problem(
                    "'%s' is no id of a Slack channel such as C0123456789: it stands at the end of the channel's details"
                            .formatted(id));
        }
        return id;
    }

    private Address mail(YamlMap m) {
        Tls tls = m.optional("tls").map(v -> v.oneOf(Tls.class)).orElse(Tls.STARTTLS);
        if (m.has("password") != m.has("user")) {
            m.self().problem("'user' and 'password' belong together");
        }
        return new MailAddress(
                field.filled(m.required("host")),
                Math.toIntExact(m.whole("port", 1, 65_535, SUBMISSION)),
                tls,
                m.textOrNull("user"),
                field.optionalSecret(m, "password"),
                mailbox(m.required("from")),
                mailboxes(m),
                field.timeout(m));
    }

    private Address statuspage(YamlMap m) {
        return new StatuspageAddress(
                field.url(m, "https://api.statuspage.io"),
                m.text("page"),
                field.secret(m.required("key")),
                m.map("components").textEntries(),
                field.timeout(m));
    }

    private Address jira(YamlMap m) {
        return new JiraAddress(
                slashed(field.url(m.required("url"))),
                m.text("project"),
                m.text("type", "Incident"),
                m.textOrNull("user"),
                field.secret(m.required("token")),
                field.timeout(m));
    }

    private Address gitHub(YamlMap m) {
        YamlValue repository = m.required("repository");
        if (!repository.text().isEmpty() && !REPOSITORY.matcher(repository.text()).matches()) {
            repository.problem("'%s' is no owner/name".formatted(repository.text()));
        }
        return new GitHubAddress(
                slashed(field.url(m, "https://api.github.com/")),
                repository.text(),
                field.secret(m.required("token")),
                field.timeout(m));
    }

    private AwsAccess aws(YamlMap m) {
        return new AwsAccess(
                field.filled(m.required("region")),
                m.optional("url").map(field::url).orElse(null),
                field.optionalSecret(m, "access-key"),
                field.optionalSecret(m, "secret-key"),
                field.timeout(m));
    }

    private List<String> mailboxes(YamlMap m) {
        List<YamlValue> all = m.required("to").list();
        if (all.isEmpty()) {
            m.required("to").problem("nobody would get these mails");
        }
        return all.stream().map(this::mailbox).toList();
    }

    private String mailbox(YamlValue v) {
        String filled = field.filled(v);
        if (!filled.equals(MailAddress.ON_CALL) && !MAIL.matcher(filled).matches()) {
            v.problem("'%s' is no e-mail address".formatted(v.text()));
        }
        return filled;
    }

    private static URI slashed(URI url) {
        return url.toString().endsWith("/") ? url : URI.create(url + "/");
    }
}
