package dev.holdfast.backbone.service;

import dev.holdfast.backbone.json.Json;

import io.micronaut.context.annotation.Primary;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;

import jakarta.inject.Singleton;

import java.util.LinkedHashMap;
import java.util.Map;

/// Answers every error as an RFC 9457 problem.
final class Problems {
    private static final MediaType TYPE = MediaType.of("application/problem+json");

    private Problems() {}

    static MutableHttpResponse<?> problem(HttpStatus status, String detail, String path) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", status.getReason());
        body.put("status", status.getCode());
        body.put("detail", detail);
        body.put("instance", path);
        return HttpResponse.status(status).contentType(TYPE).body(Json.text(body));
    }

    @Singleton
    static final class OfRefusals implements ExceptionHandler<Refusal, HttpResponse<?>> {
        @Override
        @SuppressWarnings("rawtypes") // as the interface has it
        public HttpResponse<?> handle(HttpRequest request, Refusal e) {
            return problem(e.status(), String.valueOf(e.getMessage()), request.getPath());
        }
    }

    @Singleton
    @Primary
    static final class OfEverythingElse implements ErrorResponseProcessor<Object> {
        @Override
        @SuppressWarnings("unchecked") // a text is an object
        public MutableHttpResponse<Object> processResponse(
                ErrorContext context, MutableHttpResponse<?> response) {
            String detail =
                    context.getErrors().isEmpty()
                            ? response.reason()
                            : context.getErrors().getFirst().getMessage();
            return (MutableHttpResponse<Object>)
                    problem(response.status(), detail, context.getRequest().getPath());
        }
    }
}
