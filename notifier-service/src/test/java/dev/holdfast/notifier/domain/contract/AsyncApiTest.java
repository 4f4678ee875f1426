package dev.holdfast.notifier.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.notifier.ShopStory;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

class AsyncApiTest {
    private final JsonNode document =
            Json.mapper().valueToTree(AsyncApi.document("http://127.0.0.1:7405"));

    @Test
    void every_event_has_a_message_and_every_reference_leads_somewhere() {
        assertThat(document.path("asyncapi").asText()).isEqualTo("3.0.0");
        assertThat(document.path("components").path("messages").properties())
                .hasSize(EventTypes.all().size());
        Set<String> broken = new HashSet<>();
        references(document, broken);
        assertThat(broken).isEmpty();
    }

    @Test
    void what_is_really_written_fits_its_schema() {
        ShopStory story = ShopStory.at(Instant.parse("2026-11-20T14:00:00Z"));
        Stream.of(
                        story.before(),
                        story.opening(),
                        story.deciding(),
                        story.asking(),
                        story.rollingBack(),
                        story.rolledBack(),
                        story.verified())
                .flatMap(List::stream)
                .forEach(this::fits);
    }

    private void fits(Event event) {
        JsonNode schema = document.path("components").path("schemas").path(EventTypes.of(event));
        JsonNode written = Json.mapper().valueToTree(event);
        schema.path("required")
                .forEach(r ->
                        assertThat(written.has(r.asText()))
                                .as("%s of %s", r, EventTypes.of(event))
                                .isTrue());
        written.properties()
                .forEach(m -> {
                    JsonNode wanted = schema.path("properties").path(m.getKey()).path("type");
                    assertThat(wanted.isMissingNode() || of(m.getValue(), wanted))
                            .as("%s.%s is %s", EventTypes.of(event), m.getKey(), m.getValue())
                            .isTrue();
                });
    }

    private static boolean of(JsonNode value, JsonNode type) {
        String is =
                switch (value.getNodeType()) {
                    case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
                    case BOOLEAN -> "boolean";
                    case ARRAY -> "array";
                    case OBJECT -> "object";
                    case STRING -> "string";
                    case BINARY, MISSING, NULL, POJO -> "null";
                };
        return type.isArray()
                ? Stream.of(type.get(0).asText(), type.get(1).asText()).anyMatch(is::equals)
                : type.asText().equals(is);
    }

    private void references(JsonNode node, Set<String> broken) {
        if (node.has("$ref")) {
            String path = node.path("$ref").asText().substring(1);
            if (document.at(path).isMissingNode()) {
                broken.add(path);
            }
        }
        node.forEach(n -> references(n, broken));
    }
}
