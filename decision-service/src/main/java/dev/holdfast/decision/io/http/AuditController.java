package dev.holdfast.decision.io.http;

import dev.holdfast.decision.flow.AuditCheck;
import dev.holdfast.decision.io.file.Checkpoints;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

/// Says whether the audit is whole.
@Controller("/api/audit")
final class AuditController {
    private final Checkpoints checkpoints;

    AuditController(Checkpoints checkpoints) {
        this.checkpoints = checkpoints;
    }

    @Get("/verify")
    AuditCheck.Report verify() {
        return checkpoints.verify();
    }
}
