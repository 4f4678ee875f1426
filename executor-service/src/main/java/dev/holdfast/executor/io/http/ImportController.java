package dev.holdfast.executor.io.http;

import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.executor.flow.Imports;
import dev.holdfast.executor.io.glass.GlassJournal;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import org.jspecify.annotations.Nullable;

/// Takes in the journal of a run that was done break-glass.
@Controller("/api/imports")
@ExecuteOn(TaskExecutors.BLOCKING)
public final class ImportController {
    private final Imports imports;

    ImportController(Imports imports) {
        this.imports = imports;
    }

    /// @param events how many were told; 0 when it was taken in before
    public record Taken(String scope, String rollback, int events) {}

    /// @param journal the text of the file
    public record Journal(@Nullable String journal) {}

    @Post
    public Taken take(@Body Journal sent, Caller caller) {
        caller.needs("admin", "responder");
        try {
            String journal = sent.journal();
            Imports.Run run = GlassJournal.read(journal == null ? "" : journal);
            int told = imports.take(run);
            return new Taken(run.scope().key(), run.rollback().id(), told);
        } catch (IllegalArgumentException e) {
            throw new Refusal(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }
}
