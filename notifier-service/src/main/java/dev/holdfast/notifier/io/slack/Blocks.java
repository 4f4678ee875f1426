package dev.holdfast.notifier.io.slack;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.notifier.domain.news.Word;
import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.template.Format;
import dev.holdfast.notifier.io.channel.Brief;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Slack's Block Kit: what a message is made of.
final class Blocks {
    /// Slack's own limits.
    private static final int SECTION = 3_000;

    private static final int TEXT = 4_000;
    private static final int VALUE = 2_000;

    private Blocks() {}

    /// The plain text that stands in notifications, and for clients without blocks.
    static String text(Letter letter) {
        return Brief.of(letter.text(), TEXT);
    }

    /// One notice.
    static List<Object> notice(Letter letter) {
        return List.of(section(letter.text()));
    }

    /// The first message of a thread: how things stand now.
    static List<Object> headline(Letter letter) {
        List<Object> blocks = new ArrayList<>();
        String mark = letter.ends() ? "✅" : "🚨";
        blocks.add(
                section(
                        "%s *%s* %s\n%s"
                                .formatted(
                                        mark,
                                        letter.severity(),
                                        value(letter, Word.TITLE),
                                        value(letter, Word.STATUS))));
        blocks.add(
                Map.of(
                        "type",
                        "context",
                        "elements",
                        List.of(
                                mrkdwn(
                                        "%s · %s · <%s|open>"
                                                .formatted(
                                                        Format.SLACK.escape(letter.scope()),
                                                        letter.thread(),
                                                        letter.fact(Word.LINK))))));
        return blocks;
    }

    /// A question with its two answers. The value says which plan is approved, and nothing else.
    static List<Object> question(Letter letter) {
        String value =
                Brief.of(
                        Json.text(
                                Map.of(
                                        "incident",
                                        letter.thread(),
                                        "planHash",
                                        letter.fact(Word.PLAN_HASH))),
                        VALUE);
        return List.of(
                section(letter.text()),
                Map.of(
                        "type",
                        "actions",
                        "block_id",
                        "holdfast",
                        "elements",
                        List.of(
                                button("approve", "Approve", "primary", value),
                                button("deny", "Deny", "danger", value))));
    }

    private static Map<String, Object> button(
            String action, String label, String style, String value) {
        return Map.of(
                "type",
                "button",
                "action_id",
                "holdfast_" + action,
                "text",
                Map.of("type", "plain_text", "text", label),
                "style",
                style,
                "value",
                value,
                "confirm",
                Map.of(
                        "title",
                        Map.of("type", "plain_text", "text", label + "?"),
                        "text",
                        Map.of("type", "mrkdwn", "text", "Your name is kept with the decision."),
                        "confirm",
                        Map.of("type", "plain_text", "text", label),
                        "deny",
                        Map.of("type", "plain_text", "text", "Not now")));
    }

    private static String value(Letter letter, Word word) {
        return Format.SLACK.escape(letter.fact(word));
    }

    private static Map<String, Object> section(String text) {
        return Map.of("type", "section", "text", mrkdwn(Brief.of(text, SECTION)));
    }

    private static Map<String, Object> mrkdwn(String text) {
        return Map.of("type", "mrkdwn", "text", text);
    }
}
