package dev.holdfast.executor.io.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import dev.holdfast.backbone.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// A system with a JSON API, as one step speaks to it.
///
/// @param base without a slash at its end
/// @param headers for every request, such as who asks
/// @param limit for one request
public record Site(Web web, String base, Map<String, String> headers, Duration limit) {
    public Site {
        headers = Map.copyOf(headers);
    }

    /// The answer to a GET; everything but 2xx is [Trouble].
    public JsonNode get(String path) throws Trouble {
        return send("GET", path, null, Map.of());
    }

    public JsonNode post(String path, Object body) throws Trouble {
        return send("POST", path, Json.text(body), Map.of());
    }

    /// @param more headers of this request alone, over those of all
    public JsonNode send(
            String method, String path, @Nullable String body, Map<String, String> more)
            throws Trouble {
        boolean safe = method.equals("GET");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(limit);
        request.setHeader("Accept", "application/json");
        if (body != null) {
            request.setHeader("Content-Type", "application/json");
        }
        headers.forEach(request::setHeader);
        more.forEach(request::setHeader);
        request.method(
                method,
                body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body));
        return answered(method, path, answer(request.build(), safe), safe);
    }

    private Web.Answer answer(HttpRequest request, boolean safe) throws Trouble {
        try {
            return web.send(request);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw Trouble.refused("no connection to " + base);
        } catch (IOException e) {
            String told = "no answer of %s: %s".formatted(base, e.getClass().getSimpleName());
            throw safe ? Trouble.refused(told) : Trouble.lost(told);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Trouble.lost("interrupted while asking " + base);
        }
    }

    private static JsonNode answered(String method, String path, Web.Answer answer, boolean safe)
            throws Trouble {
        int status = answer.status();
        if (status < 200 || status >= 300) {
            String brief = answer.body().strip();
            String told =
                    "%s %s: %d %s"
                            .formatted(
                                    method,
                                    path,
                                    status,
                                    brief.length() > 300 ? brief.substring(0, 300) + "…" : brief);
            throw safe || status < 500 ? Trouble.refused(told) : Trouble.lost(told);
        }
        if (answer.body().isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return Json.read(answer.body(), JsonNode.class);
        } catch (Json.Unreadable _) {
            throw Trouble.lost("%s %s answers no JSON".formatted(method, path));
        }
    }

    /// One segment of a path, or one value of a query.
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
