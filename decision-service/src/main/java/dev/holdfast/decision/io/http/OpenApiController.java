package dev.holdfast.decision.io.http;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// What this API is, as OpenAPI 3.1; a test writes the file from the routes.
@Controller("/api/openapi.json")
final class OpenApiController {
    @Get(produces = MediaType.APPLICATION_JSON)
    String api() {
        try (InputStream in = OpenApiController.class.getResourceAsStream("/openapi.json")) {
            return new String(
                    Objects.requireNonNull(in, "openapi.json").readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("A resource of our own cannot be read", e);
        }
    }
}
