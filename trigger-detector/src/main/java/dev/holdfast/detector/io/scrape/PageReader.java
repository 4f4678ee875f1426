package dev.holdfast.detector.io.scrape;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;

/// Fetches one page within a time and a size, the real size too where it comes compressed.
final class PageReader implements AutoCloseable {
    private static final int MOST_BYTES = 32 << 20;

    /// Those that are not link-local: AWS over IPv6, Alibaba.
    private static final Set<String> METADATA = Set.of("fd00:ec2:0:0:0:0:0:254", "100.100.100.200");

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// @throws IOException when there is no page in time
    Exposition read(String url, Duration patience) throws IOException, InterruptedException {
        Future<Exposition> page = threads.submit(() -> fetch(url, patience));
        try {
            return page.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("%s took more than %s".formatted(url, patience), e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case Exposition.Malformed malformed -> throw malformed;
                case null, default -> throw new IOException(e.getCause());
            }
        } finally {
            page.cancel(true);
        }
    }

    private Exposition fetch(String url, Duration patience)
            throws IOException, InterruptedException {
        refuseMetadata(URI.create(url));
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(patience)
                        .header("Accept", "text/plain;version=0.0.4;q=1,*/*;q=0.1")
                        .header("Accept-Encoding", "gzip")
                        .header("User-Agent", "holdfast-detector")
                        .build();
        HttpResponse<InputStream> answer =
                client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != 200) {
                throw new IOException("%s answered %d".formatted(url, answer.statusCode()));
            }
            boolean gzip =
                    answer.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
            byte[] bytes = (gzip ? new GZIPInputStream(body) : body).readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("%s is larger than %d bytes".formatted(url, MOST_BYTES));
            }
            return ExpositionParser.parse(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    /// Where clouds keep their credentials is not read. The name is resolved once more for the request,
    /// so this holds against a mistake, not against whoever rules the name's zone.
    private static void refuseMetadata(URI uri) throws IOException {
        if (uri.getHost() == null) {
            throw new IOException("%s names no host that can be resolved".formatted(uri));
        }
        for (InetAddress address : InetAddress.getAllByName(uri.getHost())) {
            if (address.isLinkLocalAddress()
                    || address.isMulticastAddress()
                    || METADATA.contains(address.getHostAddress())) {
                throw new IOException(
                        "%s resolves to %s, an address of a cloud's metadata, a link-local or a multicast one, which is never scraped"
                                .formatted(uri, address.getHostAddress()));
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.shutdownNow();
    }
}
