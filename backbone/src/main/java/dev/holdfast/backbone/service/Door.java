package dev.holdfast.backbone.service;

import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.regex.Pattern;

/// Lets in who has a token. Commands (everything but GET and HEAD) always need one; reading needs
/// one unless the service listens on loopback alone and somebody on this machine asks ([Nearness]).
/// Health, metrics and the console's files are open.
@ServerFilter("/**")
final class Door {
    private static final String CALLER = "holdfast.caller";
    private static final String BEARER = "Bearer ";
    private static final Pattern SIGNED =
            Pattern.compile("(/api)?/chat/slack/[a-z0-9][a-z0-9-]{0,62}");
    private static final long MOST_SIGNED = 64 << 10;

    private final Tokens tokens;
    private final Optional<SignedTokens> signed;
    private final boolean open;

    Door(Tokens tokens, HouseSettings settings) {
        this.tokens = tokens;
        this.signed = Optional.ofNullable(settings.trust()).map(SignedTokens::of);
        this.open = settings.open();
    }

    @RequestFilter
    @Nullable HttpResponse<?> letIn(HttpRequest<?> request) {
        Optional<Caller> caller =
                request.getHeaders()
                        .getAuthorization()
                        .filter(h -> h.startsWith(BEARER))
                        .flatMap(h -> owner(h.substring(BEARER.length()).strip()));
        caller.ifPresent(c -> request.setAttribute(CALLER, c));
        if (caller.isPresent() || free(request)) {
            return null;
        }
        return Problems.problem(
                        HttpStatus.UNAUTHORIZED,
                        "This needs a token that is known here: send 'Authorization: Bearer TOKEN'."
                                + " 'holdfast token' makes one",
                        request.getPath())
                .header("WWW-Authenticate", "Bearer");
    }

    private Optional<Caller> owner(String token) {
        return tokens.owner(token).or(() -> signed.flatMap(s -> s.owner(token)));
    }

    private boolean free(HttpRequest<?> request) {
        String path = request.getPath();
        boolean reads =
                request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.HEAD;
        boolean always = path.startsWith("/health") || path.equals("/prometheus") || page(path);
        return (reads && (always || (open && here(request)))) || signed(request, path);
    }

    private static boolean here(HttpRequest<?> request) {
        return Nearness.asksForItself(
                request.getHeaders().get(HttpHeaders.HOST), request.getHeaders().names());
    }

    /// What chat systems send carries a signature in place of a token; whoever takes it in verifies it.
    /// Nothing but that one POST, of a small body whose length is said beforehand, comes in so.
    private static boolean signed(HttpRequest<?> request, String path) {
        long length = request.getHeaders().contentLength().orElse(-1);
        return request.getMethod() == HttpMethod.POST
                && SIGNED.matcher(path).matches()
                && length >= 0
                && length <= MOST_SIGNED;
    }

    /// The console's files: they hold no data, and ask for it with the reader's own token.
    private static boolean page(String path) {
        return path.equals("/") || path.startsWith("/app/") || path.startsWith("/lib/");
    }

    /// Gives controllers the [Caller].
    @Singleton
    static final class Binder implements TypedRequestArgumentBinder<Caller> {
        @Override
        public Argument<Caller> argumentType() {
            return Argument.of(Caller.class);
        }

        @Override
        public BindingResult<Caller> bind(
                ArgumentConversionContext<Caller> context, HttpRequest<?> source) {
            Optional<Caller> caller = source.getAttribute(CALLER, Caller.class);
            return () -> caller;
        }
    }
}
