package dev.holdfast.backbone.service;

import com.fasterxml.jackson.databind.SerializationFeature;

import dev.holdfast.backbone.json.Json;

import io.micronaut.core.type.Argument;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Describes the API (OpenAPI 3.1) from the routes that are really there.
public final class ApiDescription {
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)}");

    private ApiDescription() {}

    /// @param service as people know it, such as `Holdfast decision-service`
    public static String of(String service, Router router) {
        Map<String, Map<String, Object>> paths = new TreeMap<>();
        router.uriRoutes()
                .filter(r -> path(r).startsWith("/api/"))
                .filter(r -> !r.getHttpMethodName().equals("HEAD"))
                .forEach(r ->
                        paths.computeIfAbsent(path(r), _ -> new TreeMap<>())
                                .put(r.getHttpMethodName().toLowerCase(Locale.ROOT), operation(r)));
        Map<String, Object> api = new LinkedHashMap<>();
        api.put("openapi", "3.1.0");
        api.put("info", Map.of("title", service, "version", "0.1.0"));
        api.put("paths", paths);
        api.put(
                "components",
                Map.of(
                        "securitySchemes",
                        Map.of("token", Map.of("type", "http", "scheme", "bearer")),
                        "schemas",
                        Map.of(
                                "Problem",
                                Map.of(
                                        "type",
                                        "object",
                                        "description",
                                        "RFC 9457, as application/problem+json"))));
        try {
            return Json.mapper()
                            .copy()
                            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(api)
                    + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String path(UriRouteInfo<?, ?> route) {
        return route.getUriMatchTemplate().toPathString();
    }

    private static Map<String, Object> operation(UriRouteInfo<?, ?> route) {
        Map<String, Object> operation = new LinkedHashMap<>();
        List<Object> parameters = new ArrayList<>();
        Matcher variables = VARIABLE.matcher(path(route));
        while (variables.find()) {
            parameters.add(parameter(variables.group(1), "path", true));
        }
        operation.put("operationId", route.getTargetMethod().getMethodName());
        for (Argument<?> a : route.getTargetMethod().getArguments()) {
            describe(a, parameters, operation);
        }
        boolean reads = route.getHttpMethodName().equals("GET");
        operation.put("parameters", parameters);
        operation.put(
                "responses",
                Map.of(
                        "200", Map.of("description", "done"),
                        "4XX",
                                Map.of(
                                        "description",
                                        "refused, with the reason",
                                        "content",
                                        Map.of(
                                                "application/problem+json",
                                                Map.of(
                                                        "schema",
                                                        Map.of(
                                                                "$ref",
                                                                "#/components/schemas/Problem"))))));
        operation.put(
                "security",
                reads
                        ? List.of(Map.of(), Map.of("token", List.of()))
                        : List.of(Map.of("token", List.of())));
        return operation;
    }

    private static void describe(
            Argument<?> a, List<Object> parameters, Map<String, Object> operation) {
        if (a.isAnnotationPresent(QueryValue.class)) {
            parameters.add(parameter(a.getName(), "query", false));
        } else if (a.isAnnotationPresent(Header.class)) {
            parameters.add(
                    parameter(
                            a.getAnnotationMetadata().stringValue(Header.class).orElse(a.getName()),
                            "header",
                            false));
        } else if (a.isAnnotationPresent(Body.class)) {
            Map<String, Object> properties = new LinkedHashMap<>();
            RecordComponent[] components = a.getType().getRecordComponents();
            for (RecordComponent c : components == null ? new RecordComponent[0] : components) {
                properties.put(c.getName(), type(c.getType()));
            }
            operation.put(
                    "requestBody",
                    Map.of(
                            "content",
                            Map.of(
                                    "application/json",
                                    Map.of(
                                            "schema",
                                            Map.of("type", "object", "properties", properties)))));
        }
    }

    private static Map<String, String> type(Class<?> type) {
        if (type == Instant.class) {
            return Map.of("type", "string", "format", "date-time");
        }
        return Map.of("type", type == String.class ? "string" : "object");
    }

    private static Map<String, Object> parameter(String name, String in, boolean required) {
        return Map.of(
                "name", name, "in", in, "required", required, "schema", Map.of("type", "string"));
    }
}
