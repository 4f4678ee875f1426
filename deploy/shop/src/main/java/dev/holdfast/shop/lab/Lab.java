package dev.holdfast.shop.lab;

import dev.holdfast.local.LocalPostgres;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/// One team's production, played on this machine. It is well when it is open; what then happens to
/// it are acts, as `drills.yml` of its pack names them.
public interface Lab extends AutoCloseable {
    /// What customers talk to.
    URI front();

    /// The release that runs when the lab opens.
    String good();

    /// What the pack's variables and secrets are here, by name.
    Map<String, String> values();

    /// Its database.
    LocalPostgres postgres();

    /// Does something to it, for example deploys another release, and returns when it is done.
    ///
    /// @param with what the act needs, for example `release`
    /// @throws IllegalArgumentException when there is no such act
    void act(String act, Map<String, String> with) throws IOException, InterruptedException;

    @Override
    void close();

    /// An act's needed word.
    static String needed(Map<String, String> with, String name) {
        String value = with.get(name);
        if (value == null || !value.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException(
                    "this act needs `%s`, a word of at most 64 letters, digits, '.', '_', '-'; it is %s"
                            .formatted(name, value == null ? "missing" : "'" + value + "'"));
        }
        return value;
    }
}
