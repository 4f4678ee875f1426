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
        if (thread == null) {
            thread = open(slack, letter, learned);
        } else {
            update(slack, thread, Blocks.headline(letter), letter);
        }
        boolean asks = letter.about().equals("approval-wanted") && slack.address().buttons();
        String answer = post(slack, letter, thread, asks);
        String question = letter.known().get(QUESTION);
        if (question != null && !letter.about().equals("step-progress")) {
            // Whatever came of it: nobody shall press a button that asks about something past.
            update(slack, question, Blocks.notice(letter), letter);
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
                letter.attempt() > 1 ? find(slack, "conversations.history", mark, null) : null;
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
        String there = letter.attempt() > 1 ? find(slack, method, letter.id(), thread) : null;
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

    private static @Nullable String find(
            SlackApi slack, String method, String mark, @Nullable String thread)
            throws Untold, Refusal {
        Map<String, Object> body = new HashMap<>();
        body.put("channel", slack.address().channel());
        body.put("limit", LOOKED_AT);
        body.put("include_all_metadata", true);
        if (thread != null) {
            body.put("ts", thread);
        }
        for (JsonNode m : slack.call(method, body).path("messages")) {
            if (m.path("metadata").path("event_payload").path("id").asText().equals(mark)) {
                return m.path("ts").asText();
            }
        }
        return null;
    }
}
