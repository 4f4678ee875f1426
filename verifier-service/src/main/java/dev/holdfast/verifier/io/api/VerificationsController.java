package dev.holdfast.verifier.io.api;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.verifier.domain.stage.Verification;
import dev.holdfast.verifier.flow.Rights;
import dev.holdfast.verifier.flow.Shelves;
import dev.holdfast.verifier.flow.Shelves.KeptVerification;
import dev.holdfast.verifier.flow.VerifierDesk;
import dev.holdfast.verifier.flow.Words;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Verifications: what they found, live, and asking for one by hand.
@Controller("/api")
public final class VerificationsController {
    private static final int MOST = 2_000;
    private static final int LISTED = 100;

    private final Transactions transactions;
    private final VerifierDesk desk;

    public VerificationsController(Transactions transactions, VerifierDesk desk) {
        this.transactions = transactions;
        this.desk = desk;
    }

    /// What a person may ask for.
    ///
    /// @param component and `version` name the release that must be running; both or neither
    public record Ask(
            @Nullable String stage, @Nullable String component, @Nullable String version) {}

    /// With evidence.
    @Get("/verifications/{id}")
    public VerificationView one(@PathVariable String id, @Nullable Caller caller) {
        Shelved<KeptVerification> kept = kept(id, caller);
        Verification v = kept.value().verification();
        Map<String, String> evidence =
                transactions.read(
                        kept.scope(),
                        work -> {
                            Map<String, String> texts = new HashMap<>();
                            v.checks()
                                    .forEach(p -> {
                                        String check = p.criterion().check();
                                        work.find(Shelves.EVIDENCE, Shelves.evidence(id, check))
                                                .ifPresent(e -> texts.put(check, e.text()));
                                    });
                            return texts;
                        });
        return VerificationView.of(kept.scope().key(), v, evidence);
    }

    /// What somebody may not read is not there for them.
    private Shelved<KeptVerification> kept(String id, @Nullable Caller caller) {
        return transactions.everywhere(Shelves.VERIFICATIONS, MOST).stream()
                .filter(k -> k.id().equals(id))
                .filter(k -> reads(caller, k.scope()))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(
                                HttpStatus.NOT_FOUND,
                                "There is no verification '%s' here".formatted(id)));
    }

    /// Whoever has a role in the system, by token or by its pack. Without a token everything may be read:
    /// the door asks for one wherever others than this machine can knock.
    private boolean reads(@Nullable Caller caller, Scope scope) {
        return caller == null
                || Rights.reads(transactions.read(scope, work -> roles(work, caller)));
    }

    /// The same for many: each scope is looked up once.
    private Predicate<Scope> readable(@Nullable Caller caller) {
        Map<Scope, Boolean> seen = new HashMap<>();
        return scope -> seen.computeIfAbsent(scope, s -> reads(caller, s));
    }

    /// The newest, without evidence.
    @Get("/verifications")
    public List<VerificationView> all(
            @QueryValue @Nullable String scope,
            @QueryValue(defaultValue = "20") int limit,
            @Nullable Caller caller) {
        String key = scope == null ? null : scope(scope).key();
        Predicate<Scope> readable = readable(caller);
        return transactions.everywhere(Shelves.VERIFICATIONS, MOST).stream()
                .filter(k -> key == null || k.scope().key().equals(key))
                .filter(k -> readable.test(k.scope()))
                .limit(Math.clamp(limit, 1, LISTED))
                .map(k -> VerificationView.of(k.scope().key(), k.value().verification(), Map.of()))
                .toList();
    }

    @Get("/checks/standing")
    public List<StandingView> standing(
            @QueryValue @Nullable String scope, @Nullable Caller caller) {
        String key = scope == null ? null : scope(scope).key();
        Predicate<Scope> readable = readable(caller);
        return transactions.everywhere(Shelves.STANDING, MOST).stream()
                .filter(s -> key == null || s.scope().key().equals(key))
                .filter(s -> readable.test(s.scope()))
                .map(s -> StandingView.of(s.scope().key(), s.value()))
                .toList();
    }

    /// What a person says to a check that asks people.
    ///
    /// @param answer `yes` or `no`
    public record Attestation(String check, String answer, @Nullable String reason) {}

    /// 204 when it is taken; 404 when there is no such verification that they may read, 403 when others are
    /// asked, 409 when it is decided already.
    @Post("/verifications/{id}/attest")
    public HttpResponse<?> attest(@PathVariable String id, @Body Attestation said, Caller caller) {
        if (!said.answer().equals("yes") && !said.answer().equals("no")) {
            throw new Refusal(HttpStatus.BAD_REQUEST, "'answer' is yes or no");
        }
        Shelved<KeptVerification> kept = kept(id, caller);
        Words.Taken taken =
                transactions.in(
                        kept.scope(),
                        work ->
                                desk.attested(
                                        work,
                                        id,
                                        said.check(),
                                        said.answer().equals("yes"),
                                        caller.name(),
                                        caller.in(kept.scope()).roles(),
                                        said.reason() == null ? "" : said.reason()));
        return taken(taken, "verification %s asks nobody '%s'".formatted(id, said.check()));
    }

    private Set<String> roles(Work work, Caller caller) {
        return desk.rights().of(work, caller.name(), caller.in(work.scope()).roles());
    }

    /// A callback from outside, with a token of its own whose role is `callback`: `callback` checks
    /// wait for it.
    @Post(value = "/systems/{system}/{environment}/callbacks/{check}", consumes = MediaType.ALL)
    public HttpResponse<?> callback(
            @PathVariable String system,
            @PathVariable String environment,
            @PathVariable String check,
            @Body @Nullable String body,
            Caller caller) {
        Words.Taken taken =
                transactions.in(
                        scope(system + "/" + environment),
                        work ->
                                desk.rights().callsBack(work, roles(work, caller))
                                        ? desk.callback(
                                                work,
                                                check,
                                                caller.name(),
                                                body == null ? "" : body)
                                        : Words.Taken.NOT_ASKED);
        return taken(taken, "no check '%s' waits for a callback".formatted(check));
    }

    private static HttpResponse<?> taken(Words.Taken taken, String unknown) {
        return switch (taken) {
            case YES -> HttpResponse.noContent();
            case UNKNOWN -> throw new Refusal(HttpStatus.NOT_FOUND, unknown);
            case LATE -> throw new Refusal(HttpStatus.CONFLICT, "It is decided already");
            case NOT_ASKED ->
                    throw new Refusal(
                            HttpStatus.FORBIDDEN,
                            "Others are asked, by their roles (for this system: those that the check"
                                    + " names, else 'responder' or a role of the pack; a callback needs"
                                    + " 'callback')");
        };
    }

    /// Starts a verification by hand; 202 with its id, under which it can be followed.
    @Post("/systems/{system}/{environment}/verify")
    public HttpResponse<Map<String, String>> verify(
            @PathVariable String system,
            @PathVariable String environment,
            @Body Ask ask,
            Caller caller) {
        Scope scope = scope(system + "/" + environment);
        String stage = ask.stage() == null ? "immediate" : ask.stage();
        Release release = release(ask);
        String id =
                transactions.in(
                        scope,
                        work ->
                                desk.rights().starts(work, roles(work, caller))
                                        ? desk.byHand(work, stage, release, caller.name())
                                        : "");
        if (id.isEmpty()) {
            throw new Refusal(
                    HttpStatus.FORBIDDEN,
                    "This needs the role 'responder', or one of the pack's, for %s; %s has %s"
                            .formatted(scope, caller.name(), new TreeSet<>(caller.roles())));
        }
        return HttpResponse.accepted().body(Map.of("verification", id));
    }

    private static @Nullable Release release(Ask ask) {
        if (ask.component() == null && ask.version() == null) {
            return null;
        }
        if (ask.component() == null || ask.version() == null) {
            throw new Refusal(
                    HttpStatus.BAD_REQUEST, "Name both 'component' and 'version', or neither");
        }
        return new Release(ask.component(), ask.version());
    }

    private static Scope scope(String key) {
        try {
            return Scope.parse(key);
        } catch (IllegalArgumentException e) {
            throw new Refusal(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }
}
