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

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// What another decisions.yml would have decided on what really happened. Nothing is changed.
@Controller("/api/systems/{system}/{environment}/what-if")
final class WhatIfController {
    private static final int PAGE = 1_000;
    private static final Duration SINCE = Duration.ofDays(30);

    /// Entries that are looked at; what is older is told to be left out.
    private static final long MOST = 200_000;

    private final Views views;
    private final InstantSource clock;
    private final Semaphore one = new Semaphore(1);

    WhatIfController(Views views, InstantSource clock) {
        this.views = views;
        this.clock = clock;
    }

    /// @param files pack.yml and decisions.yml, by path
    /// @param since where it begins; null: 30 days ago
    record Other(@Nullable Map<String, @Nullable String> files, @Nullable Instant since) {}

    /// @param incidents on record
    /// @param differences those that would be decided otherwise
    /// @param from the first moment that was looked at; later than asked for where there is too much
    record Result(int incidents, List<WhatIf.Difference> differences, Instant from) {}

    private record Found(List<WhatIf.Recorded> events, Instant from) {}

    @Post
    Result whatIf(String system, String environment, @Body Other other, Caller caller) {
        Scope scope = Replies.scope(system, environment);
        Replies.mustRead(views, caller, scope);
        Policy policy = policy(system, other);
        Instant since = other.since() == null ? clock.instant().minus(SINCE) : other.since();
        if (!one.tryAcquire()) {
            throw new Refusal(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "Another policy is being tried on the record; ask again when that is done");
        }
        try {
            Found found = record(scope, since);
            List<WhatIf.Difference> all = WhatIf.of(policy, scope, found.events());
            return new Result(
                    all.size(),
                    all.stream().filter(WhatIf.Difference::differs).toList(),
                    found.from());
        } finally {
            one.release();
        }
    }

    private static Policy policy(String system, Other other) {
        Map<String, @Nullable String> files = other.files();
        if (files == null || files.isEmpty() || files.containsValue(null)) {
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

    private Found record(Scope scope, Instant since) {
        List<WhatIf.Recorded> record = new ArrayList<>();
        String cursor = views.recordBefore(scope, MOST);
        Instant from = since;
        List<Shelved<AuditEntry>> entries;
        boolean first = !cursor.isEmpty();
        do {
            entries = views.record(scope, cursor, PAGE);
            for (Shelved<AuditEntry> e : entries) {
                from = first && e.value().at().isAfter(since) ? e.value().at() : from;
                first = false;
                recorded(e.value(), since).ifPresent(record::add);
                cursor = e.id();
            }
        } while (entries.size() == PAGE);
        return new Found(record, from);
    }

    /// Releases count from the beginning: what held long ago is where a rollback goes.
    private static Optional<WhatIf.Recorded> recorded(AuditEntry entry, Instant since) {
        return EventTypes.named(entry.kind())
                .filter(WhatIf::wanted)
                .filter(type -> !entry.at().isBefore(since) || WhatIf.ledger(type))
                .map(type -> (Event) Json.read(entry.body(), type))
                .map(event -> new WhatIf.Recorded(entry.at(), event));
    }
}
