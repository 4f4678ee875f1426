package dev.holdfast.verifier.domain.check;

import org.jspecify.annotations.Nullable;

/// A database that checks may ask, read-only.
///
/// @param name as `checks.yml` calls it
/// @param secret the name of the password's secret in `pack.yml`, null for none
/// @param ssl `disable`, `prefer`, `require` or `verify-full`
public record Database(
        String name,
        String host,
        int port,
        String database,
        String user,
        @Nullable String secret,
        String ssl) {}
