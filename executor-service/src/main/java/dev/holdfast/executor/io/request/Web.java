package dev.holdfast.executor.io.request;

import dev.holdfast.executor.domain.runbook.Allowed;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// One HTTP client for all requests: it follows no redirect, reads at most 1 MiB of an answer, and
/// goes only where the pack allows.
public final class Web {
    private static final int MOST = 1 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(3);

    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();

    /// @param location where a redirect would lead; empty for none
    public record Answer(int status, String body, String location) {}

    /// Why this address is not asked, if it is not.
    public static Optional<String> wrong(Allowed allowed, URI uri) {
        int port = port(uri);
        String host = uri.getHost();
        if (!allowed.host(host, port)) {
            return Optional.of("%s:%d is none of the allowed hosts".formatted(host, port));
        }
        try {
            // Where clouds keep their credentials: never, whatever a name resolves to.
            boolean forbidden =
                    InetAddress.getAllByName(host).length > 0
                            && java.util.Arrays.stream(InetAddress.getAllByName(host))
                                    .anyMatch(
                                            a -> a.isLinkLocalAddress() || a.isMulticastAddress());
            return forbidden
                    ? Optional.of("%s is a link-local address".formatted(host))
                    : Optional.empty();
        } catch (UnknownHostException _) {
            return Optional.of("the name %s is not known".formatted(host));
        }
    }

    public static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    }

    public Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            return new Answer(
                    response.statusCode(),
                    new String(in.readNBytes(MOST), StandardCharsets.UTF_8),
                    response.headers().firstValue("location").orElse(""));
        }
    }
}
