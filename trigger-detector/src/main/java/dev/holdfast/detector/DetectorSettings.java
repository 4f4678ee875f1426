package dev.holdfast.detector;

import io.micronaut.core.value.PropertyResolver;

import java.util.regex.Pattern;

/// What the detector is told beside what every service is.
///
/// @param instance HOLDFAST_INSTANCE: names this instance, the same after a restart and another for
///     each instance of a cluster; default `1`
/// @param threads HOLDFAST_THREADS: threads of the stream, 1 to 64; default 1
/// @param standbys HOLDFAST_STANDBYS: copies of the state on other instances, 0 to 2; default 0
/// @param advertised HOLDFAST_ADVERTISED: `host:port` under which other instances reach this one, for
///     queries whose key they do not hold; default 127.0.0.1 and the own port
record DetectorSettings(String instance, int threads, int standbys, String advertised) {
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9._\\[\\]:-]{1,250}:-?\\d{1,5}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,60}");

    DetectorSettings {
        if (!NAME.matcher(instance).matches()
                || threads < 1
                || threads > 64
                || standbys < 0
                || standbys > 2
                || !ADDRESS.matcher(advertised).matches()) {
            throw new IllegalArgumentException(
                    ("trigger-detector cannot start: HOLDFAST_INSTANCE is '%s' (letters, digits, '.',"
                                    + " '_', '-'), HOLDFAST_THREADS is %d (1 to 64),"
                                    + " HOLDFAST_STANDBYS is %d (0 to 2), HOLDFAST_ADVERTISED is '%s' (host:port)")
                            .formatted(instance, threads, standbys, advertised));
        }
    }

    static DetectorSettings from(PropertyResolver p) {
        return new DetectorSettings(
                p.getProperty("holdfast.instance", String.class).orElse("1"),
                p.getProperty("holdfast.threads", Integer.class).orElse(1),
                p.getProperty("holdfast.standbys", Integer.class).orElse(0),
                p.getProperty("holdfast.advertised", String.class)
                        .orElseGet(() ->
                                "127.0.0.1:"
                                        + p.getProperty("holdfast.port", Integer.class)
                                                .orElse(DetectorApplication.PORT)));
    }
}
