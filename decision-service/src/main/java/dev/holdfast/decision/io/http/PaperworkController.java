package dev.holdfast.decision.io.http;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.decision.domain.audit.AuditEntry;
import dev.holdfast.decision.domain.task.Task;
import dev.holdfast.decision.flow.Answer;
import dev.holdfast.decision.flow.Command;
import dev.holdfast.decision.flow.Commands;
import dev.holdfast.decision.flow.Views;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Notes, checklists and follow-ups of incidents, and the record of a system.
@Controller("/api")
final class PaperworkController {
    private static final int MOST = 1_000;

    private final Views views;
    private final Commands commands;

    PaperworkController(Views views, Commands commands) {
        this.views = views;
        this.commands = commands;
    }

    /// One page of what was recorded.
    ///
    /// @param next where the following page begins; null on the last
    record Page(List<AuditEntry> entries, @Nullable String next) {}

    @Get("/systems/{system}/{environment}/record")
    Page record(
            String system,
            String environment,
            @QueryValue(defaultValue = "") String cursor,
            @QueryValue(defaultValue = "500") int limit,
            @Nullable Caller caller) {
        Scope scope = Replies.scope(system, environment);
        Replies.mustRead(views, caller, scope);
        int most = Math.clamp(limit, 1, MOST);
        List<Shelved<AuditEntry>> page = views.record(scope, cursor, most);
        return new Page(
                page.stream().map(Shelved::value).toList(),
                page.size() < most ? null : page.getLast().id());
    }

    @Get("/incidents/{id}/tasks")
    List<Task> tasks(String id, @Nullable Caller caller) {
        Replies.mustRead(views, caller, scope(id));
        return views.tasks(id);
    }

    @Post("/incidents/{id}/tasks/{task}")
    HttpResponse<Answer> answer(
            String id,
            String task,
            @Body Said.TaskAnswer said,
            Caller caller,
            @Nullable @Header("Idempotency-Key") String key) {
        return give(
                id,
                new Command.AnswerTask(id, task, Said.text(said.answer()), Said.text(said.note())),
                caller,
                key);
    }

    @Post("/incidents/{id}/notes")
    HttpResponse<Answer> note(
            String id,
            @Body Said.Note said,
            Caller caller,
            @Nullable @Header("Idempotency-Key") String key) {
        return give(id, new Command.Note(id, Said.text(said.text())), caller, key);
    }

    private HttpResponse<Answer> give(
            String id, Command command, Caller caller, @Nullable String key) {
        Scope scope = scope(id);
        return Replies.of(commands.give(scope, Replies.person(caller, scope), command, key, null));
    }

    private Scope scope(String id) {
        return views.scopeOf(id)
                .orElseThrow(() ->
                        new Refusal(
                                HttpStatus.NOT_FOUND, "There is no incident '%s'".formatted(id)));
    }
}
