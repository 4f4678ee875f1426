package dev.holdfast.notifier.io.slack;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.plan.Address.SlackAddress;
import dev.holdfast.notifier.io.channel.Channel;
import dev.holdfast.notifier.io.channel.Exchange;
import dev.holdfast.notifier.io.channel.Untold;
import dev.holdfast.notifier.io.secret.Secrets;
import dev.holdfast.notifier.io.slack.SlackApi.Refusal;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One thread an incident. Its first message says how things stand and is kept up to date in place;
/// every notice is an answer in the thread. A question gets two buttons, which its answer takes away.
///
/// Slack knows no idempotency key, so each message carries the notice's id as metadata, and a second
/// attempt looks for it first.
public final class SlackChannel implements Channel<SlackAddress> {
    private static final String THREAD = "thread";
    private static final String QUESTION = "question";
    private static final String EVENT = "holdfast_notice";
    private static final int LOOKED_AT = 100;
    private static final int PAGES = 10;

    /// Slack's clock and ours may differ by so much.
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final Exchange exchange;
    private final Secrets secrets;

    public SlackChannel(Exchange exchange, Secrets secrets) {
        this.exchange = exchange;
        this.secrets = secrets;
    }

    @Override
    public Class<SlackAddress> serves() {
        return SlackAddress.class;
    }

    @Override
    public Outcome send(SlackAddress address, Letter letter) throws Untold {
        SlackApi slack = new SlackApi(exchange, address, secrets.need(address.token()));
        try {
            return letter.incident() == null
                    ? new Delivered("message " + post(slack, letter, null, false))
                    : inThread(slack, letter);
        } catch (Refusal e) {
            return e.outcome();
        }
    }

    private static Outcome inThread(SlackApi slack, Letter letter) throws Untold, Refusal {
        Map<String, String> learned = new HashMap<>(letter.known());
        String thread = letter.known().get(THREAD);
        if (thread == null || !updated(slack, thread, Blocks.headline(letter), letter)) {
            thread = open(slack, letter, learned);
        }
        boolean asks = letter.about().equals("approval-wanted") && slack.address().buttons();
        String answer = post(slack, letter, thread, asks);
        String question = letter.known().get(QUESTION);
        if (question != null && !letter.stillAsks() && !letter.about().equals("step-progress")) {
            // Whatever came of it: nobody shall press a button that asks about something past.
            var _ = updated(slack, question, Blocks.notice(letter), letter);
            learned.put(QUESTION, "");
        }
        if (asks) {
            learned.put(QUESTION, answer);
        }
        learned.values().removeIf(String::isEmpty);
        return new Delivered("message %s in thread %s".formatted(answer, thread), learned);
    }

    /// Begins the thread, or finds the one that an attempt before began.
    private static String open(SlackApi slack, Letter letter, Map<String, String> learned)
            throws Untold, Refusal {
        String mark = letter.thread();
        String there =
                letter.attempt() > 1
                        ? find(slack, letter, "conversations.history", mark, null)
                        : null;
        if (there != null) {
            learned.put(THREAD, there);
            return there;
        }
        Map<String, Object> body =
                message(slack, Blocks.text(letter), Blocks.headline(letter), mark);
        JsonNode answer = slack.call("chat.postMessage", body);
        String thread = answer.path("ts").asText();
        learned.put(THREAD, thread);
        return thread;
    }

    private static String post(SlackApi slack, Letter letter, @Nullable String thread, boolean asks)
            throws Untold, Refusal {
        String method = thread == null ? "conversations.history" : "conversations.replies";
        String there =
                letter.attempt() > 1 ? find(slack, letter, method, letter.id(), thread) : null;
        if (there != null) {
            return there;
        }
        Map<String, Object> body =
                message(
                        slack,
                        Blocks.text(letter),
                        asks ? Blocks.question(letter) : Blocks.notice(letter),
                        letter.id());
        if (thread != null) {
            body.put("thread_ts", thread);
            body.put("reply_broadcast", asks || letter.ends());
        }
        return slack.call("chat.postMessage", body).path("ts").asText();
    }

    private static Map<String, Object> message(
            SlackApi slack, String text, List<Object> blocks, String mark) {
        Map<String, Object> body = new HashMap<>();
        body.put("channel", slack.address().channel());
        body.put("text", text);
        body.put("blocks", blocks);
        body.put("unfurl_links", false);
        body.put("metadata", Map.of("event_type", EVENT, "event_payload", Map.of("id", mark)));
        return body;
    }

    /// False when the message is there no more or may not be changed any more: then a new one has to
    /// say it, and the notice goes on.
    private static boolean updated(SlackApi slack, String ts, List<Object> blocks, Letter letter)
            throws Untold, Refusal {
        try {
            update(slack, ts, blocks, letter);
            return true;
        } catch (Refusal e) {
            if (e.past()) {
                return false;
            }
            throw e;
        }
    }

    private static void update(SlackApi slack, String ts, List<Object> blocks, Letter letter)
            throws Untold, Refusal {
        slack.call(
                "chat.update",
                Map.of(
                        "channel",
                        slack.address().channel(),
                        "ts",
                        ts,
                        "text",
                        Blocks.text(letter),
                        "blocks",
                        blocks));
    }

    /// Looks at all messages since the event, page by page: Slack gives the oldest of a thread first.
    private static @Nullable String find(
            SlackApi slack, Letter letter, String method, String mark, @Nullable String thread)
            throws Untold, Refusal {
        Map<String, Object> body = new HashMap<>();
        body.put("oldest", letter.happenedAt().minus(SKEW).getEpochSecond() + ".000000");
        body.put("channel", slack.address().channel());
        body.put("limit", LOOKED_AT);
        body.put("include_all_metadata", true);
        if (thread != null) {
            body.put("ts", thread);
        }
        for (int page = 0; page < PAGES; page++) {
            JsonNode answer = slack.call(method, body);
            for (JsonNode m : answer.path("messages")) {
                if (m.path("metadata").path("event_payload").path("id").asText().equals(mark)) {
                    return m.path("ts").asText();
                }
            }
            String next = answer.path("response_metadata").path("next_cursor").asText();
            if (next.isEmpty()) {
                return null;
            }
            body.put("cursor", next);
        }
        return null;
    }
}
