package dev.holdfast.cli.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.local.Service;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Asks and commands the services. Every failure becomes a [Failure] that says what to do.
public final class Services {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String AUTHORIZATION = "Authorization";
    private static final String BEARER = "Bearer ";
    private static final String PLAIN = "application/json";
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Pattern NEXT = Pattern.compile("<(/[^>]*)>; *rel=\"next\"");
    private static final int PAGES = 100;

    private final Function<Service, String> urls;
    private final Function<Service, Optional<String>> token;
    private @Nullable HttpClient http;

    /// @param token the caller's, if he has one: a command needs it, and so does reading from a house
    ///     that does not listen on this machine alone
    public Services(Function<Service, String> urls, Supplier<Optional<String>> token) {
        this(urls, (Service _) -> token.get());
    }

    /// @param token the caller's for this service: not each may see it
    public Services(Function<Service, String> urls, Function<Service, Optional<String>> token) {
        this.urls = urls;
        this.token = token;
    }

    /// The same services, asked with somebody else's token.
    public Services as(String otherToken) {
        return new Services(urls, () -> Optional.of(otherToken));
    }

    public JsonNode get(Service service, String path) {
        return answer(service, reading(service, path).GET().build());
    }

    /// Every entry of a list, page after page as `Link` with rel="next" leads on.
    public List<JsonNode> all(Service service, String path) {
        List<JsonNode> found = new ArrayList<>();
        Optional<String> next = Optional.of(path);
        for (int page = 0; next.isPresent(); page++) {
            if (page == PAGES) {
                throw new Failure(
                        Exit.FAILED,
                        "%s lists more than %d pages of %s"
                                .formatted(service.module(), PAGES, path));
            }
            HttpRequest request = reading(service, next.get()).GET().build();
            HttpResponse<byte[]> response = send(service, request);
            answer(service, request, response).forEach(found::add);
            next =
                    response.headers()
                            .firstValue("Link")
                            .map(NEXT::matcher)
                            .filter(Matcher::find)
                            .map(link -> link.group(1));
        }
        return found;
    }

    /// To open a stream of server-sent events with, which has no end to wait for.
    HttpRequest stream(Service service, String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url(service, path)).header("Accept", "text/event-stream");
        token.apply(service).ifPresent(t -> request.header(AUTHORIZATION, BEARER + t));
        return request.build();
    }

    private HttpRequest.Builder reading(Service service, String path) {
        HttpRequest.Builder request = request(service, path);
        token.apply(service).ifPresent(t -> request.header(AUTHORIZATION, BEARER + t));
        return request;
    }

    /// The same as [#get] with the caller's token always, for what not everybody may read.
    public JsonNode read(Service service, String path) {
        return answer(
                service,
                request(service, path).header(AUTHORIZATION, needed(service)).GET().build());
    }

    public JsonNode post(Service service, String path, Object body) {
        return answer(service, command(service, path, "POST", body, PLAIN));
    }

    public JsonNode put(Service service, String path, Object body) {
        return answer(service, command(service, path, "PUT", body, PLAIN));
    }

    /// Hands a CloudEvent in structured mode to the detector's intake.
    public JsonNode signal(Map<String, Object> event) {
        return answer(
                Service.DETECTOR,
                command(
                        Service.DETECTOR,
                        "/api/v1/signals",
                        "POST",
                        event,
                        "application/cloudevents+json"));
    }

    /// Hands a CloudEvent in structured mode to the detector, on this path.
    public JsonNode event(String path, Map<String, Object> event) {
        return answer(
                Service.DETECTOR,
                command(Service.DETECTOR, path, "POST", event, "application/cloudevents+json"));
    }

    /// Sends bytes of this content type.
    public void send(Service service, String path, String type, byte[] body) {
        var _ =
                answer(
                        service,
                        request(service, path)
                                .header(AUTHORIZATION, needed(service))
                                .header("Content-Type", type)
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build());
    }

    public URI url(Service service, String path) {
        return URI.create(urls.apply(service) + path);
    }

    /// The HTTP status of a GET, or a [Failure] when nobody answers.
    public int status(Service service, String path) {
        return send(service, request(service, path).GET().build()).statusCode();
    }

    public HttpClient client() {
        if (http == null) {
            http =
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .connectTimeout(PATIENCE)
                            .build();
        }
        return http;
    }

    private String needed(Service service) {
        return token.apply(service)
                .map(BEARER::concat)
                .orElseThrow(() ->
                        new Failure(
                                Exit.NOT_ALLOWED,
                                "This needs a token: run `holdfast up` first, or set HOLDFAST_TOKEN, the only one that goes to another machine."));
    }

    private HttpRequest.Builder request(Service service, String path) {
        return HttpRequest.newBuilder(url(service, path))
                .timeout(PATIENCE)
                .header("Accept", "application/json, application/problem+json");
    }

    private HttpRequest command(
            Service service, String path, String method, Object body, String type) {
        try {
            return request(service, path)
                    .header(AUTHORIZATION, needed(service))
                    .header("Content-Type", type)
                    .method(
                            method,
                            HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A command's body is plain JSON", e);
        }
    }

    private HttpResponse<byte[]> send(Service service, HttpRequest request) {
        try {
            return client().send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new Failure(
                    Exit.UNREACHABLE,
                    "%s does not answer at %s (%s). Is the house up? `holdfast status` tells, `holdfast up` starts it."
                            .formatted(service.module(), urls.apply(service), e),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.FAILED, "interrupted", e);
        }
    }

    private JsonNode answer(Service service, HttpRequest request) {
        return answer(service, request, send(service, request));
    }

    private static JsonNode answer(
            Service service, HttpRequest request, HttpResponse<byte[]> response) {
        JsonNode body = body(response);
        if (response.statusCode() < 400) {
            return body;
        }
        String what =
                "%s answered %d to %s %s: %s"
                        .formatted(
                                service.module(),
                                response.statusCode(),
                                request.method(),
                                request.uri().getPath(),
                                problem(body, response));
        throw switch (response.statusCode()) {
            case 401 ->
                    new Failure(
                            Exit.NOT_ALLOWED,
                            what
                                    + " Set HOLDFAST_TOKEN, or use the token file of `holdfast up`, which goes to this machine only.");
            case 403 -> new Failure(Exit.NOT_ALLOWED, what);
            case 404 -> new Failure(Exit.NOT_FOUND, what);
            default -> new Failure(Exit.FAILED, what);
        };
    }

    private static JsonNode body(HttpResponse<byte[]> response) {
        try {
            JsonNode node = JSON.readTree(response.body());
            return node == null ? JSON.missingNode() : node;
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    /// RFC 9457: `detail` for people, `title` when there is none.
    private static String problem(JsonNode body, HttpResponse<byte[]> response) {
        for (String member : new String[] {"detail", "message", "title", "error"}) {
            if (body.path(member).isTextual()) {
                return body.path(member).asText();
            }
        }
        return response.body().length == 0 ? "(no explanation)" : body.toString();
    }
}
