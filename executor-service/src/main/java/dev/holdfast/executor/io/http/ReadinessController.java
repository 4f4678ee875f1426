package dev.holdfast.executor.io.http;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.executor.flow.ReadinessBook;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/// Could each runbook of a system work now?
@Controller("/api/ready/{system}/{environment}")
@ExecuteOn(TaskExecutors.BLOCKING)
public final class ReadinessController {
    private final ReadinessBook book;

    ReadinessController(ReadinessBook book) {
        this.book = book;
    }

    @Get
    public ReadinessBook.Page page(@PathVariable String system, @PathVariable String environment) {
        return book.page(scope(system, environment));
    }

    /// Looks again; the answer is read with GET some seconds later.
    @Post
    @Status(HttpStatus.ACCEPTED)
    public void ask(@PathVariable String system, @PathVariable String environment, Caller caller) {
        if (caller.name().isBlank()) {
            throw new Refusal(HttpStatus.UNAUTHORIZED, "Who asks?");
        }
        book.ask(scope(system, environment));
    }

    private static Scope scope(String system, String environment) {
        try {
            return Scope.of(system, environment);
        } catch (IllegalArgumentException e) {
            throw new Refusal(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }
}
