package dev.holdfast.notifier.io.http;

import dev.holdfast.backbone.service.ApiDescription;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.web.router.Router;

/// What this API is, as OpenAPI 3.1, from the routes that are really there. What comes as a stream is
/// described by AsyncAPI, in [ContractController].
@Controller("/api/openapi.json")
final class OpenApiController {
    private final Router router;

    OpenApiController(Router router) {
        this.router = router;
    }

    @Get(produces = MediaType.APPLICATION_JSON)
    String api() {
        return ApiDescription.of("Holdfast notifier-service", router);
    }
}
