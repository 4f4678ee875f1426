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

    /// May this sender read about a system and environment? Whoever has a role there, by token or
    /// pack; without a token only where the door is open to everybody on this machine.
    static boolean reads(Views views, @Nullable Caller caller, Scope scope) {
        return caller == null || views.mayRead(person(caller, scope), scope);
    }

    static void mustRead(Views views, @Nullable Caller caller, Scope scope) {
        if (!reads(views, caller, scope)) {
            throw new Refusal(
                    HttpStatus.FORBIDDEN,
                    "This needs the role 'viewer', or another one, of %s".formatted(scope));
        }
    }
}
