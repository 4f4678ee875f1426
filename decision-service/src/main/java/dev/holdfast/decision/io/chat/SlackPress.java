package dev.holdfast.decision.io.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.decision.flow.Command;

import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A button of ours that somebody pressed in Slack.
///
/// @param user Slack's member id
/// @param key the same for the same press, also where Slack sends it twice
/// @param reply where the person can be told something; empty for nowhere
record SlackPress(String user, String incident, Command command, String key, String reply) {
    private static final String FIELD = "payload=";

    /// Nothing for whatever else Slack may send.
    static Optional<SlackPress> read(byte[] body) {
        String form = new String(body, StandardCharsets.UTF_8);
        if (!form.startsWith(FIELD)) {
            return Optional.empty();
        }
        try {
            String payload =
                    URLDecoder.decode(form.substring(FIELD.length()), StandardCharsets.UTF_8);
            return read(Json.mapper().readTree(payload));
        } catch (IllegalArgumentException | JsonProcessingException _) {
            return Optional.empty();
        }
    }

    private static Optional<SlackPress> read(JsonNode payload) throws JsonProcessingException {
        JsonNode action = payload.path("actions").path(0);
        String user = payload.path("user").path("id").asText();
        if (!payload.path("type").asText().equals("block_actions") || user.isEmpty()) {
            return Optional.empty();
        }
        JsonNode value = Json.mapper().readTree(action.path("value").asText("{}"));
        String incident = value.path("incident").asText();
        String how = "with a button in Slack, as " + user;
        @Nullable Command command =
                switch (action.path("action_id").asText()) {
                    case "holdfast_approve" ->
                            new Command.Approve(
                                    incident, "approved " + how, value.path("planHash").asText());
                    case "holdfast_deny" -> new Command.Deny(incident, "denied " + how);
                    default -> null;
                };
        return command == null || incident.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new SlackPress(
                                user,
                                incident,
                                command,
                                "slack-" + action.path("action_ts").asText() + "-" + user,
                                payload.path("response_url").asText()));
    }
}
