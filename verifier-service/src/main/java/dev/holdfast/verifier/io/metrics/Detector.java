package dev.holdfast.verifier.io.metrics;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.io.http.Exchange;
import dev.holdfast.verifier.io.probe.Secrets;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Our own detector, which no pack names.
///
/// @param token file with this service's own token; null where the detector listens on loopback
///     alone and needs none
public record Detector(Exchange exchange, URI url, @Nullable Path token) {
    /// Reads; at most `most` bytes.
    public Answer.Http get(String path, int most, Terms terms) throws Unusable {
        Map<String, String> headers = new HashMap<>();
        if (token != null) {
            headers.put("Authorization", "Bearer " + Secrets.read(token));
        }
        URI full = URI.create(url.toString().replaceAll("/+$", "") + path);
        return exchange.sendOwn(new Question.Http("GET", full, headers, null, most), terms);
    }
}
