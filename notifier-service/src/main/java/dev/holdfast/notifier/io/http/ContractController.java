package dev.holdfast.notifier.io.http;

import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.service.HouseSettings;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.notifier.domain.contract.AsyncApi;
import dev.holdfast.notifier.domain.contract.Schemas;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;

/// The contract of the event streams: AsyncAPI 3, and one JSON Schema an event.
@Controller("/api/contract")
@Produces(MediaType.APPLICATION_JSON)
final class ContractController {
    private final String base;

    ContractController(HouseSettings settings) {
        this.base = settings.url("notifier").toString();
    }

    @Get("/asyncapi.json")
    String asyncApi() {
        return Json.text(AsyncApi.document(base));
    }

    /// @param type as `ce_type` names it
    @Get("/schemas/{type}.json")
    String schema(@PathVariable String type) {
        return EventTypes.named(type)
                .map(record ->
                        Json.text(
                                Schemas.document(
                                        base + "/api/contract/schemas/" + type + ".json", record)))
                .orElseThrow(() ->
                        new Refusal(
                                HttpStatus.NOT_FOUND,
                                "'%s' is no type of event; asyncapi.json lists them"
                                        .formatted(type)));
    }
}
