package dev.holdfast.executor.io.aws;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.words.Form;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.EffectAction;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What all actions at AWS share.
///
/// @param <C> the client of the service
abstract class AwsAction<C extends AutoCloseable> implements EffectAction {
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration REQUEST = Duration.ofSeconds(15);

    private final String name;
    private final String service;
    private final Opening<C> opening;
    private final List<ArgumentForm> arguments;

    /// Makes a client.
    interface Opening<C> {
        C open(Call call, Duration limit);
    }

    /// What is done with one.
    interface Use<C, T> {
        T with(C client);
    }

    /// What stands in the way and is no fault of the service.
    static final class Hindered extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Hindered(String message) {
            super(message);
        }
    }

    AwsAction(String name, String service, Opening<C> opening, ArgumentForm... own) {
        this.name = name;
        this.service = service;
        this.opening = opening;
        List<ArgumentForm> all = new ArrayList<>(Account.ARGUMENTS);
        all.addAll(List.of(own));
        this.arguments = List.copyOf(all);
    }

    abstract Preview look(Call call, C client);

    abstract Finding act(Call call, Effect effect, C client);

    abstract Finding seen(Call call, Effect effect, C client);

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<ArgumentForm> arguments() {
        return arguments;
    }

    @Override
    public Map<String, String> wrong(Map<String, Form> with) {
        return with.containsKey("access-key") == with.containsKey("secret-key")
                ? Map.of()
                : Map.of("access-key", "access-key and secret-key belong together");
    }

    @Override
    public String target(Call call) {
        return "aws " + Account.place(call, service).getHost();
    }

    @Override
    public Preview plan(Call call) {
        try {
            return use(call, LOOK, client -> look(call, client));
        } catch (Hindered | SdkException e) {
            return Preview.of(name, Repeat.CHECKABLE, Duration.ZERO).hindered(List.of(told(e)));
        }
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        return touch(call, effect, client -> act(call, effect, client));
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        return glance(call, client -> seen(call, effect, client));
    }

    final Finding touch(Call call, Effect effect, Use<C, Finding> use) {
        Duration limit = effect.timeout().compareTo(REQUEST) < 0 ? effect.timeout() : REQUEST;
        try {
            return use(call, limit, use);
        } catch (Hindered e) {
            return new Finding.NotDone(told(e), "");
        } catch (SdkException e) {
            return certain(e) ? new Finding.NotDone(told(e), "") : new Finding.Unsure(told(e), "");
        }
    }

    final Finding glance(Call call, Use<C, Finding> use) {
        try {
            return use(call, LOOK, use);
        } catch (Hindered | SdkException e) {
            return new Finding.Unsure("not seen: " + told(e), "");
        }
    }

    private <T> T use(Call call, Duration limit, Use<C, T> use) {
        Optional<String> wrong = Account.wrong(call, service);
        if (wrong.isPresent()) {
            throw new Hindered(wrong.get());
        }
        try (Closing<C> closing = new Closing<>(opening.open(call, limit))) {
            return use.with(closing.client());
        }
    }

    /// Closes without a checked exception, as the clients of AWS do.
    private record Closing<C extends AutoCloseable>(C client) implements AutoCloseable {
        @Override
        public void close() {
            try {
                client.close();
            } catch (Exception e) {
                throw new IllegalStateException("The client of AWS could not be closed", e);
            }
        }
    }

    /// Whether certainly nothing was done: refused by the service, or never reached it.
    private static boolean certain(SdkException e) {
        if (e instanceof AwsServiceException service) {
            return service.statusCode() < 500 || service.isThrottlingException();
        }
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof ConnectException || t instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }

    private static String told(RuntimeException e) {
        if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            return "%s: %s"
                    .formatted(
                            service.awsErrorDetails().errorCode(),
                            service.awsErrorDetails().errorMessage());
        }
        return String.valueOf(e.getMessage());
    }

    /// Waits a little; false when it was interrupted or nothing of the time is left.
    static boolean pause(long end, Duration pause) {
        if (end - System.nanoTime() < pause.toNanos()) {
            return false;
        }
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
