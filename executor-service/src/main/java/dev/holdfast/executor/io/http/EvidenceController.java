package dev.holdfast.executor.io.http;

import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.executor.io.evidence.Bundle;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// What was saved before a rollback changed anything, as a zip. Logs may hold what not everybody
/// should read, so it takes a token.
@Controller("/api/rollbacks")
@ExecuteOn(TaskExecutors.BLOCKING)
public final class EvidenceController {
    private final Bundle bundle;

    EvidenceController(Bundle bundle) {
        this.bundle = bundle;
    }

    @Post(uri = "/{id}/evidence", produces = MediaType.APPLICATION_OCTET_STREAM)
    public byte[] export(@PathVariable String id, Caller caller) throws IOException {
        if (!bundle.there(id)) {
            throw new Refusal(
                    HttpStatus.NOT_FOUND,
                    "Nothing was saved for rollback %s, %s".formatted(id, caller.name()));
        }
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        bundle.export(id, zip);
        return zip.toByteArray();
    }
}
