package dev.holdfast.decision.io.http;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.decision.domain.audit.AuditEntry;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.policy.PolicyFile;
import dev.holdfast.decision.domain.rehearsal.WhatIf;
import dev.holdfast.decision.flow.Views;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What another decisions.yml would have decided on what really happened. Nothing is changed.
@Controller("/api/systems/{system}/{environment}/what-if")
final class WhatIfController {
    private static final int PAGE = 1_000;
    private static final int MOST_PAGES = 30;

    private final Views views;

    WhatIfController(Views views) {
        this.views = views;
    }

    /// @param files pack.yml and decisions.yml, by path
    record Other(@Nullable Map<String, String> files) {}

    /// @param incidents on record
    /// @param differences those that would be decided otherwise
    record Result(int incidents, List<WhatIf.Difference> differences) {}

    @Post
    Result whatIf(String system, String environment, @Body Other other, Caller caller) {
        Scope scope = Replies.scope(system, environment);
        Replies.mustRead(views, caller, scope);
        List<WhatIf.Difference> all = WhatIf.of(policy(system, other), scope, record(scope));
        return new Result(all.size(), all.stream().filter(WhatIf.Difference::differs).toList());
    }

    private static Policy policy(String system, Other other) {
        Map<String, String> files = other.files();
        if (files == null || files.isEmpty()) {
            throw new Refusal(HttpStatus.BAD_REQUEST, "send {\"files\": {path: text}}");
        }
        Problems problems = new Problems();
        try {
            Optional<Policy> policy = PolicyFile.read(PackFiles.of(system, files), problems);
            return policy.orElseThrow(
                    () -> new Refusal(HttpStatus.BAD_REQUEST, String.join("\n", problems.lines())));
        } catch (IllegalArgumentException e) {
            throw new Refusal(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private List<WhatIf.Recorded> record(Scope scope) {
        List<WhatIf.Recorded> record = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            List<Shelved<AuditEntry>> entries = views.record(scope, cursor, PAGE);
            entries.forEach(e -> recorded(e.value()).ifPresent(record::add));
            if (entries.size() < PAGE) {
                break;
            }
            cursor = entries.getLast().id();
        }
        return record;
    }

    private static Optional<WhatIf.Recorded> recorded(AuditEntry entry) {
        return EventTypes.named(entry.kind())
                .map(type -> (Event) Json.read(entry.body(), type))
                .filter(WhatIf::wanted)
                .map(event -> new WhatIf.Recorded(entry.at(), event));
    }
}
