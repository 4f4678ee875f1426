package dev.holdfast.detector.io.service;

import dev.holdfast.detector.flow.intake.Unmatched;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

import java.util.List;

/// What came in and no pack asks for: for `holdfast doctor`.
@Controller("/api/v1/unmatched")
final class UnmatchedController {
    private final Unmatched unmatched;

    UnmatchedController(Unmatched unmatched) {
        this.unmatched = unmatched;
    }

    /// @param total samples and signals since the start
    /// @param kinds most frequent first, bounded
    record Listing(long total, List<Unmatched.Entry> kinds) {}

    @Get
    Listing list() {
        return new Listing(unmatched.total(), unmatched.list());
    }
}
