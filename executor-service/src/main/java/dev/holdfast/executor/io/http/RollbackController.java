package dev.holdfast.executor.io.http;

import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.executor.domain.plan.Plan;
import dev.holdfast.executor.domain.rollback.Rollback;
import dev.holdfast.executor.flow.Archive;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import java.util.List;

/// Rollbacks with their steps and journals, and plans, to read.
@Controller("/api")
@ExecuteOn(TaskExecutors.BLOCKING)
public final class RollbackController {
    private final Archive archive;

    RollbackController(Archive archive) {
        this.archive = archive;
    }

    @Get("/rollbacks{?limit}")
    public List<Shelved<Rollback>> rollbacks(@QueryValue(defaultValue = "50") int limit) {
        return archive.rollbacks(limit);
    }

    @Get("/rollbacks/{id}")
    public Archive.Whole rollback(@PathVariable String id) {
        return archive.rollback(id)
                .orElseThrow(() ->
                        new Refusal(
                                HttpStatus.NOT_FOUND,
                                "There is no rollback %s here".formatted(id)));
    }

    @Get("/plans{?limit}")
    public List<Plan> plans(@QueryValue(defaultValue = "50") int limit) {
        return archive.plans(limit);
    }
}
