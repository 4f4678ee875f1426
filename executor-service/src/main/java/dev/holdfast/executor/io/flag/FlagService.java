package dev.holdfast.executor.io.flag;

import dev.holdfast.executor.io.request.Site;
import dev.holdfast.executor.io.request.Trouble;

/// A service that keeps feature flags.
interface FlagService {
    /// One flag in one environment.
    record Flag(String project, String name, String environment) {}

    boolean on(Site site, Flag flag) throws Trouble;

    void put(Site site, Flag flag, boolean on, String comment) throws Trouble;
}
