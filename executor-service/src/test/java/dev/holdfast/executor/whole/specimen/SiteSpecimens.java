package dev.holdfast.executor.whole.specimen;

import java.io.IOException;

/// What speaks HTTP.
final class SiteSpecimens {
    private SiteSpecimens() {}

    /// The target knows keys.
    static Subject keyed() throws IOException {
        CountingSite site = new CountingSite(true);
        return request(site, "repeat: idempotent");
    }

    /// The target knows no keys, but tells whether it was done.
    static Subject looked() throws IOException {
        CountingSite site = new CountingSite(false);
        return request(
                site,
                "observe: \"http://%s/\", expect-json: {done: \"true\"}".formatted(site.host()));
    }

    private static Subject request(CountingSite site, String more) {
        return Subject.of(
                        "http.request",
                        "{method: POST, url: \"http://%s/\", %s}".formatted(site.host(), more),
                        site::effects)
                .hosts(site.host())
                .ending(site);
    }
}
