package dev.holdfast.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.drill.Reply;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.http.EventFeed.Event;
import dev.holdfast.cli.http.Services;
import dev.holdfast.cli.output.Column;
import dev.holdfast.local.HouseSettings;
import dev.holdfast.local.Service;
import dev.holdfast.local.Tokens;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/// Answers for the people of a scenario, each with a token of their own, one question after the
/// other. Nobody answers when the list is used up.
public final class Replies {
    private final HouseSettings house;
    private final Services services;
    private final Deque<Reply> left;

    public Replies(HouseSettings house, Services services, List<Reply> replies) {
        this.house = house;
        this.services = services;
        this.left = new ArrayDeque<>(replies);
    }

    /// Answers one `approval.requested`, on the plan that it names.
    public synchronized void answer(Event question) {
        Reply reply = left.poll();
        if (reply != null) {
            Thread.ofVirtual().name("reply").start(() -> send(question, reply));
        }
    }

    private void send(Event question, Reply reply) {
        String incident = question.text("incident");
        Services asPerson = services.as(Tokens.add(house, reply.as(), List.of()));
        try {
            JsonNode plan =
                    asPerson.get(Service.DECISION, "/api/incidents/" + incident).path("plan");
            asPerson.post(
                    Service.DECISION,
                    "/api/incidents/%s/%s".formatted(incident, reply.grants() ? "approve" : "deny"),
                    Map.of("reason", reply.reason(), "planHash", Column.at(plan, "hash")));
        } catch (Failure e) {
            System.err.printf("%s could not answer: %s%n", reply.as(), e.getMessage());
        }
    }
}
