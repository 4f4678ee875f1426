package dev.holdfast.executor.io.http;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.executor.flow.Archive;
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
import java.util.Optional;
import java.util.Set;

/// What was saved before a rollback changed anything, as a zip. Logs may hold what not everybody
/// should read, so it takes a role of the system.
@Controller("/api/rollbacks")
@ExecuteOn(TaskExecutors.BLOCKING)
public final class EvidenceController {
    private static final Set<String> LOOKING_ON = Set.of("viewer", "drill");

    private final Bundle bundle;
    private final Archive archive;

    EvidenceController(Bundle bundle, Archive archive) {
        this.bundle = bundle;
        this.archive = archive;
    }

    @Post(uri = "/{id}/evidence", produces = MediaType.APPLICATION_OCTET_STREAM)
    public byte[] export(@PathVariable String id, Caller caller) throws IOException {
        mayRead(caller, id);
        if (!bundle.there(id)) {
            throw new Refusal(
                    HttpStatus.NOT_FOUND,
                    ("Nothing was saved for rollback %s on this executor, %s: evidence lies where"
                                    + " the rollback ran, so ask the others too")
                            .formatted(id, caller.name()));
        }
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        bundle.export(id, zip);
        return zip.toByteArray();
    }

    /// Whoever answers for the system: a role of it, or of all, that does more than look on.
    private void mayRead(Caller caller, String id) {
        Optional<Scope> known = archive.scope(id);
        if (known.isEmpty()) {
            // A run without the database that was not brought in yet: nobody knows whose it is.
            caller.needs("admin");
            return;
        }
        Scope scope = known.get();
        if (LOOKING_ON.containsAll(caller.in(scope).roles())) {
            throw new Refusal(
                    HttpStatus.FORBIDDEN,
                    "Evidence of %s takes a role of it that does more than look on; %s has %s"
                            .formatted(scope, caller.name(), caller.roles()));
        }
    }
}
