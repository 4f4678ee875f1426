package dev.holdfast.decision.io.http;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.decision.domain.incident.Person;
import dev.holdfast.decision.flow.Answer;
import dev.holdfast.decision.flow.Views;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/// What the domain answers, as HTTP says it.
final class Replies {
    private Replies() {}

    /// Throws [Refusal] for what was refused.
    static HttpResponse<Answer> of(Answer answer) {
        return switch (answer) {
            case Answer.Done done -> HttpResponse.ok(done);
            case Answer.Pack pack -> HttpResponse.<Answer>accepted().body(pack);
            case Answer.Refused refused -> throw new Refusal(status(refused), refused.reason());
        };
    }

    private static HttpStatus status(Answer.Refused refused) {
        return switch (refused.kind()) {
            case UNKNOWN -> HttpStatus.NOT_FOUND;
            case CONFLICT -> HttpStatus.CONFLICT;
            case FORBIDDEN -> HttpStatus.FORBIDDEN;
            case STALE -> HttpStatus.PRECONDITION_FAILED;
            case INVALID -> HttpStatus.BAD_REQUEST;
            case NOT_READY -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    }

    /// The person with the roles that their token gives them for this system and environment.
    static Person person(Caller caller, Scope scope) {
        return person(caller.in(scope));
    }

    static Person person(Caller caller) {
        return new Person(caller.name(), caller.roles().stream().sorted().toList());
    }

    static Scope scope(String system, String environment) {
        try {
            return Scope.parse(system + "/" + environment);
        } catch (IllegalArgumentException e) {
            throw new Refusal(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    /// What this sender may read: systems and environments where they have a role, by token or pack;
    /// everything without a token, where the door is open to everybody on this machine. The pack of a
    /// system is asked once.
    static Predicate<Scope> readable(Views views, @Nullable Caller caller) {
        if (caller == null) {
            return _ -> true;
        }
        Map<String, Boolean> named = new HashMap<>();
        return scope -> {
            Person person = person(caller, scope);
            return !person.roles().isEmpty()
                    || named.computeIfAbsent(
                            scope.system() + "~" + scope.drill(), _ -> views.named(person, scope));
        };
    }

    static boolean reads(Views views, @Nullable Caller caller, Scope scope) {
        return readable(views, caller).test(scope);
    }

    static void mustRead(Views views, @Nullable Caller caller, Scope scope) {
        if (!reads(views, caller, scope)) {
            throw new Refusal(
                    HttpStatus.FORBIDDEN,
                    "This needs the role 'viewer', or another one, of %s".formatted(scope));
        }
    }
}
