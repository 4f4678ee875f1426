package dev.holdfast.detector;

import io.micronaut.core.value.PropertyResolver;

import java.util.regex.Pattern;

/// What the detector is told beside what every service is.
///
/// @param instance HOLDFAST_INSTANCE: names this instance, the same after a restart and another for
///     each instance of a cluster; default `1`
/// @param threads HOLDFAST_THREADS: threads of the stream, 1 to 64; default 1
/// @param standbys HOLDFAST_STANDBYS: copies of the state on other instances, 0 to 2; default 0
record DetectorSettings(String instance, int threads, int standbys) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,60}");

    DetectorSettings {
        if (!NAME.matcher(instance).matches()
                || threads < 1
                || threads > 64
                || standbys < 0
                || standbys > 2) {
            throw new IllegalArgumentException(
                    ("trigger-detector cannot start: HOLDFAST_INSTANCE is '%s' (letters, digits, '.',"
                                    + " '_', '-'), HOLDFAST_THREADS is %d (1 to 64),"
                                    + " HOLDFAST_STANDBYS is %d (0 to 2)")
                            .formatted(instance, threads, standbys));
        }
    }

    static DetectorSettings from(PropertyResolver p) {
        return new DetectorSettings(
                p.getProperty("holdfast.instance", String.class).orElse("1"),
                p.getProperty("holdfast.threads", Integer.class).orElse(1),
                p.getProperty("holdfast.standbys", Integer.class).orElse(0));
    }
}
