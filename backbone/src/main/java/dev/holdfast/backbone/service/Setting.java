package dev.holdfast.backbone.service;

import java.util.Locale;

/// One thing that the environment may tell a service.
///
/// @param name as in the settings: `postgres.port` is HOLDFAST_POSTGRES_PORT
/// @param who what reads it: `all`, a service's short name, `command line`
/// @param usual what holds where nothing is said, for people
/// @param meaning one sentence, with unit and range
public record Setting(String name, String who, String usual, String meaning) {

    public String variable() {
        return variable(name);
    }

    static String variable(String name) {
        return "HOLDFAST_" + name.toUpperCase(Locale.ROOT).replace('.', '_');
    }
}
