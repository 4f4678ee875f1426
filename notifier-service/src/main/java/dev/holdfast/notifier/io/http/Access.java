package dev.holdfast.notifier.io.http;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.backbone.work.Packs;
import dev.holdfast.backbone.work.Transactions;

import io.micronaut.http.HttpStatus;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/// Who may see what, and who may act. Whoever has a role in a system, by token or by its pack, reads
/// about it; a role other than `viewer` lets them act on what is told about it. Without a token
/// everything may be read, since the door asks for one wherever others than this machine can knock.
@Singleton
final class Access {
    private static final Logger LOG = LoggerFactory.getLogger(Access.class);
    private static final String VIEWER = "viewer";
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final int SYSTEMS = 1_000;

    private final Transactions transactions;
    private final InstantSource clock;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Known known = new Known(Instant.MIN, Map.of());

    /// Roles of people as the current packs name them, by system and name.
    private record Known(Instant at, Map<String, Map<String, List<String>>> people) {}

    Access(Transactions transactions, ConsoleSettings settings) {
        this.transactions = transactions;
        this.clock = settings.clock();
    }

    boolean reads(@Nullable Caller caller, Scope scope) {
        return caller == null || !roles(caller, scope).isEmpty();
    }

    /// True where they may read about the system in at least one environment.
    boolean readsSystem(@Nullable Caller caller, String system) {
        return caller == null
                || !roles(caller, Scope.pack(system)).isEmpty()
                || caller.roles().stream().anyMatch(r -> r.contains("@" + system + "/"));
    }

    /// The same for many, and for as long as a stream is read: it never waits for the database, and
    /// what packs say anew counts a few seconds later.
    Predicate<Scope> readable(@Nullable Caller caller) {
        if (caller == null) {
            return _ -> true;
        }
        if (known.at().equals(Instant.MIN)) {
            people(); // nothing is known yet
        }
        return scope -> !roles(caller, scope, latest()).isEmpty();
    }

    void mustRead(@Nullable Caller caller, Scope scope) {
        if (!reads(caller, scope)) {
            throw new Refusal(
                    HttpStatus.FORBIDDEN,
                    "This needs the role 'viewer', or another one, of %s".formatted(scope));
        }
    }

    void mustAct(Caller caller, Scope scope) {
        Set<String> roles = roles(caller, scope);
        if (roles.stream().allMatch(VIEWER::equals)) {
            throw new Refusal(
                    HttpStatus.FORBIDDEN,
                    "This needs a role of %s other than 'viewer'; %s has %s"
                            .formatted(scope, caller.name(), roles));
        }
    }

    private Set<String> roles(Caller caller, Scope scope) {
        return roles(caller, scope, people());
    }

    private static Set<String> roles(
            Caller caller, Scope scope, Map<String, Map<String, List<String>>> people) {
        Set<String> roles = new TreeSet<>(caller.in(scope).roles());
        roles.addAll(
                people.getOrDefault(scope.system(), Map.of())
                        .getOrDefault(caller.name(), List.of()));
        return roles;
    }

    private Map<String, Map<String, List<String>>> people() {
        if (old(known)) {
            known = lookedUp();
        }
        return known.people();
    }

    /// As they were a few seconds ago: the look for newer ones goes on aside, and where the database
    /// is away the last answer stays.
    private Map<String, Map<String, List<String>>> latest() {
        if (old(known) && looking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("people").start(this::lookAside);
        }
        return known.people();
    }

    private void lookAside() {
        try {
            known = lookedUp();
        } catch (RuntimeException e) {
            LOG.debug("Who may read what is as it was before: {}", e.toString());
            known = new Known(clock.instant(), known.people());
        } finally {
            looking.set(false);
        }
    }

    private boolean old(Known last) {
        return last.at().isBefore(clock.instant().minus(FRESH));
    }

    private Known lookedUp() {
        Instant now = clock.instant();
        Map<String, Map<String, List<String>>> all = new HashMap<>();
        for (PackFiles pack : Packs.allCurrent(transactions, SYSTEMS)) {
            PackManifest.read(pack, new Problems()).ifPresent(m -> all.put(pack.name(), people(m)));
        }
        return new Known(now, all);
    }

    private static Map<String, List<String>> people(PackManifest manifest) {
        Map<String, List<String>> all = new HashMap<>();
        manifest.people().forEach(p -> all.put(p.name(), p.roles()));
        return all;
    }
}
