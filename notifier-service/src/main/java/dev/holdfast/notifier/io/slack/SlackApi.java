package dev.holdfast.notifier.io.slack;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.Outcome.Later;
import dev.holdfast.notifier.domain.notice.Outcome.Refused;
import dev.holdfast.notifier.domain.plan.Address.SlackAddress;
import dev.holdfast.notifier.io.channel.Exchange;
import dev.holdfast.notifier.io.channel.Exchange.Reply;
import dev.holdfast.notifier.io.channel.Untold;

import java.net.http.HttpRequest;
import java.util.Map;
import java.util.Set;

/// Calls Slack's Web API: https://docs.slack.dev/apis/web-api/
///
/// @param token of the bot
record SlackApi(Exchange exchange, SlackAddress address, String token) {
    /// What no repetition changes; whatever else Slack says may pass, a revoked token too.
    private static final Set<String> FINAL =
            Set.of(
                    "channel_not_found",
                    "is_archived",
                    "msg_too_long",
                    "no_text",
                    "invalid_blocks",
                    "invalid_arguments",
                    "restricted_action");

    private static final Set<String> PAST =
            Set.of(
                    "message_not_found",
                    "thread_not_found",
                    "cant_update_message",
                    "edit_window_closed",
                    "is_inactive");

    /// Slack did not do it.
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Outcome outcome;
        private final String error;

        /// @param error Slack's word for it; empty where it did not come so far
        Refusal(Outcome outcome, String error) {
            super(outcome.toString());
            this.outcome = outcome;
            this.error = error;
        }

        /// The message is there no more, or may be changed no more: somebody deleted it, or it is old.
        boolean past() {
            return PAST.contains(error);
        }

        Outcome outcome() {
            return outcome;
        }
    }

    /// Calls a method; its answer has `ok: true`.
    JsonNode call(String method, Map<String, Object> body) throws Untold, Refusal {
        HttpRequest.Builder request =
                Exchange.json(address.api().resolve(method), "POST", body)
                        .header("authorization", "Bearer " + token);
        Reply reply = exchange.send(request, address.timeout());
        if (!reply.good()) {
            throw new Refusal(exchange.later(reply), "");
        }
        JsonNode json = reply.json();
        if (json.path("ok").asBoolean()) {
            return json;
        }
        String error = json.path("error").asText("no JSON");
        throw new Refusal(
                FINAL.contains(error)
                        ? new Refused("Slack says " + error)
                        : new Later("Slack says " + error, null),
                error);
    }
}
