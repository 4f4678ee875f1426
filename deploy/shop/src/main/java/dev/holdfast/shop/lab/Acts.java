package dev.holdfast.shop.lab;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/// What can be done to every lab, beside the acts of its own:
///
///     database-down   its database is gone, as by a power cut    database-up   and back, with all it held
///     dark            its program serves customers and shows no metrics any more, until it is started anew
final class Acts {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int GOOD = 200;

    private Acts() {}

    static void act(Lab lab, String act, Map<String, String> with)
            throws IOException, InterruptedException {
        switch (act) {
            case "database-down" -> lab.postgres().kill();
            case "database-up" -> lab.postgres().restart();
            case "dark" -> dark(lab.front());
            default -> lab.act(act, with);
        }
    }

    private static void dark(URI front) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(front.resolve("/lab/dark"))
                        .timeout(PATIENCE)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build();
        try (var http = HttpClient.newHttpClient()) {
            int code = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (code != GOOD) {
                throw new IOException("the program does not go dark: it answers " + code);
            }
        }
    }
}
